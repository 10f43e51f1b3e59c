"""Streaming source-filter vocoder: a causal network sets the filters, an STFT applies them to a pulse train and to white noise.

A step of n frames:
  features [B, n, 82] -> convolution over 5 frames (2 of them ahead) -> causal ConvNeXt blocks -> for each half frame (128 samples)
  magnitude and phase of the harmonic filter and magnitude of the noise filter, 257 bins each
  excitation: band-limited pulses at the integrated F0, and the noise input, both 512-point windowed DFTs (as matrix products)
  audio: inverse DFT of (harmonic filter * pulses + noise filter * noise), windowed, overlap-added.
In voiced speech the noise is stronger near the glottal pulse; a learnt depth modulates it in time before the filter.
Every sum over time is carried in a state, so any chunking gives the same samples. Output is delayed by DELAY samples.
The family is that of neural homomorphic vocoders (Liu et al. 2020) and differentiable DSP (Engel et al. 2020).
"""
import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .blocks import CausalBlock, masked
from .constants import FEATURES, HOP, MEL_BINS, SAMPLE_RATE

SUB = HOP // 2  # samples between two filters
DFT = 512
BINS = DFT // 2 + 1
AHEAD = 2  # frames of look-ahead of the first convolution
KERNEL = 2 * AHEAD + 1
DELAY = AHEAD * HOP + (DFT - SUB) // 2  # 704 samples
TAIL = DFT - SUB  # samples of a window that reach into the next step
LAG = TAIL + SUB // 2  # samples of excitation kept, so that each window is centred on the half frame whose filter it meets

MEL_MEAN, MEL_SCALE = -5.0, 2.0
LF0_MEAN, LF0_SCALE = 5.3, 0.5
LF0_MIN, LF0_MAX = math.log(50.0), math.log(600.0)  # the guard against absurd input


def dft_bases():
    """(windowed DFT [512, 514], windowed inverse [514, 512]); square-root Hann on both sides, quarter overlap."""
    time, frequency = np.arange(DFT), np.arange(BINS)
    window = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * (time + 0.5) / DFT))
    angle = 2 * np.pi * (np.outer(time, frequency) % DFT) / DFT
    forward = np.concatenate([np.cos(angle), -np.sin(angle)], 1) * window[:, None]
    weight = np.where((frequency == 0) | (frequency == BINS - 1), 1.0, 2.0)
    inverse = np.concatenate([np.cos(angle) * weight, -np.sin(angle) * weight], 1).T / DFT * window[None] / 2
    return torch.tensor(forward, dtype=torch.float32), torch.tensor(inverse, dtype=torch.float32)


