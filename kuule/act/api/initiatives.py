"""Other systems read initiatives."""

from decimal import Decimal
from typing import Annotated, Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from ninja import Query

from kuule.act.answers.business_case import Ground
from kuule.act.api.bodies import LARGEST_ID
from kuule.act.api.initiative_schemas import (
    EffectOut,
    EvidenceOut,
    InitiativeOut,
    InitiativePage,
    InitiativeWhole,
    MoneyOut,
    ReviewOut,
)
from kuule.act.api.people import member_out
from kuule.act.api.router import router
from kuule.act.models import Initiative
from kuule.act.rules.initiatives import impact_class
from kuule.act.selectors.evidence import Evidence, evidence_of
from kuule.act.selectors.initiatives import initiatives_of
from kuule.economics.answers.effects import effect_of
from kuule.lib.places import Place, behind
from kuule.workspaces.auth import KeyRequest, Reader
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.lists import Cursor, Limit, page_of, place_asked

_COUNTS = ("answers", "comments", "cases", "people", "since")
_AMOUNTS = ("asked", "granted", "spent", "hoped_for")
_PLAIN = (
    *("id", "uid", "title", "state", "state_since", "origin", "owner_accepted_at", "impact", "effort"),
    *("planned_start", "planned_end", "proposed_at", "started_at", "done_at", "verdict"),
)
_HYPOTHESIS = ("cause", "if_we", "then_it", "for_whom", "heard_since", "heard_from", "reason")


@router.get("/initiatives", response=InitiativePage, summary="List initiatives", tags=["initiatives"])
@endpoint("initiatives:read")
def list_initiatives(
    request: KeyRequest,
    state: Annotated[str, Query(max_length=20, description="Only those in this state.")] = "",
    cursor: Cursor = "",
    limit: Limit = 20,
) -> InitiativePage:
    """Return initiatives with what is behind each, those proposed last first."""
    found = initiatives_of(request.workspace)
    found = found.filter(state=state.replace("\0", "")) if state else found
    rows = list(behind(found, place_asked(request, cursor))[: limit + 1])
    page, more = page_of(request, rows, limit=limit, place=lambda each: Place(None, each.pk))
    ground = _ground(request)
    return InitiativePage(
        initiatives=[InitiativeOut(**_fields(request, each, ground)) for each in page], next_cursor=more
    )


@router.get(
    "/initiatives/{int:initiative_id}", response=InitiativeWhole, summary="Read an initiative", tags=["initiatives"]
)
@endpoint("initiatives:read")
def one_initiative(request: KeyRequest, initiative_id: int) -> InitiativeWhole:
    """Return an initiative with its hypothesis, its reviews and its effect."""
    return initiative_whole(request, initiative_or_404(request, initiative_id))


def initiative_or_404(request: KeyRequest, initiative_id: int) -> Initiative:
    """Return an initiative of the workspace."""
    found = initiatives_of(request.workspace).filter(pk=initiative_id) if initiative_id <= LARGEST_ID else None
    if found is None or (initiative := found.first()) is None:
        raise Http404
    return initiative


def initiative_whole(reader: Reader, initiative: Initiative) -> InitiativeWhole:
    """Return an initiative as the API gives one alone."""
    return InitiativeWhole(
        **_fields(reader, initiative, _ground(reader)),
        **{name: getattr(initiative, name) for name in _HYPOTHESIS},
        reviews=[
            ReviewOut(due_on=each.due_on, verdict=each.verdict, reason=each.reason, made_at=each.made_at)
            for each in initiative.reviews.order_by("due_on", "pk")
        ],
        effect=_effect(initiative),
    )


def _ground(reader: Reader) -> Ground | None:
    return Ground(reader.workspace, day=timezone.localdate()) if reader.may("money:read") else None


def _fields(reader: Reader, initiative: Initiative, ground: Ground | None) -> dict[str, Any]:
    evidence = evidence_of(initiative)
    counts = {name: getattr(evidence, name) for name in _COUNTS}
    page = reverse("initiative_page", args=[reader.workspace.slug, initiative.pk])
    return {
        **{name: getattr(initiative, name) for name in _PLAIN},
        **{name: getattr(initiative, f"{name}_id") for name in ("team", "root_cause", "theme", "touchpoint")},
        "owner": member_out(reader, initiative.owner),
        "sponsor": member_out(reader, initiative.sponsor),
        "impact_class": impact_class(initiative.impact, initiative.effort),
        "evidence": EvidenceOut(**counts, customers=len(evidence.customers)),
        "money": _money(initiative, evidence, ground) if ground else None,
        "page": settings.KUULE_BASE_URL + page,
    }


def _money(initiative: Initiative, evidence: Evidence, ground: Ground) -> MoneyOut:
    return MoneyOut(
        currency=ground.currency,
        revenue=_amount(ground.revenue_of(evidence)),
        **{name: _amount(getattr(initiative, name)) for name in _AMOUNTS},
    )


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _effect(initiative: Initiative) -> EffectOut | None:
    treatment = initiative.treatment
    if treatment is None:
        return None
    found = effect_of(treatment, day=timezone.localdate(), with_money=False)
    effect = found.effect
    return EffectOut(
        verdict=found.verdict,
        effect=effect.estimate,
        lower=effect.lower,
        upper=effect.upper,
        n=effect.n,
        starts_on=treatment.starts_on,
        needed=found.needed,
    )
