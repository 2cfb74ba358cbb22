"""The page that `kuule analyze` prints: what was read, the score, how it splits, its trend, its groups, and notes."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kuule.analysis.reading.judging import DETRACTOR as DETRACTOR_KIND
from kuule.analysis.reading.judging import PASSIVE as PASSIVE_KIND
from kuule.analysis.reading.judging import PROMOTER as PROMOTER_KIND
from kuule.analysis.reading.judging import kind_of
from kuule.analysis.results import NPS, Analysis
from kuule.analysis.terminal.figures import (
    DETRACTOR,
    MUTED,
    PASSIVE,
    PROMOTER,
    STRONG,
    bar,
    clean,
    interval,
    percent,
    range_line,
    signed,
)
from kuule.analysis.terminal.groups import group_tables
from kuule.analysis.terminal.themes import theme_tables
from kuule.analysis.wording.guesses import guess_line, source_line
from kuule.analysis.wording.notes import note_words, notes_of

BAR = 32
LINE = 41
FEW = 10
STYLES = {DETRACTOR_KIND: DETRACTOR, PASSIVE_KIND: PASSIVE, PROMOTER_KIND: PROMOTER}
TRADEMARK = (
    "Net Promoter® and NPS® are registered trademarks, and Net Promoter Score℠ and Net Promoter System℠ are service "
    "marks, of Bain & Company, Inc., NICE Systems, Inc. and Fred Reichheld."
)


def show(analysis: Analysis, console: Console) -> None:
    """Print an analysis."""
    console.print(Text(source_line(analysis.source), style=STRONG))
    if guessed := guess_line(analysis):
        console.print(Text(guessed, style=MUTED))
    histogram = [_histogram(analysis)] if analysis.score.n else []
    tables = (*group_tables(analysis), *theme_tables(analysis))
    for part in (_score(analysis), _split(analysis), *histogram, *_trend(analysis), *tables):
        console.print()
        console.print(Padding(part, (0, 0, 0, 2), expand=False))
    _print_notes(analysis, console)
    if analysis.metric == NPS:
        console.print()
        console.print(Text(TRADEMARK, style=MUTED))


def metric_name(analysis: Analysis) -> str:
    """Return what the score may be called."""
    return "NPS" if analysis.metric == NPS else "Net score (not NPS)"


def _score(analysis: Analysis) -> RenderableType:
    score = analysis.score
    line = Text.assemble((f"{metric_name(analysis)}  ", STRONG), (signed(score.value), f"{STRONG} underline"))
    answers = f"{score.n:,} answer{'' if score.n == 1 else 's'}"
    if score.value is None:
        return Text.assemble(line, f"   {answers}: no score")
    of_all = f" of {analysis.population:,} people" if analysis.population else ""
    confidence = f"{analysis.confidence * 100:g} %"
    line.append(f"   {interval(score.lower, score.upper)}  at {confidence} confidence, {answers}{of_all}")
    if score.n < FEW:
        line.append("\nFew answers: the interval says more than the score.", style=MUTED)
    return line


def _split(analysis: Analysis) -> RenderableType:
    shares = analysis.score.shares
    table = _grid(3)
    parts = zip(
        ("Detractors", "Passives", "Promoters"),
        (shares.detractors, shares.passives, shares.promoters),
        shares.proportions or (0.0,) * 3,
        (DETRACTOR, PASSIVE, PROMOTER),
        strict=True,
    )
    for name, count, share, style in parts:
        table.add_row(name, f"{count:,}", percent(share) if shares.n else "", bar(share, BAR, style))
    left_out = [
        f"{count:,} {name}" for name, count in (("missing", shares.missing), ("invalid", shares.invalid)) if count
    ]
    if left_out:
        table.add_row(Text("Not counted", style=MUTED), "", "", Text(", ".join(left_out), style=MUTED))
    return table


def _histogram(analysis: Analysis) -> RenderableType:
    table = _grid(2)
    most = max(analysis.histogram.values(), default=0) or 1
    for answer, count in analysis.histogram.items():
        style = STYLES[kind_of(answer, analysis.scale)]
        table.add_row(Text(str(answer), justify="right"), f"{count:,}", bar(count / most, BAR, style))
    return table


def _trend(analysis: Analysis) -> Iterator[RenderableType]:
    if len(analysis.trend) < 2:
        return
    table = _grid(3)
    for point in analysis.trend:
        table.add_row(
            point.period,
            f"{point.n:,}",
            Text(signed(point.value), style=STRONG),
            range_line(point.lower, point.value, point.upper, LINE),
            Text(interval(point.lower, point.upper), style=MUTED),
        )
    yield table


def _grid(figures: int) -> Table:
    """Return a table without lines: a name, some figures to the right, and the rest."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    for _figure in range(figures - 1):
        table.add_column(justify="right", no_wrap=True)
    return table


def _print_notes(analysis: Analysis, console: Console) -> None:
    notes = [note_words(note) for note in notes_of(analysis)]
    if notes:
        console.print()
    for words in notes:
        mend = f" {clean(words.mend, 400)}" if words.mend else ""
        console.print(Text.assemble(("! ", STRONG), clean(words.says, 400), (mend, MUTED)))
