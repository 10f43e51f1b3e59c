"""What every training stage shares: device, seed, a budget in minutes or steps, averaged weights, checkpoints, log and loss curves."""
import copy
import ctypes
import json
import math
import os
import random
import time
from pathlib import Path

import numpy as np
import torch


def device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def keep_memory():
    """Tells glibc to keep freed memory: returning the large buffers of each step and faulting them in again takes a third of the time."""
    try:
        libc = ctypes.CDLL("libc.so.6")
        libc.mallopt(-4, 0)  # M_MMAP_MAX: never map
        libc.mallopt(-1, 1 << 30)  # M_TRIM_THRESHOLD
        libc.mallopt(-2, 1 << 28)  # M_TOP_PAD
    except (OSError, AttributeError):
        pass


def prepare(seed):
    """One thread a process on a CPU (more threads on busy cores are slower), fixed seeds; returns the device."""
    keep_memory()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    torch.manual_seed(seed)
    np.random.seed(seed)
    random.seed(seed)
    if torch.cuda.is_available():
        torch.backends.cuda.matmul.allow_tf32 = True
        torch.backends.cudnn.allow_tf32 = True
        torch.backends.cudnn.benchmark = True
    return device()


def half_precision(where):
    """bfloat16 autocast, for the networks only: the signal processing around them stays float32."""
    return torch.autocast(where.type, dtype=torch.bfloat16)


class Budget:
    """How much of a stage is done, 0 to 1, by minutes (summed over restarts) or by steps."""

    def __init__(self, minutes=None, steps=None):
        if (minutes is None) == (steps is None):
            raise ValueError("give either --minutes or --steps")
        self.minutes, self.steps = minutes, steps
        self.step, self.before, self.started = 0, 0.0, time.time()

    @property
    def elapsed(self):
        return self.before + (time.time() - self.started) / 60

    @property
    def done(self):
        return self.elapsed / self.minutes if self.minutes else self.step / self.steps

    def learning_rate(self, peak, warmup=200, floor=0.02):
        """Linear warm-up, then a half cosine over the budget."""
        return peak * min(1, (self.step + 1) / warmup) * max(0.5 * (1 + math.cos(math.pi * min(1, self.done))), floor)


class Average:
    """Exponential moving average of a network's weights: what is evaluated and exported."""

    def __init__(self, network, decay=0.999):
        self.network, self.decay, self.updates = copy.deepcopy(network).eval().requires_grad_(False), decay, 0

    @torch.no_grad()
    def update(self, network):
        self.updates += 1
        keep = min(self.decay, (1 + self.updates) / (10 + self.updates))
        mine, theirs = self.network.state_dict(), network.state_dict()
        for name, value in mine.items():
            if value.dtype.is_floating_point:
                value.lerp_(theirs[name].to(value.dtype), 1 - keep)
            else:
                value.copy_(theirs[name])


class Run:
    """A resumable training stage: `<work>/checkpoints/<name>.pt`, `<work>/logs/<name>.jsonl` and `<work>/logs/<name>.png`."""

    def __init__(self, work, name, budget, modules):
        self.work, self.name, self.budget, self.modules = Path(work), name, budget, modules
        self.path = self.work / "checkpoints" / f"{name}.pt"
        self.log_path = self.work / "logs" / f"{name}.jsonl"
        for folder in (self.path.parent, self.log_path.parent):
            folder.mkdir(parents=True, exist_ok=True)
        self.recent = []
        self.saved = self.printed = time.time()
        if self.path.exists():
            self.resume()

    def resume(self):
        stored = torch.load(self.path, map_location="cpu")
        if "training" not in stored:
            return
        for key, module in self.modules.items():
            module.load_state_dict(stored["training"][key])
        self.budget.step, self.budget.before = stored["step"], stored["minutes"]
        torch.manual_seed(stored["step"])
        np.random.seed(stored["step"])
        print(f"{self.name}: resumed at step {stored['step']}, {stored['minutes']:.1f} minutes")

    def save(self, average, extra):
        """Writes beside, then renames, so that a reader never meets half a file."""
        content = {"network": average.network.state_dict(), "step": self.budget.step, "minutes": self.budget.elapsed, **extra,
                   "training": {key: module.state_dict() for key, module in self.modules.items()}}
        temporary = self.path.with_suffix(".part")
        torch.save(content, temporary)
        temporary.rename(self.path)
        self.saved = time.time()

    def record(self, losses, every=100):
        self.budget.step += 1
        self.recent.append(losses)
        if self.budget.step % every == 0:
            means = {key: float(np.mean([row[key] for row in self.recent])) for key in losses}
            rate = len(self.recent) / (time.time() - self.printed)
            self.printed, self.recent = time.time(), []
            self.log("train", means)
            text = " ".join(f"{key} {value:.4f}" for key, value in means.items())
            print(f"{self.name} {100 * self.budget.done:.0f} % step {self.budget.step} ({rate:.2f}/s) {text}", flush=True)

    def log(self, kind, values):
        row = {"kind": kind, "step": self.budget.step, "minutes": round(self.budget.elapsed, 3), **values}
        with open(self.log_path, "a") as file:
            file.write(json.dumps(row) + "\n")
        if kind != "train":
            print(f"  {self.name} {kind} step {self.budget.step} " + " ".join(f"{k} {v:.4f}" for k, v in values.items()), flush=True)

    def plot(self):
        from .plots import loss_curves
        loss_curves(self.log_path, self.log_path.with_suffix(".png"))

