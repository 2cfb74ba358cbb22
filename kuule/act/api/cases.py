"""Other systems read cases."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import Http404
from django.utils import timezone
from ninja import Field, Query, Schema

from kuule.act.api.bodies import LARGEST_ID
from kuule.act.api.case_schemas import CasePage, CaseWhole
from kuule.act.api.case_shapes import case_out, case_whole
from kuule.act.api.router import router
from kuule.act.models import Case
from kuule.act.query import CaseQuery
from kuule.act.selectors.desk import case_for_program
from kuule.act.selectors.inboxes import cases_listed
from kuule.lib.places import Place
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.lists import Cursor, Limit, moment_asked, page_of, place_asked

_Id = Annotated[int | None, Field(ge=0, le=LARGEST_ID)]
_SHOW = {"waiting": "", "asleep": "asleep", "closed": "closed"}


class CasesIn(Schema):
    """Which cases are meant: an inbox and what narrows it. Empty narrows nothing."""

    inbox: Literal["all", "late", "unclear", "replies"] = Field(
        "all", description="`late`: nobody reached them in time; `unclear`: without owner; `replies`: they wrote back."
    )
    show: Literal["every", "waiting", "asleep", "closed"] = Field(
        "every", description="`waiting`: open and not asleep. `every` has merged ones too."
    )
    reason: Literal["", "detractor", "drawn", "silent", "urgent", "hand"] = ""
    owner: _Id = Field(None, description="Id of a member; 0 for nobody.")
    team: _Id = None
    cause: _Id = Field(None, description="Id of a root cause, with all below it; 0 for none.")
    playbook: _Id = None
    touchpoint: _Id = None
    account: _Id = None
    contact: _Id = None
    updated_since: datetime | None = Field(None, description="Only those in which something happened since.")


@router.get("/cases", response=CasePage, summary="List cases", tags=["cases"])
@endpoint("cases:read")
def list_cases(request: KeyRequest, asked: Query[CasesIn], cursor: Cursor = "", limit: Limit = 100) -> CasePage:
    """Return cases, those opened last first."""
    narrowed = ("reason", "cause", "playbook", "touchpoint", "account", "contact")
    query = CaseQuery(
        inbox=asked.inbox, show=_SHOW.get(asked.show, ""), **{name: getattr(asked, name) for name in narrowed}
    )
    rows = cases_listed(
        request.workspace,
        query,
        every=asked.show == "every",
        owner=asked.owner,
        team=asked.team,
        updated_since=moment_asked(request, asked.updated_since, field="updated_since"),
        place=place_asked(request, cursor),
        now=timezone.now(),
    )[: limit + 1]
    page, more = page_of(request, list(rows), limit=limit, place=lambda each: Place(each.opened_at, each.pk))
    return CasePage(cases=[case_out(request, each) for each in page], next_cursor=more)


@router.get("/cases/{int:case_id}", response=CaseWhole, summary="Read a case", tags=["cases"])
@endpoint("cases:read")
def one_case(request: KeyRequest, case_id: int) -> CaseWhole:
    """Return a case with its history, its promises and the heads of its letters."""
    return case_whole(request, case_or_404(request, case_id))


def case_or_404(request: KeyRequest, case_id: int) -> Case:
    """Return a case of the workspace."""
    case = case_for_program(request.workspace, case_id=case_id) if case_id <= LARGEST_ID else None
    if case is None:
        raise Http404
    return case
