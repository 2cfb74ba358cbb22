"""The answers of those who stayed silent, if silence has nothing to do with the answer."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from kuule.stats.inputs import Floats

BELOW_ONE = math.nextafter(1, 0)


class Unseen:
    """Distribution of promoters minus detractors among `size` unseen members.

    The three counts are Dirichlet-multinomial with positive parameters `det`, `pas`, `pro`.

    Notes
    -----
    Summing over all compositions takes size^2 steps; this takes size. Draw the number R of members who are
    not passive, then picture them as a walk, up for a promoter and down for a detractor: a Polya urn, whose
    step up has probability (pro + ups) / (det + pro + steps). P(walk <= d) after r steps changes with r only by
    the walks that leave d upwards or come back from d + 1, so that

        P(D <= d) = [d >= 0] - sum_r P(at d, steps up) P(R > r) + sum_r P(at d + 1, steps down) P(R > r).

    With w(a, i) = G(a + i) / (G(a) i!), where G is the gamma function, P(u ups and v downs after u + v steps)
    = w(pro, u) w(det, v) / w(det + pro, u + v): Polya's urn, also called the beta-binomial law.
    """

    def __init__(self, size: int, det: float, pas: float, pro: float) -> None:
        self.size = size
        total = det + pas + pro
        self.mean = size * (pro - det) / total
        variance = ((pro + det) * pas + 4 * pro * det) / total**2
        self.deviation = math.sqrt(variance * size * (size + total) / (total + 1))
        self._det, self._pro = det, pro
        self._log_det = _log_weights(det, size)
        self._log_pro = _log_weights(pro, size)
        self._log_steps = _log_weights(det + pro, size)
        log_walks = self._log_steps + _log_weights(pas, size)[::-1]
        walks = np.exp(log_walks - log_walks.max())
        more = walks[::-1].cumsum()[::-1]
        self._longer = np.append(more[1:], 0.0) / more[0]

    def cdf(self, d: int) -> float:
        """Return P(promoters - detractors <= d)."""
        if d < -self.size:
            return 0.0
        if d >= self.size:
            return 1.0
        return float(d >= 0) - self._crossings(d, up=True) + self._crossings(d + 1, up=False)

    def quantile(self, probability: float) -> int:
        """Return the smallest d with P(D <= d) >= probability."""
        z = NormalDist().inv_cdf(min(probability, BELOW_ONE))
        guess, stride = round(self.mean + z * self.deviation), 1 + int(self.deviation / 64)
        # A probability reached exactly must not be missed by a rounding error.
        enough = probability * (1 - 1e-12)
        below = above = guess
        if self.cdf(guess) >= enough:
            while self.cdf(below) >= enough:
                above, below, stride = below, below - stride, 2 * stride
        else:
            while self.cdf(above) < enough:
                below, above, stride = above, above + stride, 2 * stride
        while above - below > 1:
            middle = (below + above) // 2
            if self.cdf(middle) >= enough:
                above = middle
            else:
                below = middle
        return above

    def _crossings(self, at: int, *, up: bool) -> float:
        """Add up, over walks of all lengths, P(the walk is at this place, goes on, and so steps up or down)."""
        ups, downs, steps = max(at, 0), max(-at, 0), abs(at)
        count = (self.size - steps) // 2 + 1
        turns = np.arange(count, dtype=np.float64)
        here = np.exp(
            self._log_pro[ups : ups + count]
            + self._log_det[downs : downs + count]
            - self._log_steps[steps : steps + 2 * count - 1 : 2]
        )
        onward = (self._pro + ups if up else self._det + downs) + turns
        onward /= self._det + self._pro + steps + 2 * turns
        return float(np.sum(here * onward * self._longer[steps : steps + 2 * count - 1 : 2]))


def _log_weights(a: float, size: int) -> Floats:
    # log w(a, i), i = 0..size, as a running sum: the log-gamma functions themselves would cancel digits.
    steps = np.log1p((a - 1) / np.arange(1, size + 1, dtype=np.float64))
    return np.concatenate(([0.0], np.cumsum(steps, dtype=np.longdouble).astype(np.float64)))
