"""Who can be called of those who answered, with what decides who comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Exists, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from kuule.contacts.rules import DECISION_MAKER
from kuule.insight.query import Query
from kuule.insight.selectors.matching import responses_matching, surveys_asked, surveys_of
from kuule.insight.selectors.properties import PropertyText
from kuule.insight.selectors.responses import listed
from kuule.responses.models import Response, ResponseNote
from kuule.responses.rules import PERSON

# The newest of so many are put in order; a longer time than that brings no order of calls but a backlog.
MOST_IN_ORDER = 5_000
YES = "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The properties that tell what an account is worth, and which accounts and people are key; "" is none."""

    worth: str = ""
    account: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class CallableRow:
    """The newest of the answers of one person, as the database knows it; `worth` is the text of the property."""

    response_id: int
    score: int
    answered_at: datetime
    role: str
    worth: str | None
    is_key_account: bool
    is_key_person: bool
    has_note: bool
    later_score: int | None

    @property
    def decides(self) -> bool:
        """Tell whether the person is a decision-maker now."""
        return self.role == DECISION_MAKER


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest `MOST_IN_ORDER` answers that a query means, by their ids.

    `unreachable` more of them are of people whom nobody knows, or who are not on the list any more; `is_cut` tells
    whether there are older ones.
    """

    reachable: Sequence[int]
    unreachable: int
    is_cut: bool


def newest_answers(query: Query) -> Newest:
    """Return the newest answers that a query means: without walking through all of them, however many there are."""
    rows = responses_matching(query, for_words=True).order_by("-answered_at", "-pk")
    found = list(rows.values_list("pk", "contact_id", "contact__archived_at")[: MOST_IN_ORDER + 1])
    looked_at = found[:MOST_IN_ORDER]
    reachable = [pk for pk, contact, archived_at in looked_at if contact is not None and archived_at is None]
    return Newest(reachable, len(looked_at) - len(reachable), is_cut=len(found) > MOST_IN_ORDER)


def callable_rows(query: Query, *, ids: Sequence[int], keys: Keys) -> list[CallableRow]:
    """Return one answer for each person who gave these, the newest."""
    rows = (
        Response.objects.filter(workspace_id=query.workspace_id, pk__among=list(ids))
        .order_by("-answered_at", "-pk")
        .annotate(
            worth=_text("account__properties", keys.worth),
            is_key_account=_says_yes("account__properties", keys.account),
            is_key_person=_says_yes("contact__properties", keys.person),
            has_note=Exists(ResponseNote.objects.filter(workspace_id=query.workspace_id, response=OuterRef("pk"))),
            later_score=_later_score(query),
        )
    )
    found: dict[int | None, CallableRow] = {}
    fields = ("contact_id", "pk", "score", "answered_at", "contact__role")
    annotated = ("worth", "is_key_account", "is_key_person", "has_note", "later_score")
    for contact, *values in rows.values_list(*fields, *annotated):
        found.setdefault(contact, CallableRow(*values))
    return list(found.values())


def responses_in_order(query: Query, *, ids: Sequence[int]) -> list[Response]:
    """Return these answers as lists show them, in the order of their ids, each with the owner of its account."""
    rows = listed(Response.objects.filter(workspace_id=query.workspace_id, pk__in=ids))
    found = {row.pk: row for row in rows.select_related("account__owner__user")}
    return [found[pk] for pk in ids if pk in found]


def _later_score(query: Query) -> Subquery:
    later = Response.objects.filter(
        workspace_id=query.workspace_id,
        survey_id__in=surveys_asked(query, surveys_of(query)),
        verdict=PERSON,
        contact=OuterRef("contact"),
        answered_at__gt=OuterRef("answered_at"),
    )
    return Subquery(later.order_by("-answered_at", "-pk").values("score")[:1])


def _text(column: str, key: str) -> PropertyText | Value:
    return PropertyText(column, key) if key else Value(None, output_field=TextField())


def _says_yes(column: str, key: str) -> Coalesce | Value:
    if not key:
        return Value(False, output_field=BooleanField())
    return Coalesce(Exact(PropertyText(column, key), Value(YES)), Value(False), output_field=BooleanField())
