"""Stage 4: the acoustic model on aligned clauses."""
import numpy as np
import torch
from torch.nn import functional as F

from .acoustic_model import AHEAD, LF0_SCALE, AcousticModel, Decoder
from .constants import MEL_BINS
from .training import Average, Budget, Run, half_precision, prepare
from .utterances import excerpt, frame_rows, load_utterances, random_excerpt

FRAMES, CONTEXT = 208, 16  # frames of a piece; those at its beginning that only fill the states, unless it begins the clause
COPY_SHARE = 0.4  # of the examples are resampled copies
JITTER = 0.1  # noise on the true pitch and energy that the decoder is given


def collate(items, where):
    longest = max(len(i["phonemes"]) for i in items)

    def padded(key, kind):
        rows = [np.pad(i[key], (0, longest - len(i[key]))) for i in items]
        return torch.tensor(np.stack(rows).astype(kind), device=where)

    out = {k: padded(k, np.int64) for k in ("phonemes", "stress", "position")}
    out |= {k: padded(k, np.float32) for k in ("durations", "pitch", "voiced", "energy")}
    lengths = torch.tensor([len(i["phonemes"]) for i in items], device=where)
    out["mask"] = (torch.arange(longest, device=where)[None] < lengths[:, None]).float()[..., None]
    out["voice"] = torch.tensor([i["voice"] for i in items], device=where)
    return out


def frame_pieces(items, where, random, frames=FRAMES):
    """A random piece of each item: token of each frame (with AHEAD more at the end), offset, duration, target, weight."""
    rows, offsets, lengths, targets, weights = [], [], [], [], []
    for item in items:
        durations = item["durations"]
        owner, offset = frame_rows(durations)
        total = len(owner)
        at = 0 if total <= frames or random.rand() < 0.15 else random.randint(0, total - frames + 1)
        take = np.minimum(np.arange(at, at + frames + AHEAD), total - 1)  # beyond the end the last row is repeated
        weight = (np.arange(at, at + frames) < total).astype(np.float32)
        if at > 0:
            weight[:CONTEXT] = 0
        rows.append(owner[take])
        offsets.append(offset[take])
        lengths.append(durations[owner[take]])
        targets.append(item["features"][np.minimum(np.arange(at, at + frames), total - 1)])
        weights.append(weight)

    def tensor(x, kind):
        return torch.tensor(np.stack(x).astype(kind), device=where)

    return tensor(rows, np.int64), tensor(offsets, np.float32), tensor(lengths, np.float32), tensor(targets, np.float32), tensor(weights, np.float32)


def decode_pieces(model, vectors, rows, offsets, lengths, target, alive=None):
    """Raw output of the decoder, whose second half is given the recorded F0 and voicing."""
    tokens = torch.gather(vectors, 1, rows[..., None].expand(-1, -1, vectors.shape[2]))
    source = target[..., MEL_BINS:]
    recorded = torch.cat([source[:, :1].expand(-1, AHEAD, -1), source], 1)
    raw, _ = model.decoder.step(tokens, offsets, lengths, model.decoder.initial_state(len(rows)), recorded, alive)
    return raw[:, AHEAD:]


def feature_losses(raw, target, weight):
    """L1 of log-mel, L1 of ln F0 (unvoiced frames count a tenth), cross-entropy of voicing."""
    mel, lf0, voicing = Decoder.split(raw)
    total = weight.sum()
    voiced = target[..., MEL_BINS + 1]
    l_mel = ((mel - target[..., :MEL_BINS]).abs().mean(2) * weight).sum() / total
    l_f0 = ((lf0 - target[..., MEL_BINS]).abs() * weight * (0.9 * voiced + 0.1)).sum() / total / LF0_SCALE
    l_voicing = (F.binary_cross_entropy_with_logits(voicing, voiced, reduction="none") * weight).sum() / total
    return l_mel, l_f0, l_voicing


def prosody_losses(model, x, batch):
    """Squared errors of ln duration, pitch (voiced tokens) and energy, each a mean over tokens."""
    mask = batch["mask"][..., 0]
    log_duration, pitch, energy = model.encoder.predict(x, batch["mask"])
    spoken = mask.sum()
    l_duration = (F.smooth_l1_loss(log_duration, torch.log(batch["durations"].clamp(min=1)), reduction="none", beta=0.5) * mask).sum() / spoken
    voiced = batch["voiced"] * mask
    l_pitch = ((pitch - batch["pitch"]) ** 2 * voiced).sum() / voiced.sum()
    l_energy = ((energy - batch["energy"]) ** 2 * mask).sum() / spoken
    return l_duration, l_pitch, l_energy


def set_energy_scale(model, train):
    values = np.concatenate([u.energy for u in train if u.voice == 0])
    model.encoder.energy_mean.fill_(float(values.mean()))
    model.encoder.energy_scale.fill_(float(values.std()))


def normalised(items, model):
    mean, scale = model.encoder.energy_mean.item(), model.encoder.energy_scale.item()
    return [{**i, "energy": (i["energy"] - mean) / scale} for i in items]


