"""How soon people reached out in cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from kuule.act.models import Case
from kuule.act.rules import NO_PERSON
from kuule.act.rules.hearing import SILENCED, why_silenced
from kuule.act.selectors.answers import given_of
from kuule.act.selectors.settings import case_settings
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.question_types.scales import DETRACTOR, SCALES, group_on, points_of
from kuule.workspaces.models import Member, Workspace

MET, MISSED, STILL_OPEN = "met", "missed", "open"
STATES = (MET, MISSED, STILL_OPEN)

_REACHED = Q(contacted_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Level:
    """How many cases were reached out in in time, how many were not, and in how many there is time left."""

    met: int
    missed: int
    still_open: int


def counted_cases(workspace: Workspace, *, since: datetime, until: datetime) -> QuerySet[Case]:
    """Return the cases opened in a time that somebody should reach out in.

    Left out are those whose answer turned out to be of no person. A merged case counts by itself: its customer waited.
    """
    opened = Case.objects.filter(workspace=workspace, opened_at__gte=since, opened_at__lt=until)
    return opened.exclude(outcome=NO_PERSON)


def in_state(cases: QuerySet[Case], state: str, *, now: datetime) -> QuerySet[Case]:
    """Return the cases that met their time, missed it, or have time left."""
    met = _REACHED & Q(contacted_at__lte=F("due_at"))
    late = Q(contacted_at__gt=F("due_at")) | Q(contacted_at=None, due_at__lt=now)
    return cases.filter({MET: met, MISSED: late, STILL_OPEN: Q(contacted_at=None, due_at__gte=now)}[state])


def level_of(cases: QuerySet[Case], *, now: datetime) -> Level:
    """Return how many of some cases are in each state."""
    return Level(*(in_state(cases, state, now=now).count() for state in STATES))


def levels_by_team(cases: QuerySet[Case], *, now: datetime) -> Mapping[int | None, Level]:
    """Return the same for each team by id, None for cases that no team looks after."""
    counts: dict[int | None, list[int]] = {}
    for place, state in enumerate(STATES):
        rows = in_state(cases, state, now=now).order_by().values_list("team_id").annotate(n=Count("pk"))
        for team, n in rows:
            counts.setdefault(team, [0, 0, 0])[place] = n
    return {team: Level(*found) for team, found in counts.items()}


def cases_of(cases: QuerySet[Case], member: Member) -> QuerySet[Case]:
    """Return the cases in which a member is responsible or was the one who reached out."""
    return cases.annotate(by=Coalesce("contacted_by_id", "owner_id")).filter(by=member.pk)


def silenced_detractors(workspace: Workspace, *, since: datetime, until: datetime) -> Mapping[str, int]:
    """Return how many unhappy answers of a time opened no case, by why; only what happened."""
    unhappy = Q()
    for scale in SCALES:
        scores = [point for point in points_of(scale) if group_on(scale, point) == DETRACTOR]
        unhappy |= Q(scale=scale, score__in=scores)
    given = Response.objects.filter(
        unhappy, workspace=workspace, verdict=PERSON, answered_at__gte=since, answered_at__lt=until
    )
    cased = Case.objects.filter(workspace=workspace, response__isnull=False)
    left = given.exclude(pk__in=cased.values("response")).select_related("survey", "import_job")
    begin = case_settings(workspace).since
    found = dict.fromkeys(SILENCED, 0)
    for response in left.iterator(chunk_size=2_000):
        if why := why_silenced(given_of(response), cases_since=begin):
            found[why] += 1
    return {why: n for why, n in found.items() if n}
