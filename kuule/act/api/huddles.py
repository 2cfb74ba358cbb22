"""When teams met, and what they wrote down."""

from datetime import date, datetime
from typing import Any

from django.http import Http404
from ninja import Schema

from kuule.act.api.bodies import LARGEST_ID
from kuule.act.api.people import MemberOut, member_out
from kuule.act.api.personal import words_out
from kuule.act.api.router import router
from kuule.act.models import Huddle, HuddleItem
from kuule.act.selectors.huddles import huddles_of, items_of
from kuule.lib.places import Place
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.lists import Cursor, Limit, page_of, place_asked


class HuddleOut(Schema):
    """A meeting of a team, or of the owner of a touchpoint."""

    id: int
    name: str
    team: int | None
    touchpoint: int | None
    state: str
    planned_at: datetime
    finished_at: datetime | None
    started_by: MemberOut | None


class HuddlePage(Schema):
    """Some huddles, and where the next begin; null at the end."""

    huddles: list[HuddleOut]
    next_cursor: str | None


class HuddleItemOut(Schema):
    """A decision, a promise, or a cause handed on to the outer loop."""

    id: int
    kind: str
    text: str
    owner: MemberOut | None
    due_on: date | None
    case: int | None
    theme: int | None
    made_at: datetime
    done_at: datetime | None
    dropped_at: datetime | None
    reason: str


class HuddleWhole(HuddleOut):
    """A huddle with what was written down. Texts are masked without the scope `personal`."""

    items: list[HuddleItemOut]


@router.get("/huddles", response=HuddlePage, summary="List huddles", tags=["huddles"])
@endpoint("cases:read")
def list_huddles(request: KeyRequest, cursor: Cursor = "", limit: Limit = 100) -> HuddlePage:
    """Return huddles, held and planned, the latest first."""
    rows = huddles_of(request.workspace, place=place_asked(request, cursor))[: limit + 1]
    page, more = page_of(request, list(rows), limit=limit, place=lambda each: Place(each.planned_at, each.pk))
    return HuddlePage(huddles=[HuddleOut(**_fields(request, each)) for each in page], next_cursor=more)


@router.get("/huddles/{int:huddle_id}", response=HuddleWhole, summary="Read a huddle", tags=["huddles"])
@endpoint("cases:read")
def one_huddle(request: KeyRequest, huddle_id: int) -> HuddleWhole:
    """Return a huddle with what was written down."""
    huddle = huddles_of(request.workspace).filter(pk=huddle_id).first() if huddle_id <= LARGEST_ID else None
    if huddle is None:
        raise Http404
    return HuddleWhole(**_fields(request, huddle), items=[_item(request, each) for each in items_of(huddle)])


def _fields(request: KeyRequest, huddle: Huddle) -> dict[str, Any]:
    return {
        **{name: getattr(huddle, name) for name in ("id", "state", "planned_at", "finished_at")},
        "name": str(huddle.plan),
        "team": huddle.plan.team_id,
        "touchpoint": huddle.plan.touchpoint_id,
        "started_by": member_out(request, huddle.started_by),
    }


def _item(request: KeyRequest, item: HuddleItem) -> HuddleItemOut:
    plain = ("id", "kind", "due_on", "made_at", "done_at", "dropped_at")
    return HuddleItemOut(
        **{name: getattr(item, name) for name in plain},
        text=words_out(request, item.text, case=item.case),
        reason=words_out(request, item.reason, case=item.case),
        owner=member_out(request, item.owner),
        case=item.case_id,
        theme=item.theme_id,
    )
