"""Word errors by pocketsphinx with its own US English models, always beside flite `rms` on the same sentences in the same run.

The level matters: pocketsphinx expects a mean of the cepstrum and corrects it only after some seconds, so that it hears short loud sentences badly,
recordings of the reader too (a peak of 0.7: 0.28 of the words of held-out clips wrong, a peak of 0.2: 0.13). Both loudnesses are therefore measured.
"""
import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import resample_poly

MODELS = Path("/usr/share/pocketsphinx/model/en-us")  # Debian's pocketsphinx-en-us
RATE = 16000
LOUDNESS = {
    "peak": lambda samples: 0.7 / (np.abs(samples).max() + 1e-9),  # that of the trial that the goal was set by
    "26dbfs": lambda samples: 0.05 / (np.sqrt(np.mean(samples**2)) + 1e-9),  # the usual level of speech, -26 dB under full scale
}


def recognise(path, loudness="26dbfs"):
    """The words heard in a file, with a quarter second of faint noise around."""
    samples, rate = soundfile.read(path)
    common = int(np.gcd(RATE, rate))
    samples = resample_poly(samples, RATE // common, rate // common)
    samples = np.pad(samples * LOUDNESS[loudness](samples), (RATE // 4, RATE // 4))
    samples = samples + 1e-4 * np.random.RandomState(0).randn(len(samples))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "speech.wav"
        soundfile.write(file, samples, RATE, subtype="PCM_16")
        heard = subprocess.run(["pocketsphinx_continuous", "-infile", file, "-hmm", MODELS / "en-us", "-lm", MODELS / "en-us.lm.bin",
                                "-dict", MODELS / "cmudict-en-us.dict", "-logfn", "/dev/null"], capture_output=True, text=True, check=True).stdout
    return plain_words(re.sub(r"\(\d+\)", "", heard))


def plain_words(text):
    return re.sub(r"[^a-z' ]", " ", text.lower().replace("-", " ")).split()


def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def word_errors(files, texts, loudness):
    """[(errors, words)] a sentence."""
    return [(edit_distance(plain_words(text), recognise(file, loudness)), len(plain_words(text))) for file, text in zip(files, texts)]


def rate_of(errors):
    return sum(e for e, _ in errors) / sum(n for _, n in errors)


def ratio_with_spread(ours, theirs, draws=2000, seed=0):
    """Our word error rate over theirs, with a 90 % interval by resampling sentences. `ours` has a whole number of runs over the sentences of `theirs`."""
    random = np.random.RandomState(seed)
    a, b = np.array(ours, float).reshape(-1, len(theirs), 2), np.array(theirs, float)
    ratios = []
    for _ in range(draws):
        pick = random.randint(0, len(b), len(b))
        e, r = a[:, pick].sum((0, 1)), b[pick].sum(0)
        ratios.append((e[0] / e[1]) / max(r[0] / r[1], 1e-9))
    return rate_of(ours) / rate_of(theirs), float(np.percentile(ratios, 5)), float(np.percentile(ratios, 95))
