"""Answers to an anonymous survey: that somebody answered is kept with them, what was answered is kept apart.

Nothing leads from one to the other: no reference, no token, no time more exact than the day, no order, and no fact
about the person that so few of the asked share that it would point to them.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, F, QuerySet
from django.db.models.expressions import RawSQL

from kuule.contacts.rules.snapshots import snapshot
from kuule.contacts.selectors import property_snapshot
from kuule.dispatch.models import Invitation
from kuule.dispatch.rules import INVITED
from kuule.responses.models import Response
from kuule.responses.rules import Verdict
from kuule.responses.services.forgetting import start_of_day
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import Value
from kuule.surveys.rules.anonymity import Panel
from kuule.surveys.rules.headline import scale_of
from kuule.workspaces.models import Workspace

LANGUAGE = "language"
# To read for every answer what is true of all who were asked would take longer than the answer itself.
PANEL_KEPT_SECONDS = 600
LARGEST_PANEL = 50_000


class AnsweredAlreadyError(ValueError):
    """Somebody answered before. Which answer is theirs nobody knows, so that it cannot be changed."""


def accept_anonymous_answer(
    *,
    version: SurveyVersion,
    score: int,
    verbatim: str,
    answers: dict[str, int | str | list[str]],
    language: str,
    channel: str,
    now: datetime,
    verdict: Verdict,
    invitation: Invitation | None = None,
    once: str = "",
    not_asked: Mapping[str, Value] | None = None,
) -> None:
    """Keep an answer without anything that leads to the person. Raises AnsweredAlreadyError.

    Give the `invitation` of a personal link; it is marked as answered in the same transaction. A shared link gives
    `once` instead: the hash by which a form that is sent twice is known again, and nothing can be found.
    """
    day = start_of_day(now, version.workspace)
    kept = _shared(version, invitation, language, now)
    response = Response(
        workspace_id=version.workspace_id,
        uid=uuid.uuid4(),  # the usual one tells the moment
        survey_id=version.survey_id,
        version=version,
        token_hash=once or None,
        channel=channel,
        language=kept.pop(LANGUAGE, ""),
        scale=scale_of(version.questions),
        score=score,
        verbatim=verbatim,
        answers=answers,
        not_asked=dict(not_asked) if not_asked else None,
        verdict=verdict.verdict,
        properties=kept,
        answered_at=day,
    )
    try:
        with transaction.atomic():
            if invitation is not None and not _first(invitation).update(answered_at=day):
                raise AnsweredAlreadyError
            response.save(force_insert=True)
    except IntegrityError as error:
        raise AnsweredAlreadyError from error


def part_writes(*, workspace: Workspace, now: datetime, days: int = 2) -> int:
    """Write the invitations of the last days once more, all at once. Returns how many.

    PostgreSQL keeps with every row the number of the transaction that wrote it: with that number alone, an invitation
    that was marked as answered could be put beside the answer. SQLite keeps no such thing.
    """
    if connection.vendor != "postgresql":
        return 0
    today = start_of_day(now, workspace)
    anonymous = Invitation.objects.filter(workspace=workspace, version__survey__is_anonymous=True)
    marked = anonymous.filter(answered_at__gte=today - timedelta(days=days), answered_at__lt=today)
    if _are_written_together(marked):
        return 0
    with transaction.atomic():
        # One by one in the order of their ids: the place of a row on the disk shall not tell when it was marked.
        ids = list(marked.order_by("pk").values_list("pk", flat=True))
        for pk in ids:
            Invitation.objects.filter(pk=pk).update(answered_at=F("answered_at"))
    return len(ids)


def _first(invitation: Invitation) -> Any:
    return Invitation.objects.filter(pk=invitation.pk, workspace_id=invitation.workspace_id, answered_at=None)


def _are_written_together(marked: QuerySet[Invitation]) -> bool:
    # One alone may have been written together with its answer.
    writers = marked.annotate(writer=RawSQL('"dispatch_invitation"."xmin"::text', [])).order_by().values_list("writer")
    found = list(writers.annotate(n=Count("pk"))[:2])
    return not found or (len(found) == 1 and found[0][1] > 1)


def _shared(version: SurveyVersion, invitation: Invitation | None, language: str, now: datetime) -> dict[str, Any]:
    if invitation is None or invitation.contact is None:
        return {LANGUAGE: language} if invitation is None else {}
    mine = {**property_snapshot(invitation.contact), LANGUAGE: language}
    least, since = version.workspace.min_n_anonymous, int(now.timestamp()) // PANEL_KEPT_SECONDS
    return panel_of(version.workspace_id, invitation.wave_id, version.pk, least, since).shared(mine)


@lru_cache(maxsize=8)
def panel_of(workspace_id: int, wave_id: int | None, version_id: int, least: int, since: int) -> Panel:
    """Return those who were asked in a wave, or with a version of a survey outside of waves, as known `since`.

    Of very many the first are enough: a group among them is no larger than the same among all.
    """
    del since
    asked = Invitation.objects.filter(workspace_id=workspace_id, decision=INVITED, contact__isnull=False)
    asked = asked.filter(wave_id=wave_id) if wave_id else asked.filter(version_id=version_id)
    columns = (LANGUAGE, "contact__role", "contact__properties", "contact__account__properties")
    rows = asked.order_by("pk").values_list(*columns)[:LARGEST_PANEL]
    return Panel((_facts(*row) for row in rows.iterator(2_000)), least=least)


def _facts(language: str, role: str, own: dict[str, Any], of_account: dict[str, Any] | None) -> dict[str, Any]:
    return {**snapshot(role=role, own=own, of_account=of_account or {}), LANGUAGE: language}
