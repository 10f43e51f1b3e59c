"""F0 tracking: a continuous path through normalised cross-correlation, and voicing by a two-state path over energy and periodicity.

The path of F0 has no unvoiced state. Voicing is decided afterwards, mostly by energy below 1 kHz, since cross-correlation alone calls
a fifth of the vowel frames (creak, fast glides, onsets) unvoiced, and that would make both models rough.
"""
import numpy as np
from scipy.signal import butter, sosfiltfilt

from .constants import F0_MAX, F0_MIN, HOP, SAMPLE_RATE

STEPS_PER_OCTAVE = 40
REACH = 8  # most steps of the grid between two frames (11.6 ms)


def correlation(samples, window=0.03):
    """Normalised cross-correlation at the lags of a logarithmic grid of F0: ([frames, candidates], F0 in Hz of each candidate)."""
    low = sosfiltfilt(butter(4, 1100, "low", fs=SAMPLE_RATE, output="sos"), samples)[::2]
    rate, hop = SAMPLE_RATE / 2, HOP // 2
    count = len(samples) // HOP
    width = int(window * rate)
    longest = int(np.ceil(rate / F0_MIN)) + 2
    span = width + longest
    centres = np.arange(count) * hop + hop // 2
    padded = np.pad(low, (span, 2 * span))
    frames = padded[(centres - span // 2 + span)[:, None] + np.arange(span)[None]]
    frames = frames - frames.mean(1, keepdims=True)
    size = 1 << int(np.ceil(np.log2(span + width)))
    head, whole = np.fft.rfft(frames[:, :width], size), np.fft.rfft(frames, size)
    cross = np.fft.irfft(np.conj(head) * whole, size)[:, :longest]
    energy = np.cumsum(np.pad(frames**2, ((0, 0), (1, 0))), 1)
    first, shifted = energy[:, width] - energy[:, 0], energy[:, width:width + longest] - energy[:, :longest]
    cross /= np.sqrt(first[:, None] * shifted + 1e-3)
    octaves = np.log2(F0_MAX / F0_MIN)
    grid = F0_MIN * 2 ** (np.arange(int(octaves * STEPS_PER_OCTAVE) + 1) / STEPS_PER_OCTAVE)
    lag = rate / grid
    i = np.minimum(lag.astype(int), longest - 2)
    part = lag - i
    return cross[:, i] * (1 - part) + cross[:, i + 1] * part, grid


def best_path(score, cost_per_octave=1.6, reach=REACH):
    """Viterbi over the grid: maximises the summed score less the movement's cost. Returns the candidate of each frame."""
    frames, candidates = score.shape
    moves = np.arange(-reach, reach + 1)
    penalty = cost_per_octave * np.abs(moves) / STEPS_PER_OCTAVE
    total = score[0].copy()
    back = np.zeros((frames, candidates), np.int16)
    index = np.arange(candidates)
    source = np.clip(index[None] + moves[:, None], 0, candidates - 1)
    for t in range(1, frames):
        reached = total[source] - penalty[:, None]
        choice = reached.argmax(0)
        back[t] = source[choice, index]
        total = reached[choice, index] + score[t]
    path = np.empty(frames, int)
    path[-1] = total.argmax()
    for t in range(frames - 1, 0, -1):
        path[t - 1] = back[t, path[t]]
    return path


def two_state_path(evidence, switch):
    """The most likely sequence of False / True given the evidence for True (log odds) and the cost of a change."""
    off, on = 0.0, evidence[0]
    back = np.zeros((len(evidence), 2), bool)  # came from the other state
    for t in range(1, len(evidence)):
        back[t, 0], back[t, 1] = on - switch > off, off - switch > on
        off, on = max(off, on - switch), max(on, off - switch) + evidence[t]
    states = np.empty(len(evidence), bool)
    state = on > off
    for t in range(len(evidence) - 1, -1, -1):
        states[t] = state
        if back[t, int(state)]:
            state = not state
    return states


def band_energy(samples, low, high):
    """Log energy (natural, of the magnitude) of a band around each frame's centre."""
    band = sosfiltfilt(butter(2, [low, high], "band", fs=SAMPLE_RATE, output="sos"), samples) ** 2
    count, half = len(samples) // HOP, 256
    total = np.cumsum(np.pad(band, (half + 1, half)))
    centres = np.arange(count) * HOP + HOP // 2
    return 0.5 * np.log((total[centres + 2 * half] - total[centres]) / (2 * half) + 1e-10)


def creak_guard(ncc, grid, usual, fall=0.3):
    """Creak has hardly a period, and its best correlation is often an octave or more up: in frames without a clear period, F0 above the usual costs."""
    doubt = np.clip((0.85 - ncc.max(1)) / 0.25, 0, 1)
    return fall * doubt[:, None] * np.log2(np.maximum(grid / usual, 1))


def track(samples):
    """F0 in Hz and voicing (bool) of each frame; F0 is meaningful where voiced and runs on smoothly elsewhere."""
    ncc, grid = correlation(samples)
    body, hiss = band_energy(samples, 80, 1000), band_energy(samples, 3000, 9000)
    loud = np.percentile(body, 95)
    level = np.clip((body - loud) / np.log(10) * 20 + 36, 0, 30) / 30  # 0 at 36 dB under the loud frames
    # periodicity counts by how loud the frame is; a slight preference for high F0 guards against the octave below
    weight = (0.15 + level)[:, None]
    score = (np.maximum(ncc, 0) + 0.06 * np.log2(grid / F0_MIN)) * weight
    usual = np.median(grid[best_path(score)][level > 0.6])
    path = best_path(score - creak_guard(ncc, grid, usual) * weight)
    f0 = grid[path] * 2 ** (refine(score, path) / STEPS_PER_OCTAVE)
    periodic = ncc[np.arange(len(path)), path]
    smooth = np.convolve(np.pad(periodic, 1, mode="edge"), np.ones(3) / 3, "valid")
    decibel = (body - loud) / np.log(10) * 20
    balance = np.clip((body - hiss) / np.log(10) * 20, -20, 20)
    evidence = 4.0 * (smooth - 0.55) + 0.22 * np.clip(decibel + 26, -20, 14) + 0.12 * balance
    return f0.astype(np.float32), two_state_path(evidence, 2.0)


def refine(score, path):
    """Offset of the peak, in grid steps, by a parabola through three candidates."""
    t, last = np.arange(len(path)), score.shape[1] - 1
    inner = np.clip(path, 1, last - 1)
    a, b, c = score[t, inner - 1], score[t, inner], score[t, inner + 1]
    curve = a - 2 * b + c
    offset = np.where((curve < -1e-9) & (path == inner), 0.5 * (a - c) / np.minimum(curve, -1e-9), 0.0)
    return np.clip(offset, -0.5, 0.5)


def continuous(f0, voiced):
    """ln F0 interpolated through unvoiced frames, smoothed over single-frame glitches."""
    if voiced.sum() < 2:
        return np.full(len(f0), np.log(200.0), np.float32)
    i = np.arange(len(f0))
    return np.interp(i, i[voiced], np.log(f0[voiced])).astype(np.float32)
