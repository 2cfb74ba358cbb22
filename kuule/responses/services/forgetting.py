"""Taking the person off an answer: the score stays, with the day and what many share."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from kuule.contacts.models import ImportChange
from kuule.responses.models import Click, Response, ResponseNote, ResponseRevision, Review
from kuule.responses.selectors.coarse import coarse_properties, is_account_large
from kuule.surveys.models import SurveyVersion
from kuule.surveys.question_types import text
from kuule.workspaces.models import Workspace


@transaction.atomic
def forget_persons_of(*, workspace: Workspace, responses: Iterable[Response]) -> int:
    """Take persons, words and traces off answers, and round their time to the day. Returns how many answers.

    Score, survey, language and channel stay; of the properties those stay that many answers share, and the account if
    many people belong to it. No audit line: it is part of an erasure, or of what the retention of a workspace says.
    """
    large: dict[int | None, bool] = {}
    found = list(responses)
    for response in found:
        if response.account_id not in large:
            large[response.account_id] = is_account_large(workspace, account_id=response.account_id)
        _forget(workspace, response, keeps_account=large[response.account_id])
    ids = [response.pk for response in found]
    invitations = [response.invitation_id for response in found if response.invitation_id]
    Click.objects.filter(workspace=workspace, invitation__in=invitations).delete()
    Click.objects.filter(workspace=workspace, response__in=ids).delete()
    ResponseNote.objects.filter(workspace=workspace, response__in=ids).delete()
    Review.objects.filter(workspace=workspace, response__in=ids).update(reason="", note="")
    ImportChange.objects.filter(workspace=workspace, table="response", row_id__in=ids).delete()
    return len(found)


def start_of_day(moment: datetime, workspace: Workspace) -> datetime:
    """Return when the day of a moment began where the company is: as exact as the time of a nameless answer gets."""
    local = moment.astimezone(ZoneInfo(workspace.timezone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def _forget(workspace: Workspace, response: Response, *, keeps_account: bool) -> None:
    version = response.version
    response.answers = without_words(response.answers, version)
    if response.not_asked:
        response.not_asked = dict.fromkeys(response.not_asked)
    response.properties = coarse_properties(workspace, properties=response.properties, with_account=keeps_account)
    response.contact = None
    if not keeps_account:
        response.account = None
    response.verbatim = response.external_id = ""
    response.token_hash = response.import_job = None
    response.answered_at = start_of_day(response.answered_at, workspace)
    response.changed_at = response.changed_at and start_of_day(response.changed_at, workspace)
    response.save()
    for revision in ResponseRevision.objects.filter(workspace=workspace, response=response):
        revision.verbatim = revision.reason = ""
        revision.answers = without_words(revision.answers, version)
        revision.until = start_of_day(revision.until, workspace)
        revision.save()


def without_words(answers: Mapping[str, Any], version: SurveyVersion) -> dict[str, Any]:
    """Return the answers to questions that offer what to choose from, without those in people's own words."""
    chosen = {question["key"] for question in version.questions if question["type"] != text.KEY}
    return {key: value for key, value in answers.items() if key in chosen}
