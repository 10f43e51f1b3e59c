"""Stage 1: every clip to log-mel, F0, voicing (and MFCC for the aligner), plus resampled copies that serve as other voices."""
import json
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

from .constants import HOP, SAMPLE_RATE
from .corpus import audio_path, held_out, read_audio, read_metadata
from .pitch import continuous, track
from .spectrum import log_mel, mfcc

# Copies played faster or slower: (name, up, down). Their pitch and formants move, so the acoustic model takes them as other speakers.
COPIES = [("slow", 12, 11), ("fast", 11, 12)]


def clip_features(task):
    name, path, out = task
    target = Path(out) / f"{name}.npz"
    if target.exists():
        with np.load(target) as done:
            return name, len(done["wav"]) / SAMPLE_RATE
    wav = read_audio(path)
    samples = wav.astype(np.float32) / 32768
    f0, voiced = track(samples)
    entry = {"wav": wav, "mel": log_mel(samples), "lf0": continuous(f0, voiced), "voiced": voiced, "mfcc": mfcc(samples)}
    for copy, up, down in COPIES:
        other = resample_poly(samples, up, down).astype(np.float32)
        other = other[: len(other) // HOP * HOP]
        frames = len(other) // HOP
        at = (np.arange(frames) + 0.5) * down / up - 0.5  # the source frame of each frame of the copy
        entry[f"mel_{copy}"] = log_mel(other)
        entry[f"lf0_{copy}"] = (np.interp(at, np.arange(len(f0)), entry["lf0"]) + np.log(down / up)).astype(np.float32)
        entry[f"voiced_{copy}"] = voiced[np.clip(np.round(at).astype(int), 0, len(voiced) - 1)]
    temporary = target.with_suffix(".part.npz")
    np.savez(temporary, **entry)
    temporary.rename(target)
    return name, len(wav) / SAMPLE_RATE


def run(corpus, work, processes=1):
    out = Path(work) / "features"
    out.mkdir(parents=True, exist_ok=True)
    texts = read_metadata(corpus)
    tasks = [(name, str(audio_path(corpus, name)), str(out)) for name in sorted(texts)]
    seconds = {}
    with Pool(processes) as pool:
        for name, length in pool.imap_unordered(clip_features, tasks, chunksize=4):
            seconds[name] = length
            print(f"\rfeatures {len(seconds)}/{len(tasks)}", end="", flush=True)
    index = {"texts": texts, "seconds": seconds, "held_out": held_out(seconds)}
    (Path(work) / "corpus.json").write_text(json.dumps(index, indent=1, sort_keys=True))
    print(f"\n{len(texts)} clips, {sum(seconds.values()) / 60:.1f} minutes, held out: {' '.join(index['held_out'])}")
