"""Named numbers that foretell something, ready for a model: missing ones marked and filled, all on one scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import Column, deviations, number_column, require_same_length
from kuule.stats.inputs import Floats, RejectedInput

MISSING = " (missing)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How columns became covariates: `names` of the columns, their means and deviations, and which got a mark.

    `terms` are the p covariates that came out: the columns that vary, then a mark "name (missing)" for each that had
    gaps.
    """

    names: tuple[str, ...]
    means: tuple[float, ...]
    deviations: tuple[float, ...]
    marked: tuple[str, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the covariates."""
        return (*self.names, *(name + MISSING for name in self.marked))

    @property
    def steps(self) -> Floats:
        """How much of its own unit one step of each covariate is, (p,)."""
        return np.array([*self.deviations, *(1.0 for _ in self.marked)])

    def applied(self, columns: Mapping[str, Column]) -> Floats:
        """Return covariates, (n, p), from columns of the same names: missing ones at the mean, and marked."""
        absent = [name for name in self.names if name not in columns]
        if absent:
            raise RejectedInput(f"The column {absent[0]!r:.40} is missing: the model was made with it.")
        if not columns:
            return np.zeros((0, 0))
        numbers = {name: number_column(values, f"Column {name!r:.40}") for name, values in columns.items()}
        require_same_length(dict(numbers))
        rows = len(next(iter(numbers.values())))
        scaled = [
            np.where(np.isnan(numbers[name]), 0.0, (numbers[name] - mean) / deviation)
            for name, mean, deviation in zip(self.names, self.means, self.deviations, strict=True)
        ]
        marks = [np.isnan(numbers[name]).astype(np.float64) for name in self.marked]
        return np.column_stack([np.zeros((rows, 0)), *scaled, *marks])


def scale_of(columns: Mapping[str, Column]) -> Scale:
    """Learn from columns how to scale them; those that never vary are left out.

    Raises
    ------
    RejectedInput
        If a column holds anything but numbers and gaps, or lengths differ.
    """
    if not isinstance(columns, Mapping) or not columns:
        raise RejectedInput('Covariates must be named columns, at least one, such as {"score": [9, 3, 7]}.')
    numbers = {name: number_column(values, f"Column {name!r:.40}") for name, values in columns.items()}
    require_same_length(dict(numbers))
    known = {name: column[~np.isnan(column)] for name, column in numbers.items()}
    spreads = {name: float(deviations(column[:, None])[0]) if len(column) else 0.0 for name, column in known.items()}
    names = tuple(name for name, spread in spreads.items() if spread > 0)
    return Scale(
        names=names,
        means=tuple(float(known[name].mean()) for name in names),
        deviations=tuple(spreads[name] for name in names),
        marked=tuple(name for name in names if len(known[name]) < len(numbers[name])),
    )
