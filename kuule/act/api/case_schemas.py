"""Cases as the API gives them."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from kuule.act.api.people import MemberOut
from kuule.act.api.personal import CustomerOut


class CaseOut(Schema):
    """A case. `due_at` is until when somebody reaches out, `contacted_at` when the first did.

    `root_cause`, `team`, `playbook`, `response`, `contact` and `account` are ids.
    """

    id: int
    uid: UUID
    state: Literal["open", "closed", "merged"]
    reason: str
    outcome: str
    score: int | None
    urgency: int
    response: int | None
    contact: int | None
    account: int | None
    customer: CustomerOut | None = Field(description="Null without the scope `personal`.")
    owner: MemberOut | None
    team: int | None
    playbook: int | None
    root_cause: int | None
    value: str | None = Field(description="What the account bought in twelve months. Null without `money:read`.")
    opened_at: datetime
    due_at: datetime
    contacted_at: datetime | None
    snoozed_until: datetime | None
    reply_waits_since: datetime | None
    closed_at: datetime | None
    merged_into: int | None
    page: str = Field(description="Where people see it.")


class CasePage(Schema):
    """Some cases, and where the next begin; null at the end."""

    cases: list[CaseOut]
    next_cursor: str | None


class CaseEventOut(Schema):
    """Something that happened in a case. `facts` are ids and codes, such as `to` of a case that was handed over."""

    id: int
    kind: str
    at: datetime
    by: MemberOut | None
    is_contact: bool
    words: str = Field(description="Masked without the scope `personal`.")
    facts: dict[str, Any]


class PromiseOut(Schema):
    """What was promised to the customer."""

    id: int
    text: str
    owner: MemberOut | None
    due_on: date
    agreed_at: datetime
    done_at: datetime | None
    dropped_at: datetime | None
    reason: str


class LetterHead(Schema):
    """A letter to the customer (`out`) or from them (`in`), without its words."""

    id: int
    way: Literal["out", "in"]
    at: datetime
    subject: str
    by: MemberOut | None
    state: str


class CaseWhole(CaseOut):
    """A case with all that was said and done. `next` is what is best done; `seen` goes with the next decision."""

    comment: str = Field(description="Masked without the scope `personal`.")
    next: str
    seen: int
    merged: list[int]
    events: list[CaseEventOut]
    promises: list[PromiseOut]
    letters: list[LetterHead]
