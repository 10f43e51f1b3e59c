"""Stage 6: the predictors of duration, pitch and energy anew, alone, on the finished trunk; the decoder and the vocoder stay as they are.

They need a third of the steps that the decoder needs, and overfit in the others. Cheap, so it is also the place to correct labels of punctuation or
to choose other speaking styles.
"""
import numpy as np
import torch

from .acoustic_model import Predictor
from .export import load_models
from .train_acoustic import calibrate_durations, collate, normalised, prosody_losses
from .train_acoustic import evaluate as evaluate_acoustic
from .training import Average, Budget, Run, prepare
from .utterances import load_utterances, random_excerpt


def run(work, minutes=None, steps=None, batch=32, rate=1e-3, base="adapted", name="voice"):
    where = prepare(4)
    random = np.random.RandomState(4)
    train, held = load_utterances(work)
    train = [u for u in train if u.voice == 0]
    acoustic, vocoder = load_models(work, base, base)
    pair = torch.nn.ModuleDict({"acoustic": acoustic, "vocoder": vocoder}).to(where).eval()
    acoustic, encoder = pair["acoustic"], pair["acoustic"].encoder
    encoder.duration, encoder.pitch, encoder.energy = (Predictor(acoustic.config["channels"]).to(where) for _ in range(3))
    predictors = torch.nn.ModuleList([encoder.duration, encoder.pitch, encoder.energy])
    pair.requires_grad_(False)
    predictors.requires_grad_(True).train()
    average = Average(pair, 0.99)
    optimiser = torch.optim.AdamW(predictors.parameters(), rate, betas=(0.9, 0.98), weight_decay=0.05)
    budget = Budget(minutes, steps)
    stage = Run(work, name, budget, {"network": pair, "average": average.network, "optimiser": optimiser})

    def checkpoint():
        gain = calibrate_durations(average.network["acoustic"], train)
        stage.log("held out", {**evaluate_acoustic(average.network["acoustic"], held), "gain": gain})
        stage.save(average, {"config": {"acoustic": acoustic.config, "vocoder": vocoder.config}})
        stage.plot()

    while budget.done < 1:
        for group in optimiser.param_groups:
            group["lr"] = budget.learning_rate(rate, warmup=20)
        tokens = collate(normalised([random_excerpt(train[i], random) for i in random.choice(len(train), batch)], acoustic), where)
        with torch.no_grad():
            x = encoder.trunk(tokens["phonemes"], tokens["stress"], tokens["position"], tokens["mask"], tokens["voice"])
        l_duration, l_pitch, l_energy = prosody_losses(acoustic, x, tokens)
        optimiser.zero_grad()
        (3 * l_duration + l_pitch + l_energy).backward()
        torch.nn.utils.clip_grad_norm_(predictors.parameters(), 2.0)
        optimiser.step()
        average.update(pair)
        stage.record({"dur": l_duration.item(), "pitch": l_pitch.item(), "energy": l_energy.item()})
        if budget.step % 200 == 0:
            checkpoint()
    checkpoint()
