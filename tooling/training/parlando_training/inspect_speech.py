"""Pictures and figures of synthesised sentences, for notes on what is wrong with them and where.

For each sentence: a spectrogram with F0 and phonemes, its bvcc and ovrl, the words that pocketsphinx heard, and places that stand out from
what the corpus does: tokens much shorter or longer than usual, F0 that hardly moves, steps of F0, voicing where there should be none.
"""
import json
from pathlib import Path

import numpy as np
import torch

from .constants import HOP, PHONEMES, SAMPLE_RATE, VOICELESS, VOWELS
from .corpus import write_audio
from .evaluate import lines, score
from .export import LEVELS, load_models
from .plots import spectrogram
from .recognition import recognise
from .text import Frontend
from .training import prepare


def usual_durations(work):
    """{phoneme: (5th, 95th percentile)} in frames."""
    found = {}
    for clip in json.loads((Path(work) / "alignment.json").read_text()).values():
        for p, d in zip(clip["phonemes"], clip["durations"]):
            found.setdefault(p, []).append(d)
    return {p: (np.percentile(d, 5), np.percentile(d, 95)) for p, d in found.items()}


@torch.no_grad()
def run(work, out, dictionaries, token_file, scorer, runtime, acoustic, vocoder, level="high", count=10):
    prepare(0)
    frontend, usual, out = Frontend(dictionaries, token_file), usual_durations(work), Path(out)
    model, voice = load_models(work, acoustic, vocoder, LEVELS[level]["weights"])
    texts = lines("sentences.txt")
    chosen = list(range(0, len(texts), len(texts) // count))[:count]
    rows = []
    for i in chosen:
        torch.manual_seed(1)
        features, labels, audio, remarks, at = [], [], [], [], 0
        for clause in frontend(texts[i]):
            f, durations = model.speak(clause)
            audio.append(voice(f)[0].numpy())
            features.append(f[0].numpy())
            begin = at
            for p, d in zip(clause.phonemes, durations.tolist()):
                labels.append((at, PHONEMES[p]))
                low, high = usual[p]
                span = f"{at * HOP / SAMPLE_RATE:.2f}-{(at + d) * HOP / SAMPLE_RATE:.2f} s {PHONEMES[p]}"
                voicing = (f[0, at - begin:at - begin + d, 81] > 0.5).float().mean().item()
                if p and (d < low or d > high):
                    remarks.append(f"{span}: {d} frames, usual {low:.0f}-{high:.0f}")
                if PHONEMES[p] in VOWELS and d > 3 and voicing < 0.6:
                    remarks.append(f"{span}: vowel voiced {100 * voicing:.0f} %")
                if PHONEMES[p] in VOICELESS and d > 3 and voicing > 0.6:
                    remarks.append(f"{span}: voiceless sound voiced {100 * voicing:.0f} %")
                at += d
        f, audio = np.concatenate(features), np.concatenate(audio)
        voiced = f[:, 81] > 0.5
        spread = float(np.std(f[voiced, 80]) * 12 / np.log(2))
        file = out / f"{i + 1:02}.wav"
        write_audio(file, audio)
        spectrogram(f[:, :80], np.exp(f[:, 80]), voiced, out / f"{i + 1:02}.png", texts[i], labels)
        found = score([file], scorer, runtime)
        rows.append({"sentence": texts[i], "seconds": len(audio) / SAMPLE_RATE, "f0_spread_semitones": spread, "f0_median": float(np.exp(np.median(f[voiced, 80]))),
                     "bvcc": found["bvcc"][0], "ovrl": found["ovrl"][0], "heard": " ".join(recognise(file)), "remarks": remarks})
        print(json.dumps(rows[-1], indent=1), flush=True)
    (out / "notes.json").write_text(json.dumps(rows, indent=1))

