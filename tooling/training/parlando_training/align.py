"""Stage 2: when each phoneme is spoken. HMMs with Gaussian mixtures, trained from nothing on the clips themselves.

Three states a phoneme, one for silence; a silence may stand between any two words and at both ends. One model a phoneme, from a flat start.
That finds the words and pauses well, but lets some sounds swallow their neighbours (an L its vowel). So a second round follows:
models by what comes next (vowels before L, R, nasals, stops; L, R and stops before and after a vowel), started anew from the words of
the first round with their phonemes spread evenly.
Output: `<work>/alignment.json`, clip -> phonemes, stress, position, durations (frames); silences shorter than SHORTEST_PAUSE are given to the
phoneme before.
"""
import json
from pathlib import Path

import numpy as np

from .clips import load_index
from .constants import COMMA, FINAL, HOP, INITIAL, PAUSE, PHONEMES, SAMPLE_RATE, SINGLE, VOICELESS, VOWELS
from .gaussian_mixtures import Mixtures
from .text import Frontend, joined

STATES = 3
SILENCE = 0  # number of the silence state
SHORTEST_PAUSE = 3  # frames
COMPONENTS = {"phonemes": [1, 1, 1, 1, 1, 2, 2, 4, 4, 8, 8, 8], "contexts": [1, 1, 1, 2, 4, 4]}  # of each pass of the two rounds
NASALS, LIQUIDS, STOPS = frozenset("M N NG".split()), frozenset("L R".split()), frozenset("B D G K P T".split())


def unit_of(tokens, i, contexts):
    """The model that a token uses: its phoneme, with a mark for what follows in the second round."""
    name = PHONEMES[tokens.phonemes[i]]
    if not contexts:
        return name
    same_word = tokens.position[i] not in (FINAL, SINGLE)
    following = PHONEMES[tokens.phonemes[i + 1]] if same_word else ""
    if name in VOWELS:
        return name + ("+l" if following == "L" else "+r" if following in ("R", "ER") else "+n" if following in NASALS else "+t" if following in STOPS else "")
    return name + "+v" if name in LIQUIDS | STOPS and following in VOWELS else name


def state_graph(tokens, units, contexts):
    """HMM state of each node and the token it belongs to; a silence node follows every word (token None unless the text has one).

    `units` numbers the models and grows as new ones are met."""
    nodes, owners = [], []
    for i in range(len(tokens)):
        if tokens.phonemes[i] == 0:
            if nodes and nodes[-1] == SILENCE:
                owners[-1] = i
            else:
                nodes.append(SILENCE)
                owners.append(i)
            continue
        unit = units.setdefault(unit_of(tokens, i, contexts), len(units))
        for state in range(STATES):
            nodes.append(1 + unit * STATES + state)
            owners.append(i)
        if tokens.position[i] in (FINAL, SINGLE):
            nodes.append(SILENCE)
            owners.append(None)
    return np.array(nodes), owners


