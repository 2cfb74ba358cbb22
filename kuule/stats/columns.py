"""Columns of equal length, as relations need them: numbers, flags, labels, and which rows are complete."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuule.stats.inputs import Floats, RejectedInput

Column = Iterable[object] | NDArray[Any]
Codes = NDArray[np.intp]
Rows = NDArray[np.bool_]

# Fewer clusters than this make cluster-robust figures too bold (Cameron & Miller 2015).
FEW_CLUSTERS = 30
# Relative to the largest number of a column: what subtracting its mean may leave of a constant.
ROUNDING = 1e-14


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labels:
    """Labels as positions in `names`, shape (k,); -1 where the label is missing. `names` are sorted."""

    codes: Codes
    names: tuple[Hashable, ...]

    def of(self, rows: Rows) -> Labels:
        """Keep these rows, and the names that still occur."""
        kept, codes = np.unique(self.codes[rows], return_inverse=True)
        return Labels(codes=codes.reshape(-1), names=tuple(self.names[code] for code in kept))


def number_column(values: Column, name: str) -> Floats:
    """Return numbers as a float array of shape (k,), NaN where missing, or reject them.

    None, NaN and masked entries are missing. Text is never read as a number; infinity is rejected.
    """
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise RejectedInput(f"{name} must be a list of numbers, not {values!r:.40}.")
    entries = values if isinstance(values, np.ndarray) else list(values)
    if isinstance(entries, np.ndarray) and entries.ndim != 1:
        raise RejectedInput(f"{name} must have one dimension, not {entries.ndim}.")
    if isinstance(entries, np.ndarray) and entries.dtype.kind in "biuf":
        numbers = np.ma.filled(entries.astype(np.float64), np.nan)
    else:
        numbers = np.array([_number(entry, name, i) for i, entry in enumerate(entries)], dtype=np.float64)
    refuse(np.isinf(numbers), numbers, f"{name} must hold finite numbers")
    return numbers


def flag_column(values: Column, name: str) -> Floats:
    """Return 0, 1 and NaN for missing, shape (k,), or reject everything else."""
    flags = number_column(values, name)
    refuse(~np.isnan(flags) & (flags != 0) & (flags != 1), flags, f"{name} must hold 0 and 1 only")
    return flags


def label_column(values: Column, name: str) -> Labels:
    """Return labels of any hashable kind, shape (k,); None, NaN and masked entries are missing."""
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise RejectedInput(f"{name} must be a list of labels, not {values!r:.40}.")
    if isinstance(values, np.ndarray) and values.ndim == 1 and values.dtype.kind in "iu":
        numbers, codes = np.unique(values, return_inverse=True)
        return Labels(codes=codes, names=tuple(numbers.tolist()))
    index: dict[Hashable, int] = {}
    try:
        found = [
            -1 if is_missing(value) else index.setdefault(value, len(index))
            for value in (values.tolist() if isinstance(values, np.ndarray) else values)
        ]
    except TypeError:
        raise RejectedInput(f"{name} must hold labels such as text or numbers, one for each row.") from None
    names = _sorted(index)
    places = np.empty(len(names) + 1, dtype=np.intp)
    places[-1] = -1
    for place, label in enumerate(names):
        places[index[label]] = place
    return Labels(codes=places[np.array(found, dtype=np.intp)], names=names)


def driver_columns(drivers: Mapping[str, Column]) -> tuple[tuple[str, ...], Floats]:
    """Return the names of p drivers and their numbers, shape (k, p), or reject them."""
    if not isinstance(drivers, Mapping) or not drivers:
        raise RejectedInput('Drivers must be named columns, at least one, such as {"price": [4, 5, 3]}.')
    columns = {name: number_column(values, f"Driver {name!r:.40}") for name, values in drivers.items()}
    require_same_length({f"driver {name!r:.40}": column for name, column in columns.items()})
    return tuple(columns), np.column_stack(list(columns.values()))


def require_same_length(columns: Mapping[str, Floats | Codes]) -> None:
    """Reject columns of different lengths, naming two that differ."""
    lengths = {name: len(column) for name, column in columns.items()}
    (first, length), *others = lengths.items()
    for name, other in others:
        if other != length:
            raise RejectedInput(f"Columns must be equally long: {first} has {length} rows, {name} has {other}.")


def standardised(columns: Floats) -> Floats:
    """Return columns, (n, p), less their mean and over their standard deviation (divisor n); 0 if constant."""
    if not len(columns):
        return columns
    # Scaled first, so that neither squares overflow nor a constant with a rounding error counts as varying.
    size = np.abs(columns).max(axis=0)
    scaled = columns / np.where(size > 0, size, 1)
    centred = scaled - scaled.mean(axis=0)
    deviation = np.sqrt((centred**2).mean(axis=0))
    return np.where(deviation > ROUNDING, centred / np.where(deviation > ROUNDING, deviation, 1), 0)


def deviations(columns: Floats) -> Floats:
    """Return the standard deviations, (p,), by which `standardised` divides columns, (n, p); 0 if constant."""
    if not len(columns):
        return np.zeros(columns.shape[1])
    size = np.abs(columns).max(axis=0)
    deviation = (columns / np.where(size > 0, size, 1)).std(axis=0)
    spread: Floats = np.where(deviation > ROUNDING, deviation * size, 0)
    return spread


def refuse(bad: Rows, numbers: Floats, rule: str) -> None:
    """Reject a column by its first bad entry, if there is one."""
    if bad.any():
        at = int(np.flatnonzero(bad)[0])
        raise RejectedInput(f"{rule}; the value at index {at} is {numbers[at]:g}.")


def _number(value: object, name: str, at: int) -> float:
    if isinstance(value, float):
        return value
    if is_missing(value):
        return math.nan
    # Plain integers first: asking whether a type counts as real takes longer than reading the number.
    if isinstance(value, int) or isinstance(value, Real | Decimal | np.bool_):  # noqa: SIM101
        try:
            return float(value)
        except OverflowError:
            raise RejectedInput(f"{name} must hold numbers up to 1e308; index {at} holds a larger one.") from None
    raise RejectedInput(f"{name} must hold numbers; index {at} holds {value!r:.40}.")


def is_missing(value: object) -> bool:
    """Say whether an entry is None, masked, or NaN of any kind of number."""
    if isinstance(value, Decimal):
        return value.is_nan()
    return value is None or value is np.ma.masked or (isinstance(value, float | np.floating) and math.isnan(value))


def _sorted(labels: Iterable[Hashable]) -> tuple[Hashable, ...]:
    listed = list(labels)
    try:
        return tuple(sorted(listed))  # type: ignore[type-var]
    except TypeError:
        return tuple(sorted(listed, key=lambda label: (type(label).__name__, str(label))))
