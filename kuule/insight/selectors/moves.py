"""Who left an account or came to it, and how they had answered before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from kuule.contacts.models import Account, ContactMove
from kuule.insight.selectors.persons import customer_answers
from kuule.workspaces.models import Workspace

MOST_MOVES = 20


@dataclass(frozen=True, slots=True)
class Moved:
    """That somebody left this account or came to it, and the last score they gave, None where they gave none."""

    move: ContactMove
    has_left: bool
    score: int | None


def moves_of(account: Account) -> list[Moved]:
    """Return who left an account or came to it, the newest first."""
    found = ContactMove.objects.filter(
        Q(from_account=account) | Q(to_account=account), workspace_id=account.workspace_id
    )
    rows = list(found.select_related("contact", "from_account", "to_account").order_by("-moved_at", "-pk")[:MOST_MOVES])
    scores = last_scores(account.workspace, contact_ids=[each.contact_id for each in rows])
    return [Moved(each, each.from_account_id == account.pk, scores.get(each.contact_id)) for each in rows]


def last_scores(workspace: Workspace, *, contact_ids: Sequence[int]) -> Mapping[int, int]:
    """Return the last score from 0 to 10 that each of these people gave as a customer."""
    given = customer_answers(workspace, contact_ids=contact_ids)
    return dict(given.order_by("answered_at", "pk").values_list("contact_id", "score"))


def newcomers(workspace: Workspace, *, account_ids: Sequence[int]) -> set[int]:
    """Return the people who came to one of these accounts from another and are still there."""
    found = ContactMove.objects.filter(workspace=workspace, to_account__in=list(account_ids))
    rows = found.values_list("contact_id", "to_account_id", "contact__account_id")
    return {contact for contact, to, now in rows if to == now}
