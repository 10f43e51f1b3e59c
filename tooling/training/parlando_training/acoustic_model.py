"""Acoustic model: tokens -> durations, pitch, energy (encoder, whole clause) and expanded tokens -> features (decoder, streaming).

The encoder and its three predictors follow FastSpeech 2 (Ren et al. 2020); all trunks are ConvNeXt blocks. The decoder is causal but for
AHEAD frames that its first layer looks ahead. Pitch is normalised ln F0, energy normalised log energy, both one value a token.
"""
import math

import torch
from torch import nn
from torch.nn import functional as F

from .blocks import CausalBlock, CentredBlock, masked
from .constants import MEL_BINS, PHONEMES, QUESTION
from .spectrum import mel_centres

AHEAD = 2
KERNEL = 2 * AHEAD + 1
SIGHT = 3  # tokens
STRESSES, POSITIONS, VOICES = 4, 10, 3
LF0_MEAN, LF0_SCALE = 5.3, 0.25
LF0_MIN, LF0_MAX = math.log(75.0), math.log(480.0)
MEL_MEAN, MEL_SCALE = -5.0, 2.0
HARMONIC_BANDS = 56  # up to about 3 kHz; above, a mel band is wider than the harmonics' distance
TRUNK_SHARE = 0.3  # of the predictors' gradient
SPREAD = 1.3  # of predicted pitch and energy: what is foreseen varies less than speech does (pitch 0.6 times, energy 0.9 times), which sounds flat
LONGEST = 150.0  # frames of one token


def neighbours(x, width):
    """[B, T, C] -> [B, T, width * C]: each row with its neighbours, so that a convolution is one matrix product."""
    half = width // 2
    padded = F.pad(x, (0, 0, half, half))
    return torch.cat([padded[:, i:i + x.shape[1]] for i in range(width)], 2)


class Predictor(nn.Module):
    """Two convolutions of width 3, one value a token."""

    def __init__(self, channels, hidden=128, dropout=0.5):
        super().__init__()
        self.first, self.second = nn.Linear(3 * channels, hidden), nn.Linear(3 * hidden, hidden)
        self.first_norm, self.second_norm = nn.LayerNorm(hidden), nn.LayerNorm(hidden)
        self.out = nn.Linear(hidden, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask):
        x = self.dropout(self.first_norm(F.relu(self.first(neighbours(masked(x, mask), 3)))))
        x = self.dropout(self.second_norm(F.relu(self.second(neighbours(masked(x, mask), 3)))))
        return self.out(x)[..., 0]


class Encoder(nn.Module):
    """What a token is like depends on its near neighbours, so that what was heard in one sentence serves in all others: the trunk sees SIGHT tokens
    on each side, a predictor two more. What saw the whole clause learnt the corpus by heart."""

    def __init__(self, channels=192, depth=SIGHT, dropout=0.1):
        super().__init__()
        self.phoneme = nn.Embedding(len(PHONEMES), channels)
        self.stress = nn.Embedding(STRESSES, channels)
        self.position = nn.Embedding(POSITIONS, channels)
        self.voice = nn.Embedding(VOICES, channels)  # 0 the speaker, 1 and 2 the resampled copies
        for table in (self.phoneme, self.stress, self.position, self.voice):
            nn.init.normal_(table.weight, std=0.3)
        nn.init.zeros_(self.voice.weight)
        self.blocks = nn.ModuleList([CentredBlock(channels, 3, depth, dropout, width=3) for _ in range(depth)])
        self.norm = nn.LayerNorm(channels)
        self.duration, self.pitch, self.energy = (Predictor(channels) for _ in range(3))
        self.pitch_in, self.energy_in = nn.Linear(3, channels), nn.Linear(3, channels)
        self.dropout = nn.Dropout(dropout)
        self.register_buffer("energy_mean", torch.zeros(1))
        self.register_buffer("energy_scale", torch.ones(1))
        self.register_buffer("duration_gain", torch.ones(1))  # makes predicted durations right on average, not only their logarithms

    def trunk(self, phonemes, stress, position, mask, voice=None):
        x = self.phoneme(phonemes) + self.stress(stress) + self.position(position)
        x = x + (self.voice.weight[:1] if voice is None else self.voice(voice)[:, None])
        x = self.dropout(x)
        for block in self.blocks:
            x = block(x, mask)
        return masked(self.norm(x), mask)

    def condition(self, x, pitch, energy, mask):
        """Adds the prosody, normalised, to the token vectors."""
        pitch, energy = (neighbours(masked(v[..., None], mask), 3) for v in (pitch, energy))
        return masked(x + self.pitch_in(pitch) + self.energy_in(energy), mask)

    def predict(self, x, mask):
        """ln duration (frames), normalised pitch, normalised energy; little of their gradient reaches the trunk, which they would overfit"""
        x = TRUNK_SHARE * x + (1 - TRUNK_SHARE) * x.detach() if self.training else x
        return self.duration(x, mask), self.pitch(x, mask), self.energy(x, mask)


