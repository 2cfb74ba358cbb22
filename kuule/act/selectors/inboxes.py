"""The inboxes: which cases wait for whom, a page at a time, and how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from kuule.act.models import Case, CaseEvent
from kuule.act.query import (
    ASLEEP,
    EVERY,
    INBOXES,
    LATE,
    MINE,
    NO_CAUSE,
    REPLIES,
    TEAM,
    UNCLEAR,
    CaseQuery,
)
from kuule.act.rules import CLOSED, MERGED, OPEN
from kuule.act.selectors.case_places import Keys, beyond, parts_from, place_after, place_of
from kuule.act.selectors.causes import ids_within
from kuule.act.selectors.own_cases import WAITS, own_cases
from kuule.act.selectors.visible import cases_seen_by
from kuule.contacts.query import AccountFilter, ContactFilter
from kuule.contacts.selectors import accounts_matching, contacts_matching
from kuule.insight.selectors.touchpoints import touchpoints_by_survey
from kuule.lib.places import Place, behind
from kuule.workspaces.models import Member, Workspace

PAGE_SIZE = 50
# Nobody works off more than this; a tab then says "500+", and counting never reads everything.
COUNT_CAP = 500
_DUE: Keys = (("due_at", False), ("pk", False))
_STAKE: Keys = (("weight", True), ("due_at", False), ("pk", False))
_NEWEST_DUE: Keys = (("due_at", True), ("pk", True))
_NEWEST_CLOSED: Keys = (("closed_at", True), ("pk", True))
ROW = ("contact", "account", "owner__user", "team", "response", "root_cause")


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some cases of an inbox in the order of work. `before` and `after` are cursors to go on from, "" at the ends."""

    rows: Sequence[Case]
    before: str
    after: str


def cases_asked(member: Member, query: CaseQuery, *, now: datetime) -> QuerySet[Case]:
    """Return the cases of an inbox that a member may see, without an order."""
    seen, own = cases_seen_by(member), own_cases(member, now=now)
    return _narrowed(member.workspace, _of_inbox(member, query.inbox, seen, own, now), query, now)


def cases_listed(
    workspace: Workspace,
    query: CaseQuery,
    *,
    every: bool,
    owner: int | None,
    team: int | None,
    updated_since: datetime | None,
    place: Place | None,
    now: datetime,
) -> QuerySet[Case]:
    """Return cases of a workspace for a program, those opened last first, from behind a place.

    `every` brings those that `query.show` would leave out, merged ones too; `owner` 0 asks for nobody.
    """
    cases = _in_inbox(Case.objects.filter(workspace=workspace), query.inbox, now)
    found = _asked(workspace, cases, query) if every else _narrowed(workspace, cases, query, now)
    if owner is not None:
        found = found.filter(owner=owner or None)
    if team is not None:
        found = found.filter(team=team)
    if updated_since is not None:
        # The workspace is said once more, because the index of events begins with it.
        since = CaseEvent.objects.filter(workspace=workspace, case=OuterRef("pk"), at__gte=updated_since)
        found = found.filter(Exists(since))
    return behind(found.select_related(*ROW), place, time="opened_at")


def _narrowed(workspace: Workspace, cases: QuerySet[Case], query: CaseQuery, now: datetime) -> QuerySet[Case]:
    return _asked(workspace, _shown(cases, query.show, now), query)


def _asked(workspace: Workspace, found: QuerySet[Case], query: CaseQuery) -> QuerySet[Case]:
    for name in ("account", "contact", "playbook"):
        if (wanted := getattr(query, name)) is not None:
            found = found.filter(**{name: wanted})
    if query.reason:
        found = found.filter(reason=query.reason)
    if query.cause == NO_CAUSE:
        found = found.filter(root_cause=None)
    elif query.cause is not None:
        found = found.filter(root_cause__in=ids_within(workspace, cause_id=query.cause))
    if query.touchpoint is not None:
        by_survey = touchpoints_by_survey(workspace.pk)
        surveys = [survey for survey, (number, _name) in by_survey.items() if number == query.touchpoint]
        found = found.filter(response__survey__in=surveys)
    return found.filter(_words(workspace, query.search)) if query.search else found


