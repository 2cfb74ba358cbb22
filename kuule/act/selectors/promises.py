"""What was promised to customers."""

from collections.abc import Sequence

from django.db.models import QuerySet

from kuule.act.models import AgreedAction


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
