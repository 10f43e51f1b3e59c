"""Spectrogram discriminators: one a resolution, from patches of the log-magnitude to a map of scores (least squares GAN)."""
import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils import weight_norm

from .spectral_loss import magnitude_by_fft, magnitude_by_product, windowed_dft

SIZES = (128, 512, 2048)


class SpectrogramDiscriminator(nn.Module):
    """Patches of 5 frames by 16 bins (8 apart), then 3 x 3 convolutions; a bias a band tells where in the spectrum it looks."""

    def __init__(self, size, channels=32):
        super().__init__()
        self.size = size
        self.register_buffer("transform", windowed_dft(size) if size <= 512 else torch.hann_window(size), persistent=False)
        bands = (size // 2 + 1 - 16) // 8 + 1
        self.band = nn.Parameter(torch.zeros(1, channels, 1, bands))
        self.first = weight_norm(nn.Conv2d(1, channels, (5, 16), (1, 8), (2, 0)))
        self.layers = nn.ModuleList([weight_norm(nn.Conv2d(channels, channels, 3, (2, 1), 1)), weight_norm(nn.Conv2d(channels, channels, 3, (2, 2), 1)),
                                     weight_norm(nn.Conv2d(channels, channels, 3, (1, 2), 1))])
        self.last = weight_norm(nn.Conv2d(channels, 1, 3, 1, 1))

    def forward(self, audio):
        """[B, samples] -> (scores, maps of all layers)"""
        transform = magnitude_by_product if self.size <= 512 else magnitude_by_fft
        x = (torch.log(transform(audio, self.size, self.transform) * (2 / self.size**0.5) + 1e-4) + 5) / 3
        maps = []
        with torch.autocast(x.device.type, dtype=torch.bfloat16):
            h = F.leaky_relu(self.first(x[:, None]) + self.band, 0.1)
            maps.append(h)
            for layer in self.layers:
                h = F.leaky_relu(layer(h), 0.1)
                maps.append(h)
            return self.last(h).float(), maps


class Discriminators(nn.ModuleList):
    def __init__(self, sizes=SIZES):
        super().__init__(SpectrogramDiscriminator(size) for size in sizes)

    def loss(self, real, made):
        """What the discriminators minimise: 1 for recordings, 0 for output."""
        total = 0.0
        for part in self:
            scores, _ = part(torch.cat([real, made]))
            genuine, false = scores.split([len(real), len(made)])
            total = total + ((genuine - 1) ** 2).mean() + (false**2).mean()
        return total / len(self)

    def generator_losses(self, real, made):
        """What the generator minimises: (score loss, distance of the maps to those of the recording)."""
        scores, matching = 0.0, 0.0
        for part in self:
            with torch.no_grad():
                _, wanted = part(real)
            score, maps = part(made)
            scores = scores + ((score - 1) ** 2).mean()
            matching = matching + sum((a.float() - b.float()).abs().mean() / (b.float().abs().mean() + 1e-3) for a, b in zip(maps, wanted)) / len(maps)
        return scores / len(self), matching / len(self)
