"""Initiatives as the API gives them."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from kuule.act.api.people import MemberOut


class EvidenceOut(Schema):
    """What is behind an initiative, counted. `since` came after the work had begun."""

    answers: int
    comments: int
    cases: int
    people: int
    customers: int
    since: int


class MoneyOut(Schema):
    """What it costs, and what is at stake, in `currency`; amounts are texts, so that no program rounds them.

    `revenue` is what the customers behind it paid in twelve months.
    """

    currency: str
    asked: str | None
    granted: str | None
    spent: str | None
    hoped_for: str | None
    revenue: str | None


class EffectOut(Schema):
    """Did it work: the change of those who were touched beside that of the others, in points, with its interval."""

    verdict: str
    effect: float | None
    lower: float | None
    upper: float | None
    n: int
    starts_on: date
    needed: int | None = Field(description="How many more answers it takes to see a change worth seeing.")


class ReviewOut(Schema):
    """A day on which somebody decides whether it goes on, and what they decided."""

    due_on: date
    verdict: str
    reason: str
    made_at: datetime | None


class InitiativeOut(Schema):
    """Something done about what customers said. `root_cause`, `theme`, `touchpoint` and `team` are ids.

    `impact` and `effort` are 1 (little) to 3 (much).
    """

    id: int
    uid: UUID
    title: str
    state: str
    state_since: datetime
    origin: str
    owner: MemberOut | None
    owner_accepted_at: datetime | None
    sponsor: MemberOut | None
    team: int | None
    root_cause: int | None
    theme: int | None
    touchpoint: int | None
    impact: int
    effort: int
    impact_class: str
    planned_start: date | None
    planned_end: date | None
    proposed_at: datetime
    started_at: datetime | None
    done_at: datetime | None
    verdict: str
    evidence: EvidenceOut
    money: MoneyOut | None = Field(description="Null without `money:read`.")
    page: str = Field(description="Where people see it.")


class InitiativePage(Schema):
    """Some initiatives, and where the next begin; null at the end."""

    initiatives: list[InitiativeOut]
    next_cursor: str | None


class InitiativeWhole(InitiativeOut):
    """An initiative with its hypothesis, its reviews and its effect; null while nothing is there to judge it by."""

    cause: str
    if_we: str
    then_it: str
    for_whom: str
    heard_since: date
    heard_from: str
    reason: str
    reviews: list[ReviewOut]
    effect: EffectOut | None
