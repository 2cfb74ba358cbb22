"""Who in each account was asked and answered, and when an account last showed life."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, TextField, Value

from kuule.contacts.models import Account, Contact
from kuule.contacts.query import AccountFilter
from kuule.contacts.selectors import accounts_matching
from kuule.dispatch.models import Invitation, Occurrence
from kuule.insight.selectors.groups import contacts_in
from kuule.insight.selectors.properties import PropertyText
from kuule.responses.models import Click, Response
from kuule.responses.rules import PERSON
from kuule.surveys.models import Survey
from kuule.surveys.rules import OF_STAFF
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CUSTOMER


@dataclass(frozen=True, slots=True)
class PeopleCounted:
    """The people of an account in one role ("" is none): how many, asked, answered, and asked without an answer."""

    account_id: int
    role: str
    people: int
    asked: int
    answered: int
    silent: int


def worth_of_accounts(workspace: Workspace, *, filter: AccountFilter, key: str) -> Mapping[int, str | None]:  # noqa: A002
    """Return the accounts of a segment by id, each with the text of the property that is its revenue."""
    worth = PropertyText("properties", key) if key else Value(None, output_field=TextField())
    return dict(accounts_matching(workspace, filter=filter).annotate(worth=worth).values_list("pk", "worth"))


def people_counted(
    workspace: Workspace, *, since: datetime, account_ids: Collection[int] | None = None
) -> list[PeopleCounted]:
    """Return the customers of every account, or of some of these alone, counted since a moment.

    Whoever moved is counted where they are now; what they answered in an account before counts there alone.
    """
    people = Contact.objects.filter(contacts_in(CUSTOMER), workspace=workspace, archived_at=None, account__isnull=False)
    asked = Invitation.objects.filter(workspace=workspace, asked_at__gte=since, contact__isnull=False)
    answered = _answers(workspace, since).filter(contact__isnull=False, account__isnull=False)
    if account_ids is not None:
        here = list(account_ids)
        people, answered = people.filter(account__in=here), answered.filter(account__in=here)
        asked = asked.filter(contact__account__in=here)
    # Sets serve each of very many people at once; how a database joins as many it knows only by luck.
    was_asked = set(asked.order_by().values_list("contact_id", flat=True).iterator())
    has_answered = set(answered.order_by().values_list("contact_id", "account_id").iterator())
    counts: Counter[tuple[int, str, bool, bool]] = Counter(
        (account, role, pk in was_asked, (pk, account) in has_answered)
        for pk, account, role in people.order_by().values_list("pk", "account_id", "role").iterator()
        if account is not None
    )
    return _by_role(counts)


def _by_role(counts: Mapping[tuple[int, str, bool, bool], int]) -> list[PeopleCounted]:
    found: dict[tuple[int, str], list[int]] = {}
    for (account, role, is_asked, has_answered), people in counts.items():
        row = found.setdefault((account, role), [0, 0, 0, 0])
        for place, fits in enumerate((True, is_asked, has_answered, is_asked and not has_answered)):
            row[place] += people * fits
    return [PeopleCounted(account, role, *row) for (account, role), row in found.items()]


def answered_since(workspace: Workspace, since: datetime) -> Exists:
    """Return the condition on contacts that they answered since a moment, for the account they are in now."""
    return Exists(_answers(workspace, since).filter(contact=OuterRef("pk"), account=OuterRef("account")))


def accounts_heard(workspace: Workspace, *, since: datetime) -> set[int]:
    """Return the accounts of which somebody answered since a moment, also somebody who has left."""
    heard = _answers(workspace, since).filter(account__isnull=False).order_by().values_list("account_id", flat=True)
    return set(heard.distinct())


def last_signs_of_life(workspace: Workspace, *, account_ids: Sequence[int]) -> Mapping[int, datetime]:
    """Return when each of these accounts last answered, had something happen, or clicked as only people do."""
    wanted = list(account_ids)
    answers = Response.objects.filter(workspace=workspace, account__in=wanted, verdict=PERSON)
    happened = Occurrence.objects.filter(workspace=workspace, account__in=wanted)
    clicks = Click.objects.filter(workspace=workspace, verdict=PERSON, invitation__contact__account__in=wanted)
    found: dict[int, datetime] = {}
    for rows, account, moment in (
        (answers, "account_id", "answered_at"),
        (happened, "account_id", "happened_at"),
        (clicks, "invitation__contact__account_id", "at"),
    ):
        for pk, at in _latest(rows, account, moment):
            found[pk] = max(at, found.get(pk, at))
    return found


def accounts_with(workspace: Workspace, *, account_ids: Sequence[int]) -> Mapping[int, Account]:
    """Return these accounts by id, with owner and team."""
    found = Account.objects.filter(workspace=workspace, pk__in=list(account_ids))
    return found.select_related("owner__user", "team").in_bulk()


def _latest(rows: QuerySet[Any], account: str, moment: str) -> list[tuple[int, datetime]]:
    return list(rows.order_by().values_list(account).annotate(last=Max(moment)).values_list(account, "last"))


def _answers(workspace: Workspace, since: datetime) -> QuerySet[Response]:
    surveys = Survey.objects.filter(Q(group=None), workspace=workspace).exclude(family__in=OF_STAFF)
    return Response.objects.filter(
        workspace=workspace,
        verdict=PERSON,
        answered_at__gte=since,
        # No survey has the id 0: of an empty list Django makes no statement.
        survey__in=list(surveys.values_list("pk", flat=True)) or [0],
    )
