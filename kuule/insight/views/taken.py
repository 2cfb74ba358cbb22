"""What a download holds: figures of the overview as a picture and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kuule.insight import charts
from kuule.insight.answers import Answer, Figure, answer
from kuule.insight.charts.picture import Panel, Picture
from kuule.insight.exporters.tables import Table
from kuule.insight.rules import GROUPS, SCORES
from kuule.insight.templatetags.insight import answers_word, family_heading, group_word, range_words, time_words
from kuule.insight.views.asking import Asked, active_filters
from kuule.insight.views.beside import TrendBeside, day_words, read_beside, series_chart, trend_beside
from kuule.insight.views.drawing import gauge_of, trend_of
from kuule.lib.tables.writing import DATE, NUMBER, Cell, Column
from kuule.ui.formats import percent, signed
from kuule.workspaces.auth import MemberRequest

LONGEST_LEGEND = 90


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture and a table of the same figures."""

    picture: Picture
    table: Table


def taken_score(request: MemberRequest, asked: Asked) -> Taken | None:
    """Return the score with its interval and shares; None where nobody answered."""
    found = answer(asked.query)
    if not found.n:
        return None
    shares = zip(GROUPS, found.shares.proportions or (), strict=True)
    words = " · ".join(f"{group_word(group)} {percent(share)}" for group, share in shares)
    picture = Picture(
        title=family_heading(asked.query.family),
        facts=facts_of(request, asked, found),
        panels=[Panel(gauge_of(found, charts.LIGHT), 260, 164)],
        legend=[words],
        source=source_line(request),
    )
    columns = [Column(_("Time")), *figure_columns()]
    return Taken(picture, Table(columns, [[time_words(asked.query), *figure_cells(found)]]))


def taken_scores(request: MemberRequest, asked: Asked) -> Taken | None:
    """Return how many gave each score; None where nobody answered."""
    found = answer(asked.query)
    if not found.n:
        return None
    picture = Picture(
        title=_("Answers by score"),
        facts=facts_of(request, asked, found),
        panels=[Panel(charts.draw(charts.Histogram(counts=found.histogram), charts.LIGHT), 360, 200)],
        source=source_line(request),
    )
    columns = [Column(_("Score"), NUMBER), Column(_("Group")), Column(_("Answers"), NUMBER), Column(_("Share"), NUMBER)]
    return Taken(picture, Table(columns, _score_rows(found)))


def _score_rows(found: Answer) -> list[list[Cell]]:
    groups = {score: group_word(group) for group, scores in GROUPS.items() for score in scores}
    return [[score, groups[score], found.histogram[score], found.histogram[score] / found.n] for score in SCORES]


def taken_trend(request: MemberRequest, asked: Asked) -> Taken | None:
    """Return the trend with its marks and the series below it; None where there is nothing."""
    carrying, series = read_beside(request, asked)
    found = trend_beside(request.workspace.slug, asked.query, series)
    if carrying.problems or not found.rows:
        return None
    panels = [Panel(trend_of(found.rows, marks=found.drawn_marks, theme=charts.LIGHT), 640, 240)]
    if series:
        heading = f"{series.name} ({series.unit})" if series.unit else series.name
        panels.append(Panel(series_chart(found, charts.LIGHT), 640, 150, heading))
    picture = Picture(
        title=_("%(name)s over time") % {"name": family_heading(asked.query.family)},
        facts=_trend_facts(request, asked, found),
        panels=panels,
        legend=[f"{mark.number}: {day_words(mark)} · {_short(mark.annotation.name)}" for mark in found.marks],
        source=source_line(request),
    )
    return Taken(picture, _trend_table(asked, found))


def _trend_facts(request: MemberRequest, asked: Asked, found: TrendBeside) -> list[str]:
    n = sum(row.point.n for row in found.rows)
    confidence = percent(found.rows[0].point.confidence, 0)
    return [
        f"{found.rows[0].name} – {found.rows[-1].name} · {answers_word(n)}",
        _("Shaded: %(confidence)s confidence · hollow: fewer than 30 answers") % {"confidence": confidence},
        *filters_of(request, asked),
    ]


def _trend_table(asked: Asked, found: TrendBeside) -> Table:
    columns = [Column(_("Time")), Column(_("First day"), DATE), Column(_("Last day"), DATE), *figure_columns()]
    if found.series:
        columns.append(Column(found.series.name, NUMBER))
    rows: list[list[Cell]] = []
    for row in found.rows:
        first = row.point.since.astimezone(asked.query.zone).date()
        last = (row.point.until - timedelta(microseconds=1)).astimezone(asked.query.zone).date()
        own: list[Cell] = [row.value] if found.series else []
        told = "; ".join(mark.annotation.name for mark in row.marks)
        rows.append([row.name, first, last, *figure_cells(row.point), *own, told])
    return Table([*columns, Column(_("Annotations"))], rows)


def figure_columns() -> list[Column]:
    """Return the columns that tell a score."""
    names = (_("Answers"), _("NPS"), _("Lower end"), _("Upper end"), _("Confidence"))
    return [Column(name, NUMBER) for name in (*names, *map(group_word, GROUPS))]


def figure_cells(figure: Figure) -> list[Cell]:
    """Return the cells below `figure_columns`; points with one decimal, as more would promise too much."""
    points = [None if each is None else round(each, 1) for each in (figure.value, figure.lower, figure.upper)]
    shares = figure.shares
    return [figure.n, *points, figure.confidence, shares.detractors, shares.passives, shares.promoters]


def facts_of(request: MemberRequest, asked: Asked, found: Figure) -> list[str]:
    """Return when, how many, how sure, and with which filters."""
    sure = _("NPS %(score)s, %(confidence)s confidence: %(range)s") % {
        "score": signed(found.value),
        "confidence": percent(found.confidence, 0),
        "range": range_words(found),
    }
    return [f"{time_words(asked.query)} · {answers_word(found.n)}", sure, *filters_of(request, asked)]


def filters_of(request: MemberRequest, asked: Asked) -> Sequence[str]:
    """Return the filters that are on, in one line; nothing without any."""
    found = active_filters(request.workspace.slug, asked)
    return [_short(" · ".join(f"{each.name}: {each.value}" for each in found))] if found else []


def source_line(request: MemberRequest) -> str:
    """Return where a picture comes from, and when it was made."""
    day = date_format(timezone.localtime(), _("j M Y"))
    return f"Kuule · {request.workspace.name} · {day}"


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_LEGEND else words[: LONGEST_LEGEND - 1] + "…"
