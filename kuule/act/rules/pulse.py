"""What a team is asked about itself, and who may see when what it said."""

from datetime import datetime, timedelta

from kuule.surveys.rules.anonymity import LEAST_FOR_WORDS
from kuule.workspaces.rules import LEAST_ANONYMOUS

# Questions that are ready, each from 0 (not at all) to 10 (wholly); a team may word one of its own.
RECOMMEND, MEANS, VOICE, LOAD, OWN = "recommend", "means", "voice", "load", "own"
READY = (RECOMMEND, MEANS, VOICE, LOAD)
MOST_QUESTIONS = 3
SCORES = range(11)

USUAL_DAYS, MOST_DAYS = 7, 31
# For so long the team has its own answers to itself, before its managers see them.
USUAL_TEAM_DAYS, MOST_TEAM_DAYS = 7, 60
# A team that is asked all the time stops to answer; and two pulses in a row would show who joined between them.
PAUSE = timedelta(days=14)

LONGEST_QUESTION, LONGEST_WORDS = 200, 1000

# How a pulse stands: it is answered; the team sees it; its managers see it too.
ASKING, TEAM_ONLY, SHARED = "asking", "team", "shared"


def pulse_state(*, closes_at: datetime, shared_at: datetime, now: datetime) -> str:
    """Return how a pulse stands at a moment."""
    return ASKING if now < closes_at else TEAM_ONLY if now < shared_at else SHARED


def least_answers(workspace_least: int) -> int:
    """Return from how many answers figures are shown: what the workspace promises, never fewer than five."""
    return max(workspace_least, LEAST_ANONYMOUS)


def least_for_words(workspace_least: int) -> int:
    """Return from how many answers words are shown: of more people than figures, as in anonymous surveys."""
    return max(least_answers(workspace_least), LEAST_FOR_WORDS)


def may_see(*, state: str, is_asked: bool, is_manager: bool) -> bool:
    """Tell whether somebody may see what a team said: those who were asked first, its managers later, nobody else."""
    return (is_asked and state in (TEAM_ONLY, SHARED)) or (is_manager and state == SHARED)