class Vocoder(nn.Module):
    def __init__(self, channels=192, depth=6, growth=3):
        super().__init__()
        self.config = {"channels": channels, "depth": depth, "growth": growth}
        self.enter = nn.Linear(FEATURES * KERNEL, channels)
        self.blocks = nn.ModuleList([CausalBlock(channels, growth, depth) for _ in range(depth)])
        self.norm = nn.LayerNorm(channels)
        self.head = nn.Linear(channels, 2 * 3 * BINS)
        self.breath = nn.Linear(FEATURES, 1)  # depth of the noise's modulation
        nn.init.normal_(self.head.weight, std=0.01)
        bias = torch.zeros(2, 3, BINS)
        bias[:, 0], bias[:, 2] = -3.0, -4.0
        self.head.bias.data = bias.reshape(-1)
        nn.init.zeros_(self.breath.weight)
        nn.init.constant_(self.breath.bias, -1.0)
        forward, inverse = dft_bases()
        self.register_buffer("analysis", forward, persistent=False)
        self.register_buffer("synthesis", inverse, persistent=False)
        place = (torch.arange(HOP) + 0.5) / HOP  # within a frame; values between frame centres are linear
        self.register_buffer("from_last", torch.clamp(0.5 - place, min=0), persistent=False)
        self.register_buffer("from_next", torch.clamp(place - 0.5, min=0), persistent=False)
        stay = 1 - self.from_last - self.from_next
        # cycles since the frame's beginning = last * sums[0] + here * sums[1] + next * sums[2], in closed form: a matrix product would round
        # differently for each chunking, and the differences would add up
        sums = torch.cumsum(torch.stack([self.from_last, stay, self.from_next]).double(), 1) / SAMPLE_RATE
        self.register_buffer("sums", sums.float(), persistent=False)

    def initial_state(self, batch=1):
        def zeros(*shape):
            return torch.zeros(batch, *shape, device=self.analysis.device)
        return [zeros(KERNEL - 1, FEATURES), *(block.initial_state(batch) for block in self.blocks),
                zeros(LAG), zeros(LAG), zeros(TAIL), zeros(2)]

    @staticmethod
    def normalise(features):
        mel, lf0, voiced = features[..., :MEL_BINS], features[..., MEL_BINS:MEL_BINS + 1], features[..., MEL_BINS + 1:]
        lf0 = torch.clamp(lf0, LF0_MIN, LF0_MAX)
        return torch.cat([(mel - MEL_MEAN) / MEL_SCALE, (lf0 - LF0_MEAN) / LF0_SCALE, voiced], -1)

    def control(self, features, state, alive=None):
        """Network: features -> raw filters [B, 2n, 3, bins], F0 and modulation depth of the frames around, next states of the network.

        `alive` [B, n, 1], in training, is 0 on frames before the utterance's beginning: the states are then zero where it begins.
        """
        batch, n, _ = features.shape
        x = torch.cat([state[0], masked(self.normalise(features), alive)], 1)
        following = [x[:, -(KERNEL - 1):]]
        hz = torch.exp(x[:, AHEAD:, MEL_BINS].double() * LF0_SCALE + LF0_MEAN)
        depth = torch.sigmoid(self.breath(x[:, AHEAD:]))[..., 0] * x[:, AHEAD:, MEL_BINS + 1]
        h = self.enter(torch.cat([x[:, i:i + n] for i in range(KERNEL)], 2)).float()
        for block, past in zip(self.blocks, state[1:]):
            h, next_past = block(masked(h, alive), past)
            following.append(next_past)
        with torch.autocast(h.device.type, enabled=False):
            h = self.norm(h)
        raw = self.head(h).float().reshape(batch, 2 * n, 3, BINS)
        return raw, hz, depth, following

    def between(self, value):
        """Per-frame values [B, n + 2] (one more on each side) -> linear between frame centres [B, n, 256]."""
        last, here, following = value[:, :-2, None], value[:, 1:-1, None], value[:, 2:, None]
        return last * self.from_last + following * self.from_next + here * (1 - self.from_last - self.from_next)

    def pulses(self, hz, phase):
        """Band-limited pulse train of unit power (Dirichlet kernel), place in the period (-0.5 to 0.5), phase after the step (cycles).

        The phase is summed in float64 and kept as two float32 (coarse and fine): a float32 sum would differ between chunkings.
        """
        exact = hz.double()
        last, here, following = exact[:, :-2], exact[:, 1:-1], exact[:, 2:]
        total = (HOP / 8 * (last + following) + HOP * 0.75 * here) / SAMPLE_RATE
        ends = torch.cumsum(total, 1)
        start = ends - total + phase.double().sum(1, keepdim=True)
        last, here, following = (v.float()[:, :, None] for v in (last, here, following))
        x = (start - torch.floor(start)).float()[:, :, None] + last * self.sums[0] + here * self.sums[1] + following * self.sums[2]
        x = x - torch.floor(x + 0.5)
        f = self.between(hz.float())
        room = 0.5 * SAMPLE_RATE / f  # harmonics below half the sample rate; the highest fades in, lest a tiny change of F0 switch it
        whole = torch.floor(room)
        below = torch.sin(math.pi * x)
        near = below.abs() < 1e-4
        below = torch.where(near, torch.full_like(below, 1e-4), below)
        train = torch.where(near, whole - 1, 0.5 * (torch.sin((2 * whole - 1) * math.pi * x) / below - 1))
        train = (train + (room - whole) * torch.cos(2 * math.pi * whole * x)) * torch.sqrt(2 / room)
        end = start[:, -1:] + total[:, -1:]
        end = end - torch.floor(end)
        coarse = end.float()
        return train.flatten(1), x.flatten(1), torch.cat([coarse, (end - coarse.double()).float()], 1)

    def spectra(self, x, count):
        """Windowed DFTs of `count` windows, 128 samples apart: [B, count, 514] (real, imaginary)."""
        parts = x[:, :SUB * (count + 3)].reshape(x.shape[0], count + 3, SUB)
        return torch.matmul(torch.cat([parts[:, i:i + count] for i in range(4)], 2), self.analysis)

    def render(self, raw, hz, depth, noise, state, alive=None):
        """Signal processing: filters and excitation -> audio [B, 256 n], next states (pulses, noise, overlap, phase)."""
        pulse_state, noise_state, overlap, phase = state
        batch, count = raw.shape[0], raw.shape[1]
        train, place, phase = self.pulses(hz, phase)
        strength = self.between(depth).flatten(1)
        noise = noise * (1 + strength * (math.sqrt(8 / 3) * torch.cos(math.pi * place) ** 2 - 1))
        if alive is not None:
            sounding = alive.repeat_interleave(HOP, 1)[..., 0]
            train, noise = train * sounding, noise * sounding
        train, noise = torch.cat([pulse_state, train], 1), torch.cat([noise_state, noise], 1)
        voiced, breath = self.spectra(train, count), self.spectra(noise, count)
        gain, angle, noise_gain = raw.unbind(2)
        gain, noise_gain = torch.exp(torch.clamp(gain, -12, 4)), torch.exp(torch.clamp(noise_gain, -12, 4))
        real, imaginary = gain * torch.cos(angle), gain * torch.sin(angle)
        (vr, vi), (nr, ni) = voiced.split(BINS, 2), breath.split(BINS, 2)
        spectrum = torch.cat([vr * real - vi * imaginary + nr * noise_gain, vr * imaginary + vi * real + ni * noise_gain], 2)
        windows = torch.matmul(spectrum, self.synthesis).split(SUB, 2)
        parts = [F.pad(part.reshape(batch, -1), (SUB * i, SUB * (3 - i))) for i, part in enumerate(windows)]
        length = SUB * count
        audio = parts[0] + parts[1] + parts[2] + parts[3] + F.pad(overlap, (0, length))
        return audio[:, :length], [train[:, -LAG:], noise[:, -LAG:], audio[:, length:], phase]

    def step(self, features, noise, state):
        """features [B, n, 82], noise [B, 256 n], state -> audio [B, 256 n] (delayed by DELAY samples), next state"""
        raw, hz, depth, following = self.control(features, state)
        audio, rest = self.render(raw, hz, depth, noise, state[-4:])
        return audio, following + rest

    def forward(self, features, noise=None):
        """A whole utterance from zero state, the delay removed: [B, T, 82] -> [B, 256 T]."""
        frames, extra = features.shape[1], math.ceil(DELAY / HOP)
        features = torch.cat([features, features[:, -1:].expand(-1, extra, -1)], 1)
        if noise is None:
            noise = torch.randn(features.shape[0], features.shape[1] * HOP, device=features.device)
        audio, _ = self.step(features, noise, self.initial_state(features.shape[0]))
        return audio[:, DELAY:DELAY + frames * HOP]
