"""The three graphs of the voice contract as modules, and their export to ONNX."""
import torch
from torch import nn

from . import vocoder_model
from .acoustic_model import AHEAD
from .constants import FEATURES, HOP
from .vocoder_model import BINS, DFT

OPSET = 17


class EncoderGraph(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, phonemes, stress, position, rate, pitch, energy):
        return self.model.controlled(phonemes, stress, position, rate, pitch, energy)


class DecoderGraph(nn.Module):
    def __init__(self, decoder):
        super().__init__()
        self.decoder = decoder

    def forward(self, tokens, offset, duration, *state):
        raw, following = self.decoder.step(tokens, offset, duration, list(state))
        return (self.decoder.features(raw), *following)


class VocoderGraph(nn.Module):
    def __init__(self, vocoder):
        super().__init__()
        self.vocoder = vocoder
        self.register_buffer("time", torch.arange(DFT).float()[:, None])
        self.register_buffer("frequency", torch.arange(BINS).float()[None])

    def forward(self, features, noise, *state):
        self.vocoder.analysis, self.vocoder.synthesis = traced_bases(self.time, self.frequency)
        audio, following = self.vocoder.step(features, noise, list(state))
        return (torch.clamp(audio, -1, 1), *following)


def traced_bases(time, frequency):
    """`vocoder_model.dft_bases` from whole numbers, which float32 holds exactly: the file keeps 3 kB of them, a runtime folds the rest at load."""
    turns = time * frequency
    angle = (turns - torch.floor(turns / DFT) * DFT) * (2 * torch.pi / DFT)
    window = torch.sqrt(0.5 - 0.5 * torch.cos((time + 0.5) * (2 * torch.pi / DFT)))
    cosine, sine = torch.cos(angle) * window, torch.sin(angle) * window
    edge = torch.abs(frequency - (BINS - 1) / 2) > (BINS - 1) / 2 - 0.5
    weight = torch.where(edge, torch.full_like(frequency, 0.5 / DFT), torch.full_like(frequency, 1.0 / DFT))
    return torch.cat([cosine, -sine], 1), torch.cat([cosine * weight, -sine * weight], 1).t()


def write(graph, path, inputs, states, outputs):
    """`inputs`: {name: (example, dynamic axis or None)}; `states`: the zero states; `outputs`: {name: dynamic axis or None}."""
    names = [f"state_{i}" for i in range(len(states))]
    axes = {k: {axis: "frames"} for k, (_, axis) in inputs.items() if axis is not None}
    axes |= {k: {axis: "frames"} for k, axis in outputs.items() if axis is not None}
    with torch.no_grad():
        torch.onnx.export(graph.eval(), (*[example for example, _ in inputs.values()], *states), str(path), opset_version=OPSET,
                          input_names=[*inputs, *names], output_names=[*outputs, *(f"next_{n}" for n in names)], dynamic_axes=axes,
                          do_constant_folding=False)


def write_encoder(model, path):
    ids = torch.tensor([[0, 11, 3, 20, 0]], dtype=torch.int32)
    one = torch.ones(1)
    write(EncoderGraph(model), path, {"phonemes": (ids, 1), "stress": (ids % 4, 1), "position": (ids % 4, 1), "rate": (one, None), "pitch": (one * 0, None),
                                      "energy": (one * 0, None)}, [], {"tokens": 1, "durations": 1, "token_pitch": 1, "token_energy": 1})


def write_decoder(model, path, frames=9):
    place = torch.arange(frames).float()[None]
    write(DecoderGraph(model.decoder), path, {"tokens": (torch.randn(1, frames, model.decoder.tokens), 1), "offset": (place, 1), "duration": (place + 1, 1)},
          model.decoder.initial_state(), {"features": 1})


def write_vocoder(vocoder, path, frames=9):
    write(VocoderGraph(vocoder), path, {"features": (torch.zeros(1, frames, FEATURES), 1), "noise": (torch.randn(1, frames * HOP), 1)},
          vocoder.initial_state(), {"audio": 1})


LOOKAHEAD_FRAMES, DELAY_SAMPLES = AHEAD, vocoder_model.DELAY
