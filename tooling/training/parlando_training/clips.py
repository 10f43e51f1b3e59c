"""Clips in memory and random pieces of them."""
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .constants import HOP, MEL_BINS, MEL_FLOOR


@dataclass
class Clip:
    name: str
    features: np.ndarray  # [T, 82] float32
    audio: np.ndarray  # [256 T] float32

    @property
    def frames(self):
        return len(self.features)


def stack(mel, lf0, voiced):
    n = min(len(mel), len(lf0), len(voiced))
    return np.concatenate([mel[:n], lf0[:n, None], voiced[:n, None]], 1).astype(np.float32)


def load_index(work):
    return json.loads((Path(work) / "corpus.json").read_text())


def load_clip(work, name):
    with np.load(Path(work) / "features" / f"{name}.npz") as z:
        features = stack(z["mel"], z["lf0"], z["voiced"])
        return Clip(name, features, z["wav"][:len(features) * HOP].astype(np.float32) / 32768)


def load_clips(work):
    """(clips to train on, clips held out)"""
    index = load_index(work)
    held = set(index["held_out"])
    names = sorted(index["texts"])
    return [load_clip(work, n) for n in names if n not in held], [load_clip(work, n) for n in names if n in held]


def random_pieces(clips, count, frames, context, ahead, gain_db=0.0):
    """`count` random pieces: features [count, context + frames + ahead, 82] and the audio [count, 256 frames] of their middle part, at a random gain."""
    weights = np.array([c.frames for c in clips], float)
    features, audio = [], []
    for i in np.random.choice(len(clips), count, p=weights / weights.sum()):
        clip = clips[i]
        at = np.random.randint(0, clip.frames - frames - context - ahead + 1)
        gain = np.random.uniform(-gain_db, gain_db) * np.log(10) / 20
        f = clip.features[at:at + context + frames + ahead].copy()
        f[:, :MEL_BINS] = np.maximum(f[:, :MEL_BINS] + gain, np.log(MEL_FLOOR))
        features.append(f)
        audio.append(clip.audio[(at + context) * HOP:(at + context + frames) * HOP] * np.float32(np.exp(gain)))
    return np.stack(features), np.stack(audio)
