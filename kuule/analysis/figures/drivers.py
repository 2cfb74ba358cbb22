"""Which columns go with the score, and what a reader should know about the comparison."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from kuule.analysis.figures.scores import POINTS
from kuule.analysis.guessing.measures import measured
from kuule.analysis.reading.answers import Answers
from kuule.analysis.reading.judging import PASSIVE, PROMOTER, counts_of
from kuule.analysis.refusals import RefusedError
from kuule.analysis.results import Note
from kuule.insight.rules.driver_figures import compared
from kuule.insight.rules.drivers import FEWEST_ROWS, MOST_ROWS, DriverColumn, Drivers, refused
from kuule.stats import Caution

if TYPE_CHECKING:
    import polars as pl

    from kuule.stats.columns import Codes

SEED = 1


def drivers_of(answers: Answers, confidence: float) -> tuple[Drivers | None, list[Note]]:
    """Compare the columns that were named as drivers; of more rows than that takes, 50,000 drawn at random.

    Raises
    ------
    RefusedError
        `empty_driver`, `many_kinds`, `too_many_drivers` or `too_many_kinds`.
    """
    if not answers.source.drivers:
        return None, []
    rows = answers.rows.filter(answers.rows["kind"] <= PROMOTER)
    answered = len(rows)
    if answered > MOST_ROWS:
        rows = rows.sample(MOST_ROWS, seed=SEED)
    columns = [_column(name, rows[f"driver{place}"], answers) for place, name in enumerate(answers.source.drivers)]
    reason = refused(columns)
    if reason:
        raise RefusedError(reason, count=len(columns))
    given = rows["answer"].cast(float).to_numpy()
    found = compared(
        -given if answers.scale.is_reversed else given,
        (rows["kind"].cast(float).to_numpy() - PASSIVE) * POINTS,
        columns,
        accounts=_accounts(rows["account"]) if "account" in answers.source.columns else None,
        confidence=confidence,
    )
    return found, list(_notes(found, answered))


def _column(name: str, texts: pl.Series, answers: Answers) -> DriverColumn:
    import polars as pl

    # All cells of the column tell what it measures, also those without a score.
    place = answers.source.drivers.index(name)
    measure = measured(name, counts_of(answers.rows[f"driver{place}"]))
    lookup = pl.DataFrame(
        {"text": list(measure.numbers), "number": list(measure.numbers.values())},
        schema={"text": pl.String, "number": pl.Float64},
    )
    numbers = (
        texts.alias("text").to_frame().join(lookup, on="text", how="left", maintain_order="left", nulls_equal=True)
    )
    values = numbers["number"].fill_null(float("nan")).to_numpy()
    return DriverColumn(key=name, values=values, scale=measure.scale, is_kinds=measure.is_kinds)


def _accounts(names: pl.Series) -> Codes:
    """Return a number for each account; whoever has none stands alone."""
    words = [(name or "").strip() for name in names.to_list()]
    _distinct, codes = np.unique(words, return_inverse=True)
    alone = np.array([not word for word in words])
    return np.where(alone, len(words) + np.arange(len(words)), codes)


def _notes(found: Drivers, answered: int) -> Iterator[Note]:
    rows = found.n + found.left_out
    if answered > rows:
        yield Note(code="drivers_sampled", details={"count": rows, "answers": answered})
    if found.left_out:
        yield Note(code="drivers_left_out", details={"count": found.left_out, "rows": rows, "complete": found.n})
    if found.costly:
        yield Note(code="costly_driver", details={"column": found.costly, "count": found.regained})
    if found.is_few:
        yield Note(code="few_complete", details={"count": found.n, "least": FEWEST_ROWS})
    for code in (Caution.DEPENDENT_DRIVERS, Caution.CONSTANT_DRIVER, Caution.FEW_CLUSTERS, Caution.ONE_CLUSTER):
        if code in found.warnings:
            yield Note(code=code, details={"clusters": found.clusters or 0})
