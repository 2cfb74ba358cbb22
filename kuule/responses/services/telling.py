"""Answers that another system tells of: kept once each, and amended with every earlier state on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kuule.contacts.models import Account, Contact
from kuule.contacts.rules.faults import Fault
from kuule.contacts.rules.snapshots import snapshot
from kuule.contacts.selectors import property_snapshot
from kuule.contacts.services.naming import Named, find_or_add_people
from kuule.contacts.services.properties import define_missing
from kuule.lib.bulk import among
from kuule.lib.ids import new_uid
from kuule.responses.models import Response, ResponseRevision
from kuule.responses.services.intake import AnswerTold
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules.headline import scale_of
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record

CREATED, REPEATED, REFUSED = "created", "repeated", "refused"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What became of one answer: kept, known before, or refused because of its faults."""

    outcome: str
    uid: UUID | None = None
    faults: Sequence[Fault] = ()


def record_answers(
    *, version: SurveyVersion, items: Sequence[AnswerTold], actor: Actor, now: datetime
) -> list[KeptAnswer]:
    """Keep answers to a survey that is not anonymous; return what became of each, in their order.

    What has an id that is known by now is not kept again. People and accounts who are new are added. All or nothing is
    written, with a few queries however many they are.
    """
    if version.survey.is_anonymous:
        raise ValueError("Whose answers to an anonymous survey are told is not anonymous any more.")
    try:
        return _recorded(version, items, actor, now)
    except IntegrityError:
        # Somebody was added, or an answer kept, elsewhere at this very moment: now they are found.
        return _recorded(version, items, actor, now)


@transaction.atomic
def _recorded(version: SurveyVersion, items: Sequence[AnswerTold], actor: Actor, now: datetime) -> list[KeptAnswer]:
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=version.workspace_id)
    known = _known(version, items)
    define_missing(workspace=workspace, values=[each.properties for each in items], actor=actor, now=now)
    named = find_or_add_people(workspace=workspace, persons=[each.who for each in items], now=now)
    contacts = Contact.objects.select_related("account").in_bulk([each.contact_id for each in named if each.contact_id])
    accounts = Account.objects.in_bulk([each.account_id for each in named if each.account_id])
    found: list[KeptAnswer] = []
    rows: list[Response] = []
    for told, who in zip(items, named, strict=True):
        if told.external_id and told.external_id in known:
            found.append(KeptAnswer(REPEATED, known[told.external_id]))
            continue
        if who.problem:
            found.append(KeptAnswer(REFUSED, faults=[Fault(who.field, who.problem)]))
            continue
        row = _response(version, told, who, contacts, accounts)
        rows.append(row)
        found.append(KeptAnswer(CREATED, row.uid))
        if told.external_id:
            known[told.external_id] = row.uid
    Response.objects.bulk_create(rows, batch_size=500)
    if rows:
        record(workspace=workspace, actor=actor, act="answers_told", subject=version.survey, now=now)
    return found


def _known(version: SurveyVersion, items: Sequence[AnswerTold]) -> dict[str, UUID]:
    ids = {each.external_id for each in items if each.external_id}
    of_survey = Response.objects.filter(workspace=version.workspace_id, survey=version.survey_id)
    return dict(of_survey.filter(among("external_id", ids)).values_list("external_id", "uid")) if ids else {}


def _response(
    version: SurveyVersion,
    told: AnswerTold,
    who: Named,
    contacts: Mapping[int, Contact],
    accounts: Mapping[int, Account],
) -> Response:
    contact, account = contacts.get(who.contact_id or 0), accounts.get(who.account_id or 0)
    of_account = account.properties if account else {}
    known = property_snapshot(contact) if contact else snapshot(role="", own={}, of_account=of_account)
    return Response(
        uid=new_uid(),
        workspace_id=version.workspace_id,
        survey_id=version.survey_id,
        version=version,
        contact=contact,
        account=account,
        channel=told.channel,
        language=told.language or (contact.language if contact else "") or version.workspace.language,
        scale=scale_of(version.questions),
        score=told.score,
        verbatim=told.verbatim,
        answers=dict(told.answers),
        external_id=told.external_id,
        properties={**known, **told.properties},
        answered_at=told.answered_at,
    )


@transaction.atomic
def amend_answer(
    *, response: Response, values: Mapping[str, Any], reason: str, actor: Actor, now: datetime
) -> Response:
    """Give an answer another score, verbatim or answers (`values`); the earlier state stays as a revision.

    No change writes nothing.
    """
    locked = Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
    if all(getattr(locked, name) == value for name, value in values.items()):
        return locked
    ResponseRevision.objects.create(
        workspace_id=locked.workspace_id,
        response=locked,
        score=locked.score,
        verbatim=locked.verbatim,
        answers=locked.answers,
        verdict=locked.verdict,
        until=now,
        changed_by_kind=actor.kind,
        changed_by_id=actor.id,
        reason=reason,
    )
    for name, value in values.items():
        setattr(locked, name, value)
    locked.changed_at = now
    locked.save(update_fields=[*values, "changed_at"])
    record(workspace=locked.workspace, actor=actor, act="answer_amended", subject=locked, now=now)
    return locked
