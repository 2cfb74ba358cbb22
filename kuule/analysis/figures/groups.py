"""The score of each group, and which of them differ from the rest by more than chance among so many comparisons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kuule import stats
from kuule.analysis.figures.scores import POINTS, fields_of_many, shares_of
from kuule.analysis.reading.answers import Answers
from kuule.analysis.reading.judging import KINDS, PROMOTER
from kuule.analysis.results import Group, Note
from kuule.stats import Shares

MOST_GROUPS = 1_000
LONGEST_NAME = 200
# Of the groups that are said to stand out, one in twenty at most does by chance alone, whatever the confidence.
SURE = 0.95


def groups_of(answers: Answers, confidence: float) -> tuple[dict[str, tuple[Group, ...]], list[Note]]:
    """Return the groups of each column to cut by, those with most answers first, and notes on columns cut short."""
    groups: dict[str, tuple[Group, ...]] = {}
    notes: list[Note] = []
    for place, column in enumerate(answers.source.by):
        counted = _counted(answers, f"by{place}")
        shown = sorted(counted, key=lambda name: (-_answers(counted[name]), name is None, name or ""))[:MOST_GROUPS]
        if len(counted) > len(shown):
            notes.append(
                Note(code="many_groups", details={"column": column, "shown": len(shown), "count": len(counted)})
            )
        everybody = shares_of(answers.judgement.kinds)
        groups[column] = _compared(column, {name: shares_of(counted[name]) for name in shown}, everybody, confidence)
    return groups, notes


def _counted(answers: Answers, column: str) -> dict[str | None, list[int]]:
    counted: dict[str | None, list[int]] = defaultdict(lambda: [0] * KINDS)
    for text, kind, count in answers.rows.group_by(column, "kind").len().iter_rows():
        name = text.strip()[:LONGEST_NAME] if text else None
        counted[name or None][kind] += count
    return counted


def _answers(kinds: Sequence[int]) -> int:
    return sum(kinds[: PROMOTER + 1])


def _compared(
    column: str, shown: Mapping[str | None, Shares], everybody: Shares, confidence: float
) -> tuple[Group, ...]:
    counted = list(shown.values())
    figures = fields_of_many(counted, confidence)
    found = stats.standouts(
        _columns([_rest(everybody, shares) for shares in counted]), _columns(counted), confidence=SURE
    )
    rows = zip(
        *(shown, figures, found.changes.value.tolist(), found.corrected_p.tolist(), found.stands_out.tolist()),
        strict=True,
    )
    return tuple(
        Group(
            by=column,
            value_name=name,
            difference=None if difference is None else difference * POINTS,
            p_adjusted=p_value,
            stands_out=stands_out,
            **fields,
        )
        for name, fields, difference, p_value, stands_out in rows
    )


def _rest(everybody: Shares, group: Shares) -> Shares:
    return Shares(
        everybody.detractors - group.detractors,
        everybody.passives - group.passives,
        everybody.promoters - group.promoters,
    )


def _columns(counted: Sequence[Shares]) -> tuple[list[int], list[int], list[int]]:
    return (
        [shares.detractors for shares in counted],
        [shares.passives for shares in counted],
        [shares.promoters for shares in counted],
    )
