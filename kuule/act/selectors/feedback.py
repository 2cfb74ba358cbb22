"""What customers of a team, or at a touchpoint, said in a time, and which of their cases wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet

from kuule.act.models import Case, HuddlePlan
from kuule.act.rules import OPEN
from kuule.act.rules.huddles import CASES_SHOWN, COMMENTS_READ, LATE, REPLY_WAITS, STILL_OPEN, THEMES_SHOWN, UNCLEAR
from kuule.insight.models import ThemeLabel
from kuule.insight.query import NPS_FAMILIES, Query
from kuule.insight.selectors.matching import responses_matching
from kuule.insight.selectors.responses import listed
from kuule.responses.models import Response
from kuule.surveys.rules import RELATIONSHIP, TRANSACTIONAL


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many cases of a team are open, and how many of them are late or have no owner."""

    open: int
    late: int
    unclear: int


def feedback_queries(plan: HuddlePlan, *, since: datetime | None, until: datetime) -> list[Query]:
    """Return the questions for the answers that a huddle is about, one for each family of surveys.

    Staff are never among them: what employees say of the company is not feedback of customers.
    """
    workspace = plan.workspace
    query = Query(
        workspace_id=workspace.pk,
        timezone=workspace.timezone,
        since=since,
        until=until,
        few_below=workspace.min_n_shown,
    )
    if plan.touchpoint is None:
        return [query.asking(family=family, team_id=plan.team_id) for family in (RELATIONSHIP, TRANSACTIONAL)]
    survey = plan.touchpoint.survey
    return [] if survey is None else [query.asking(family=survey.family, survey_id=survey.pk)]


def score_query(plan: HuddlePlan, *, since: datetime, until: datetime) -> Query | None:
    """Return the question for the score that a huddle looks at, or None where nobody is asked to recommend."""
    queries = feedback_queries(plan, since=since, until=until)
    return next((query for query in queries if query.family in NPS_FAMILIES), None)


def answers_to(queries: Sequence[Query], *, for_words: bool = False) -> QuerySet[Response]:
    """Return the answers that any of these questions means."""
    matching = (responses_matching(query, for_words=for_words).order_by() for query in queries)
    return reduce(or_, matching, Response.objects.none())


def newest_with_words(queries: Sequence[Query]) -> list[Response]:
    """Return the newest answers with a comment, as many as a huddle can be made of."""
    return list(listed(answers_to(queries, for_words=True).exclude(verbatim=""))[:COMMENTS_READ])


def themes_heard(queries: Sequence[Query]) -> list[tuple[int, int]]:
    """Return what comments speak of most: the id of each theme and how many speak of it."""
    said = answers_to(queries, for_words=True).exclude(verbatim="").values("pk")
    labels = ThemeLabel.objects.counted().filter(workspace_id=queries[0].workspace_id, response__in=said)
    counted = labels.order_by().values("theme").annotate(n=Count("pk")).order_by("-n", "theme")
    return list(counted.values_list("theme", "n")[:THEMES_SHOWN])


def open_cases(plan: HuddlePlan) -> QuerySet[Case]:
    """Return the open cases that a huddle is about."""
    cases = Case.objects.filter(workspace_id=plan.workspace_id, state=OPEN)
    if plan.touchpoint is None:
        return cases.filter(team=plan.team)
    return cases.filter(response__survey_id=plan.touchpoint.survey_id or 0)


def case_counts(plan: HuddlePlan, *, now: datetime) -> CaseCounts:
    """Count the open cases that a huddle is about."""
    counted = open_cases(plan).aggregate(
        open=Count("pk"), late=Count("pk", filter=_late(now)), unclear=Count("pk", filter=Q(owner=None))
    )
    return CaseCounts(**counted)


def cases_to_discuss(plan: HuddlePlan, *, now: datetime) -> list[tuple[int, str]]:
    """Return the ids of the cases to talk about and why: late ones first, then those nobody owns or answers."""
    cases = open_cases(plan)
    of_kind = (
        (LATE, cases.filter(_late(now)).order_by("due_at", "pk")),
        (UNCLEAR, cases.filter(owner=None).order_by("due_at", "pk")),
        (REPLY_WAITS, cases.filter(reply_waits_since__isnull=False).order_by("reply_waits_since", "pk")),
        (STILL_OPEN, cases.order_by("-urgency", "due_at", "pk")),
    )
    found: dict[int, str] = {}
    for why, rows in of_kind:
        for pk in rows.values_list("pk", flat=True)[:CASES_SHOWN]:
            found.setdefault(pk, why)
    return list(found.items())[:CASES_SHOWN]


def _late(now: datetime) -> Q:
    return Q(contacted_at=None, due_at__lt=now)
