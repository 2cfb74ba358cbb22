"""Comments as rows of numbers: few of many columns (words), or all of some hundred (vectors)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from kuule.text.comments import Floats, Places


class Rows(Protocol):
    """What a linear model is learned from and read with."""

    @property
    def width(self) -> int:
        """Return how many columns there are."""

    def __len__(self) -> int: ...

    def times(self, coefficients: Floats) -> Floats:
        """Return the sum of each row, weighted by a number per column."""

    def transposed_times(self, numbers: Floats) -> Floats:
        """Return the sum of each column, weighted by a number per row."""

    def take(self, places: Places) -> Self:
        """Return the rows at these places."""


@dataclass(frozen=True, slots=True, eq=False)
class SparseRows:
    """Rows that are mostly zero: row i has `values[starts[i]:starts[i + 1]]` in `columns[starts[i]:starts[i + 1]]`."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: NDArray[np.float32]
    width: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def owners(self) -> NDArray[np.int64]:
        """Return the row of each value."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def times(self, coefficients: Floats) -> Floats:
        """Return the sum of each row, weighted by a number per column."""
        sums, filled = np.zeros(len(self)), np.flatnonzero(np.diff(self.starts))
        if filled.size:
            # Each row is added up on its own, so that its sum is the same among any others.
            sums[filled] = np.add.reduceat(self.values * coefficients[self.columns], self.starts[filled])
        return sums

    def transposed_times(self, numbers: Floats) -> Floats:
        """Return the sum of each column, weighted by a number per row."""
        weights = self.values * np.repeat(numbers, np.diff(self.starts))
        return np.bincount(self.columns, weights=weights, minlength=self.width).astype(np.float64, copy=False)

    def take(self, places: Places) -> SparseRows:
        """Return the rows at these places."""
        lengths = np.diff(self.starts)[places]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        kept = np.arange(starts[-1]) + np.repeat(self.starts[:-1][places] - starts[:-1], lengths)
        return SparseRows(starts, self.columns[kept], self.values[kept], self.width)


@dataclass(frozen=True, slots=True, eq=False)
class DenseRows:
    """Rows that have a number in every column."""

    values: Floats

    @property
    def width(self) -> int:
        """Return how many columns there are."""
        return int(self.values.shape[1])

    def __len__(self) -> int:
        return len(self.values)

    def times(self, coefficients: Floats) -> Floats:
        """Return the sum of each row, weighted by a number per column."""
        return np.asarray(np.einsum("ij,j->i", self.values, coefficients))

    def transposed_times(self, numbers: Floats) -> Floats:
        """Return the sum of each column, weighted by a number per row."""
        return np.asarray(np.einsum("ij,i->j", self.values, numbers))

    def take(self, places: Places) -> DenseRows:
        """Return the rows at these places."""
        return DenseRows(self.values[places])
