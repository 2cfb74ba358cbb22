"""Who can be called of those who answered, with what decides who comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Exists, OuterRef, QuerySet, Subquery, TextField, Value
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


def callable_rows(query: Query, *, keys: Keys) -> list[CallableRow]:
    """Return one answer for each person who can be called, of the newest `MOST_IN_ORDER` that a query means."""
    rows = (
        _of_known_people(query)
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
    for contact, *values in rows.values_list(*fields, *annotated)[:MOST_IN_ORDER]:
        found.setdefault(contact, CallableRow(*values))
    return list(found.values())


def reachable_counts(query: Query) -> tuple[int, int]:
    """Return how many answers a query means whose person can be called, and how many whose person nobody knows.

    Who is not on the list any more is among the latter.
    """
    reachable = _of_known_people(query).order_by().count()
    return reachable, responses_matching(query, for_words=True).order_by().count() - reachable


def responses_in_order(query: Query, *, ids: Sequence[int]) -> list[Response]:
    """Return these answers as lists show them, in the order of their ids, each with the owner of its account."""
    rows = listed(Response.objects.filter(workspace_id=query.workspace_id, pk__in=ids))
    found = {row.pk: row for row in rows.select_related("account__owner__user")}
    return [found[pk] for pk in ids if pk in found]


def _of_known_people(query: Query) -> QuerySet[Response]:
    return responses_matching(query, for_words=True).filter(contact__isnull=False, contact__archived_at=None)


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
