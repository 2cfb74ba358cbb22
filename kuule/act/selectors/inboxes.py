"""The inboxes: which cases wait for whom, a page at a time, and how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_datetime

from kuule.act.models import Case, CaseEvent
from kuule.act.query import ASLEEP, EVERY, INBOXES, LATE, MINE, NO_CAUSE, REPLIES, TEAM, UNCLEAR, CaseQuery
from kuule.act.rules import CLOSED, MERGED, OPEN
from kuule.act.selectors.causes import ids_within
from kuule.act.selectors.visible import cases_seen_by
from kuule.contacts.query import AccountFilter, ContactFilter
from kuule.contacts.selectors import accounts_matching, contacts_matching
from kuule.insight.selectors.touchpoints import touchpoints_by_survey
from kuule.lib.cursors import cursor_of, parts_of
from kuule.lib.places import Place, behind
from kuule.ui.paging import row_id
from kuule.workspaces.models import Member, Workspace

PAGE_SIZE = 50
# Nobody works off more than this; a tab then says "500+", and counting never reads everything.
COUNT_CAP = 500
# Who waits for somebody: not reached yet, or answered and not answered back.
_WAITS = Q(contacted_at=None) | Q(reply_waits_since__isnull=False)
ROW = ("contact", "account", "owner__user", "team", "response", "root_cause")


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some cases of an inbox in the order of work. `before` and `after` are cursors to go on from, "" at the ends."""

    rows: Sequence[Case]
    before: str
    after: str


def cases_asked(member: Member, query: CaseQuery, *, now: datetime) -> QuerySet[Case]:
    """Return the cases of an inbox that a member may see, without an order."""
    return _narrowed(member.workspace, _of_inbox(member, query.inbox, now), query, now)


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
        found = found.filter(Exists(CaseEvent.objects.filter(case=OuterRef("pk"), at__gte=updated_since)))
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

    Whoever waits to be reached or answered comes first, by their time; then those who were reached.
    """
    key, newest_first = "closed_at" if query.show == CLOSED else "due_at", query.show in (CLOSED, EVERY)
    parts = (Q(),) if query.show else (_WAITS, ~_WAITS)
    place = _place(before or after, len(parts))
    backwards = bool(before) and place is not None
    found: list[tuple[int, Case]] = []
    rows = cases_asked(member, query, now=now).select_related(*ROW)
    sign = "-" if newest_first != backwards else ""
    for number, part in _parts_from(parts, place, backwards=backwards):
        wanted = rows.filter(part).order_by(f"{sign}{key}", f"{sign}pk")
        if place is not None and place.part == number:
            wanted = wanted.filter(_beyond(key, place, descends=bool(sign)))
        found += [(number, case) for case in wanted[: PAGE_SIZE + 1 - len(found)]]
    more, shown = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if backwards:
        shown.reverse()
    return CasePage(
        rows=[case for _number, case in shown],
        before=_cursor(*shown[0], key) if shown and (more if backwards else place is not None) else "",
        after=_cursor(*shown[-1], key) if shown and (more or backwards) else "",
    )


def inbox_counts(member: Member, *, now: datetime) -> Mapping[str, int]:
    """Return how many cases wait in each inbox of a member, each up to `COUNT_CAP` and one more."""
    return {
        inbox: _shown(_of_inbox(member, inbox, now), "", now).order_by()[: COUNT_CAP + 1].count() for inbox in INBOXES
    }


def count_asked(member: Member, query: CaseQuery, *, now: datetime) -> int:
    """Return how many cases a query finds, up to `COUNT_CAP` and one more."""
    return cases_asked(member, query, now=now).order_by()[: COUNT_CAP + 1].count()


def _of_inbox(member: Member, inbox: str, now: datetime) -> QuerySet[Case]:
    cases = cases_seen_by(member)
    if inbox == MINE:
        # Own cases are always seen: to say so once more would keep the database from its index.
        return Case.objects.filter(workspace_id=member.workspace_id, owner=member)
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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page begins: in which part of the list, behind which moment and row."""

    part: int
    moment: datetime
    pk: int


def _parts_from(parts: Sequence[Q], place: _Place | None, *, backwards: bool) -> list[tuple[int, Q]]:
    """Return the parts of a list from a place on, in the order in which they are walked through."""
    numbered = list(enumerate(parts))
    if place is None:
        return numbered
    return numbered[place.part :: -1] if backwards else numbered[place.part :]


def _beyond(key: str, place: _Place, *, descends: bool) -> Q:
    step = "lt" if descends else "gt"
    # The first condition alone opens the index at the right place; the second drops the rows with an equal key.
    beyond = Q(**{f"{key}__{step}": place.moment}) | Q(**{key: place.moment, f"pk__{step}": place.pk})
    return Q(**{f"{key}__{step}e": place.moment}) & beyond


def _cursor(part: int, case: Case, key: str) -> str:
    return cursor_of(part, getattr(case, key).isoformat(), case.pk)


def _place(cursor: str, parts: int) -> _Place | None:
    told = parts_of(cursor) if cursor else None
    if told is None or len(told) != 3:
        return None
    part, moment, pk = row_id(told[0]), _moment(told[1]), row_id(told[2])
    return None if part is None or part >= parts or moment is None or pk is None else _Place(part, moment, pk)


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
