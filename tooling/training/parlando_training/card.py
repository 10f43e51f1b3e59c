"""Stage 9: MODEL_CARD.md from the template, the scores, the checkpoints' training times and the notes of `inspect`."""
import json
from pathlib import Path
from string import Template

import torch

from .clips import load_index
from .export import load_models

HERE = Path(__file__).parent.parent
ROWS = [("natural_bvcc", None), ("natural_ovrl", None), ("copy_bvcc", "copy_bvcc_standard_error"), ("copy_ovrl", None), ("tts_bvcc", "tts_bvcc_standard_error"), ("tts_ovrl", "tts_ovrl_standard_error"),
        ("word_error_rate", None), ("word_error_rate_flite_rms", None), ("wer_over_flite", "interval"), ("word_error_rate_26dbfs", None),
        ("word_error_rate_flite_rms_26dbfs", None), ("wer_over_flite_26dbfs", "interval"), ("voice_bytes", None)]


def score_table(scores):
    levels = list(scores)
    lines = ["| | " + " | ".join(levels) + " |", "|---|" + "---|" * len(levels)]
    for name, spread in ROWS:
        cells = []
        for level in levels:
            s = scores[level]
            if name not in s:
                cells.append("-")
                continue
            text = f"{s[name]:.2f}" if name != "voice_bytes" else f"{s[name] / 1e6:.2f} MB"
            if spread == "interval":
                text += f" ({s[name + '_low']:.2f} to {s[name + '_high']:.2f})"
            elif spread:
                text += f" ± {s[spread]:.2f}"
            cells.append(text)
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def note_list(notes, written):
    out = []
    for i, n in enumerate(notes, 1):
        remark = written.get(n["sentence"]) or "; ".join(n["remarks"][:6]) or "nothing stands out"
        out.append(f"{i}. “{n['sentence']}” ({n['seconds']:.1f} s, F0 median {n['f0_median']:.0f} Hz, spread {n['f0_spread_semitones']:.1f} semitones, bvcc {n['bvcc']:.2f}, "
                   f"ovrl {n['ovrl']:.2f}; heard: “{n['heard']}”): {remark}.")
    return "\n".join(out)


def run(work, out, stages, acoustic="voice", vocoder="voice"):
    """`stages`: names of the checkpoints that led to the voice; `WORK/notes.json` may hold {sentence: remark} of our own."""
    work, out = Path(work), Path(out)
    manifest, index = json.loads((out / "voice.json").read_text()), load_index(work)
    minutes = {}
    for name in stages:
        stored = torch.load(work / "checkpoints" / f"{name}.pt", map_location="cpu")
        minutes[name] = (stored["minutes"], stored["step"])
    models = load_models(work, acoustic, vocoder)
    scores = {}
    for level, entry in manifest["levels"].items():
        size = sum(manifest["files"][entry[k]]["bytes"] for k in ("encoder", "decoder", "vocoder"))
        scores[level] = {**entry["scores"], "voice_bytes": size}
    notes = out / "notes" / "notes.json"
    written = work / "notes.json"
    text = Template((HERE / "model-card.md").read_text()).substitute(
        clips=len(index["texts"]), minutes=f"{sum(index['seconds'].values()) / 60:.1f}", held=len(index["held_out"]),
        hours=f"{sum(m for m, _ in minutes.values()) / 60:.1f}", stages=", ".join(f"{k} {s} steps in {m:.0f} min" for k, (m, s) in minutes.items()),
        parameters=f"{sum(p.numel() for m in models for p in m.parameters()) / 1e6:.1f}", scores=score_table(scores),
        seeds=int(next(iter(scores.values())).get("tts_seeds", 1)),
        levels="\n".join(f"- `{k}`: {v['description']}" for k, v in manifest["levels"].items()),
        notes=note_list(json.loads(notes.read_text()), json.loads(written.read_text()) if written.exists() else {}) if notes.exists() else "")
    (out / "MODEL_CARD.md").write_text(text)
