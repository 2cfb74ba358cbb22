"""Figures: any that a page shows, by the same query."""

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlencode

from django.utils import timezone
from pydantic import Field

from kuule.connect.mcp.calls import Caller
from kuule.connect.mcp.tools.base import Asked, AssistantTool, page
from kuule.contacts.rules import CONTACT_ROLES
from kuule.insight.selectors.questions import question_in

ACT = "assistant_asked_figures"
_PAGES = {
    "score": "overview",
    "trend": "trend",
    "segments": "segment_list",
    "comparison": "comparison",
    "pivot": "pivot",
    "cohorts": "cohorts",
    "drivers": "drivers",
    "themes": "theme_list",
}
QUERY = (
    "Which answers are meant, as in the address of a page; empty asks for the usual. Keys: period (90d, 12m, all), "
    "since and until (2026-01-31), survey, touchpoint, account, team, theme (ids from list_choices), role, group "
    "(promoter, passive, detractor), language, search (words), by (what to cut by, such as role, account, touchpoint "
    "or p.KEY), bucket (day, week, month, quarter), p.KEY (a property)."
)


class MetricAsked(Asked):
    """A metric, and the answers it is of."""

    metric: Literal["score", "trend", "segments", "comparison", "pivot", "cohorts", "drivers", "themes"] = "score"
    query: dict[str, str] = Field(
        default_factory=dict,
        max_length=30,
        description=f"{QUERY} For comparison also against (before, year, days, segments), segment, other; for pivot "
        "columns; for trend window (30, 90, 365).",
    )


class Nothing(Asked):
    """Nothing has to be said."""


class ChoicesAsked(Asked):
    """Of which family of surveys the choices are."""

    family: Literal["", "relationship", "transactional", "employee"] = ""


def _ask(caller: Caller, asked: MetricAsked) -> Any:
    answer = caller.read(f"/metrics/{asked.metric}", asked.query)
    said = {"in_words": _in_words(answer["score"])} if answer.get("score") else {}
    return {**answer, **said, "page": page(caller, _PAGES[asked.metric], query=urlencode(answer["query"]))}


def _in_words(score: Mapping[str, Any]) -> str:
    """Return a score as it may be said: never without how sure it is."""
    if score["value"] is None:
        return "Nobody answered, so there is no score."
    value, lower, upper = (f"{round(score[name]):+d}" for name in ("value", "lower", "upper"))
    few = " So few answered that reading the comments tells more than the score." if score["is_few"] else ""
    share = round(score["confidence"] * 100)
    return f"NPS {value}, {share} % interval {lower} to {upper}, from {score['n']} answers.{few}"


def _metrics(caller: Caller, asked: Nothing) -> Any:
    del asked
    return caller.read("/metrics")


def _choices(caller: Caller, asked: ChoicesAsked) -> Any:
    params = {"family": asked.family} if asked.family else {}
    found = question_in(params, workspace=caller.key.workspace, now=timezone.now()).choices
    lists = ("surveys", "touchpoints", "teams", "themes")
    return {
        **{name: [{"id": pk, "name": label} for pk, label in getattr(found, name)] for name in lists},
        "languages": list(found.languages),
        "properties": [{"key": f"p.{each.key}", "name": each.label, "kind": each.kind} for each in found.properties],
        "roles": list(CONTACT_ROLES),
    }


def _health(caller: Caller, asked: Nothing) -> Any:
    del asked
    return {**caller.read("/programme-health"), "page": page(caller, "health")}


def _goals(caller: Caller, asked: Nothing) -> Any:
    del asked
    return {**caller.read("/goals"), "page": page(caller, "goal_list")}


TOOLS = (
    AssistantTool(
        name="ask_metric",
        title="Ask for a figure",
        tells="The Net Promoter Score of any group of answers, its course, a comparison, its drivers or its themes. "
        "Each figure comes with its interval (lower, upper), the number of answers (n) and warnings. Say the "
        "interval and n beside the figure, and never call a difference a change whose verdict is steady. `page` is "
        "where people see it.",
        asks=MetricAsked,
        scope="metrics:read",
        act=ACT,
        run=_ask,
    ),
    AssistantTool(
        name="list_metrics",
        title="List the metrics",
        tells="Which metrics there are, and what each tells.",
        asks=Nothing,
        scope="metrics:read",
        act=ACT,
        run=_metrics,
    ),
    AssistantTool(
        name="list_choices",
        title="List surveys, touchpoints and segments",
        tells="The surveys, touchpoints, teams, themes, languages and properties that a query can name, with their "
        "ids.",
        asks=ChoicesAsked,
        scope="metrics:read",
        act=ACT,
        run=_choices,
    ),
    AssistantTool(
        name="programme_health",
        title="See how the programme is doing",
        tells="Twenty checks of how well the company measures and uses what it hears, each with its state.",
        asks=Nothing,
        scope="metrics:read",
        act=ACT,
        run=_health,
    ),
    AssistantTool(
        name="list_goals",
        title="List goals",
        tells="What the company wants to reach, and how near it is.",
        asks=Nothing,
        scope="initiatives:read",
        act=ACT,
        run=_goals,
    ),
)
