"""How the letters of this room read. A new purpose is one file here and one line in the list."""

from collections.abc import Mapping

from kuule.act.wordings.acceptance import AcceptanceWording
from kuule.act.wordings.agenda import AgendaWording
from kuule.act.wordings.base import Button, PlainWording, Said, Wording
from kuule.act.wordings.case_letter import CaseLetterWording
from kuule.act.wordings.escalation import EscalationWording
from kuule.act.wordings.letter_back import LetterBackWording
from kuule.act.wordings.new_case import NewCaseWording
from kuule.act.wordings.panel import PanelWording
from kuule.act.wordings.promise_due import PromiseDueWording
from kuule.act.wordings.pulse import PulseWording
from kuule.act.wordings.reminder import ReminderWording
from kuule.act.wordings.reply_came import ReplyCameWording
from kuule.act.wordings.solved_ask import SolvedAskWording
from kuule.act.wordings.team_case import TeamCaseWording
from kuule.act.wordings.thanks import ThanksWording
from kuule.act.wordings.told_done import ToldDoneWording
from kuule.act.wordings.try_out import TryOutWording

__all__ = ["WORDINGS", "Button", "PlainWording", "Said", "Wording", "wording_for"]

_ALL: tuple[Wording, ...] = (
    AcceptanceWording(),
    AgendaWording(),
    CaseLetterWording(),
    EscalationWording(),
    LetterBackWording(),
    NewCaseWording(),
    PanelWording(),
    PromiseDueWording(),
    PulseWording(),
    ReminderWording(),
    ReplyCameWording(),
    SolvedAskWording(),
    TeamCaseWording(),
    ThanksWording(),
    ToldDoneWording(),
    TryOutWording(),
)
WORDINGS: Mapping[str, Wording] = {each.purpose: each for each in _ALL}


def wording_for(purpose: str) -> Wording:
    """Return how letters of a purpose read. Raises KeyError for a purpose that nobody has worded."""
    return WORDINGS[purpose]
