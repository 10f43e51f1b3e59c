"""Smaller files with the same arithmetic: weights as float16 or as int8 with one scale a row, turned back to float32 by the graph.

The graph holds Cast and Mul on constants; ONNX Runtime computes them once, at load. Activations stay float32, so chunking cannot matter.
"""
import torch
from torch import nn
from torch.nn import functional as F

SMALLEST = 1024  # smaller tensors stay float32


class Stored(nn.Module):
    """A weight as it is in the file; called, it is float32."""

    def __init__(self, weight, kind):
        super().__init__()
        self.kind = kind if weight.numel() >= SMALLEST else "float32"
        weight = weight.detach()
        if self.kind == "float16":
            self.register_buffer("value", weight.half())
        elif self.kind == "int8":
            flat = weight.reshape(len(weight), -1)
            scale = best_scale(flat).reshape(-1, *[1] * (weight.dim() - 1))
            self.register_buffer("scale", scale)
            self.register_buffer("value", torch.clamp(torch.round(weight / scale), -127, 127).to(torch.int8))
        else:
            self.register_buffer("value", weight)

    def forward(self):
        if self.kind == "float32":
            return self.value
        value = self.value.float()
        return value * self.scale if self.kind == "int8" else value


def best_scale(flat, tries=24):
    """Scale of each row with the least squared error: clipping the largest values a little can pay."""
    peak = flat.abs().amax(1, keepdim=True).clamp(min=1e-8)
    best, scale = torch.full_like(peak, float("inf")), peak / 127
    for i in range(tries):
        s = peak / 127 * (1 - 0.5 * i / tries)
        error = (torch.clamp(torch.round(flat / s), -127, 127) * s - flat).pow(2).sum(1, keepdim=True)
        scale, best = torch.where(error < best, s, scale), torch.minimum(error, best)
    return scale


class CompactLinear(nn.Module):
    def __init__(self, layer, kind):
        super().__init__()
        self.weight, self.bias = Stored(layer.weight, kind), layer.bias

    def forward(self, x):
        return torch.matmul(x, self.weight().t()) + self.bias


class CompactConv(nn.Module):
    def __init__(self, layer, kind):
        super().__init__()
        self.weight, self.bias, self.groups = Stored(layer.weight, kind), layer.bias, layer.groups

    def forward(self, x):
        return F.conv1d(x, self.weight(), self.bias, groups=self.groups)


class CompactEmbedding(nn.Module):
    def __init__(self, layer, kind):
        super().__init__()
        self.table = Stored(layer.weight, kind)

    @property
    def weight(self):
        return self.table()

    def forward(self, index):
        return F.embedding(index, self.table())


KINDS = {nn.Linear: CompactLinear, nn.Conv1d: CompactConv, nn.Embedding: CompactEmbedding}


def compress(network, kind, keep=()):
    """Replaces the layers of a network in place; `keep` names layers that stay float16 whatever the kind."""
    for name, layer in list(network.named_modules()):
        compact = KINDS.get(type(layer))
        if compact:
            parent = network.get_submodule(name.rpartition(".")[0])
            setattr(parent, name.rpartition(".")[2], compact(layer, "float16" if name in keep else kind))
    return network.eval()
