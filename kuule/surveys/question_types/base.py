"""What every type of question offers: a way to read what somebody sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NotRequired, TypedDict

Texts = dict[str, str]  # language → text

MISSING, NOT_A_SCORE, NOT_AN_OPTION, TOO_LONG = "missing", "not_a_score", "not_an_option", "too_long"


class Option(TypedDict):
    """One of the answers to choose from."""

    key: str
    texts: Texts


class Question(TypedDict):
    """A question as a survey version keeps it."""

    key: str
    type: str
    optional: bool
    texts: dict[str, Texts]
    options: NotRequired[list[Option]]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value that was read, None where nothing was sent; `problem` is a code, "" when all is well.

    With a problem, `value` is what may be shown again for mending.
    """

    value: int | str | None
    problem: str = ""


Parse = Callable[[str, Question], Parsed]
