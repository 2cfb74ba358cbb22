"""What somebody else decides about an answer, and who may."""

from collections.abc import Sequence
from dataclasses import dataclass

from kuule.responses.rules.verdicts import PERSON, SCANNER

# Whether a person gave the answer, or which score was meant.
VERDICT, SCORE = "verdict", "score"
REVIEW_KINDS = (VERDICT, SCORE)

# What came of it. The third is of no account any more, because the person answered again beyond doubt.
CORRECTED, REJECTED, ANSWERED_AGAIN = "corrected", "rejected", "answered"
# Those that can move a figure.
MOVING_OUTCOMES = (PERSON, SCANNER, CORRECTED)

# Why somebody may not decide.
OWNS_ACCOUNT, ASKED_THEMSELVES = "owns_account", "asked_themselves"


@dataclass(frozen=True, slots=True)
class Revised:
    """An earlier state of an answer: its score, and the kind of actor who changed it after that."""

    score: int
    changed_by: str


def reason_against(*, decider_id: int, owner_id: int | None, asker_id: int | None) -> str:
    """Return why somebody may not decide about an answer, or "": nobody judges their own account or question."""
    if decider_id == owner_id:
        return OWNS_ACCOUNT
    return ASKED_THEMSELVES if decider_id == asker_id else ""


def respondents_score(earlier: Sequence[Revised], score: int, *, respondent: str) -> int:
    """Return the last score that the respondent gave: what the score would be without anybody's correction.

    `earlier` are the states before, the earliest first; `score` is the one now, `respondent` the kind of that actor.
    """
    given = earlier[0].score if earlier else score
    later = [*(each.score for each in earlier[1:]), score]
    for state, became in zip(earlier, later, strict=False):
        if state.changed_by == respondent:
            given = became
    return given
