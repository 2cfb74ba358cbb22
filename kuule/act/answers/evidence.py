"""What the rows behind a check are called, and on which page they stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kuule.act.checks.base import ACCOUNT, ANSWER, CASE, CONTACT, GOAL, INITIATIVE, MEMBER, TREATMENT, Row
from kuule.act.models import Case, Goal, Initiative
from kuule.contacts.models import Account, Contact
from kuule.economics.models import Treatment
from kuule.responses.models import Response
from kuule.workspaces.models import Member, Workspace

# Which model a row is of, what leads to its name, and the page that shows it, "" while there is none.
_KINDS: Mapping[str, tuple[Any, tuple[str, ...], str]] = {
    CONTACT: (Contact, (), "contact_page"),
    ACCOUNT: (Account, (), "account_page"),
    ANSWER: (Response, ("account", "contact"), "response_page"),
    CASE: (Case, ("account", "contact"), "case_page"),
    GOAL: (Goal, (), "goal_page"),
    INITIATIVE: (Initiative, (), "initiative_page"),
    TREATMENT: (Treatment, (), "effect_page"),
    MEMBER: (Member, ("user",), ""),
}


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row behind a figure as a page shows it. `is_person` says that its name is that of a customer."""

    name: str
    page: str
    pk: int
    at: datetime | None
    note: str
    score: int | None = None
    is_person: bool = False


def named_rows(workspace: Workspace, rows: Sequence[Row]) -> list[NamedRow]:
    """Return rows with their names, in their order; those that are gone by now are left out."""
    found: dict[tuple[str, int], Any] = {}
    for about in {row.about for row in rows}:
        for thing in _things(workspace, about, {row.pk for row in rows if row.about == about}):
            found[about, thing.pk] = thing
    return [_named(row, found[row.about, row.pk]) for row in rows if (row.about, row.pk) in found]


def _things(workspace: Workspace, about: str, ids: Iterable[int]) -> Iterable[Any]:
    model, related, _page = _KINDS[about]
    rows: QuerySet[Any] = model._default_manager.filter(workspace=workspace, pk__in=list(ids))
    return rows.select_related(*related) if related else rows


def _named(row: Row, thing: Any) -> NamedRow:
    page = _KINDS[row.about][2]
    if row.about in (ANSWER, CASE):
        name = str(thing.account or thing.contact or "")
        score = thing.score if row.about == ANSWER else None
        return NamedRow(name, page, row.pk, row.at, row.note, score, is_person=True)
    return NamedRow(str(thing), page, row.pk, row.at, row.note, is_person=row.about in (CONTACT, ACCOUNT))
