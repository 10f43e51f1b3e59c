"""Stage 5: the two models are fitted to each other, with discriminators.

Two fifths of the pieces have natural features, the others those that the acoustic model predicts with the true durations, pitch and energy; the vocoder
learns to make good speech of both. The acoustic decoder learns along (as in JETS, Lim et al. 2022), still held to the recorded log-mel, so that its
output keeps the detail that an L1 alone smooths away. The vocoder is given the recorded F0 in training, since harmonics elsewhere than
in the recording could not be compared.
"""
from pathlib import Path

import numpy as np
import torch

from .clips import load_clips
from .constants import HOP, MEL_BINS
from .discriminator import Discriminators
from .export import load_models
from .spectral_loss import Comparison, SpectralDistance, energy_distance
from .train_acoustic import collate, decode_pieces, feature_losses, normalised
from .train_acoustic import evaluate as evaluate_acoustic
from .train_vocoder import AHEAD, CONTEXT, FRAMES, two_draws
from .train_vocoder import evaluate as evaluate_vocoder
from .training import Average, Budget, Run, half_precision, prepare
from .utterances import excerpt, frame_rows, load_utterances

WARM = 16  # frames that fill the decoder's states before the vocoder's context begins
BEFORE = WARM + CONTEXT  # frames of a piece before those scored
BEGINNINGS = 0.25  # of the pieces begin a clause, from zero states
WARMUP = 300  # steps until the discriminators count fully
ADVERSARIAL, MATCHING, MEL = 0.25, 0.5, 1.0  # weights beside the energy distance
REPULSION = 0.03  # what the text does not tell shall not become noise
NATURAL = 0.4  # of the pieces have natural features


class Pair(torch.nn.Module):
    """Both models, so that one average and one checkpoint hold them."""

    def __init__(self, acoustic, vocoder):
        super().__init__()
        self.acoustic, self.vocoder = acoustic, vocoder


class AlignedClips:
    """Recorded clips, and what remains of them from each pause on, with the encoder's token vectors (fixed in this stage)."""

    def __init__(self, acoustic, clips, utterances, where):
        by_name = {u.name: u for u in utterances if u.voice == 0}
        self.whole, self.beginnings = [], []
        acoustic.eval()
        for clip in clips:
            u = by_name[clip.name]
            for first in range(len(u.cuts) - 1):
                item = normalised([excerpt(u, first, len(u.cuts) - 1)], acoustic)[0]
                begin = item["begin"]
                if clip.frames - begin < BEFORE + FRAMES + AHEAD + 4:
                    continue
                batch = collate([item], where)
                with torch.no_grad():
                    x = acoustic.encoder.trunk(batch["phonemes"], batch["stress"], batch["position"], batch["mask"], batch["voice"])
                    vectors = acoustic.encoder.condition(x, batch["pitch"], batch["energy"], batch["mask"])[0]
                owner, offset = frame_rows(item["durations"])
                entry = (vectors, owner, offset, item["durations"][owner], item["features"], clip.audio[begin * HOP:])
                self.beginnings.append(entry)
                if first == 0:
                    self.whole.append(entry)
        lengths = np.array([len(e[1]) for e in self.whole], float)
        self.share = lengths / lengths.sum()

    def pieces(self, count, where):
        """Token vectors, offsets and durations a frame (two more at the end, for the look-ahead), recorded features, which frames are not before the
        beginning, and the audio of the scored frames. Some pieces have their clause's beginning as the first scored frame."""
        frames = BEFORE + FRAMES + AHEAD
        columns = [[] for _ in range(6)]
        for _ in range(count):
            if np.random.rand() < BEGINNINGS:
                entry = self.beginnings[np.random.randint(len(self.beginnings))]
                at = -BEFORE
            else:
                entry = self.whole[np.random.choice(len(self.whole), p=self.share)]
                at = np.random.randint(0, len(entry[1]) - frames - 2)
            vectors, owner, offset, duration, features, audio = entry
            index = np.arange(at, at + frames + 2)
            take = np.maximum(index, 0)
            start = (at + BEFORE) * HOP
            for column, value in zip(columns, (vectors[torch.tensor(owner[take], device=where)], offset[take], duration[take], features[take[:-2]],
                                               index >= 0, audio[start:start + FRAMES * HOP])):
                column.append(value)
        rest = [torch.tensor(np.stack(c).astype(np.float32), device=where) for c in columns[1:]]
        rest[3] = rest[3][..., None]
        return torch.stack(columns[0]), *rest


