"""What goes with the score: how important each rating is, and how well it does."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kuule.insight import charts
from kuule.insight.answers.drivers import DriverAnswer, drivers
from kuule.insight.charts.driver_map import BOX
from kuule.insight.charts.picture import Panel, Picture
from kuule.insight.exporters.tables import Table
from kuule.insight.query import PROPERTY, Query
from kuule.insight.query.drivers import PROPERTIES_TOO, THEMES, DriverQuery
from kuule.insight.rules.drivers import DOWN, FEWEST_ROWS, IMPROVE, UP, Driver, Drivers
from kuule.insight.selectors.drivers import OF_THEME
from kuule.insight.templatetags.insight import address, answers_word, family_heading, time_words
from kuule.insight.views.asking import Asked, asking_context, read_query
from kuule.insight.views.left_out import handed_out
from kuule.insight.views.results import reader_of
from kuule.insight.views.taken import Taken, filters_of, source_line
from kuule.lib.tables.writing import NUMBER, Cell, Column
from kuule.ui.formats import percent, rounded
from kuule.workspaces.auth import MemberRequest, member_page

LONGEST_LEGEND = 90


@dataclass(frozen=True, slots=True)
class DriverRow:
    """A driver as a line of the table: its number there and on a map, its name, and the page that tells more of it."""

    number: int
    name: str
    url: str
    driver: Driver

    @property
    def verdict(self) -> str:
        """Return what its quadrant means."""
        return charts.quadrant_words(self.driver.place) if self.driver.place else ""

    @property
    def leaning(self) -> str:
        """Return which scores those give who speak of a theme."""
        return {UP: _("higher scores"), DOWN: _("lower scores"), 0: _("neither clearly")}[self.driver.direction]

    @property
    def rated(self) -> str:
        """Return its mean with the end of its scale."""
        driver = self.driver
        if driver.mean is None or driver.scale is None:
            return ""
        mean, highest = number_format(rounded(driver.mean, 1), 1), number_format(rounded(driver.scale[1]), 0)
        return _("%(mean)s of %(highest)s") % {"mean": mean, "highest": highest}


@member_page("see_results")
def drivers_page(request: MemberRequest) -> HttpResponse:
    """Show which ratings go with the score, and which of those are low."""
    asked, query = _read(request)
    context = asking_context(request, asked) | {"plain": query}
    if asked.problems:
        return render(request, "insight/drivers.html", context, status=HTTPStatus.BAD_REQUEST)
    if not context["hidden"]:
        slug = request.workspace.slug
        context |= {"handed_out": handed_out(slug, asked)} | _choices(slug, asked) | _figures(request, asked)
    return render(request, "insight/drivers.html", context)


def taken_drivers(request: MemberRequest, asked: Asked) -> Taken | None:
    """Return the map and the table of the drivers; None where there is no map."""
    asked, _query = _read(request)
    answer = None if asked.problems else _answer(asked)
    if answer is None or answer.found is None or answer.found.is_few or answer.reason:
        return None
    if answer.found.average_performance is None:
        return None
    found, rows = answer.found, _rows(request, answer, asked)
    legend = [f"{row.number}: {row.name}" for row in rows]
    picture = Picture(
        title=_("What goes with the score"),
        facts=[
            f"{family_heading(asked.query.family)} · {time_words(asked.query)} · {answers_word(found.n)}",
            _legend(found),
            *filters_of(request, asked),
        ],
        panels=[Panel(charts.draw(_map(found, rows), charts.LIGHT), BOX.width, BOX.height)],
        legend=[each if len(each) <= LONGEST_LEGEND else each[: LONGEST_LEGEND - 1] + "…" for each in legend],
        source=source_line(request),
    )
    return Taken(picture, _table(rows))


def _read(request: MemberRequest) -> tuple[Asked, Query]:
    """Return the question with what is compared, and the plain question."""
    asked = read_query(request, "drivers")
    query = asked.query.asking(by="", bucket="")
    wanted, problems = DriverQuery.read(request.GET.dict(), query)
    if asked.families.is_anonymous(query):
        # What an anonymous person is, beside what they said, could tell who it is.
        wanted = wanted.asking(also="")
    return replace(asked, query=wanted, problems=list(dict.fromkeys([*asked.problems, *problems]))), query


def _answer(asked: Asked) -> DriverAnswer:
    query: DriverQuery = asked.query  # type: ignore[assignment]
    return drivers(query, among=asked.families.of(query))


def _choices(slug: str, asked: Asked) -> dict[str, Any]:
    if asked.families.is_anonymous(asked.query):
        return {}
    ways = [("", _("Ratings"))]
    ways += [(PROPERTIES_TOO, _("Ratings and properties"))] if asked.choices.properties else []
    ways += [(THEMES, _("Themes"))] if asked.choices.themes else []
    links = [(also, words, address(slug, "drivers", asked.query.asking(also=also))) for also, words in ways]
    return {"ways": links if len(links) > 1 else []}


def _figures(request: MemberRequest, asked: Asked) -> dict[str, Any]:
    answer = _answer(asked)
    survey = dict(asked.choices.surveys).get(answer.survey_id or 0, "")
    is_of_themes = asked.query.to_params().get("also") == THEMES
    context: dict[str, Any] = {"answer": answer, "survey": survey, "fewest": FEWEST_ROWS, "is_of_themes": is_of_themes}
    found = answer.found
    if found is None or found.is_few or answer.reason:
        return context
    rows = _rows(request, answer, asked)
    costly = next((row.name for row in rows if row.driver.key == found.costly), "")
    has_map = found.average_performance is not None
    return context | {
        "found": found,
        "rows": rows,
        "first": [row.name for row in rows if row.driver.place == IMPROVE],
        "map": charts.draw(_map(found, rows)) if has_map else "",
        "legend": _legend(found),
        "costly": costly,
        "has_steps": any(row.driver.step for row in rows),
    }


def _rows(request: MemberRequest, answer: DriverAnswer, asked: Asked) -> list[DriverRow]:
    read = reader_of(request)
    slug, rows = request.workspace.slug, []
    for number, driver in enumerate(answer.found.drivers if answer.found else (), 1):
        named = answer.columns[driver.key]
        if driver.key.startswith(PROPERTY):
            name, url = named.label, address(slug, "segment_list", asked.query.asking(by=driver.key))
        elif driver.key.startswith(OF_THEME):
            name, url = read.read(named.texts), reverse("theme_page", args=[slug, driver.key.removeprefix(OF_THEME)])
        else:
            name, url = read.read(named.texts), reverse("survey_results", args=[slug, answer.survey_id])
        rows.append(DriverRow(number, name, url, driver))
    return rows


def _map(found: Drivers, rows: list[DriverRow]) -> charts.DriverMap:
    names, urls = {row.driver.key: row.name for row in rows}, {row.driver.key: row.url for row in rows}
    return charts.driver_map_of(found, names, urls)


def _legend(found: Drivers) -> str:
    return _("Lines: %(confidence)s confidence · hollow: not clearly more or less than an equal share") % {
        "confidence": percent(found.confidence, 0)
    }


def _table(rows: list[DriverRow]) -> Table:
    shares = (_("Importance"), _("Lower end"), _("Upper end"))
    steps = (_("One step more"), _("Lower end of the step"), _("Upper end of the step"))
    columns = [
        Column(_("Driver")),
        *(Column(name, NUMBER) for name in (*shares, _("Answers"), _("Mean"), _("Part of the scale"), *steps)),
        Column(_("What to do")),
    ]
    return Table(columns, [[row.name, *_cells(row.driver), row.verdict] for row in rows])


def _cells(driver: Driver) -> list[Cell]:
    step = driver.step
    points = (None,) * 3 if step is None else (step.points, step.lower, step.upper)
    shares = [None if each is None else round(each, 3) for each in (driver.share, driver.lower, driver.upper)]
    rated = [None if each is None else round(each, 3) for each in (driver.mean, driver.performance)]
    return [*shares, driver.n, *rated, *(None if each is None else round(each, 1) for each in points)]
