"""Making an initiative of what a huddle handed on."""

from datetime import datetime

from django.db import transaction

from kuule.act.models import HuddleItem, Initiative
from kuule.act.rules.initiatives import FROM_HUDDLE
from kuule.act.services.huddles import settle_item
from kuule.act.services.initiative_parts import pin_evidence
from kuule.act.services.initiatives import InitiativePlan, propose_initiative
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor


@transaction.atomic
def take_up_item(
    *, item: HuddleItem, plan: InitiativePlan, actor: Actor, now: datetime, member: Member | None = None
) -> Initiative:
    """Propose an initiative from what a huddle handed on; the case it was about is pinned to the evidence.

    Raises Refused("item_settled") where somebody took it up before, or it was dropped.
    """
    settle_item(item=item, is_done=True, actor=actor, now=now)
    made = propose_initiative(
        workspace=item.workspace, plan=plan, origin=FROM_HUDDLE, member=member, actor=actor, now=now
    )
    HuddleItem.objects.filter(pk=item.pk).update(initiative=made)
    if item.case is not None:
        pin_evidence(initiative=made, thing=item.case, member=member, actor=actor, now=now)
    return made