def question_rise(position, tokens=6, amount=3.4):
    """Added to the normalised pitch of the last tokens of a question. A rule, since the corpus holds no question: +8 to +12 semitones on the last phonemes,
    where a statement falls by 6."""
    count = position.shape[1]
    place = torch.arange(count, device=position.device).float() - (count - 1)
    asked = (position[:, -1:] == QUESTION).float()
    return asked * torch.clamp(1 + place[None] / tokens, min=0) * amount


class Decoder(nn.Module):
    """Frames in two halves: the first blocks foresee F0 and voicing, the others the log-mel that belongs to them.

    The second half is told where the harmonics lie, by the cosine of each mel band's centre over F0 (in training the recorded F0), so that it can
    draw them instead of their blurred average.
    """

    def __init__(self, channels=192, depth=6, tokens=192, dropout=0.0):
        super().__init__()
        self.tokens, self.half = tokens, depth // 2
        self.enter = nn.Linear(KERNEL * (tokens + 3), channels)
        self.blocks = nn.ModuleList([CausalBlock(channels, 3, depth, dropout) for _ in range(depth)])
        self.source_norm, self.norm = nn.LayerNorm(channels), nn.LayerNorm(channels)
        self.source = nn.Linear(channels, 2)
        self.harmonics = nn.Linear(HARMONIC_BANDS + 2, channels)
        self.out = nn.Linear(channels + HARMONIC_BANDS, MEL_BINS)
        self.register_buffer("centres", torch.tensor(mel_centres()[:HARMONIC_BANDS]).float(), persistent=False)

    def initial_state(self, batch=1):
        first = torch.zeros(batch, KERNEL - 1, self.tokens + 3, device=self.out.bias.device)
        return [first, *(block.initial_state(batch) for block in self.blocks)]

    def comb(self, lf0, voiced):
        """Where the harmonics lie: 1 in a band on a harmonic, -1 between two, 0 in unvoiced frames."""
        f0 = torch.exp(torch.clamp(lf0, LF0_MIN, LF0_MAX))
        return torch.cos(2 * math.pi * self.centres / f0[..., None]) * voiced[..., None]

    @staticmethod
    def place(offset, duration):
        """Where a frame is in its token: share of the duration, its logarithm, frames since the beginning."""
        share = (offset + 0.5) / duration - 0.5
        return torch.stack([share, torch.log(duration) / 2 - 1, torch.clamp(offset, max=20) / 10 - 0.5], 2)

    def step(self, tokens, offset, duration, state, recorded=None, alive=None):
        """[B, n, D], [B, n], [B, n], state -> raw output [B, n, 82] (delayed by AHEAD frames), next state

        `recorded` [B, n, 2] (ln F0, voicing, as delayed as the output) takes the place of what the first half foresees; `alive` [B, n, 1] is
        0 on rows before the clause's beginning, so that the states are zero where it begins. Both are for training.
        """
        x = torch.cat([state[0], masked(torch.cat([tokens, self.place(offset, duration)], 2), alive)], 1)
        following = [x[:, -(KERNEL - 1):]]
        n = tokens.shape[1]
        h = self.enter(torch.cat([x[:, i:i + n] for i in range(KERNEL)], 2)).float()
        for i, (block, past) in enumerate(zip(self.blocks, state[1:])):
            if i == self.half:
                source = self.source(self.normalised(h, self.source_norm)).float()
                lf0, voiced = source[..., 0] * LF0_SCALE + LF0_MEAN, torch.sigmoid(source[..., 1])
                if recorded is not None:
                    lf0, voiced = recorded[..., 0], recorded[..., 1]
                comb = self.comb(lf0, voiced)
                h = h + self.harmonics(torch.cat([comb, (lf0[..., None] - LF0_MEAN) / LF0_SCALE, voiced[..., None]], 2)).float()
            h, next_past = block(masked(h, alive), past)
            following.append(next_past)
        mel = self.out(torch.cat([self.normalised(h, self.norm), comb], 2)).float()
        return torch.cat([mel, source], 2), following

    @staticmethod
    def normalised(h, norm):
        with torch.autocast(h.device.type, enabled=False):
            return norm(h)

    @staticmethod
    def split(raw):
        """Raw output -> log-mel, ln F0, logit of voicing."""
        return raw[..., :MEL_BINS] * MEL_SCALE + MEL_MEAN, raw[..., MEL_BINS] * LF0_SCALE + LF0_MEAN, raw[..., MEL_BINS + 1]

    @classmethod
    def features(cls, raw):
        """Raw output -> features for the vocoder, in sane ranges."""
        mel, lf0, voiced = cls.split(raw)
        return torch.cat([torch.clamp(mel, -11.52, 4.0), torch.clamp(lf0, LF0_MIN, LF0_MAX)[..., None], torch.sigmoid(voiced)[..., None]], -1)