def predicted_features(acoustic, vectors, offsets, lengths, recorded, alive):
    """Features of the decoder with the recorded F0, the warm-up cut off, and the decoder's own losses."""
    rows = torch.arange(vectors.shape[1], device=vectors.device)[None].expand(len(vectors), -1)
    with half_precision(vectors.device):
        raw = decode_pieces(acoustic, vectors, rows, offsets, lengths, recorded, alive)
    raw, recorded = raw[:, WARM:], recorded[:, WARM:]
    losses = feature_losses(raw, recorded, alive[:, WARM:WARM + raw.shape[1], 0])
    made = acoustic.decoder.features(raw)
    return torch.cat([made[..., :MEL_BINS], recorded[..., MEL_BINS:MEL_BINS + 1], made[..., MEL_BINS + 1:]], 2), losses


def learnt_judges(work, vocoder):
    """The discriminators of the adaptation that a vocoder comes from, if it does: a new acoustic model may then be fitted to it in a short time."""
    stored = torch.load(Path(work) / "checkpoints" / f"{vocoder}.pt", map_location="cpu")
    return stored.get("training", {}).get("judges")


def louder(features, audio, decibel=3.0):
    """A random gain on natural features and their audio."""
    gain = (torch.rand(len(audio), 1, device=audio.device) * 2 - 1) * decibel * np.log(10) / 20
    mel = torch.clamp(features[..., :MEL_BINS] + gain[..., None], min=np.log(1e-5))
    return torch.cat([mel, features[..., MEL_BINS:]], 2), audio * torch.exp(gain)


def run(work, minutes=None, steps=None, batch=10, rate=3e-4, acoustic="acoustic", vocoder="vocoder", name="adapted"):
    where = prepare(3)
    train, held = load_clips(work)
    aligned, aligned_held = load_utterances(work)
    pair = Pair(*load_models(work, acoustic, vocoder)).to(where)
    data = AlignedClips(pair.acoustic, train, aligned, where)
    pair.train()
    pair.acoustic.requires_grad_(False)
    pair.acoustic.decoder.requires_grad_(True)
    average = Average(pair, 0.998)
    judges = Discriminators()
    experienced = learnt_judges(work, vocoder)
    if experienced:
        judges.load_state_dict(experienced)
    judges.to(where)
    optimiser = torch.optim.AdamW([{"params": pair.vocoder.parameters(), "share": 1.0}, {"params": pair.acoustic.decoder.parameters(), "share": 0.5}],
                                  rate, betas=(0.8, 0.99), weight_decay=0.01)
    judges_optimiser = torch.optim.AdamW(judges.parameters(), rate, betas=(0.8, 0.99), weight_decay=0.01)
    budget = Budget(minutes, steps)
    stage = Run(work, name, budget, {"network": pair, "average": average.network, "judges": judges, "optimiser": optimiser, "judges_optimiser": judges_optimiser})
    distance, compare = SpectralDistance().to(where), Comparison().to(where)
    natural_count = round(NATURAL * batch)
    print(f"adaptation: {sum(p.numel() for p in judges.parameters()) / 1e6:.2f} M parameters in the discriminators, {len(data.whole)} clips, {len(data.beginnings)} beginnings")

    def checkpoint():
        stage.log("held out", {**evaluate_vocoder(average.network.vocoder, held[:8], compare), **evaluate_acoustic(average.network.acoustic, aligned_held)})
        stage.save(average, {"config": {"acoustic": pair.acoustic.config, "vocoder": pair.vocoder.config}})
        stage.plot()

    while budget.done < 1:
        scale = budget.learning_rate(1.0, floor=0.05)
        for group in optimiser.param_groups:
            group["lr"] = rate * scale * group["share"]
        judges_optimiser.param_groups[0]["lr"] = rate * max(scale, 0.3)
        vectors, offsets, lengths, recorded, alive, target = data.pieces(batch, where)
        n = natural_count
        natural, natural_audio = louder(recorded[:n, WARM:], target[:n])
        made, (l_mel, l_f0, l_voicing) = predicted_features(pair.acoustic, vectors[n:], offsets[n:], lengths[n:], recorded[n:], alive[n:])
        features, target = torch.cat([natural, made]), torch.cat([natural_audio, target[n:]])
        first, second = two_draws(pair.vocoder, features, alive[:, WARM:-2])

        l_judges = judges.loss(target, first.detach())
        judges_optimiser.zero_grad()
        l_judges.backward()
        judges_optimiser.step()

        energy, near = energy_distance(distance, first, second, target, REPULSION)
        judges.requires_grad_(False)
        l_score, l_maps = judges.generator_losses(target, first)
        judges.requires_grad_(True)
        weight = 1.0 if experienced else min(1.0, budget.step / WARMUP)
        loss = energy + weight * (ADVERSARIAL * l_score + MATCHING * l_maps) + MEL * (l_mel + 0.3 * l_f0 + 0.3 * l_voicing)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(pair.parameters(), 3.0)
        optimiser.step()
        average.update(pair)
        stage.record({"energy": energy.item(), "near": near.item(), "judges": l_judges.item(), "score": l_score.item(), "maps": l_maps.item(),
                      "mel": l_mel.item()}, every=50)
        if budget.step % 250 == 0:
            checkpoint()
    checkpoint()
