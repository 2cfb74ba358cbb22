"""The people of some accounts whom a plan may propose, and those who were taken out of being asked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber

from kuule.contacts.models import Contact
from kuule.dispatch.models import Exclusion, Invitation
from kuule.insight.selectors.account_coverage import answered_since
from kuule.insight.selectors.groups import contacts_in
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CUSTOMER

# So many of one role in one account are looked at: an account may have thousands.
LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be proposed, and when they were asked last."""

    contact: Contact
    last_asked_at: datetime | None


def candidates(workspace: Workspace, *, account_ids: Sequence[int], since: datetime) -> list[Candidate]:
    """Return some of each role in these accounts who have not answered since a moment, longest not asked first."""
    asked = Invitation.objects.filter(workspace=workspace, contact=OuterRef("pk"), asked_at__isnull=False)
    last = asked.order_by().values("contact").annotate(last=Max("asked_at")).values("last")
    people = Contact.objects.filter(
        contacts_in(CUSTOMER), ~answered_since(workspace, since), workspace=workspace, archived_at=None
    )
    order = (F("last_asked").asc(nulls_first=True), F("pk").asc())
    placed = (
        people.filter(account__in=list(account_ids))
        .annotate(last_asked=Subquery(last))
        .annotate(place=Window(RowNumber(), partition_by=[F("account_id"), F("role")], order_by=order))
        .filter(place__lte=LOOKED_AT)
        .order_by(*order)
    )
    return [Candidate(each, each.last_asked) for each in placed]


def people_taken_out(workspace: Workspace, *, account_ids: Sequence[int]) -> list[tuple[str, int]]:
    """Return by whom how many people of these accounts were taken out of being asked; "" is somebody who is gone."""
    live = Exclusion.objects.filter(workspace=workspace, lifted_at=None, contact__account__in=list(account_ids))
    counted = Counter(str(each.member or "") for each in live.select_related("member__user"))
    return counted.most_common()
