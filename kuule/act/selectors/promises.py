"""What was promised to customers."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from kuule.act.models import AgreedAction, Case
from kuule.act.rules.cases import Standing


def open_promises(case_ids: Sequence[int]) -> QuerySet[AgreedAction]:
    """Return what was promised in these cases and is neither done nor dropped."""
    return AgreedAction.objects.filter(case__in=list(case_ids), done_at=None, dropped_at=None)


def promises_of(case_ids: Sequence[int]) -> list[AgreedAction]:
    """Return everything promised in these cases: what waits first, the soonest at the top."""
    found = AgreedAction.objects.filter(case__in=list(case_ids)).select_related("owner__user", "case")
    rows = list(found.order_by("due_on", "pk"))
    return sorted(rows, key=lambda each: each.done_at is not None or each.dropped_at is not None)


def promise_among(case_ids: Sequence[int], *, action_id: int) -> AgreedAction | None:
    """Return something promised in one of these cases, or None."""
    found = AgreedAction.objects.filter(case__in=list(case_ids), pk=action_id)
    return found.select_related("case__workspace").first()


def standing_of(case: Case, promises: Sequence[AgreedAction], *, now: datetime, today: date) -> Standing:
    """Return how a case with these promises stands, as far as the next act depends on it."""
    waiting = [each for each in promises if each.done_at is None and each.dropped_at is None]
    return Standing(
        state=case.state,
        has_owner=case.owner_id is not None,
        was_contacted=case.contacted_at is not None,
        reply_waits=case.reply_waits_since is not None,
        is_snoozed=case.snoozed_until is not None and case.snoozed_until > now,
        has_cause=case.root_cause_id is not None,
        promises_due=sum(each.due_on <= today for each in waiting),
        promises_open=len(waiting),
    )
