"""Acting by a link in a mail."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kuule.act.models import Case, CasePass
from kuule.act.rules.passes import PASS_BACK, PASS_REACHED, PASS_SNOOZE, PASS_TAKE, SNOOZED_FOR
from kuule.act.selectors.passes import PassShown
from kuule.act.services.cases import hand_over, log_call, snooze_case, take_case
from kuule.lib.tokens import hash_token
from kuule.workspaces.rules import Refused


@transaction.atomic
def use_pass(*, shown: PassShown, words: str, now: datetime) -> Case:
    """Do what a link is good for, once.

    Raises:
        Refused: `pass_used`, `no_team` where a case has no team to go back to, and as the act itself does.
    """
    try:
        with transaction.atomic():
            CasePass.objects.create(
                workspace=shown.case.workspace,
                letter=shown.letter,
                case=shown.case,
                member=shown.member,
                act=shown.act,
                token_hash=hash_token(shown.token),
                used_at=now,
            )
    except IntegrityError as error:
        raise Refused("pass_used") from error
    return _done(shown, words, now)


def _done(shown: PassShown, words: str, now: datetime) -> Case:
    case, by = shown.case, shown.member
    if shown.act == PASS_REACHED:
        return log_call(case=case, was_reached=True, words=words, by=by, now=now)
    if shown.act == PASS_TAKE:
        return take_case(case=case, by=by, now=now)
    if shown.act == PASS_SNOOZE:
        with override(by.user.language or by.workspace.language):
            said = words.strip() or _("Put off by a day from the mail.")
        return snooze_case(case=case, until=now + SNOOZED_FOR, words=said, by=by, now=now)
    if shown.act != PASS_BACK:
        raise ValueError(shown.act)
    if case.team is None:
        raise Refused("no_team")
    return hand_over(case=case, to=case.team, by=by, now=now, words=words)
