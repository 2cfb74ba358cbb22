"""Renewals as lines of a table, each with who stands behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isnan
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.contacts.models import Contact
from kuule.economics.answers.renewals import Renewal, RenewalOutlook
from kuule.economics.rules.next_question import NextQuestion, Situation, next_question
from kuule.economics.rules.signals import ROLES
from kuule.economics.selectors.renewing import Whose, complaints, people_of, whose
from kuule.economics.views.renewal_words import asked_words, question_words, reason_words
from kuule.insight.models import Theme
from kuule.insight.query.periods import day_start
from kuule.workspaces.models import Workspace

# What was complained about within this time is open.
OPEN_FOR = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class RoleScore:
    """What the people in a role gave last: the mean of their latest scores, the day of the last, and how many."""

    role: str
    score: float
    heard_on: date
    people: int

    @property
    def rounded(self) -> int:
        """Return the score that the mean rounds to, half up, by which its group is told."""
        return int(self.score + 0.5)


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """A renewal with everything a page or a file says of it."""

    renewal: Renewal
    whose: Whose
    name: str
    scores: Sequence[RoleScore]
    trend: float | None
    silence: int | None
    incidents: int
    incident_on: date | None
    themes: Sequence[Theme]
    people: Sequence[Contact]
    reasons: Sequence[str]
    question: NextQuestion

    @property
    def is_person(self) -> bool:
        """Tell whether the customer is a person, or a company of which no role was told."""
        return self.whose.account is None

    @property
    def theme_names(self) -> list[str]:
        """Return what was complained about lately, in the reader's language."""
        return [each.name_in(get_language() or "en") for each in self.themes]

    @property
    def question_words(self) -> str:
        """Return what to ask next."""
        return question_words(self.question)

    @property
    def asked_words(self) -> str:
        """Return whom to ask it."""
        return asked_words(self.question, is_person=self.is_person)

    @property
    def missing_roles(self) -> list[str]:
        """Return the roles in which somebody is known and nobody answered in a year."""
        heard = {each.role for each in self.scores}
        return [role for role in ROLES if role and role not in heard and role in {each.role for each in self.people}]


def renewal_rows(
    workspace: Workspace, outlook: RenewalOutlook, shown: Sequence[Renewal], *, names_people: bool
) -> list[RenewalRow]:
    """Return lines of some renewals of an outlook, in a few queries; customers that were erased have none.

    Companies have their name; people who are customers themselves have it for those who may see people.
    """
    customers = {each.customer for each in shown}
    zone = ZoneInfo(workspace.timezone)
    until = day_start(outlook.day + timedelta(days=1), zone)
    names, people = whose(workspace, customers=customers), people_of(workspace, customers=customers)
    themes = complaints(workspace, customers=customers, since=until - OPEN_FOR, until=until)
    return [
        _row(
            outlook,
            each,
            names[each.customer],
            people.get(each.customer, []),
            themes.get(each.customer, []),
            names_people=names_people,
        )
        for each in shown
        if each.customer in names
    ]


def _row(
    outlook: RenewalOutlook,
    renewal: Renewal,
    who: Whose,
    people: Sequence[Contact],
    themes: Sequence[Theme],
    *,
    names_people: bool,
) -> RenewalRow:
    signals, place = outlook.signals, renewal.place
    scores = _scores(outlook, place)
    incident_on = _day(int(signals.incident_on[place]))
    situation = Situation(
        ends_on=renewal.at_stake.ends_on,
        is_person=who.account is None,
        people=frozenset(each.role for each in people),
        heard_on={each.role: each.heard_on for each in scores},
        score={each.role: each.score for each in scores},
        themes=tuple(each.name_in(get_language() or "en") for each in themes[:1]),
        incident_on=incident_on,
    )
    return RenewalRow(
        renewal=renewal,
        whose=who,
        name=who.name if who.account or names_people else _("A person"),
        scores=scores,
        trend=_number(float(signals.trend[place])),
        silence=None if (days := _number(float(signals.silence[place]))) is None else int(days),
        incidents=int(signals.incidents[place]),
        incident_on=incident_on,
        themes=themes,
        people=people,
        reasons=[reason_words(each, has_roles=any(one.role for one in people)) for each in outlook.reasons(renewal)],
        question=next_question(situation, day=outlook.day),
    )


def _scores(outlook: RenewalOutlook, place: int) -> list[RoleScore]:
    signals = outlook.signals
    return [
        RoleScore(role, float(signals.score[place, at]), date.fromordinal(int(signals.heard_on[place, at])), n)
        for at, role in enumerate(ROLES)
        if (n := int(signals.people[place, at]))
    ]


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _number(value: float) -> float | None:
    return None if isnan(value) else value
