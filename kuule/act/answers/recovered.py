"""Who came back: unhappy customers whom somebody reached, what they said later, and how far others drift anyway."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, OuterRef, QuerySet, Subquery

from kuule.act.models import Case
from kuule.act.selectors.visible import cases_seen_by
from kuule.economics.answers.answering import RECOVERED, Paid, answering_pays
from kuule.economics.rules.contacting import USUAL_HORIZON
from kuule.economics.rules.groups import LEAST_PASSIVE
from kuule.insight.rules import GROUPS
from kuule.responses.models import Response
from kuule.responses.rules import PERSON, ZERO_TO_TEN
from kuule.stats import Estimate, clustered_share
from kuule.workspaces.models import Member, Workspace

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Later:
    """A case of somebody who was unhappy and was reached, and the first score they gave after that."""

    case: Case
    before: int
    after: int
    said_at: datetime

    @property
    def is_back(self) -> bool:
        """Tell whether they are no detractor any more."""
        return self.after >= LEAST_PASSIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What became of the unhappy who were reached in the twelve months before a moment.

    `reached` is how many there are, `later` those who answered again, `back` the share of these who are no detractors
    any more, with its interval; customers count as one each.
    """

    reached: int
    later: Sequence[Later]
    back: Estimate

    @property
    def came_back(self) -> list[Later]:
        """Return those who are no detractors any more, the newest answer first."""
        return [each for each in self.later if each.is_back]

    @property
    def not_back(self) -> list[Later]:
        """Return those who answered again and still are detractors, the newest answer first."""
        return [each for each in self.later if not each.is_back]


def recovered_customers(member: Member, *, now: datetime) -> Recovered:
    """Return what became of the unhappy whom somebody reached, in the cases that a member may see."""
    unhappy = cases_seen_by(member).filter(
        response__scale=ZERO_TO_TEN,
        response__score__in=GROUPS["detractor"],
        contact__isnull=False,
        contacted_at__gt=now - YEAR,
        contacted_at__lte=now,
    )
    later = list(_later(unhappy, now))
    return Recovered(
        reached=unhappy.count(),
        later=later,
        back=clustered_share(
            [float(each.is_back) for each in later],
            [each.case.account_id or -(each.case.contact_id or 0) for each in later],
        ),
    )


def drift_of_others(workspace: Workspace, *, day: date) -> Paid:
    """Return how many of the unhappy who were contacted came back, beside comparable ones whom nobody contacted.

    An association: people choose whom they call.
    """
    found = answering_pays(workspace, day=day, horizon=USUAL_HORIZON)
    return next(each for each in found.by_choice if each.outcome == RECOVERED)


def _later(cases: QuerySet[Case], now: datetime) -> Iterator[Later]:
    again = Response.objects.filter(
        workspace=OuterRef("workspace"),
        contact=OuterRef("contact"),
        scale=ZERO_TO_TEN,
        verdict=PERSON,
        survey__is_anonymous=False,
        answered_at__gt=OuterRef("contacted_at"),
        answered_at__lte=now,
    ).order_by("answered_at", "pk")
    rows = cases.annotate(
        before=F("response__score"),
        after=Subquery(again.values("score")[:1]),
        said_at=Subquery(again.values("answered_at")[:1]),
    ).filter(after__isnull=False)
    for case in rows.select_related("contact", "account", "owner__user", "response").order_by("-said_at", "-pk"):
        yield Later(case, case.before, case.after, case.said_at)
