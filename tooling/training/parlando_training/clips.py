"""Clips in memory and random pieces of them."""
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .constants import HOP


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


def random_pieces(clips, count, frames, context, ahead, at_start=0.1, gain_db=0.0):
    """`count` pieces: features [count, context + frames + ahead, 82], audio [count, 256 frames] of the middle part, and whether each begins
    its clip. Pieces at the clip's beginning have silence (floor) as context, marked so that the caller can start them from zero state."""
    weights = np.array([c.frames for c in clips], float)
    features, audio = [], []
    for i in np.random.choice(len(clips), count, p=weights / weights.sum()):
        clip = clips[i]
        last = clip.frames - frames - context - ahead
        at = 0 if np.random.rand() < at_start else np.random.randint(0, last + 1)
        f = clip.features[at:at + context + frames + ahead]
        a = clip.audio[(at + context) * HOP:(at + context + frames) * HOP]
        if gain_db:
            gain = np.random.uniform(-gain_db, gain_db) * np.log(10) / 20
            f = f.copy()
            f[:, :80] = np.maximum(f[:, :80] + gain, np.log(1e-5))
            a = a * np.float32(np.exp(gain))
        features.append(f)
        audio.append(a)
    return np.stack(features), np.stack(audio)