def flat_start(frames, nodes):
    """Silence where the level is low, the phonemes' states spread evenly over the rest."""
    level = frames[:, 0]
    low, high = np.percentile(level, 3), np.percentile(level, 95)
    labels = np.full(len(frames), SILENCE)
    speech = np.flatnonzero(level > low + 0.25 * (high - low))
    core = nodes[nodes != SILENCE]
    labels[speech] = core[np.arange(len(speech)) * len(core) // max(1, len(speech))]
    return labels


def words_start(path, nodes, owners, tokens):
    """Labels for the second round: the words where the first round found them, each with its states spread evenly."""
    labels = np.full(len(path), SILENCE)
    speaking = nodes[path] != SILENCE
    t = 0
    while t < len(path):
        if not speaking[t]:
            t += 1
            continue
        end = t  # a run of frames within one word
        while end + 1 < len(path) and speaking[end + 1] and not (owners[path[end + 1]] != owners[path[end]] and tokens.position[owners[path[end + 1]]] in (INITIAL, SINGLE)):
            end += 1
        states = np.arange(path[t], path[end] + 1)
        states = states[nodes[states] != SILENCE]
        labels[t:end + 1] = nodes[states[np.arange(end + 1 - t) * len(states) // (end + 1 - t)]]
        t = end + 1
    return labels


def viterbi(scores, nodes):
    """Best node of each frame; each step stays, goes on by one, or by two past a silence. Returns (nodes, score)."""
    frames, count = scores.shape
    may_skip = np.full(count, -1e9, np.float32)
    may_skip[2:][nodes[1:-1] == SILENCE] = 0
    total = np.full(count, -1e9, np.float32)
    total[:2] = scores[0, :2]
    back = np.zeros((frames, count), np.int8)
    one, two = np.full(count, -1e9, np.float32), np.full(count, -1e9, np.float32)
    for t in range(1, frames):
        one[1:] = total[:-1]
        np.add(total[:-2], may_skip[2:], out=two[2:])
        by_one = one > total
        best = np.where(by_one, one, total)
        by_two = two > best
        total = np.where(by_two, two, best) + scores[t]
        back[t] = np.where(by_two, 2, by_one)
    node = count - 1 if total[-1] >= total[-2] else count - 2
    score = total[node]
    path = np.empty(frames, int)
    for t in range(frames - 1, -1, -1):
        path[t] = node
        node -= back[t, node]
    return path, score


def durations_of(path, owners, tokens, frames):
    """Nodes of half frames -> the tokens that were spoken, with their frames."""
    segments = []  # token or None, first half frame
    for t, node in enumerate(path):
        key = (owners[node], node if owners[node] is None else -1)
        if not segments or segments[-1][0] != key:
            segments.append((key, t))
    starts = [round(t / 2) for _, t in segments] + [frames]
    kept = []  # phoneme, stress, position, start
    for i, ((owner, _), _) in enumerate(segments):
        length = starts[i + 1] - starts[i]
        silent = owner is None or tokens.phonemes[owner] == 0
        edge = i in (0, len(segments) - 1)
        if silent and not edge and length < SHORTEST_PAUSE:
            continue
        token = (0, 0, PAUSE) if owner is None else (tokens.phonemes[owner], tokens.stress[owner], tokens.position[owner])
        kept.append([*token, starts[i]])
    if kept[0][0] != 0:
        kept.insert(0, [0, 0, tokens.position[0], 0])
    if kept[-1][0] != 0:
        kept.append([0, 0, tokens.position[-1], frames - 1])
    kept[-1][2] = tokens.position[-1]
    bounds = [row[3] for row in kept] + [frames]
    bounds[0] = 0
    for i in range(1, len(bounds)):
        bounds[i] = max(bounds[i], bounds[i - 1] + 1)
    bounds[-1] = frames
    for i in range(len(bounds) - 2, 0, -1):
        bounds[i] = min(bounds[i], bounds[i + 1] - 1)
    return {"phonemes": [r[0] for r in kept], "stress": [r[1] for r in kept], "position": [r[2] for r in kept],
            "durations": [int(b - a) for a, b in zip(bounds, bounds[1:])]}


def run(work, dictionaries, token_file=None):
    work, frontend = Path(work), Frontend(dictionaries, token_file)
    index = load_index(work)
    names = sorted(index["texts"])
    tokens, missing = {}, set()
    for name in names:
        try:
            tokens[name] = joined(frontend(index["texts"][name], unfinished=COMMA))  # clips are often cut within a sentence
        except KeyError as error:
            missing.add(error.args[0])
    if missing:
        raise SystemExit(f"not in the dictionaries, add them to lexicon.txt: {' '.join(sorted(missing))}")
    frames, voiced = {}, {}
    for name in names:
        with np.load(work / "features" / f"{name}.npz") as z:
            frames[name], voiced[name] = z["mfcc"], z["voiced"]
    everything = np.concatenate([frames[n] for n in names])
    mean, deviation = everything.mean(0), everything.std(0)
    frames = {n: ((f - mean) / deviation).astype(np.float32) for n, f in frames.items()}
    everything = np.concatenate([frames[n] for n in names])
    paths, graphs = {}, {}
    for round_, passes in COMPONENTS.items():
        units = {}
        earlier = graphs
        graphs = {n: state_graph(tokens[n], units, round_ == "contexts") for n in names}
        if earlier:
            # both rounds have the same nodes, only their models differ
            labels = {n: words_start(paths[n], graphs[n][0], graphs[n][1], tokens[n]) for n in names}
        else:
            labels = {n: flat_start(frames[n], graphs[n][0]) for n in names}
        for turn, components in enumerate(passes, 1):
            model = Mixtures.fit(everything, np.concatenate([labels[n] for n in names]), 1 + len(units) * STATES, components)
            total = 0.0
            for n in names:
                nodes = graphs[n][0]
                likelihood = np.maximum(model.log_likelihood(frames[n]), -300).astype(np.float32)
                paths[n], score = viterbi(likelihood[:, nodes], nodes)
                labels[n] = nodes[paths[n]]
                total += score
            print(f"alignment by {round_}, pass {turn}/{len(passes)}: {components} components, log likelihood a frame {total / len(everything):.3f}", flush=True)
    alignment = {n: durations_of(paths[n], graphs[n][1], tokens[n], len(voiced[n])) for n in names}
    (work / "alignment.json").write_text(json.dumps(alignment))
    report(alignment, voiced)


def report(alignment, voiced):
    """Two checks: few phonemes at the least length, and voicing that agrees with the phonemes."""
    shortest = spoken = 0
    counts = {"vowels": [0, 0], "voiceless": [0, 0], "pauses": [0, 0]}
    for name, clip in alignment.items():
        at = 0
        for phoneme, length in zip(clip["phonemes"], clip["durations"]):
            label = PHONEMES[phoneme]
            kind = "vowels" if label in VOWELS else "voiceless" if label in VOICELESS else "pauses" if phoneme == 0 else None
            if kind:
                counts[kind][0] += int(voiced[name][at:at + length].sum())
                counts[kind][1] += length
            if phoneme:
                spoken += 1
                shortest += length <= 2
            at += length
    print(f"{spoken} phonemes, {100 * shortest / spoken:.1f} % of them 2 frames or shorter; voiced frames: "
          + ", ".join(f"{kind} {100 * a / max(1, b):.1f} %" for kind, (a, b) in counts.items()))
    lengths = {}
    for clip in alignment.values():
        for phoneme, length in zip(clip["phonemes"], clip["durations"]):
            lengths.setdefault(PHONEMES[phoneme], []).append(length * 1000 * HOP / SAMPLE_RATE)
    print("mean durations in ms: " + " ".join(f"{p} {np.mean(v):.0f}" for p, v in sorted(lengths.items())))
