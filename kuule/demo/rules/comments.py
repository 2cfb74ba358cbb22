"""What people write: picked from comments written by hand, so that nobody says the same long sentence twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

GENERAL, SHORT = "general", "short"
# What people may speak about when their own subject is used up.
EVERYDAY = (GENERAL, "planning", "app", "support", "payroll", "people", "price", "reliability")
COLLEAGUE = "{colleague}"


@dataclass(frozen=True, slots=True)
class Comment:
    """A text that fits the scores from `low` to `high`. `{colleague}` is the account owner's first name."""

    low: int
    high: int
    text: str

    def fits(self, score: int) -> bool:
        """Tell whether somebody with this score could have written it."""
        return self.low <= score <= self.high


class CommentBook:
    """The comments of all languages. A long one is handed out once; short ones such as "ok" come again and again."""

    def __init__(self, comments: Mapping[str, Mapping[str, Sequence[Comment]]]) -> None:
        self._comments = comments
        self._used: set[str] = set()

    def pick(self, luck: Random, *, language: str, theme: str, score: int, colleague: str) -> str:
        """Return a comment on a theme, else on an everyday one, else a short one; "" when nothing is left to say."""
        for wanted in (theme, *EVERYDAY):
            if fresh := self._fresh(self._comments[language][wanted], score):
                chosen = luck.choice(fresh)
                self._used.add(chosen.text)
                return chosen.text.replace(COLLEAGUE, colleague)
        return self.pick_short(luck, language=language, score=score)

    def pick_short(self, luck: Random, *, language: str, score: int) -> str:
        """Return a word or two, "" when there are none for this score."""
        texts = [comment.text for comment in self._comments[language][SHORT] if comment.fits(score)]
        return luck.choice(texts) if texts else ""

    def _fresh(self, comments: Sequence[Comment], score: int) -> list[Comment]:
        return [comment for comment in comments if comment.fits(score) and comment.text not in self._used]