class AcousticModel(nn.Module):
    def __init__(self, channels=192, encoder_depth=SIGHT, decoder_depth=6, decoder_channels=192, dropout=0.15, decoder_dropout=0.1):
        super().__init__()
        self.config = {"channels": channels, "encoder_depth": encoder_depth, "decoder_depth": decoder_depth,
                       "decoder_channels": decoder_channels, "dropout": dropout, "decoder_dropout": decoder_dropout}
        self.encoder = Encoder(channels, encoder_depth, dropout)
        self.decoder = Decoder(decoder_channels, decoder_depth, channels, decoder_dropout)

    def speak(self, tokens, rate=1.0, pitch=0.0, energy=0.0):
        """One clause (`Tokens`) -> features [1, T, 82], durations [N]; what the exported graphs do together."""
        where = self.decoder.out.bias.device
        ids = [torch.tensor([v], device=where) for v in (tokens.phonemes, tokens.stress, tokens.position)]
        controls = [torch.tensor([float(v)], device=where) for v in (rate, pitch, energy)]
        vectors, durations, _, _ = self.controlled(*ids, *controls)
        durations = torch.clamp(torch.round(durations), 1, LONGEST).long()[0]
        return self.decode(vectors, durations), durations

    def controlled(self, phonemes, stress, position, rate, pitch, energy):
        """The encoder graph of the voice contract."""
        encoder = self.encoder
        x = encoder.trunk(phonemes, stress, position, None)
        log_duration, p, e = encoder.predict(x, None)
        p = SPREAD * p + question_rise(position) + pitch[:, None] * (math.log(2) / 12 / LF0_SCALE)
        e = SPREAD * e + energy[:, None] * (math.log(10) / 20) / encoder.energy_scale
        lf0 = torch.clamp(p * LF0_SCALE + LF0_MEAN, LF0_MIN, LF0_MAX)
        p = (lf0 - LF0_MEAN) / LF0_SCALE
        durations = torch.clamp(torch.exp(torch.clamp(log_duration, -1, 6)) * encoder.duration_gain, 0.5, LONGEST)
        durations = durations / torch.clamp(rate[:, None], 0.1, 10)
        return encoder.condition(x, p, e, None), durations, torch.exp(lf0), e * encoder.energy_scale + encoder.energy_mean

    def decode(self, vectors, durations):
        """Token vectors [1, N, D] and integer durations [N] -> features [1, T, 82]."""
        rows = torch.repeat_interleave(torch.arange(len(durations), device=durations.device), durations)
        first = torch.cumsum(durations, 0) - durations
        offset = torch.arange(len(rows), device=rows.device) - first[rows]
        rows, offset = (torch.cat([v, v[-1:].expand(AHEAD)]) for v in (rows, offset))
        raw, _ = self.decoder.step(vectors[:, rows], offset[None].float(), durations[rows][None].float(), self.decoder.initial_state())
        return self.decoder.features(raw[:, AHEAD:])
