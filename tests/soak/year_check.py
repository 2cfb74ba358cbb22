"""An independent look at what a year of asking left behind: plain loops over rows, none of the code that decides."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kuule.contacts.models import Contact
from kuule.dispatch.models import AskHold, Delivery, Occurrence, Programme, Turn
from kuule.workspaces.models import Workspace


@dataclass(frozen=True)
class Span:
    """That something held between two moments: a limit, somebody who said no."""

    begins: datetime
    ends: datetime

    def holds(self, moment: datetime) -> bool:
        return self.begins <= moment < self.ends


@dataclass(frozen=True)
class Ask:
    """One mail that left."""

    contact: int
    account: int | None
    programme: int | None
    wave: int | None
    decided_at: datetime
    sent_at: datetime
    zone: ZoneInfo


def asks_of(workspace: Workspace) -> list[Ask]:
    sent = Delivery.objects.filter(workspace=workspace, state__in=("sent", "uncertain"))
    rows = sent.values_list(
        *("invitation__contact_id", "invitation__contact__account_id", "invitation__programme_id"),
        *("invitation__wave_id", "invitation__decided_at", "claimed_at", "invitation__contact__timezone"),
    )
    zones: dict[str, ZoneInfo] = defaultdict(lambda: ZoneInfo(workspace.timezone))
    found = []
    for *who, decided_at, sent_at, zone in rows.iterator():
        if zone and zone not in zones:
            zones[zone] = ZoneInfo(zone)
        found.append(Ask(*who, decided_at, sent_at, zones[zone]))
    return sorted(found, key=lambda each: each.sent_at)


def too_soon(asks: list[Ask], pause: timedelta) -> int:
    """Count those asked again within the pause, by whatever."""
    last: dict[int, datetime] = {}
    broken = 0
    for each in asks:
        broken += each.contact in last and each.sent_at - last[each.contact] < pause
        last[each.contact] = each.sent_at
    return broken


def too_many_in_an_account(asks: list[Ask], span: Span, *, most: int, days: int) -> int:
    """Count asks beyond so many in so many days in one account, decided while that limit stood."""
    moments: dict[int, list[datetime]] = defaultdict(list)
    broken = 0
    for each in asks:
        if each.account is None:
            continue
        before = [at for at in moments[each.account] if each.sent_at - at < timedelta(days=days)]
        broken += span.holds(each.sent_at) and span.holds(each.decided_at) and len(before) >= most
        moments[each.account] = [*before, each.sent_at]
    return broken


def out_of_hours(asks: list[Ask], hours: dict[int, list[tuple[datetime, str, frozenset[date]]]]) -> int:
    """Count mails on a day or an hour that was none for sending. `hours` has each programme's days since when."""
    broken = 0
    for each in asks:
        if each.wave is not None:
            continue
        local = each.sent_at.astimezone(each.zone)
        if each.programme is None:
            broken += not time(8) <= local.time() < time(21)
            continue
        days, off = next((days, off) for since, days, off in reversed(hours[each.programme]) if since <= each.sent_at)
        is_day = str(local.weekday()) in days and local.date() not in off
        broken += not (is_day and time(9) <= local.time() < time(17))
    return broken


def in_spite_of(asks: list[Ask], no: dict[int, Span]) -> list[tuple[Ask, Span]]:
    """Return the asks of people who had said no, had bounced, or had been archived."""
    spans = ((each, no[each.contact]) for each in asks if each.contact in no)
    return [(each, span) for each, span in spans if span.holds(each.sent_at)]


def held(asks: list[Ask], workspace: Workspace) -> int:
    """Count people who were written to while a hold on them was in force."""
    holds = defaultdict(list)
    for hold in AskHold.objects.filter(workspace=workspace):
        holds[hold.contact_id].append(Span(hold.placed_at, min(hold.until, hold.released_at or hold.until)))
    return sum(span.holds(each.sent_at) for each in asks for span in holds.get(each.contact, ()))


def over_the_cap(workspace: Workspace) -> int:
    """Count days on which more were asked at a touchpoint than it allows."""
    zone = ZoneInfo(workspace.timezone)
    days: Counter[tuple[int, date]] = Counter()
    caps: dict[int, int] = {}
    asked = Occurrence.objects.filter(workspace=workspace, state="asked", touchpoint__daily_cap__isnull=False)
    rows = asked.values_list("touchpoint_id", "touchpoint__daily_cap", "invitation__deliveries__due_at")
    for touchpoint, cap, due_at in rows:
        days[touchpoint, due_at.astimezone(zone).date()] += 1
        caps[touchpoint] = cap
    return sum(count > caps[touchpoint] for (touchpoint, _day), count in days.items())


def lost(workspace: Workspace, told: int, until: datetime) -> int:
    """Count occurrences that are not there, or of which nobody can say why they have not been asked about."""
    rows = list(Occurrence.objects.filter(workspace=workspace).values_list("state", "rule", "due_at", "invitation_id"))
    unclear = sum(
        (state == "asked" and invitation is None)
        or (state == "left_out" and not rule)
        or (state == "queued" and due_at <= until)
        for state, rule, due_at, invitation in rows
    )
    return told - len(rows) + unclear


def fullest_and_mean(programme: Programme, *, since: datetime, until: datetime) -> tuple[int, float]:
    """Return how many were asked on the fullest day of a programme, and on its days on average, once it runs."""
    planned = Delivery.objects.filter(invitation__programme=programme, due_at__gte=since, due_at__lt=until)
    days: Counter[date] = Counter()
    zone = ZoneInfo(programme.workspace.timezone)
    for due_at, name in planned.values_list("due_at", "invitation__contact__timezone"):
        days[due_at.astimezone(ZoneInfo(name) if name else zone).date()] += 1
    return max(days.values()), sum(days.values()) / len(days)


def fullest_and_mean_turns(programme: Programme, *, since: date) -> tuple[int, float]:
    """Return how many turns come on the fullest day of the period that follows, and on its days on average."""
    until = since + timedelta(days=programme.period_days - 14)
    turns = Turn.objects.filter(programme=programme, next_on__gte=since, next_on__lt=until)
    days = Counter(turns.values_list("next_on", flat=True))
    return max(days.values()), sum(days.values()) / len(days)


def people_of(workspace: Workspace) -> int:
    return Contact.objects.filter(workspace=workspace).count()
