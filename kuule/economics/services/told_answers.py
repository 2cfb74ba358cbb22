"""Keeping what customers answered about what brought them and whom they told."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kuule.contacts.rules.rows import PersonRow
from kuule.economics.models import AnswerTold, CustomerEvent, CustomerOrigin
from kuule.economics.rules import BY_ANSWER, REFERRAL
from kuule.economics.rules.told import OriginTold
from kuule.economics.rules.told_answers import has_recommended, origin_told
from kuule.economics.services.origins import Named, OriginsKeeping
from kuule.responses.models import Response
from kuule.workspaces.models import Workspace


@transaction.atomic
def read_told_answer(*, response: Response, now: datetime) -> None:
    """Take the origin and the recommendation out of an answer; what an earlier state of it said and it no more goes.

    The newest word about an origin holds, whoever of the customer said it.
    """
    Workspace.objects.select_for_update(no_key=True).get(pk=response.workspace_id)
    moment = response.changed_at or response.answered_at
    earlier = AnswerTold.objects.filter(response=response).first()
    _keep_origin(response, moment, earlier, now)
    _keep_referral(response, now)
    AnswerTold.objects.update_or_create(
        response=response, defaults={"workspace_id": response.workspace_id, "as_of": moment}
    )


def _keep_origin(response: Response, moment: datetime, earlier: AnswerTold | None, now: datetime) -> None:
    whose = Named(response.account_id, None if response.account_id else response.contact_id)
    origin = origin_told(response.answers)
    if origin:
        keeping = OriginsKeeping(response.workspace, [whose], source=BY_ANSWER, now=now)
        keeping.take(OriginTold(PersonRow(0), origin, moment), whose)
        keeping.write()
    elif earlier is not None:
        own = CustomerOrigin.objects.filter(workspace_id=response.workspace_id, source=BY_ANSWER)
        own.filter(account=whose.account_id, contact=whose.contact_id, said_at=earlier.as_of).delete()


def _keep_referral(response: Response, now: datetime) -> None:
    name: dict[str, Any] = {"workspace_id": response.workspace_id, "external_id": f"answer:{response.uid}"}
    if has_recommended(response.answers):
        told: dict[str, Any] = {
            "account_id": response.account_id,
            "contact_id": response.contact_id,
            "kind": REFERRAL,
            "happened_at": response.answered_at,
            "told_at": now,
        }
        CustomerEvent.objects.update_or_create(**name, defaults=told)
    else:
        CustomerEvent.objects.filter(**name).delete()
