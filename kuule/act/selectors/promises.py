"""What was promised to customers, and what of all promises is overdue."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from kuule.act.models import AgreedAction, Case, HuddleItem, Letter
from kuule.act.rules.cases import Standing
from kuule.act.rules.huddles import PROMISE, REMINDED_FOR
from kuule.act.rules.letters import PROMISE_DUE
from kuule.workspaces.models import Workspace

# Somewhere on earth it is already tomorrow.
FURTHEST_EAST = timedelta(hours=14)

# A promise is named by its kind, made in a huddle or to a customer in a case, and its id.
ITEMS, ACTIONS = "items", "actions"
Promise = tuple[str, int]


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


def overdue_items(*, before: date) -> QuerySet[HuddleItem]:
    """Return what somebody promised in a huddle for a day before another, and neither kept nor dropped."""
    return HuddleItem.objects.filter(
        kind=PROMISE, done_at=None, dropped_at=None, due_on__lt=before, owner__user__is_active=True
    )


def overdue_actions(*, before: date) -> QuerySet[AgreedAction]:
    """Return what somebody promised to a customer for a day before another, and neither kept nor dropped."""
    return AgreedAction.objects.filter(done_at=None, dropped_at=None, due_on__lt=before, owner__user__is_active=True)


def workspaces_with_overdue_promises(*, now: datetime) -> QuerySet[Workspace]:
    """Return the workspaces in which a promise is overdue, or will be within hours."""
    before = (now + FURTHEST_EAST).date()
    items, actions = overdue_items(before=before), overdue_actions(before=before)
    found = Q(pk__in=items.values("workspace")) | Q(pk__in=actions.values("workspace"))
    return Workspace.objects.filter(found).order_by("pk")


def overdue_by_member(workspace: Workspace, *, today: date) -> Mapping[int, set[Promise]]:
    """Return whose promises are overdue on a day, and which."""
    found: dict[int, set[Promise]] = defaultdict(set)
    for kind, rows in ((ITEMS, overdue_items(before=today)), (ACTIONS, overdue_actions(before=today))):
        for owner, pk in rows.filter(workspace=workspace).values_list("owner_id", "pk"):
            found[owner].add((kind, pk))
    return found


def reminded_lately(workspace: Workspace, *, members: Iterable[int], now: datetime) -> Mapping[int, set[Promise]]:
    """Return which promises these members were reminded of lately."""
    letters = Letter.objects.filter(
        workspace=workspace, purpose=PROMISE_DUE, member__in=list(members), due_at__gt=now - REMINDED_FOR
    )
    found: dict[int, set[Promise]] = defaultdict(set)
    for member, params in letters.values_list("member_id", "params"):
        found[member or 0].update((kind, pk) for kind in (ITEMS, ACTIONS) for pk in params[kind])
    return found


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
