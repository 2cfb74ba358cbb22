"""The groups of each column as a table, with a mark at those that differ from the rest by more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from kuule.analysis.results import Analysis, Group
from kuule.analysis.terminal.figures import (
    DETRACTOR,
    MUTED,
    PROMOTER,
    STRONG,
    chance,
    clean,
    interval,
    range_line,
    signed,
)

SHOWN = 20
LINE = 25
EMPTY = "(empty)"


def group_tables(analysis: Analysis) -> Iterator[RenderableType]:
    """Yield a table for each column that the answers were cut by."""
    for column, groups in analysis.groups.items():
        yield Stack(_table(column, groups), Text(_summary(groups), style=MUTED))


def _table(column: str, groups: Sequence[Group]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=MUTED)
    # Text, not str: rich would read [red] in a name as a colour.
    table.add_column(Text(clean(column)), no_wrap=True)
    for title in ("n", "score"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for title in ("interval", "to the rest", "p (BH)"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for group in _shown(groups):
        table.add_row(
            Text(EMPTY if group.value_name is None else clean(group.value_name, 32)),
            f"{group.n:,}",
            Text(signed(group.value), style=STRONG),
            range_line(group.lower, group.value, group.upper, LINE),
            interval(group.lower, group.upper),
            signed(group.difference),
            chance(group.p_adjusted),
            _mark(group),
        )
    return table


def _shown(groups: Sequence[Group]) -> list[Group]:
    """Return the largest groups, and of the others those that stand out."""
    return [group for place, group in enumerate(groups) if place < SHOWN or (group.stands_out and place < 5 * SHOWN)]


def _mark(group: Group) -> Text:
    if not group.stands_out or group.difference is None:
        return Text("")
    return Text("▲ above", style=PROMOTER) if group.difference > 0 else Text("▼ below", style=DETRACTOR)


def _summary(groups: Sequence[Group]) -> str:
    standing_out = sum(group.stands_out for group in groups)
    compared = sum(group.p_adjusted is not None for group in groups)
    hidden = len(groups) - len(_shown(groups))
    more = f" {hidden:,} more groups are in --json." if hidden else ""
    if not compared:
        return f"Nothing to compare.{more}"
    found = f"{standing_out:,} of {compared:,} groups" if standing_out else "None of these groups"
    verb = "stands out" if standing_out <= 1 else "stand out"
    return f"{found} {verb} from all others, corrected for {compared:,} comparisons (Benjamini–Hochberg, 5 %).{more}"
