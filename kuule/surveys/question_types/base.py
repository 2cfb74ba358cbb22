"""What every type of question offers: a way to read what somebody sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NotRequired, TypedDict

Texts = dict[str, str]  # language → text
Value = int | str | list[str] | None

MISSING, NOT_A_SCORE, NOT_AN_OPTION, TOO_LONG = "missing", "not_a_score", "not_an_option", "too_long"

# Between several answers to one question, as `parse` gets them. No key of an option holds it.
SEPARATOR = "\n"


class Option(TypedDict):
    """One of the answers to choose from."""

    key: str
    texts: Texts


# Of a person: `property` is a key as in the snapshot of an answer, `is` one of `rules.showing.COMPARISONS`, `value` a
# text; with `within` a number of days.
PersonCondition = TypedDict("PersonCondition", {"property": str, "is": str, "value": str})


class ShownTo(TypedDict):
    """Whom a question is for: those whose score is in one of `groups`, and those of whom `person` holds."""

    groups: NotRequired[list[str]]
    person: NotRequired[PersonCondition]


class Question(TypedDict):
    """A question as a survey version keeps it.

    `texts`: `title`; for a text also `title_detractor`, `title_passive`, `title_promoter`; for a scale `low`, `high`
    and `point_<number>` for what lies between. Without `shown_to` everybody is asked.
    """

    key: str
    type: str
    optional: bool
    texts: dict[str, Texts]
    options: NotRequired[list[Option]]
    scale: NotRequired[str]
    shown_to: NotRequired[ShownTo]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value that was read, None where nothing was sent; `problem` is a code, "" when all is well.

    With a problem, `value` is what may be shown again for mending.
    """

    value: Value
    problem: str = ""


@dataclass(frozen=True, slots=True)
class QuestionType:
    """A type of question: how it reads what was sent, and what a question of it has.

    A type that takes several answers gets them parted by `SEPARATOR`.
    """

    key: str
    parse: Callable[[str, Question], Parsed]
    takes_several: bool = False
    has_options: bool = False
    scales: tuple[str, ...] = ()
