"""Everything that is known of one case, for its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from kuule.act.models import Case, CaseEvent, RootCause
from kuule.act.rules import CODED, MERGED, OPEN
from kuule.act.selectors.visible import cases_seen_by
from kuule.economics.models import CustomerEvent
from kuule.economics.rules import CONTACTED
from kuule.insight.models import Guess
from kuule.insight.rules import GUESS_COUNTS_FOR
from kuule.insight.selectors.responses import listed
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.ui.paging import row_id
from kuule.workspaces.models import ApiKey, Member, Team, Workspace
from kuule.workspaces.rules import PERMISSIONS

_PARTS = (
    "workspace",
    "contact",
    "account__owner__user",
    "account__team",
    "playbook",
    "owner__user",
    "team",
    "contacted_by__user",
    "closed_by__user",
    "root_cause__parent",
    "merged_into",
    "response__survey",
    "response__version",
)
OTHERS_SHOWN, ANSWERS_SHOWN = 8, 6


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Something that happened in a case, with the names of what its params mention by id.

    `of_case` is the number of the merged case in which it happened, None for the case itself.
    """

    event: CaseEvent
    names: Mapping[str, str]
    of_case: int | None


def case_seen_by(member: Member, *, case_id: int) -> Case | None:
    """Return one case with all that its page tells, or None where there is none that the member may see."""
    return cases_seen_by(member).select_related(*_PARTS).filter(pk=case_id).first()


def case_for_program(workspace: Workspace, *, case_id: int) -> Case | None:
    """Return one case with all that programs are told of it, or None. A key sees all cases of its workspace."""
    return Case.objects.filter(workspace=workspace, pk=case_id).select_related(*_PARTS).first()


def history_of(case: Case, *, within: Sequence[int]) -> list[HistoryEntry]:
    """Return what happened in a case and in those merged into it, the newest first."""
    found = CaseEvent.objects.filter(case__in=list(within)).select_related("by__user")
    events = list(found.order_by("-at", "-pk"))
    members = _names(Member.objects.select_related("user"), events, ("to", "was"))
    teams, causes = _names(Team.objects, events, ("to_team",)), _names(RootCause.objects, events, ("to", "was"))
    keys = _names(ApiKey.objects, events, ("key",))
    return [
        HistoryEntry(
            each,
            _named(each, causes if each.kind == CODED else members, teams, keys),
            None if each.case_id == case.pk else each.case_id,
        )
        for each in events
    ]


def newest_event(within: Sequence[int]) -> int:
    """Return the id of the newest event of a case and those merged into it, 0 without any."""
    newest = CaseEvent.objects.filter(case__in=list(within)).order_by("-pk")
    return newest.values_list("pk", flat=True).first() or 0


def other_cases(member: Member, case: Case, *, within: Sequence[int]) -> list[Case]:
    """Return other cases of the same person or account that a member may see, open ones first, then the newest."""
    same = _same_customer(case)
    if same is None:
        return []
    found = cases_seen_by(member).filter(same).exclude(pk__in=list(within)).exclude(state=MERGED)
    rows = found.select_related("contact", "account", "owner__user", "response").order_by("-opened_at", "-pk")
    newest = list(rows[:OTHERS_SHOWN])
    return sorted(newest, key=lambda each: each.state != OPEN)


def cases_to_merge_into(member: Member, case: Case) -> list[Case]:
    """Return the open cases of the same person or account that a member may see."""
    same = _same_customer(case)
    if same is None:
        return []
    found = cases_seen_by(member).filter(same, state=OPEN).exclude(pk=case.pk)
    return list(found.select_related("contact", "account", "response").order_by("-opened_at", "-pk")[:OTHERS_SHOWN])


def earlier_answers(case: Case) -> list[Response]:
    """Return what the person answered besides what the case is about, the newest first, from 0 to 10 or otherwise."""
    if case.contact_id is None:
        return []
    given = Response.objects.filter(
        workspace_id=case.workspace_id, contact=case.contact_id, verdict=PERSON, survey__is_anonymous=False
    )
    return list(listed(given.exclude(pk=case.response_id or 0))[:ANSWERS_SHOWN])


def answers_of_others(case: Case) -> list[Response]:
    """Return what other people of the account answered last."""
    if case.account_id is None:
        return []
    given = Response.objects.filter(
        workspace_id=case.workspace_id, account=case.account_id, verdict=PERSON, survey__is_anonymous=False
    )
    others = given.exclude(pk=case.response_id or 0).exclude(contact=case.contact_id)
    return list(listed(others)[:ANSWERS_SHOWN])


def earlier_contacts(case: Case) -> list[datetime]:
    """Return when somebody spoke with the person before this case was opened, the newest first."""
    if case.contact_id is None:
        return []
    spoken = CustomerEvent.objects.filter(
        workspace_id=case.workspace_id, contact=case.contact_id, kind=CONTACTED, outcome=True
    )
    before = spoken.filter(happened_at__lt=case.opened_at).order_by("-happened_at")
    return list(before.values_list("happened_at", flat=True)[:ANSWERS_SHOWN])


def guess_before(case: Case) -> Guess | None:
    """Return what was guessed last about the account before it answered, as far as that still counts."""
    if case.account_id is None or case.response is None:
        return None
    at = case.response.answered_at
    known = Guess.objects.filter(
        workspace_id=case.workspace_id,
        account=case.account_id,
        guessed_at__lt=at,
        guessed_at__gt=at - GUESS_COUNTS_FOR,
    )
    return known.select_related("member__user").order_by("-guessed_at", "-pk").first()


def people_who_work(workspace: Workspace) -> list[Member]:
    """Return the members who may work on cases, by name."""
    found = Member.objects.filter(workspace=workspace, role__in=PERMISSIONS["work_cases"], user__is_active=True)
    return list(found.select_related("user").order_by("user__name", "user__email"))


def member_named(workspace: Workspace, *, who: str) -> Member | None:
    """Return a member who can sign in by their address or their id, or None."""
    known = Member.objects.filter(workspace=workspace, user__is_active=True).select_related("user")
    number = row_id(who)
    return known.filter(Q(pk=number) if number else Q(user__email__iexact=who.strip())).first()


def team_named(workspace: Workspace, *, team_id: int) -> Team | None:
    """Return a team of the workspace, or None."""
    return Team.objects.filter(workspace=workspace, pk=team_id).first()


def _same_customer(case: Case) -> Q | None:
    same = Q(contact=case.contact_id) if case.contact_id is not None else None
    if case.account_id is None:
        return same
    return Q(account=case.account_id) | same if same is not None else Q(account=case.account_id)


def _names(rows: Any, events: Sequence[CaseEvent], keys: Sequence[str]) -> dict[int, str]:
    wanted = {pk for each in events for key in keys for pk in _ids(each, key)}
    return {row.pk: str(row) for row in rows.filter(pk__in=wanted)} if wanted else {}


def _ids(event: CaseEvent, key: str) -> list[int]:
    """Return whom or what an event names: one, or several who were told of it."""
    told = event.params.get(key) or []
    return told if isinstance(told, list) else [told]


def _named(
    event: CaseEvent, known: Mapping[int, str], teams: Mapping[int, str], keys: Mapping[int, str]
) -> dict[str, str]:
    names = {"to": known, "was": known, "to_team": teams, "key": keys}
    return {key: ", ".join(those[pk] for pk in _ids(event, key) if pk in those) for key, those in names.items()}
