"""Stage 3: the vocoder from natural features, by the energy distance of magnitude spectra."""
import math

import numpy as np
import torch

from .clips import load_clips, random_pieces
from .constants import HOP
from .spectral_loss import Comparison, SpectralDistance, energy_distance
from .training import Average, Budget, Run, half_precision, prepare
from .vocoder_model import DELAY, Vocoder

FRAMES, CONTEXT = 56, 10  # scored frames of a piece, and those before it that only fill the states
AHEAD = math.ceil(DELAY / HOP)


def begin_state(network, features):
    """States for pieces out of the middle of a clip: the first frame repeated, a random phase."""
    batch = len(features)
    state = network.initial_state(batch)
    state[0] = network.normalise(features[:, :1]).expand(-1, state[0].shape[1], -1).contiguous()
    state[-1][:, 0] = torch.rand(batch, device=features.device)
    return state


def two_draws(network, features, alive=None):
    """Audio of one set of filters with two independent noises; the frames scored only. `alive` [B, n, 1] is 0 before an utterance's beginning."""
    state = begin_state(network, features)
    if alive is not None:
        state[0] = state[0] * alive[:, :1]
    with half_precision(features.device):
        raw, hz, depth, _ = network.control(features, state, alive)
    double = [torch.cat([v, v]) for v in (raw, hz, depth, *state[-4:])]
    noise = torch.randn(2 * len(features), features.shape[1] * HOP, device=features.device)
    audio, _ = network.render(*double[:3], noise, double[3:], None if alive is None else torch.cat([alive, alive]))
    start = CONTEXT * HOP + DELAY
    return audio[:, start:start + FRAMES * HOP].chunk(2)


@torch.no_grad()
def evaluate(network, clips, compare):
    where = next(network.parameters()).device
    rows = []
    for clip in clips:
        torch.manual_seed(1)
        audio = network(torch.tensor(clip.features, device=where)[None])
        rows.append(compare(audio, torch.tensor(clip.audio, device=where)[None]))
    stft, mel = np.mean(rows, 0)
    return {"held_out_stft": float(stft), "held_out_mel": float(mel)}


def run(work, minutes=None, steps=None, batch=12, rate=1.5e-3, name="vocoder"):
    where = prepare(1)
    train, held = load_clips(work)
    train = [c for c in train if c.frames > FRAMES + CONTEXT + AHEAD]
    network = Vocoder().to(where)
    average = Average(network)
    optimiser = torch.optim.AdamW(network.parameters(), rate, betas=(0.9, 0.98), weight_decay=0.01)
    budget = Budget(minutes, steps)
    stage = Run(work, name, budget, {"network": network, "average": average.network, "optimiser": optimiser})
    distance, compare = SpectralDistance().to(where), Comparison().to(where)
    print(f"vocoder: {sum(p.numel() for p in network.parameters()) / 1e6:.2f} M parameters, {len(train)} clips")
    while budget.done < 1:
        for group in optimiser.param_groups:
            group["lr"] = budget.learning_rate(rate)
        features, target = (torch.tensor(x, device=where) for x in random_pieces(train, batch, FRAMES, CONTEXT, AHEAD, gain_db=3.0))
        first, second = two_draws(network, features)
        loss, near = energy_distance(distance, first, second, target)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 3.0)
        optimiser.step()
        average.update(network)
        stage.record({"energy": loss.item(), "near": near.item()})
        if budget.step % 500 == 0:
            stage.log("held out", evaluate(average.network, held[:8], compare))
            stage.save(average, {"config": network.config})
            stage.plot()
    stage.log("held out", evaluate(average.network, held, compare))
    stage.save(average, {"config": network.config})
    stage.plot()
