"""What follows when a customer writes back: somebody who waits is seen, and the owner is told."""

from datetime import datetime

from django.db import transaction

from kuule.act.models import IncomingLetter
from kuule.act.rules import CLOSED, REPLIED
from kuule.act.rules.letters import REPLY_CAME
from kuule.act.services.cases import wake_case
from kuule.act.services.history import note_event
from kuule.act.services.letters import write_letter
from kuule.act.services.reopening import open_again
from kuule.workspaces.rules import RESPONDENT


@transaction.atomic
def hear_reply(*, incoming: IncomingLetter, now: datetime, tells_owner: bool = True) -> None:
    """Note in the case that somebody wrote back: it wakes, and the owner gets a mail with the words.

    A closed case opens again, except for a reply from another address than the customer's: such a one is shown and
    told of, and decides nothing.
    """
    case = incoming.case
    note_event(case=case, kind=REPLIED, now=now, incoming=incoming.pk)
    case.reply_waits_since = case.reply_waits_since or now
    case.save(update_fields=["reply_waits_since"])
    wake_case(case=case, by=None, now=now)
    if case.state == CLOSED and incoming.is_from_contact:
        open_again(case=case, actor=RESPONDENT, now=now)
    if tells_owner and case.owner is not None:
        write_letter(
            workspace=case.workspace,
            purpose=REPLY_CAME,
            to=case.owner,
            case=case,
            params={"incoming": incoming.pk},
            once_key=f"reply {incoming.pk}",
            now=now,
        )
