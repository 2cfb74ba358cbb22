"""What customers answered in relationship surveys, by name: only such answers can be held against money."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kuule.economics.rules.groups import Answer
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.insight.query import Query
from kuule.insight.selectors.matching import responses_matching
from kuule.surveys.rules import RELATIONSHIP
from kuule.workspaces.models import Workspace


def named_answers(workspace: Workspace, *, until: datetime, since: datetime | None = None) -> list[Answer]:
    """Return the answers of customers to relationship surveys; anonymous ones tell of nobody and are not among them."""
    query = Query(workspace_id=workspace.pk, timezone=workspace.timezone, family=RELATIONSHIP, since=since, until=until)
    found = responses_matching(query).filter(contact__isnull=False, survey__is_anonymous=False)
    rows = found.order_by().values_list("account_id", "contact_id", "answered_at", "score")
    merged, zone = merged_accounts(workspace), ZoneInfo(workspace.timezone)
    answers = []
    for account_id, contact_id, answered_at, score in rows.iterator(chunk_size=20_000):
        customer = customer_code(account_id, contact_id, merged)
        if customer is not None:
            answers.append(Answer(customer, contact_id, answered_at.astimezone(zone).date(), score))
    return answers
