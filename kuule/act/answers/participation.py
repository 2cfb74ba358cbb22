"""Who takes part: what of its cases, huddles, guesses, promises and initiatives a team looked after, and each of it.

A figure of a team is shown only where enough people made it, so that nobody who takes their own away from it learns
that of one colleague. A person's own is for that person.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from kuule.act.models import Case, Huddle, HuddleItem, HuddleReading, Initiative
from kuule.act.rules import MERGED
from kuule.act.rules.huddles import HELD, MISSED, PROMISE, is_shared_by_enough
from kuule.act.rules.initiatives import ENDED
from kuule.contacts.models import Account
from kuule.insight.models import Guess
from kuule.stats import Estimate
from kuule.stats.proportions import share_interval
from kuule.workspaces.models import Member, Team

PERIOD = timedelta(days=90)
HELD_HUDDLES, OPENED, IN_TIME, GUESSED, KEPT, OWNED = "held", "opened", "in_time", "guessed", "kept", "owned"

# Of how many, and how many of them, by member.
Tally = Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of how many; `own` is the member's part of it, None for somebody who has none.

    `hits` and `of` are None where so few people made it that it would tell of one of them.
    """

    key: str
    hits: int | None
    of: int | None
    own: tuple[int, int] | None = None

    @property
    def estimate(self) -> Estimate | None:
        """Return the share with its interval, None where nothing may or can be said."""
        return share_interval(self.hits, self.of) if self.hits is not None and self.of else None


@dataclass(frozen=True, slots=True)
class Participation:
    """What a team took part in over some weeks."""

    team: Team
    members: int
    shares: Sequence[Share]


def participation_of(team: Team, *, member: Member, now: datetime) -> Participation:
    """Return how a team took part in the 90 days before a moment, beside what a member of it did."""
    people = set(team.members.filter(user__is_active=True).values_list("pk", flat=True))
    since = now - PERIOD
    held = Counter(
        Huddle.objects.filter(plan__team=team, planned_at__gte=since, planned_at__lt=now, state__in=(HELD, MISSED))
        .order_by()
        .values_list("state", flat=True)
    )
    shares = [Share(key=HELD_HUDDLES, hits=held[HELD], of=held.total())]
    shares += [
        _share(key, tally(team, people, since, now), member if member.pk in people else None)
        for key, tally in TALLIES.items()
    ]
    return Participation(team, len(people), shares)


def _share(key: str, tally: Tally, member: Member | None) -> Share:
    makers = {pk: counted for pk, counted in tally.items() if counted[1]}
    is_shown = is_shared_by_enough(len(makers))
    return Share(
        key=key,
        hits=sum(hits for hits, _of in makers.values()) if is_shown else None,
        of=sum(of for _hits, of in makers.values()) if is_shown else None,
        own=makers.get(member.pk) if member else None,
    )


def _opened(team: Team, people: set[int], since: datetime, now: datetime) -> Tally:
    begun = Huddle.objects.filter(plan__team=team, planned_at__gte=since, planned_at__lt=now)
    n = begun.filter(state__in=(HELD, MISSED)).count()
    readings = HuddleReading.objects.filter(
        huddle__plan__team=team, huddle__planned_at__gte=since, huddle__planned_at__lt=now, member__in=people
    ).filter(huddle__state__in=(HELD, MISSED))
    read = dict(readings.order_by().values_list("member").annotate(n=Count("pk")))
    return {pk: (read.get(pk, 0), n) for pk in people}


def _in_time(team: Team, people: set[int], since: datetime, now: datetime) -> Tally:
    due = Case.objects.filter(team=team, due_at__gte=since, due_at__lt=now, owner__in=people).exclude(state=MERGED)
    rows = due.order_by().values("owner").annotate(n=Count("pk"), hits=Count("pk", Q(contacted_at__lte=F("due_at"))))
    return {row["owner"]: (row["hits"], row["n"]) for row in rows}


def _guessed(team: Team, people: set[int], since: datetime, now: datetime) -> Tally:
    owned = Account.objects.filter(workspace_id=team.workspace_id, owner__in=people, archived_at=None)
    of = dict(owned.order_by().values_list("owner").annotate(n=Count("pk")))
    guesses = Guess.objects.filter(
        workspace_id=team.workspace_id, member__in=people, guessed_at__gte=since, guessed_at__lt=now
    ).filter(account__owner=F("member"), account__archived_at=None)
    hits = dict(guesses.order_by().values_list("member").annotate(n=Count("account", distinct=True)))
    return {pk: (hits.get(pk, 0), n) for pk, n in of.items()}


def _kept(team: Team, people: set[int], since: datetime, now: datetime) -> Tally:
    due = HuddleItem.objects.filter(
        huddle__plan__team=team, kind=PROMISE, due_on__gte=since.date(), due_on__lt=now.date(), owner__in=people
    ).filter(dropped_at=None)
    rows = due.annotate(done_on=TruncDate("done_at")).order_by().values("owner")
    found = rows.annotate(n=Count("pk"), hits=Count("pk", Q(done_on__lte=F("due_on"))))
    return {row["owner"]: (row["hits"], row["n"]) for row in found}


def _owned(team: Team, people: set[int], since: datetime, now: datetime) -> Tally:
    # Also one that was begun long ago has an owner now: only what is over is looked at by its time.
    going_on = ~Q(state__in=ENDED) | Q(state_since__gte=since)
    found = Initiative.objects.filter(going_on, workspace_id=team.workspace_id, owner__in=people, proposed_at__lt=now)
    rows = found.order_by().values("owner")
    rows = rows.annotate(n=Count("pk"), hits=Count("pk", Q(owner_accepted_at__isnull=False)))
    return {row["owner"]: (row["hits"], row["n"]) for row in rows}


# Whoever adds something to take part in adds it here.
TALLIES: Mapping[str, Callable[[Team, set[int], datetime, datetime], Tally]] = {
    OPENED: _opened,
    IN_TIME: _in_time,
    GUESSED: _guessed,
    KEPT: _kept,
    OWNED: _owned,
}
