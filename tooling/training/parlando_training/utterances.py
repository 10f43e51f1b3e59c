"""Aligned clips as training examples of clauses: cut at pauses as the product cuts, prosody per token, resampled copies, random gain."""
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .acoustic_model import LF0_MEAN, LF0_SCALE
from .clips import load_index, stack
from .constants import COMMA, MEL_BINS, START, STOP
from .features import COPIES

SHORTEST_CUT = 4  # frames a pause must have to be cut
LEAD_SHARE, LEAD_MOST = 0.3, 6  # what part of a pause begins the next clause
GAIN_DB = 4.0
FINAL_FRAMES = 40  # of a statement's end, where the reader creaks


@dataclass
class Utterance:
    name: str
    voice: int  # 0 the recording, 1.. its resampled copies
    phonemes: np.ndarray
    stress: np.ndarray
    position: np.ndarray
    durations: np.ndarray
    features: np.ndarray  # [T, 82]
    pitch: np.ndarray  # normalised, a token
    voiced: np.ndarray  # 1 where the token has voiced frames
    energy: np.ndarray  # log energy, a token
    starts: np.ndarray  # first frame of each token
    cuts: list  # tokens at which a clause may begin and end


def frame_energy(mel):
    return 0.5 * np.log(np.exp(2 * mel).sum(1) + 1e-8)


def scaled(durations, frames):
    """Durations stretched to another number of frames, each at least 1."""
    ends = np.cumsum(durations) * frames / durations.sum()
    bounds = np.concatenate([[0], np.round(ends)]).astype(int)
    for i in range(1, len(bounds)):
        bounds[i] = max(bounds[i], bounds[i - 1] + 1)
    bounds[-1] = frames
    for i in range(len(bounds) - 2, 0, -1):
        bounds[i] = min(bounds[i], bounds[i + 1] - 1)
    return np.diff(bounds)


def creak_corrected(pitch, phonemes, position, durations):
    """Token pitch (ln F0) without what the tracker makes of creak at the end of statements: an octave too much, or nonsense (left out of the pitch loss)."""
    pitch, doubtful = pitch.copy(), np.zeros(len(pitch), bool)
    usual, starts = np.nanmedian(pitch), np.cumsum(durations) - durations
    for end in np.flatnonzero((phonemes == 0) & (position == STOP)):
        for i in range(end):
            above = (pitch[i] - usual) * 12 / np.log(2)
            if starts[end] - starts[i] > FINAL_FRAMES or np.isnan(above):
                continue
            if above > 6:
                pitch[i] -= np.log(2)
            elif above > 1.5:
                doubtful[i] = True
    return pitch, doubtful


def build(name, voice, clip, features):
    durations = np.array(clip["durations"]) if voice == 0 else scaled(np.array(clip["durations"]), len(features))
    count = len(durations)
    owner = np.repeat(np.arange(count), durations)
    is_voiced = features[:, MEL_BINS + 1] > 0
    voiced_frames = np.bincount(owner[is_voiced], minlength=count)
    total = np.bincount(owner[is_voiced], features[is_voiced, MEL_BINS], minlength=count)
    pitch = np.where(voiced_frames > 0, total / np.maximum(voiced_frames, 1), np.nan)
    phonemes, stress, position = (np.array(clip[k]) for k in ("phonemes", "stress", "position"))
    pitch, doubtful = creak_corrected(pitch, phonemes, position, durations)
    known = ~np.isnan(pitch)
    index = np.arange(count)
    pitch = (np.interp(index, index[known], pitch[known]) - LF0_MEAN) / LF0_SCALE
    energy = np.bincount(owner, frame_energy(features[:, :MEL_BINS]), minlength=count) / durations
    inner = [i for i in range(1, count - 1) if phonemes[i] == 0 and position[i] >= COMMA and durations[i] >= SHORTEST_CUT]
    return Utterance(name, voice, phonemes, stress, position, durations, features, pitch.astype(np.float32), ((voiced_frames > 0) & ~doubtful).astype(np.float32),
                     energy.astype(np.float32), np.cumsum(durations) - durations, [0, *inner, count - 1])


def load_utterances(work):
    """(to train on, held out), with resampled copies among the former."""
    work, index = Path(work), load_index(work)
    alignment, held = json.loads((work / "alignment.json").read_text()), set(index["held_out"])
    train, kept = [], []
    for name in sorted(alignment):
        with np.load(work / "features" / f"{name}.npz") as z:
            features = stack(z["mel"], z["lf0"], z["voiced"])
            if name in held:
                kept.append(build(name, 0, alignment[name], features))
                continue
            train.append(build(name, 0, alignment[name], features))
            for voice, (copy, _, _) in enumerate(COPIES, 1):
                train.append(build(name, voice, alignment[name], stack(z[f"mel_{copy}"], z[f"lf0_{copy}"], z[f"voiced_{copy}"])))
    return train, kept


def frame_rows(durations):
    """The token of each frame and the frame's place in it."""
    owner = np.repeat(np.arange(len(durations)), durations)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(durations) - durations, durations)


def lead_of(pause):
    """Frames of a cut pause that begin the next clause; the others end the one before."""
    return int(np.clip(round(LEAD_SHARE * pause), 1, LEAD_MOST))


def excerpt(u, first, last):
    """The clauses between two cuts (indices into `u.cuts`) as tokens and frames, as the product would hand them to the model."""
    a, b = u.cuts[first], u.cuts[last]
    part = slice(a, b + 1)
    durations, position = u.durations[part].copy(), u.position[part].copy()
    begin, end = u.starts[a], u.starts[b] + u.durations[b]
    if a > 0:
        durations[0] = lead_of(u.durations[a])
        begin = u.starts[a] + u.durations[a] - durations[0]
        position[0] = START
    if b < len(u.durations) - 1:
        durations[-1] = u.durations[b] - lead_of(u.durations[b])
        end = u.starts[b] + durations[-1]
    return {"phonemes": u.phonemes[part], "stress": u.stress[part], "position": position, "durations": durations, "pitch": u.pitch[part],
            "voiced": u.voiced[part], "energy": u.energy[part], "features": u.features[begin:end], "voice": u.voice, "begin": begin}


def random_excerpt(u, random, gain=True):
    pieces = len(u.cuts) - 1
    first = random.randint(0, pieces)
    last = first + 1 if random.rand() < 0.5 else random.randint(first + 1, pieces + 1)
    item = excerpt(u, first, last)
    if gain:
        shift = np.float32(random.uniform(-GAIN_DB, GAIN_DB) * np.log(10) / 20)
        features = item["features"].copy()
        features[:, :MEL_BINS] = np.maximum(features[:, :MEL_BINS] + shift, np.log(1e-5))
        item["features"], item["energy"] = features, item["energy"] + shift
    return item