def case_page(member: Member, query: CaseQuery, *, now: datetime, after: str = "", before: str = "") -> CasePage:
    """Return a page of an inbox: the first, or the one beside a cursor. What is no cursor gives the first page.

    Whoever waits to be reached or answered comes first, by their time or by what is at stake; then those who were
    reached. What is over stands by time alone, the newest first.
    """
    keys = _keys_of(query)
    parts = (Q(),) if query.show else (WAITS, ~WAITS)
    place = place_of(before or after, len(parts), keys)
    backwards = bool(before) and place is not None
    found: list[tuple[int, Case]] = []
    rows = cases_asked(member, query, now=now).select_related(*ROW)
    walked = [(name, descends != backwards) for name, descends in keys]
    order = [f"-{name}" if descends else name for name, descends in walked]
    for number, part in parts_from(parts, place, backwards=backwards):
        wanted = rows.filter(part).order_by(*order)
        if place is not None and place.part == number:
            wanted = wanted.filter(beyond(walked, place))
        found += [(number, case) for case in wanted[: PAGE_SIZE + 1 - len(found)]]
    more, shown = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if backwards:
        shown.reverse()
    return CasePage(
        rows=[case for _number, case in shown],
        before=place_after(*shown[0], keys) if shown and (more if backwards else place is not None) else "",
        after=place_after(*shown[-1], keys) if shown and (more or backwards) else "",
    )


def inbox_counts(member: Member, *, now: datetime) -> Mapping[str, int]:
    """Return how many cases wait in each inbox of a member, each up to `COUNT_CAP` and one more."""
    seen, own = cases_seen_by(member), own_cases(member, now=now)
    return {
        inbox: _shown(_of_inbox(member, inbox, seen, own, now), "", now).order_by()[: COUNT_CAP + 1].count()
        for inbox in INBOXES
    }


def count_asked(member: Member, query: CaseQuery, *, now: datetime) -> int:
    """Return how many cases a query finds, up to `COUNT_CAP` and one more."""
    return cases_asked(member, query, now=now).order_by()[: COUNT_CAP + 1].count()


def _of_inbox(member: Member, inbox: str, cases: QuerySet[Case], own: QuerySet[Case], now: datetime) -> QuerySet[Case]:
    if inbox == MINE:
        return own
    if inbox == TEAM:
        return Case.objects.filter(
            workspace_id=member.workspace_id, team__in=list(member.teams.values_list("pk", flat=True))
        )
    return _in_inbox(cases, inbox, now)


def _in_inbox(cases: QuerySet[Case], inbox: str, now: datetime) -> QuerySet[Case]:
    if inbox == LATE:
        return cases.filter(contacted_at=None, due_at__lt=now)
    if inbox == UNCLEAR:
        return cases.filter(owner=None)
    return cases.filter(reply_waits_since__isnull=False) if inbox == REPLIES else cases


def _shown(cases: QuerySet[Case], show: str, now: datetime) -> QuerySet[Case]:
    if show == CLOSED:
        return cases.filter(state=CLOSED)
    if show == EVERY:
        return cases.exclude(state=MERGED)
    if show == ASLEEP:
        return cases.filter(state=OPEN, snoozed_until__gt=now)
    return cases.filter(state=OPEN).filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now))


def _words(workspace: Workspace, search: str) -> Q:
    """Return the condition that a case is of a person or an account that words mean, or has that number."""
    people = contacts_matching(workspace, filter=ContactFilter(search=search))
    accounts = accounts_matching(workspace, filter=AccountFilter(search=search))
    found = Q(contact__in=people.values("pk")) | Q(account__in=accounts.values("pk"))
    number = search.removeprefix("#")
    return found | Q(pk=int(number)) if number.isascii() and number.isdigit() and len(number) <= 18 else found


def _keys_of(query: CaseQuery) -> Keys:
    if query.show in (CLOSED, EVERY):
        return _NEWEST_CLOSED if query.show == CLOSED else _NEWEST_DUE
    return _STAKE if query.is_by_stake else _DUE
