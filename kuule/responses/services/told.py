"""Answers that another system tells of: given to it, kept here with all others."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kuule.contacts.models import Contact
from kuule.contacts.selectors import property_snapshot
from kuule.responses.models import Response
from kuule.responses.rules import PERSON, TOLD
from kuule.responses.services.telling import amend_answer
from kuule.surveys.models import SurveyVersion
from kuule.surveys.question_types.scales import group_on, points_of
from kuule.surveys.rules import Person, scale_of, verbatim_field
from kuule.surveys.rules.showing import unasked
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record


@transaction.atomic
def keep_told_answer(
    *,
    version: SurveyVersion,
    contact: Contact,
    score: int,
    answered_at: datetime,
    actor: Actor,
    now: datetime,
    verbatim: str = "",
    properties: Mapping[str, Any] | None = None,
) -> Response:
    """Keep an answer that a person gave elsewhere, maybe long ago. Told twice, it is there twice.

    `properties` go before those that the person has now. Raises ValueError for a score that the survey does not have,
    or an anonymous survey.
    """
    scale = scale_of(version.questions)
    if version.survey.is_anonymous or score not in points_of(scale):
        raise ValueError("Not an answer to this survey.")
    facts = {**property_snapshot(contact), **(properties or {})}
    response = Response.objects.create(
        workspace_id=version.workspace_id,
        survey_id=version.survey_id,
        version=version,
        contact=contact,
        account_id=contact.account_id,
        channel=TOLD,
        language=_language(contact, version),
        scale=scale,
        score=score,
        verbatim=verbatim,
        not_asked=unasked(
            version.questions,
            group=group_on(scale, score),
            person=Person(facts, answered_at.date()),
            answered=[verbatim_field(version.questions)] if verbatim else [],
        ),
        verdict=PERSON,
        properties=facts,
        answered_at=answered_at,
    )
    record(workspace=version.workspace, actor=actor, act="answer_told", subject=response, now=now)
    return response


@transaction.atomic
def correct_told_answer(
    *,
    response: Response,
    actor: Actor,
    now: datetime,
    score: int | None = None,
    verbatim: str | None = None,
    properties: Mapping[str, Any] | None = None,
    contact: Contact | None = None,
) -> Response:
    """Change an answer because another system says so; what is None stays. `properties` are added to those it has.

    What was said before stays as a revision. Raises ValueError for a score that the survey does not have.
    """
    if score is not None and score not in points_of(response.scale):
        raise ValueError("Not a score of this survey.")
    said = {"score": score, "verbatim": verbatim}
    kept = amend_answer(
        response=response,
        values={name: value for name, value in said.items() if value is not None},
        reason="",
        actor=actor,
        now=now,
    )
    kept.properties = {**kept.properties, **(properties or {})}
    if contact is not None and contact.pk != kept.contact_id:
        kept.contact, kept.account_id = contact, contact.account_id
    kept.changed_at = now
    kept.save(update_fields=["properties", "contact", "account_id", "changed_at"])
    record(workspace=kept.workspace, actor=actor, act="answer_corrected", subject=kept, now=now)
    return kept


def _language(contact: Contact, version: SurveyVersion) -> str:
    return contact.language or version.workspace.language
