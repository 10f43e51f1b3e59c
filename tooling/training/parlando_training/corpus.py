"""Reading a corpus in LJSpeech's layout: metadata.csv (id|text|normalised text) and one audio file a clip, in `flac` or `wavs`."""
from pathlib import Path

import numpy as np
import soundfile

from .constants import HOP, SAMPLE_RATE


def read_metadata(corpus):
    """{clip id: normalised text} of the clips whose audio is there."""
    texts = {}
    for line in (Path(corpus) / "metadata.csv").read_text(encoding="utf8").splitlines():
        name, *columns = line.split("|")
        if columns and audio_path(corpus, name) is not None:
            texts[name] = columns[-1]
    return texts


def audio_path(corpus, name):
    for folder, ending in (("flac", "flac"), ("wavs", "wav")):
        path = Path(corpus) / folder / f"{name}.{ending}"
        if path.exists():
            return path
    return None


def read_audio(path):
    """Mono int16 samples, cut to whole frames."""
    samples, rate = soundfile.read(path, dtype="int16")
    if rate != SAMPLE_RATE or samples.ndim != 1:
        raise ValueError(f"{path}: expected {SAMPLE_RATE} Hz mono, found {rate} Hz with shape {samples.shape}")
    return samples[: len(samples) // HOP * HOP]


def write_audio(path, samples):
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(str(path), np.clip(samples, -1, 1), SAMPLE_RATE, subtype="PCM_16")


def held_out(seconds, count=20):
    """Ids kept out of training: every n-th clip of 3 to 9 seconds, by name, so that the choice is not ours."""
    fitting = [name for name in sorted(seconds) if 3 < seconds[name] < 9]
    return fitting[7 :: max(1, len(fitting) // count)][:count]
