"""What those did later who were drawn for a message: followed its link, bought, answered again."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kuule.economics.models import LedgerEntry, MessageShown, MessageTest
from kuule.economics.rules import REVENUE
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.economics.selectors.standings import named_answers
from kuule.workspaces.models import Workspace

CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """Somebody who was drawn for a message: when, and what they did later.

    `customer` is 0 for nobody known. `has_bought` is None while the days for it are not over, and of nobody known.
    `score` is that of their next answer to a relationship survey, None without one.
    """

    customer: int
    group: str
    message: int
    day: date
    has_tapped: bool
    has_bought: bool | None
    score: int | None


def drawn_people(test: MessageTest, *, now: datetime) -> list[Drawn]:
    """Return everybody who was drawn in a test, with what they did until now."""
    workspace, zone = test.workspace, ZoneInfo(test.workspace.timezone)
    merged, today = merged_accounts(workspace), now.astimezone(zone).date()
    shown = MessageShown.objects.filter(workspace=workspace, test=test).order_by("shown_at", "pk")
    columns = ("group", "message", "shown_at", "tapped_at", "response__account_id", "response__contact_id")
    rows = list(shown.values_list(*columns).iterator(chunk_size=CHUNK))
    if not rows:
        return []
    first = rows[0][2].astimezone(zone).date()
    bought, answered = purchase_days(workspace, since=first), _later_answers(test, until=now)
    people = []
    for group, message, shown_at, tapped_at, account, contact in rows:
        day = shown_at.astimezone(zone).date()
        customer = customer_code(account, contact, merged)
        last = day + timedelta(days=test.goal_days)
        is_over = customer is not None and last < today
        has_bought = _has_bought(bought.get(customer or 0, ()), day, last) if is_over else None
        score = next((score for answered_on, score in answered.get(contact, ()) if answered_on > day), None)
        people.append(Drawn(customer or 0, group, message, day, tapped_at is not None, has_bought, score))
    return people


def purchase_days(workspace: Workspace, *, since: date) -> dict[int, list[date]]:
    """Return the days on which each customer bought something, from a day on, in order."""
    sales = LedgerEntry.objects.filter(workspace=workspace, kind=REVENUE, amount__gt=0, day__gte=since)
    rows = sales.order_by("day").values_list("account_id", "contact_id", "day").distinct()
    merged, found = merged_accounts(workspace), defaultdict[int, list[date]](list)
    for account, contact, day in rows.iterator(chunk_size=CHUNK):
        customer = customer_code(account, contact, merged)
        if customer is not None:
            found[customer].append(day)
    return dict(found)


def _later_answers(test: MessageTest, *, until: datetime) -> dict[Hashable, list[tuple[date, int]]]:
    found = defaultdict[Hashable, list[tuple[date, int]]](list)
    answers = named_answers(test.workspace, since=test.started_at, until=until)
    for each in sorted(answers, key=lambda answer: answer.day):
        found[each.person].append((each.day, each.score))
    return dict(found)


def _has_bought(days: Sequence[date], since: date, until: date) -> bool:
    place = bisect_right(days, since)
    return place < len(days) and days[place] <= until
