"""Detractors who said their name, and when somebody from the company reached them."""

from collections.abc import Mapping
from datetime import datetime

from kuule.economics.models import CustomerEvent
from kuule.economics.rules import CONTACTED
from kuule.economics.rules.loop import Spoken, Unhappy
from kuule.economics.selectors.customers import customer_code
from kuule.insight.query import Query
from kuule.insight.selectors.matching import responses_matching, surveys_of
from kuule.surveys.rules import RELATIONSHIP, TRANSACTIONAL
from kuule.workspaces.models import Workspace

FAMILIES = (RELATIONSHIP, TRANSACTIONAL)
PIECE = 20_000


def unhappy_answers(
    workspace: Workspace, merged: Mapping[int, int], *, since: datetime, until: datetime
) -> tuple[list[Unhappy], int]:
    """Return the answers of detractors in a time, and how many more there are of whom nobody knows who they are."""
    found, unknown = [], 0
    for family in FAMILIES:
        query = Query(
            workspace_id=workspace.pk,
            timezone=workspace.timezone,
            family=family,
            since=since,
            until=until,
            group="detractor",
        )
        among = surveys_of(query)
        rows = responses_matching(query, among=among)
        named = rows.filter(contact__isnull=False, survey__is_anonymous=False).order_by()
        unknown += rows.count()
        for pk, account_id, contact_id, at in named.values_list(
            "pk", "account_id", "contact_id", "answered_at"
        ).iterator(chunk_size=PIECE):
            customer = customer_code(account_id, contact_id, merged)
            if customer is not None:
                found.append(Unhappy(pk, customer, contact_id, at))
    return found, unknown - len(found)


def spoken_with(workspace: Workspace, merged: Mapping[int, int], *, since: datetime, until: datetime) -> list[Spoken]:
    """Return when customers were reached in a time."""
    events = CustomerEvent.objects.filter(workspace=workspace, kind=CONTACTED, outcome=True)
    rows = events.filter(happened_at__gte=since, happened_at__lt=until).order_by()
    found = []
    for account_id, contact_id, at in rows.values_list("account_id", "contact_id", "happened_at").iterator(
        chunk_size=PIECE
    ):
        customer = customer_code(account_id, contact_id, merged)
        if customer is not None:
            found.append(Spoken(customer, contact_id, at))
    return found
