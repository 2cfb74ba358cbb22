"""What a workspace knows of itself that a plan can begin with."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from kuule.contacts.models import Account, Contact, Suppression
from kuule.insight.query import Query
from kuule.insight.selectors.counts import GroupCounts, counts_of
from kuule.insight.selectors.people import ResponseRate, response_rate


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """The answers and the response rate of a query's time, the people who can be asked, and the owners of accounts."""

    counts: GroupCounts
    rate: ResponseRate | None
    people: int
    owners: int


def own_figures(query: Query) -> OwnFigures:
    """Return what the workspace of a query knows of itself."""
    return OwnFigures(
        counts=counts_of(query),
        rate=response_rate(query),
        people=people_who_can_be_asked(query.workspace_id),
        owners=_owners(query.workspace_id),
    )


def people_who_can_be_asked(workspace_id: int) -> int:
    """Return how many people have an address, are not archived, and are not on the list of those never to ask.

    Whoever was asked too short a time ago to be asked today counts: that pause ends.
    """
    stopped = Suppression.objects.filter(workspace_id=workspace_id, contact=OuterRef("pk"), lifted_at=None)
    reachable = Contact.objects.filter(workspace_id=workspace_id, archived_at=None).exclude(email="")
    return reachable.filter(~Exists(stopped)).count()


def _owners(workspace_id: int) -> int:
    owned = Account.objects.filter(workspace_id=workspace_id, archived_at=None, owner__isnull=False)
    return owned.order_by().values("owner").distinct().count()
