"""Customers as lifetime values are reckoned from: what they left over, how long they were watched, how they differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import (
    Codes,
    Column,
    Labels,
    Rows,
    flag_column,
    label_column,
    number_column,
    refuse,
    require_same_length,
    standardised,
)
from kuule.stats.design import clusters_of
from kuule.stats.inputs import Floats, RejectedInput, normal_quantile

MOST_GROUPS = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Customers:
    """Complete rows, (k,) each; `mix`, (k, p), is what is adjusted for, standardised; `places` are clusters from 0."""

    margin: Floats
    years: Floats
    time: Floats
    left: Rows
    mix: Floats
    places: Codes

    def __len__(self) -> int:
        return len(self.time)

    @property
    def units(self) -> int:
        """Number of clusters."""
        return int(self.places.max(initial=-1)) + 1

    def of(self, rows: Rows) -> Customers:
        """Keep these rows, and count their clusters anew."""
        return Customers(
            margin=self.margin[rows],
            years=self.years[rows],
            time=self.time[rows],
            left=self.left[rows],
            mix=self.mix[rows],
            places=np.unique(self.places[rows], return_inverse=True)[1].reshape(-1),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How to reckon: years that count, discount per year, when retention is read, and the confidence wanted."""

    horizon: float
    discount: float
    moment: float
    confidence: float

    def __post_init__(self) -> None:
        normal_quantile(self.confidence)
        for name, value, least in (
            ("Horizon", self.horizon, "above 0"),
            ("Discount", self.discount, "from 0 up"),
            ("Retention_after", self.moment, "above 0"),
        ):
            is_number = isinstance(value, int | float) and not isinstance(value, bool) and np.isfinite(value)
            if not is_number or value < 0 or (value == 0 and least == "above 0"):
                raise RejectedInput(f"{name} must be a number {least}, not {value!r:.40}.")


def read_customers(
    figures: dict[str, Column], left: Column, group: Column, mix: dict[str, Column], clusters: Column | None
) -> tuple[Customers, Labels, int]:
    """Return the complete rows, their groups, and how many rows were left out; or reject what cannot be.

    `figures` are margin, years and time; `mix` may hold size and tenure.
    """
    margin, years, time = (number_column(values, name) for name, values in figures.items())
    refuse(years <= 0, years, "Years must lie above 0")
    refuse(time < 0, time, "Time must not be negative")
    gone, labels = flag_column(left, "Left"), label_column(group, "Group")
    columns = {name: number_column(values, name) for name, values in mix.items()}
    for name, column in columns.items():
        refuse(column < 0, column, f"{name} must not be negative")
    places = np.arange(len(time)) if clusters is None else clusters_of(clusters, "Clusters")
    require_same_length(
        {"margin": margin, "years": years, "time": time, "left": gone, "group": labels.codes, "clusters": places}
    )
    require_same_length({"margin": margin, **columns})
    known = ~np.isnan(np.column_stack([margin, years, time, gone, *columns.values()])).any(axis=1)
    rows = known & (labels.codes >= 0)
    kept = labels.of(rows)
    if len(kept.names) > MOST_GROUPS:
        raise RejectedInput(
            f"At most {MOST_GROUPS} groups can be compared, not {len(kept.names)}: join the small ones."
        )
    varied = [np.log1p(columns[name]) if name == "Size" else columns[name] for name in columns]
    alike = standardised(np.column_stack([each[rows] for each in varied])) if varied else np.zeros((int(rows.sum()), 0))
    customers = Customers(
        margin=margin[rows],
        years=years[rows],
        time=time[rows],
        left=gone[rows] == 1,
        mix=alike[:, alike.any(axis=0)],
        places=np.unique(places[rows], return_inverse=True)[1].reshape(-1),
    )
    return customers, kept, int((~rows).sum())
