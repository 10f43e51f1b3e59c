"""Pictures: loss curves of a stage, spectrogram with F0 of an utterance."""
import json
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402


def loss_curves(log_path, out):
    rows = [json.loads(line) for line in Path(log_path).read_text().splitlines()]
    keys = [k for k in dict.fromkeys(k for r in rows for k in r) if k not in ("kind", "step", "minutes")]
    if not keys:
        return
    across = min(4, len(keys))
    down = -(-len(keys) // across)
    figure, axes = plt.subplots(down, across, figsize=(3.6 * across, 2.6 * down), squeeze=False)
    for axis in axes.flat[len(keys):]:
        axis.axis("off")
    for axis, key in zip(axes.flat, keys):
        for kind in dict.fromkeys(r["kind"] for r in rows):
            points = [(r["step"], r[key]) for r in rows if r["kind"] == kind and key in r]
            if points:
                axis.plot(*zip(*points), label=kind, marker="." if kind != "train" else None)
        axis.set_title(key)
        axis.set_xlabel("step")
        axis.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(out, dpi=80)
    plt.close(figure)


def spectrogram(mel, f0, voiced, out, title="", words=(), hop_seconds=256 / 22050):
    """Log-mel with F0 over it; `words` are (start frame, label)."""
    figure, axis = plt.subplots(figsize=(max(6, len(mel) * hop_seconds * 2.6), 3.2))
    seconds = np.arange(len(mel)) * hop_seconds
    axis.imshow(mel.T, origin="lower", aspect="auto", extent=(0, len(mel) * hop_seconds, 0, mel.shape[1]), cmap="magma")
    right = axis.twinx()
    right.plot(seconds, np.where(voiced, f0, np.nan), color="cyan", linewidth=1.2)
    right.set_ylim(60, 500)
    right.set_ylabel("F0, Hz")
    for frame, label in words:
        axis.axvline(frame * hop_seconds, color="white", linewidth=0.3)
        axis.text(frame * hop_seconds, 74, label, color="white", fontsize=6)
    axis.set_xlabel("s")
    axis.set_title(title, fontsize=9)
    figure.tight_layout()
    figure.savefig(out, dpi=70)
    plt.close(figure)
