"""Diagonal Gaussian mixtures, one a state, for the aligner (numpy)."""
import numpy as np

FLOOR = 0.03  # least variance of normalised features


class Mixtures:
    def __init__(self, states, components, dimensions):
        self.mean = np.zeros((states, components, dimensions), np.float32)
        self.variance = np.ones((states, components, dimensions), np.float32)
        self.log_weight = np.full((states, components), -40.0, np.float32)

    @classmethod
    def fit(cls, frames, labels, states, components, rounds=6, seed=0):
        """EM from random frames of each state; a state with few frames gets fewer components."""
        self = cls(states, components, frames.shape[1])
        order = np.argsort(labels, kind="stable")
        cuts = np.searchsorted(labels[order], np.arange(states + 1))
        random = np.random.RandomState(seed)
        for state in range(states):
            own = frames[order[cuts[state]:cuts[state + 1]]]
            if len(own) < 4:
                self.log_weight[state, 0] = 0
                continue
            used = int(np.clip(len(own) // 60, 1, components))
            mean = own.mean(0, keepdims=True) if used == 1 else own[random.permutation(len(own))[:used]]
            variance, weight = np.tile(own.var(0) + FLOOR, (used, 1)), np.full(used, 1 / used)
            for _ in range(rounds if used > 1 else 1):
                score = log_density(own, mean, variance) + np.log(weight)
                share = np.exp(score - score.max(1, keepdims=True))
                share /= share.sum(1, keepdims=True)
                mass = share.sum(0) + 1e-6
                mean = (share.T @ own) / mass[:, None]
                variance = np.maximum((share.T @ own**2) / mass[:, None] - mean**2, FLOOR)
                weight = mass / mass.sum()
            self.mean[state, :used], self.variance[state, :used], self.log_weight[state, :used] = mean, variance, np.log(weight)
        return self

    def log_likelihood(self, frames):
        """[frames, states]"""
        states, components, dimensions = self.mean.shape
        flat = log_density(frames, self.mean.reshape(-1, dimensions), self.variance.reshape(-1, dimensions))
        return np.logaddexp.reduce(flat.reshape(-1, states, components) + self.log_weight, axis=2)


def log_density(frames, mean, variance):
    """Log density, less the constant, of each frame under each Gaussian."""
    inverse = 1 / variance
    return -0.5 * (frames**2 @ inverse.T - 2 * frames @ (mean * inverse).T + (mean**2 * inverse + np.log(variance)).sum(1))