@torch.no_grad()
def evaluate(model, held):
    """On held-out clips, whole: log-mel L1 with true and with predicted prosody, errors of duration (frames), F0 (semitones), voicing."""
    where = model.decoder.out.bias.device
    rows = []
    for u in held:
        item = normalised([excerpt(u, 0, len(u.cuts) - 1)], model)[0]
        batch = collate([item], where)
        x = model.encoder.trunk(batch["phonemes"], batch["stress"], batch["position"], batch["mask"], batch["voice"])
        log_duration, pitch, energy = model.encoder.predict(x, batch["mask"])
        durations, target = batch["durations"].long()[0], torch.tensor(item["features"], device=where)
        true = model.decode(model.encoder.condition(x, batch["pitch"], batch["energy"], batch["mask"]), durations)[0]
        free = model.decode(model.encoder.condition(x, pitch, energy, batch["mask"]), durations)[0]
        voiced = target[:, MEL_BINS + 1] > 0
        rows.append({
            "mel_true": (true - target)[:, :MEL_BINS].abs().mean().item(),
            "mel_free": (free - target)[:, :MEL_BINS].abs().mean().item(),
            "duration": (torch.exp(log_duration[0]) - batch["durations"][0]).abs().mean().item(),
            "semitones": (free - target)[voiced, MEL_BINS].abs().mean().item() * 12 / np.log(2),
            "voicing": ((free[:, MEL_BINS + 1] > 0.5) == voiced).float().mean().item(),
        })
    return {k: float(np.mean([r[k] for r in rows])) for k in rows[0]}


@torch.no_grad()
def calibrate_durations(model, train):
    """Sets the gain that makes the phonemes' predicted durations sum to the spoken ones."""
    where = model.decoder.out.bias.device
    spoken = predicted = 0.0
    for u in [u for u in train if u.voice == 0][::4]:
        batch = collate(normalised([excerpt(u, 0, len(u.cuts) - 1)], model), where)
        x = model.encoder.trunk(batch["phonemes"], batch["stress"], batch["position"], batch["mask"], batch["voice"])
        real = batch["phonemes"] > 0
        predicted += torch.exp(model.encoder.predict(x, batch["mask"])[0])[real].sum().item()
        spoken += batch["durations"][real].sum().item()
    model.encoder.duration_gain.fill_(spoken / predicted)
    return spoken / predicted


def run(work, minutes=None, steps=None, batch=16, rate=1e-3, name="acoustic"):
    where = prepare(2)
    random = np.random.RandomState(2)
    train, held = load_utterances(work)
    groups = [[u for u in train if (u.voice > 0) == copies] for copies in (False, True)]
    shares = [np.array([len(u.features) for u in g], float) for g in groups]
    shares = [s / s.sum() for s in shares]
    model = AcousticModel().to(where)
    set_energy_scale(model, train)
    average = Average(model)
    optimiser = torch.optim.AdamW(model.parameters(), rate, betas=(0.9, 0.98), weight_decay=0.05)
    budget = Budget(minutes, steps)
    stage = Run(work, name, budget, {"network": model, "average": average.network, "optimiser": optimiser})
    random.seed(2 + budget.step)
    print(f"acoustic model: {sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters, {len(groups[0])} clips")

    def checkpoint():
        stage.log("held out", {**evaluate(average.network, held), "gain": calibrate_durations(average.network, train)})
        stage.save(average, {"config": model.config})
        stage.plot()

    while budget.done < 1:
        for group in optimiser.param_groups:
            group["lr"] = budget.learning_rate(rate)
        items = []
        for _ in range(batch):
            # the copies teach the phonemes first; the last quarter of the budget is the speaker's alone
            g = int(budget.done < 0.75 and random.rand() < COPY_SHARE)
            items.append(random_excerpt(groups[g][random.choice(len(groups[g]), p=shares[g])], random))
        items = normalised(items, model)
        tokens = collate(items, where)
        rows, offsets, lengths, target, weight = frame_pieces(items, where, random)
        with half_precision(where):
            x = model.encoder.trunk(tokens["phonemes"], tokens["stress"], tokens["position"], tokens["mask"], tokens["voice"])
        l_duration, l_pitch, l_energy = prosody_losses(model, x, tokens)
        pitch, energy = (tokens[k] + JITTER * torch.randn_like(tokens[k]) for k in ("pitch", "energy"))
        vectors = model.encoder.condition(x, pitch, energy, tokens["mask"])
        with half_precision(where):
            raw = decode_pieces(model, vectors, rows, offsets, lengths, target)
        l_mel, l_f0, l_voicing = feature_losses(raw, target, weight)
        loss = l_mel + 0.3 * l_f0 + 0.3 * l_voicing + 0.3 * l_duration + 0.1 * l_pitch + 0.1 * l_energy
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        average.update(model)
        stage.record({"mel": l_mel.item(), "f0": l_f0.item(), "vuv": l_voicing.item(), "dur": l_duration.item(), "pitch": l_pitch.item(), "energy": l_energy.item()})
        if budget.step % 500 == 0:
            checkpoint()
    checkpoint()
