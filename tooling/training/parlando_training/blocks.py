"""The ConvNeXt block of all networks, frames before channels ([batch, time, channels]).

The two pointwise layers are `nn.Linear`, many times faster in bfloat16 on a CPU than convolutions of width 1.
"""
import torch
from torch import nn
from torch.nn import functional as F

WIDTH = 7  # frames or tokens a depthwise filter sees, where nothing else is said


def masked(x, mask):
    """Zero where the mask is; without a mask (one clause alone, no padding) the input itself."""
    return x if mask is None else x * mask


class Block(nn.Module):
    """depthwise convolution -> layer norm -> linear, ReLU, linear -> added to the input"""

    def __init__(self, channels, growth=3, depth=6, dropout=0.0, width=WIDTH):
        super().__init__()
        self.width = width
        self.depthwise = nn.Conv1d(channels, channels, width, groups=channels)
        self.norm = nn.LayerNorm(channels)
        self.widen = nn.Linear(channels, channels * growth)
        self.narrow = nn.Linear(channels * growth, channels)
        self.dropout = nn.Dropout(dropout)
        nn.init.normal_(self.narrow.weight, std=(channels * growth * depth) ** -0.5)
        nn.init.zeros_(self.narrow.bias)

    def residual(self, padded):
        x = self.depthwise(padded.transpose(1, 2)).transpose(1, 2).float()
        with torch.autocast(padded.device.type, enabled=False):
            x = self.norm(x)
        return self.dropout(self.narrow(F.relu(self.widen(x))))


class CausalBlock(Block):
    """Sees the past only; its state is the WIDTH - 1 input frames before this step."""

    def forward(self, x, state):
        padded = torch.cat([state, x], 1)
        return x + self.residual(padded).float(), padded[:, -(WIDTH - 1):]

    def initial_state(self, batch=1):
        return torch.zeros(batch, WIDTH - 1, self.norm.normalized_shape[0], device=self.norm.weight.device)


class CentredBlock(Block):
    """Sees both sides; `mask` [batch, time, 1] is 0 on padding, or None."""

    def forward(self, x, mask):
        half = self.width // 2
        return x + self.residual(F.pad(masked(x, mask), (0, 0, half, half))).float()
