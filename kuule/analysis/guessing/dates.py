"""Dates as people write them; whether the day or the month comes first is decided over the entire column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kuule.analysis.guessing.cells import is_missing

if TYPE_CHECKING:
    import polars as pl

DAY_FIRST, MONTH_FIRST = "day/month", "month/day"
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
EXCEL_DAY_0 = date(1899, 12, 30)
_ISO = r"^\s*([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:$|[T ,])"
_COMPACT = r"^\s*((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:$|[T ])"
_MONTH = r"^\s*([0-9]{4})-([0-9]{1,2})\s*$"
_NUMBERS = r"^\s*([0-9]{1,2})\s?[./-]\s?([0-9]{1,2})\s?[./-]\s?([0-9]{4}|[0-9]{2})\.?(?:$|[T ,])"
_DAY_NAME = r"^\s*(?:[A-Za-z]+,?\s+)?([0-9]{1,2})[-. ]+([A-Za-z]{3})[a-z]*\.?[-,. ]+([0-9]{4})(?:$|[T ,])"
_NAME_DAY = r"^\s*(?:[A-Za-z]+,\s+)?([A-Za-z]{3})[a-z]*\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})(?:$|[T ,])"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Serial days of spreadsheets from 1954 to 2119; seconds and milliseconds since 1970 from 2001 on.
_SERIAL, _SECONDS, _MILLISECONDS = (20_000, 80_000), (1_000_000_000, 4_102_444_800), 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days of some cells, null where there is none. `order` is set where there are dates like 3/4/2026.

    `is_ambiguous`: no date of the column tells which of both is the month.
    """

    days: pl.Series
    order: str = ""
    is_ambiguous: bool = False


def read_days(texts: pl.Series) -> Days:
    """Return the day of each cell, as written: a time and its zone are left out."""
    import polars as pl

    frame = texts.alias("text").to_frame()
    iso = pl.coalesce(_day(_ISO), _day(_COMPACT), _day(_MONTH, has_day=False))
    frame = frame.with_columns(iso=iso)
    rest = frame.filter(pl.col("iso").is_null() & pl.col("text").is_not_null())["text"]
    if rest.is_empty():
        return Days(days=_sensible(frame["iso"]))
    order, is_ambiguous = _order(rest)
    places = (2, 1) if order == MONTH_FIRST else (1, 2)
    numbers = _day(_NUMBERS, year=3, month=places[1], day=places[0])
    named = pl.coalesce(_day(_DAY_NAME, year=3, month=2, day=1), _day(_NAME_DAY, year=3, month=1, day=2))
    days = frame.select(pl.coalesce("iso", numbers, named, _counted())).to_series()
    return Days(days=_sensible(days), order=order, is_ambiguous=is_ambiguous)


def readable_share(cells: Sequence[str | None]) -> float:
    """Return which share of the cells that are not missing are dates."""
    import polars as pl

    present = [cell for cell in cells if not is_missing(cell)]
    if not present:
        return 0.0
    return 1 - read_days(pl.Series(present, dtype=pl.String)).days.null_count() / len(present)


def _day(pattern: str, *, year: int = 1, month: int = 2, day: int = 3, has_day: bool = True) -> pl.Expr:
    import polars as pl

    text = pl.col("text")
    years = text.str.extract(pattern, year)
    century = pl.when(years.str.len_chars() < 4).then(pl.when(years < "70").then(pl.lit("20")).otherwise(pl.lit("19")))
    months = text.str.extract(pattern, month)
    if "[A-Za-z]{3}" in pattern:
        numbers = [f"{number:02}" for number in range(1, 13)]
        months = months.str.to_lowercase().replace_strict(list(_MONTHS), numbers, default=None, return_dtype=pl.String)
    days = text.str.extract(pattern, day).str.zfill(2) if has_day else pl.lit("01")
    written = pl.concat_str(century.fill_null("") + years, months.str.zfill(2), days, separator="-")
    return written.str.to_date("%Y-%m-%d", strict=False)


def _order(texts: pl.Series) -> tuple[str, bool]:
    """Return whether day or month comes first, and whether that is a guess; nothing without dates in numbers."""
    import polars as pl

    found = texts.str.extract_groups(_NUMBERS).struct.unnest().drop_nulls()
    if found.is_empty():
        return "", False
    first, second = (found[found.columns[place]].cast(pl.Int32) for place in (0, 1))
    day_first, month_first = int((first > 12).sum()), int((second > 12).sum())
    is_dotted = bool(texts.str.contains(r"^\s*[0-9]{1,2}\s?\.").any())
    return MONTH_FIRST if month_first > day_first else DAY_FIRST, not day_first and not month_first and not is_dotted


def _counted() -> pl.Expr:
    """Return the day of numbers that count days or seconds since some day."""
    import polars as pl

    number = pl.col("text").str.strip_chars().str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    seconds = pl.when(number >= _SECONDS[0] * _MILLISECONDS).then(number / _MILLISECONDS).otherwise(number)
    since_1970 = pl.from_epoch(pl.when(seconds.is_between(*_SECONDS)).then(seconds).cast(pl.Int64), "s").dt.date()
    serial = pl.when(number.is_between(*_SERIAL)).then(number).floor().cast(pl.Int32)
    return pl.coalesce(pl.lit(EXCEL_DAY_0) + pl.duration(days=serial), since_1970)


def _sensible(days: pl.Series) -> pl.Series:
    return days.to_frame("day").select(_within("day")).to_series()


def _within(name: str) -> pl.Expr:
    import polars as pl

    return pl.when(pl.col(name).is_between(EARLIEST, LATEST)).then(pl.col(name))
