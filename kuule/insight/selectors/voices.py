"""How each account answered, what it is worth, and which accounts could have answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, TextField, Value

from kuule.contacts.models import Account, Contact
from kuule.contacts.query import ACCOUNT_PREFIX
from kuule.insight.query import Query
from kuule.insight.rules import GROUPS
from kuule.insight.selectors.asked import asked_worths
from kuule.insight.selectors.counts import COUNT_OF_GROUPS, GroupCounts
from kuule.insight.selectors.groups import contacts_in, group_of
from kuule.insight.selectors.matching import Surveys, openness_for, responses_matching, surveys_of
from kuule.insight.selectors.properties import SNAPSHOT, PropertyText, people_asked_for

MANY = 500


@dataclass(frozen=True, slots=True)
class VoiceCounts:
    """Answers of one account that were given while it was worth the same; without an account `account_id` is None.

    `worth` is the text of the property when they were given, None where it had none. Of those without an account
    `shared` came by a shared link.
    """

    account_id: int | None
    worth: str | None
    counts: GroupCounts
    shared: int = 0


def counts_by_account(query: Query, *, key: str = "") -> list[VoiceCounts]:
    """Return the counts of every account; with the `key` of a property of accounts, cut by its value at the time."""
    surveys = surveys_of(query)
    # What an account is worth would cut anonymous answers into groups that nobody looked at.
    has_worth = bool(key) and openness_for(query, among=surveys) is None
    asked = asked_worths(query, surveys, key=key if has_worth else "")
    if asked is not None:
        shared = _shared_by_nobody(query, surveys)
        return [
            VoiceCounts(account, worth, GroupCounts(*counts), shared if account is None else 0)
            for (account, worth), counts in asked.items()
        ]
    worth = PropertyText(SNAPSHOT, ACCOUNT_PREFIX + key) if has_worth else Value(None, output_field=TextField())
    rows = responses_matching(query, among=surveys).annotate(worth=worth).order_by().values("account_id", "worth")
    counted = rows.annotate(shared=Count("token_hash"), **COUNT_OF_GROUPS)
    return [
        VoiceCounts(account, worth, GroupCounts(*counts), shared)
        for account, worth, shared, *counts in counted.values_list("account_id", "worth", "shared", *GROUPS)
    ]


def _shared_by_nobody(query: Query, surveys: Surveys) -> int:
    nobodys = responses_matching(query, among=surveys).filter(account=None, token_hash__isnull=False)
    return nobodys.order_by().count()


def people_heard(query: Query) -> Mapping[int, int]:
    """Return how many different people of each account answered, by its id."""
    known = responses_matching(query).filter(account__isnull=False).order_by().values("account_id")
    return dict(known.annotate(people=Count("contact_id", distinct=True)).values_list("account_id", "people"))


def people_of_accounts(query: Query) -> Mapping[int, int]:
    """Return how many people of each account could have answered: not archived, and fitting the query's filters."""
    fitting = Contact.objects.filter(workspace_id=query.workspace_id, archived_at=None, account__isnull=False)
    fitting = fitting.filter(contacts_in(group_of(query)))
    if query.until:
        fitting = fitting.filter(created_at__lt=query.until)
    fitting = fitting.filter(people_asked_for(query))
    return dict(
        fitting.order_by().values("account_id").annotate(people=Count("pk")).values_list("account_id", "people")
    )


def worth_now(workspace_id: int, *, key: str, account_ids: Sequence[int]) -> Mapping[int, str | None]:
    """Return the text of a property of these accounts as it is now, by id."""
    found = _some(Account.objects.filter(workspace_id=workspace_id), account_ids)
    return dict(found.annotate(worth=PropertyText("properties", key)).values_list("pk", "worth"))


def worth_of_all(query: Query, *, key: str = "") -> Mapping[int, str | None]:
    """Return every account that could have answered, by id, with the text of a property as it is now.

    They are not archived and were known before the query's time ended, whether anybody in them was asked or not. With
    filters about people or accounts, somebody in them fits now.
    """
    worth = PropertyText("properties", key) if key else Value(None, output_field=TextField())
    return dict(_could_answer(query).annotate(worth=worth).values_list("pk", "worth"))


def account_names(workspace_id: int, *, account_ids: Iterable[int]) -> Mapping[int, str]:
    """Return the names of these accounts, archived or not."""
    wanted = list(account_ids)
    return dict(_some(Account.objects.filter(workspace_id=workspace_id), wanted).values_list("pk", "name"))


def _could_answer(query: Query) -> QuerySet[Account]:
    found = Account.objects.filter(workspace_id=query.workspace_id, archived_at=None)
    if query.until:
        found = found.filter(created_at__lt=query.until)
    people = people_asked_for(query)
    if people:
        found = found.filter(Exists(Contact.objects.filter(people, account=OuterRef("pk"), archived_at=None)))
    return found


def _some(rows: QuerySet[Account], wanted: Sequence[int]) -> QuerySet[Account]:
    # A long list of ids would be slower to send than all accounts.
    return rows.filter(pk__in=wanted) if len(wanted) <= MANY else rows
