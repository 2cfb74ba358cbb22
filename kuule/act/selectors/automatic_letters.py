"""Who is to be written to by itself: who answered and was not thanked, whose case closed and was not asked about."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from kuule.act.models import Case, Letter, LetterSettings
from kuule.act.rules import CLOSED, EXPLAINED, SOLVED
from kuule.act.rules.letters import THANKS
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.rules import BLIND, OF_STAFF
from kuule.workspaces.models import Workspace

# An answer rests a little before its thanks, so that the comment is in it; after some days nobody expects any more.
THANKED_AFTER, THANKED_WITHIN = timedelta(minutes=15), timedelta(days=3)
ASKED_AFTER, ASKED_WITHIN = timedelta(hours=1), timedelta(days=7)


def letter_settings_of(workspace: Workspace) -> LetterSettings:
    """Return which letters a workspace writes by itself; none where nobody decided."""
    found = LetterSettings.objects.filter(workspace=workspace).first()
    return found or LetterSettings(workspace=workspace)


def workspaces_with_letters() -> list[LetterSettings]:
    """Return the settings of all workspaces in which somebody switched letters on."""
    chosen = LetterSettings.objects.exclude(thanks_since={}, solved_since=None)
    return list(chosen.select_related("workspace").order_by("pk"))


def thanks_key(response_id: object) -> str:
    """Return the key by which one answer is thanked for once."""
    return f"{THANKS} {response_id}"


def answers_to_thank_for(workspace: Workspace, *, since: Mapping[str, datetime], now: datetime) -> QuerySet[Response]:
    """Return finished answers of known people, given by themselves since a moment for each family, not thanked for yet.

    None of an anonymous survey: a mail would show that we know who answered. None that came from a file.
    """
    until, earliest = now - THANKED_AFTER, now - THANKED_WITHIN
    wanted = Q()
    for family, moment in since.items():
        if family not in (BLIND, *OF_STAFF):
            wanted |= Q(survey__family=family, answered_at__gte=max(moment, earliest))
    if not wanted:
        return Response.objects.none()
    key = Concat(Value(f"{THANKS} "), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    thanked = Letter.objects.filter(workspace=workspace, once_key=key)
    given = Response.objects.filter(workspace=workspace, verdict=PERSON, is_finished=True, contact__isnull=False)
    own = given.filter(survey__is_anonymous=False, import_job=None, external_id="", answered_at__lte=until)
    return own.filter(wanted).filter(~Exists(thanked)).order_by("answered_at", "pk")


def cases_to_ask_about(workspace: Workspace, *, since: datetime, now: datetime) -> QuerySet[Case]:
    """Return cases closed as solved or explained after somebody was reached, whose customer was not asked about it."""
    asked = Letter.objects.filter(
        workspace=workspace, case=OuterRef("pk"), once_key__startswith="solved ", due_at__gte=OuterRef("closed_at")
    )
    closed = Case.objects.filter(workspace=workspace, state=CLOSED, outcome__in=(SOLVED, EXPLAINED))
    known = closed.filter(contact__isnull=False, contacted_at__isnull=False, contacted_at__lte=F("closed_at"))
    lately = known.filter(closed_at__gte=max(since, now - ASKED_WITHIN), closed_at__lte=now - ASKED_AFTER)
    return lately.filter(~Exists(asked)).order_by("closed_at", "pk")
