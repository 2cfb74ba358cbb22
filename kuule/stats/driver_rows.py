"""The complete rows of a score and its drivers, ready for correlations; a driver may have several columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import (
    FEW_CLUSTERS,
    Codes,
    Column,
    deviations,
    driver_columns,
    label_column,
    number_column,
    require_same_length,
    standardised,
)
from kuule.stats.inputs import Floats, RejectedInput
from kuule.stats.results import Caution
from kuule.stats.shapley import rank

MOST_DRIVERS, MOST_COLUMNS = 12, 40

Drivers = Mapping[str, Column | Mapping[str, Column]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DriverRows:
    """Complete rows, standardised, (n, q + 1) with y last; a constant column is all 0.

    `widths` says how many columns each of the `names` has, `spread`, (q + 1,), what the columns were divided by.
    `clusters` are counted from 0 without gaps; `is_clustered` tells whether they were given or are the rows.
    """

    names: tuple[str, ...]
    widths: tuple[int, ...]
    columns: Floats
    spread: Floats
    clusters: Codes
    is_clustered: bool
    left_out: int

    @property
    def n(self) -> int:
        """Number of complete rows."""
        return len(self.columns)

    @property
    def clustered(self) -> int:
        """Number of clusters."""
        return int(self.clusters.max()) + 1 if self.n else 0

    @property
    def correlated(self) -> Floats:
        """Correlations of all columns, (q + 1, q + 1)."""
        return self.columns.T @ self.columns / max(self.n, 1)

    @property
    def is_answerable(self) -> bool:
        """Whether there are more rows than coefficients, and y varies."""
        return self.n > self.columns.shape[1] and bool(self.columns[:, -1].any())

    @property
    def cluster_cautions(self) -> tuple[Caution, ...]:
        """What too few clusters leave unsaid."""
        if not self.is_clustered or self.clustered >= FEW_CLUSTERS:
            return ()
        return (Caution.ONE_CLUSTER if self.clustered == 1 else Caution.FEW_CLUSTERS,)


def driver_rows(y: Column, drivers: Drivers, clusters: Column | None) -> DriverRows:
    """Read the score, its drivers and who stays together, without the rows that lack something, or reject them."""
    names, widths, ratings = _flat(drivers)
    score = number_column(y, "Y")
    labels = np.arange(len(score)) if clusters is None else label_column(clusters, "Clusters").codes
    require_same_length({"y": score, f"driver {names[0]!r:.40}": ratings, "clusters": labels})
    columns = np.column_stack((ratings, score))
    rows = ~np.isnan(columns).any(axis=1) & (labels >= 0)
    complete = columns[rows]
    return DriverRows(
        names=names,
        widths=widths,
        columns=standardised(complete),
        spread=deviations(complete),
        clusters=np.unique(labels[rows], return_inverse=True)[1].reshape(-1),
        is_clustered=clusters is not None,
        left_out=int(len(rows) - rows.sum()),
    )


def driver_cautions(table: DriverRows) -> tuple[Caution, ...]:
    """Say what every figure about these drivers has to be read with."""
    found = [Caution.ASSOCIATION_ONLY]
    if table.left_out:
        found.append(Caution.ROWS_LEFT_OUT)
    if not table.is_answerable:
        return (*found, Caution.NOT_ESTIMABLE)
    varies = np.any(table.columns[:, :-1], axis=0)
    if not np.all(np.logical_or.reduceat(varies, np.cumsum((0, *table.widths[:-1])))):
        found.append(Caution.CONSTANT_DRIVER)
    if rank(table.correlated) < varies.sum():
        found.append(Caution.DEPENDENT_DRIVERS)
    return tuple(found)


def _flat(drivers: Drivers) -> tuple[tuple[str, ...], tuple[int, ...], Floats]:
    """Return the names of the drivers, how many columns each has, and all columns, (k, q), or reject them."""
    if not isinstance(drivers, Mapping) or not drivers:
        raise RejectedInput('Drivers must be named columns, at least one, such as {"price": [4, 5, 3]}.')
    if len(drivers) > MOST_DRIVERS:
        raise RejectedInput(
            f"At most {MOST_DRIVERS} drivers can be compared, not {len(drivers)}: leave out those of least interest, "
            "or join drivers that ask much the same into one."
        )
    columns = dict(_named_columns(drivers))
    if len(columns) > MOST_COLUMNS:
        raise RejectedInput(
            f"Drivers may have {MOST_COLUMNS} columns in all, not {len(columns)}: join values that mean much the same."
        )
    widths = tuple(len(driver) if isinstance(driver, Mapping) else 1 for driver in drivers.values())
    return tuple(drivers), widths, driver_columns(columns)[1]


def _named_columns(drivers: Drivers) -> Iterator[tuple[str, Column]]:
    for name, driver in drivers.items():
        if not isinstance(driver, Mapping):
            yield name, driver
            continue
        if not driver:
            raise RejectedInput(f"Driver {name!r:.40} has no column.")
        for part, column in driver.items():
            yield f"{name}: {part}", column
