"""What customers answered in relationship surveys, by name: only such answers can be held against money."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F

from kuule.economics.rules.groups import Answer, AnswerColumns
from kuule.economics.selectors.customers import merged_accounts
from kuule.economics.selectors.whole import Second, after_merges, customer_number, local_days, whole_columns
from kuule.insight.query import Query
from kuule.insight.selectors.matching import responses_matching
from kuule.surveys.rules import RELATIONSHIP
from kuule.workspaces.models import Workspace


def named_answers(workspace: Workspace, *, until: datetime, since: datetime | None = None) -> list[Answer]:
    """Return the answers of customers to relationship surveys; anonymous ones tell of nobody and are not among them."""
    found = answer_columns(workspace, until=until, since=since)
    columns = (found.customer.tolist(), found.person.tolist(), map(date.fromordinal, found.day.tolist()))
    return [Answer(*row) for row in zip(*columns, found.score.tolist(), strict=True)]


def answer_columns(workspace: Workspace, *, until: datetime, since: datetime | None = None) -> AnswerColumns:
    """Return the same answers as columns, in the order in which they were written down."""
    query = Query(workspace_id=workspace.pk, timezone=workspace.timezone, family=RELATIONSHIP, since=since, until=until)
    found = whole_columns(
        responses_matching(query).filter(contact__isnull=False, survey__is_anonymous=False),
        number=F("pk"),
        customer=customer_number(),
        person=F("contact_id"),
        second=Second("answered_at"),
        given=F("score"),
    )
    order = found["number"].argsort()
    return AnswerColumns(
        customer=after_merges(found["customer"], merged_accounts(workspace))[order],
        person=found["person"][order],
        day=local_days(found["second"], ZoneInfo(workspace.timezone))[order],
        score=found["given"][order],
    )
