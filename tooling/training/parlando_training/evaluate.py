"""Stage 7: what a level scores. Copies of held-out clips, sentences that are not in the corpus, and word errors on Harvard lists 1-4."""
import json
import subprocess
from pathlib import Path

import numpy as np
import torch

from .clips import load_clips
from .corpus import write_audio
from .export import LEVELS, load_models
from .recognition import LOUDNESS, rate_of, ratio_with_spread, word_errors
from .spectral_loss import Comparison
from .text import Frontend
from .training import prepare

HERE = Path(__file__).parent.parent


def lines(name):
    return [line for line in (HERE / name).read_text().splitlines() if line.strip()]


@torch.no_grad()
def speak(models, clauses, seed, **controls):
    """A text's clauses, each from zero state, joined: samples."""
    acoustic, vocoder = models
    torch.manual_seed(seed)
    return np.concatenate([vocoder(acoustic.speak(clause, **controls)[0])[0].numpy() for clause in clauses])


def score(files, scorer, runtime):
    """{bvcc, ovrl: (mean, standard error)} by the scorer, run where it finds onnxruntime-node."""
    out = subprocess.run(["node", str(scorer), "--json", *map(str, files)], cwd=runtime, capture_output=True, text=True, check=True).stdout
    rows = json.loads(out)["rows"]
    return {k: (float(np.mean([r[k] for r in rows])), float(np.std([r[k] for r in rows]) / len(rows) ** 0.5)) for k in ("bvcc", "ovrl")}


def copies(models, work, out, scorer, runtime):
    _, held = load_clips(work)
    compare, figures, files, originals = Comparison(), [], [], []
    for clip in held:
        torch.manual_seed(1)
        with torch.no_grad():
            audio = models[1](torch.tensor(clip.features)[None])
        figures.append(compare(audio, torch.tensor(clip.audio)[None]))
        files.append(out / "copy" / f"{clip.name}.wav")
        write_audio(files[-1], audio[0].numpy())
        originals.append(out / "natural" / f"{clip.name}.wav")
        write_audio(originals[-1], clip.audio)
    stft, mel = np.mean(figures, 0)
    found, natural = (score(paths, scorer, runtime) for paths in (files, originals))
    return {"natural_bvcc": natural["bvcc"][0], "natural_ovrl": natural["ovrl"][0], "copy_bvcc": found["bvcc"][0], "copy_ovrl": found["ovrl"][0], "copy_stft": stft, "copy_mel": mel, "copy_clips": len(held),
            "copy_bvcc_standard_error": found["bvcc"][1]}


def sentences(models, frontend, out, scorer, runtime, seeds):
    texts, files = lines("sentences.txt"), []
    for seed in seeds:
        for i, text in enumerate(texts):
            files.append(out / "tts" / f"{i:02}-{seed}.wav")
            write_audio(files[-1], speak(models, frontend(text), seed))
    found = score(files, scorer, runtime)
    return {"tts_bvcc": found["bvcc"][0], "tts_ovrl": found["ovrl"][0], "tts_sentences": len(texts), "tts_seeds": len(seeds),
            "tts_bvcc_standard_error": found["bvcc"][1], "tts_ovrl_standard_error": found["ovrl"][1]}


def flite_errors(work, texts):
    """{loudness: errors} of flite rms on the same sentences; kept, since they do not change."""
    folder = Path(work) / "evaluation" / "flite"
    kept = folder / "errors.json"
    if kept.exists():
        return json.loads(kept.read_text())
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{i:02}.wav" for i in range(len(texts))]
    for file, text in zip(files, texts):
        subprocess.run(["flite", "-voice", "rms", "-t", text, str(file)], check=True)
    errors = {loudness: word_errors(files, texts, loudness) for loudness in LOUDNESS}
    kept.write_text(json.dumps(errors))
    return errors


def intelligibility(models, frontend, work, out, seeds):
    texts, files = lines("harvard.txt"), []
    for seed in seeds:
        for i, text in enumerate(texts):
            files.append(out / "harvard" / f"{i:02}-{seed}.wav")
            write_audio(files[-1], speak(models, frontend(text), seed))
    found = {"wer_sentences": len(texts), "wer_seeds": len(seeds)}
    for loudness, theirs in flite_errors(work, texts).items():
        ours = word_errors(files, texts * len(seeds), loudness)
        ratio, low, high = ratio_with_spread(ours, theirs)
        end = "" if loudness == "peak" else f"_{loudness}"
        found |= {f"word_error_rate{end}": rate_of(ours), f"word_error_rate_flite_rms{end}": rate_of(theirs), f"wer_over_flite{end}": ratio,
                  f"wer_over_flite{end}_low": low, f"wer_over_flite{end}_high": high}
    return found


def run(work, dictionaries, token_file, scorer, runtime, acoustic="acoustic", vocoder="vocoder", seeds=2, only=None, levels=None, save=None):
    prepare(0)
    frontend = Frontend(dictionaries, token_file)
    wanted = only or ["copy", "tts", "wer"]
    table = {}
    for level in levels or LEVELS:
        models = load_models(work, acoustic, vocoder, LEVELS[level]["weights"])
        out = Path(work) / "evaluation" / f"{acoustic}+{vocoder}" / level
        found = {}
        if "copy" in wanted:
            found |= copies(models, work, out, scorer, runtime)
        if "tts" in wanted:
            found |= sentences(models, frontend, out, scorer, runtime, range(1, seeds + 1))
        if "wer" in wanted:
            found |= intelligibility(models, frontend, work, out, range(1, seeds + 1))
        table[level] = {k: round(float(v), 4) for k, v in found.items()}
        print(level, json.dumps(table[level]), flush=True)
    if save:
        Path(save).write_text(json.dumps(table, indent=1) + "\n")
