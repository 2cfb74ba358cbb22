"""The rows behind an agenda, read when it is shown: words of whoever was erased are gone from old huddles, too."""

from collections.abc import Sequence
from dataclasses import dataclass

from kuule.act.answers.agenda import Agenda, Heard
from kuule.act.models import Case, HuddleItem
from kuule.act.selectors.huddles import items_named
from kuule.insight.models import Theme
from kuule.insight.selectors.responses import listed
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.workspaces.models import Member, Workspace


@dataclass(frozen=True, slots=True)
class HeardRows:
    """A theme, how many spoke of it, and what some of them said."""

    theme: Theme | None
    n: int
    responses: Sequence[Response]


@dataclass(frozen=True, slots=True)
class PraiseRow:
    """A happy answer, and the colleagues it names."""

    response: Response
    named: Sequence[Member]


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A case to talk about, and why."""

    case: Case
    why: str


@dataclass(frozen=True, slots=True)
class AgendaRows:
    """An agenda with everything that a page shows of it."""

    agenda: Agenda
    heard: Sequence[HeardRows]
    praise: Sequence[PraiseRow]
    cases: Sequence[TalkRow]
    promises: Sequence[HuddleItem]


def agenda_rows(workspace: Workspace, agenda: Agenda) -> AgendaRows:
    """Read what an agenda names, in a few statements however long it is."""
    responses = _responses(workspace, agenda)
    themes = _themes(workspace, agenda.heard)
    named = {pk for each in agenda.praise for pk in each.named}
    members = Member.objects.filter(workspace=workspace, pk__in=named).select_related("user").in_bulk() if named else {}
    cases = Case.objects.filter(workspace=workspace, pk__in=[each.case for each in agenda.cases])
    known = cases.select_related("account", "contact", "owner__user", "response").in_bulk()
    return AgendaRows(
        agenda=agenda,
        heard=[
            HeardRows(themes.get(each.theme or 0), each.n, [responses[pk] for pk in each.responses if pk in responses])
            for each in agenda.heard
            if each.theme is None or each.theme in themes
        ],
        praise=[
            PraiseRow(responses[each.response], [members[pk] for pk in each.named if pk in members])
            for each in agenda.praise
            if each.response in responses
        ],
        cases=[TalkRow(known[each.case], each.why) for each in agenda.cases if each.case in known],
        promises=items_named(workspace.pk, agenda.promises),
    )


def _responses(workspace: Workspace, agenda: Agenda) -> dict[int, Response]:
    ids = {pk for each in agenda.heard for pk in each.responses} | {each.response for each in agenda.praise}
    readable = Response.objects.filter(workspace=workspace, pk__in=ids, verdict=PERSON).exclude(verbatim="")
    return {row.pk: row for row in listed(readable)}


def _themes(workspace: Workspace, heard: Sequence[Heard]) -> dict[int, Theme]:
    ids = {each.theme for each in heard if each.theme is not None}
    return Theme.objects.filter(workspace=workspace, pk__in=ids).in_bulk()
