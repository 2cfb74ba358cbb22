"""The phrases that make a comment urgent, where a workspace has its own."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kuule.insight.models import UrgentPhrases
from kuule.insight.rules.themes import MOST_PHRASES, URGENCIES
from kuule.insight.services.themes.making import fit_phrases
from kuule.insight.services.themes.wanting import read_again
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def set_urgent_phrases(
    *, workspace: Workspace, kind: str, language: str, phrases: Sequence[str], actor: Actor, now: datetime
) -> UrgentPhrases:
    """Look for these phrases instead of Kuule's own in comments of a language; all comments are read again by a job.

    Raises Refused with `unknown_urgency`, `unfit_phrase` (its parameter `phrase` cannot be looked for) or
    `too_many_phrases`.
    """
    if kind not in URGENCIES:
        raise Refused("unknown_urgency", kind=kind)
    fit = fit_phrases(phrases)
    if len(fit) > MOST_PHRASES:
        raise Refused("too_many_phrases", most=MOST_PHRASES)
    kept, _is_new = UrgentPhrases.objects.update_or_create(
        workspace=workspace, kind=kind, language=language, defaults={"phrases": fit, "changed_at": now}
    )
    record(workspace=workspace, actor=actor, act="urgent_phrases_changed", subject=kept, now=now)
    read_again(workspace=workspace, actor=actor, now=now)
    return kept


@transaction.atomic
def reset_urgent_phrases(*, workspace: Workspace, kind: str, language: str, actor: Actor, now: datetime) -> None:
    """Go back to Kuule's own phrases. Twice the same does nothing."""
    kept = UrgentPhrases.objects.filter(workspace=workspace, kind=kind, language=language).first()
    if kept is None:
        return
    record(workspace=workspace, actor=actor, act="urgent_phrases_reset", subject=kept, now=now)
    kept.delete()
    read_again(workspace=workspace, actor=actor, now=now)
