"""Who was still there, and who left, at each time: what survival and hazards are computed from."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kuule.stats.columns import (
    Codes,
    Column,
    Labels,
    flag_column,
    label_column,
    number_column,
    refuse,
    require_same_length,
)
from kuule.stats.inputs import Floats, RejectedInput

MOST_GROUPS = 100
# Times that differ by a rounding error are one time: 0.1 + 0.2 and 0.3 years.
SAME_TIME = 1.5e-8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lives:
    """Complete rows of times, events and groups, each of shape (k,); `left_out` rows were incomplete.

    `known` also holds the groups of which no complete row is left.
    """

    time: Floats
    event: NDArray[np.bool_]
    codes: Codes
    groups: tuple[Hashable, ...]
    known: tuple[Hashable, ...]
    left_out: int

    def only(self, code: int) -> Lives:
        """Return the lives of one group."""
        own = self.codes == code
        return replace(
            self, time=self.time[own], event=self.event[own], codes=self.codes[own] * 0, groups=(self.groups[code],)
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RiskTable:
    """At each of T distinct times of an event: how many of G groups left and were there just before, (T, G)."""

    times: Floats
    deaths: Floats
    at_risk: Floats


def read_lives(time: Column, event: Column, group: Column | None) -> Lives:
    """Check and pair the columns; without groups all rows belong to "all"."""
    times, events = number_column(time, "Time"), flag_column(event, "Event")
    refuse(times < 0, times, "Time must not be negative")
    if group is None:
        labels = Labels(codes=np.zeros(len(times), dtype=np.intp), names=("all",))
    else:
        labels = label_column(group, "Group")
    require_same_length({"time": times, "event": events, "group": labels.codes})
    complete = ~np.isnan(times) & ~np.isnan(events) & (labels.codes >= 0)
    kept = labels.of(complete)
    return Lives(
        time=_joined(times[complete]),
        event=events[complete] == 1,
        codes=kept.codes,
        groups=kept.names,
        known=labels.names,
        left_out=int(len(times) - complete.sum()),
    )


def risk_table(lives: Lives) -> RiskTable:
    """Count leavers and those at risk per event time and group."""
    groups = len(lives.groups)
    if groups > MOST_GROUPS:
        raise RejectedInput(f"At most {MOST_GROUPS} groups can be compared, not {groups}: join the small ones.")
    times, places = np.unique(lives.time[lives.event], return_inverse=True)
    cells = places * groups + lives.codes[lives.event]
    deaths = np.bincount(cells, minlength=len(times) * groups).reshape(len(times), groups)
    at_risk = np.empty((len(times), groups))
    for code in range(groups):
        ordered = np.sort(lives.time[lives.codes == code])
        at_risk[:, code] = len(ordered) - np.searchsorted(ordered, times, side="left")
    return RiskTable(times=times, deaths=deaths.astype(np.float64), at_risk=at_risk)


def _joined(times: Floats) -> Floats:
    if not len(times):
        return times
    distinct = np.unique(times)
    gaps = np.diff(distinct)
    apart = (gaps > SAME_TIME) & (gaps > SAME_TIME * distinct.mean())
    firsts = distinct[np.concatenate(([True], apart))]
    return firsts[np.searchsorted(firsts, times, side="right") - 1]
