"""What a member took out of a draft last is kept in their session, until it is put back or something else is taken."""

from dataclasses import asdict, dataclass
from typing import Self

from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import Content, text_for
from kuule.surveys.rules.undoing import TakenOut
from kuule.workspaces.auth import MemberRequest

# Its place in the session, and the mark on the page where it can be put back.
TAKEN_OUT = "taken-out"


@dataclass(frozen=True, slots=True)
class TakenNote:
    """What was taken out, as the editor shows it.

    `before` is the key of the question or option that stands in its place now, "" where it stood last.
    """

    question: str
    is_option: bool
    words: str
    before: str

    @classmethod
    def of(cls, taken: TakenOut, content: Content, language: str) -> Self:
        """Return the note for a draft in a language."""
        now = content.question(taken.key)
        things = content.questions if taken.option is None else (now or taken.question).get("options", [])
        before = things[taken.place]["key"] if taken.place < len(things) else ""
        return cls(taken.key, taken.option is not None, text_for(taken.texts, language), before)


def remember(request: MemberRequest, version: SurveyVersion, taken: TakenOut | None) -> None:
    """Keep what is taken out of a draft."""
    if taken is not None:
        request.session[TAKEN_OUT] = {"version": version.pk, "taken": asdict(taken)}


def remembered(request: MemberRequest, version: SurveyVersion) -> TakenOut | None:
    """Return what can be put back into a draft, or None."""
    kept = request.session.get(TAKEN_OUT)
    return TakenOut(**kept["taken"]) if kept and kept["version"] == version.pk else None


def forget(request: MemberRequest) -> None:
    """Keep nothing more."""
    request.session.pop(TAKEN_OUT, None)
