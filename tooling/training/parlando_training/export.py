"""Stage 6: checkpoints -> a voice folder: graphs of each level and voice.json."""
import hashlib
import json
import shutil
from pathlib import Path

import torch

from .acoustic_model import AcousticModel
from .compression import compress
from .constants import HOP, MEL_BINS, PHONEMES, SAMPLE_RATE
from .graphs import DELAY_SAMPLES, LOOKAHEAD_FRAMES, write_decoder, write_encoder, write_vocoder
from .vocoder_model import Vocoder

LEVELS = {
    "high": {"weights": "float16", "suffix": "", "description": "weights stored as float16"},
    "medium": {"weights": "int8", "suffix": ".int8", "description": "weights stored as int8, one scale a row: half the size"},
}


def load_part(work, name, part, kind):
    """One network of a checkpoint, be it of its own stage or of the adaptation, which holds both."""
    stored = torch.load(Path(work) / "checkpoints" / f"{name}.pt", map_location="cpu")
    config, weights = stored["config"], stored["network"]
    if part in config:
        config, weights = config[part], {k[len(part) + 1:]: v for k, v in weights.items() if k.startswith(part + ".")}
    network = kind(**config)
    network.load_state_dict(weights)
    return network


def load_models(work, acoustic="acoustic", vocoder="vocoder", weights=None):
    """The averaged networks of two checkpoints, optionally with weights as a level stores them."""
    model, voice = load_part(work, acoustic, "acoustic", AcousticModel), load_part(work, vocoder, "vocoder", Vocoder)
    if weights:
        compress(model, weights)
        compress(voice, weights)
    return model.eval(), voice.eval()


def run(work, out, name, version, acoustic="acoustic", vocoder="vocoder", scores=None):
    out = Path(out)
    building = out.with_name(f".{out.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    levels = {}
    for level, choice in LEVELS.items():
        model, voice = load_models(work, acoustic, vocoder, choice["weights"])
        files = {kind: f"{kind}{choice['suffix']}.onnx" for kind in ("encoder", "decoder", "vocoder")}
        write_encoder(model, building / files["encoder"])
        write_decoder(model, building / files["decoder"])
        write_vocoder(voice, building / files["vocoder"])
        levels[level] = {**files, "tokenSize": model.decoder.tokens, "lookaheadFrames": LOOKAHEAD_FRAMES, "delaySamples": DELAY_SAMPLES,
                         "scores": (scores or {}).get(level, {}), "description": choice["description"]}
    keep(out, building)
    manifest = {
        "schemaVersion": 1, "name": name, "version": version, "language": "en-US", "gender": "female", "licence": "MIT",
        "description": "Synthetic American English voice, trained on public-domain recordings of one reader.",
        "sampleRate": SAMPLE_RATE, "hop": HOP, "melBins": MEL_BINS, "alphabet": "arpabet", "phonemes": PHONEMES,
        "files": {path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
                  for path in sorted(building.glob("*.onnx"))},
        "levels": levels, "defaultLevel": "high",
        "golden": {"seed": 1, "tolerance": 0.001, "items": []},
        "credits": ["The LJ Speech Dataset 1.1, Keith Ito and Linda Johnson, public domain: https://keithito.com/LJ-Speech-Dataset/"],
    }
    (building / "voice.json").write_text(json.dumps(manifest, indent=2) + "\n")
    old = out.with_name(f".{out.name}.old")
    if out.exists():
        out.rename(old)
    building.rename(out)
    shutil.rmtree(old, ignore_errors=True)
    for path, entry in manifest["files"].items():
        print(f"{path:24} {entry['bytes'] / 1e6:6.2f} MB")
    for level, entry in levels.items():
        print(f"{level}: {sum(manifest['files'][entry[k]]['bytes'] for k in ('encoder', 'decoder', 'vocoder')) / 1e6:.2f} MB")


def keep(out, building):
    """Carries over what other steps put beside the graphs: the model card, pictures, golden output."""
    for path in out.glob("*") if out.exists() else []:
        if path.suffix != ".onnx" and path.name != "voice.json":
            (shutil.copytree if path.is_dir() else shutil.copy2)(path, building / path.name)
