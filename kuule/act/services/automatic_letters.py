"""Letters that Kuule writes by itself: thanks for an answer, and the question whether it was solved.

They ask for no score, stop no clock, and count as no ask.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from kuule.act.models import LetterSettings
from kuule.act.rules.letters import SOLVED_ASK, THANKS
from kuule.act.selectors.automatic_letters import answers_to_thank_for, cases_to_ask_about, thanks_key
from kuule.act.services.letters import write_letter
from kuule.surveys.rules import FAMILIES
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record

BATCH = 500


@transaction.atomic
def choose_letters(
    *, workspace: Workspace, thanked: Collection[str], asks_if_solved: bool, actor: Actor, now: datetime
) -> LetterSettings:
    """Choose for which families of surveys people are thanked by mail, and whether they are asked if it was solved.

    What is switched on holds for what happens from now on; what was on stays as it was.
    """
    chosen, _made = LetterSettings.objects.select_for_update().get_or_create(workspace=workspace)
    before = chosen.thanks_since
    chosen.thanks_since = {family: before.get(family, now.isoformat()) for family in FAMILIES if family in thanked}
    chosen.solved_since = (chosen.solved_since or now) if asks_if_solved else None
    chosen.save()
    record(workspace=workspace, actor=actor, act="letters_chosen", subject=chosen, now=now)
    return chosen


def thank_some(*, settings: LetterSettings, now: datetime, limit: int = BATCH) -> int:
    """Write thanks to people who answered. Return how many; each answer is thanked for once, whoever else does it."""
    since = {family: datetime.fromisoformat(moment) for family, moment in settings.thanks_since.items()}
    written = 0
    due = answers_to_thank_for(settings.workspace, since=since, now=now).select_related("contact")
    for answer in due[:limit]:
        if answer.contact is not None:
            letter = write_letter(
                workspace=settings.workspace,
                purpose=THANKS,
                to=answer.contact,
                language=answer.language,
                params={"response": answer.pk},
                once_key=thanks_key(answer.pk),
                now=now,
            )
            written += letter is not None
    return written


def ask_some_if_solved(*, settings: LetterSettings, now: datetime, limit: int = BATCH) -> int:
    """Ask customers whose case closed whether it is solved. Return how many; each closing is asked about once."""
    if settings.solved_since is None:
        return 0
    written = 0
    due = cases_to_ask_about(settings.workspace, since=settings.solved_since, now=now)
    for case in due.select_related("contact", "response")[:limit]:
        if case.contact is not None and case.closed_at is not None:
            letter = write_letter(
                workspace=settings.workspace,
                purpose=SOLVED_ASK,
                to=case.contact,
                case=case,
                language=case.response.language if case.response else "",
                once_key=f"solved {case.pk} {case.closed_at.isoformat()}",
                now=now,
            )
            written += letter is not None
    return written
