"""What themes, their labels and the readings of comments may be, as pure functions and words."""

import re
from collections.abc import Iterable, Mapping, Sequence

RIGHT, WRONG, ADDED = "right", "wrong", "added"
VERDICTS = (RIGHT, WRONG, ADDED)

OWN, FOUND, STARTER = "own", "found", "starter"
LONGEST_ORIGIN = 80

OPEN, TAKEN, DISMISSED = "open", "taken", "dismissed"
SUGGESTION_STATES = (OPEN, TAKEN, DISMISSED)

SENTIMENT_MODEL, THEMES_MODEL = "sentiment", "themes"
MODEL_KINDS = (SENTIMENT_MODEL, THEMES_MODEL)

# Kinds of urgency, the gravest first; `ANY` asks for all of them.
SAFETY, LEGAL, LEAVING = "safety", "legal", "leaving"
URGENCIES = (SAFETY, LEGAL, LEAVING)
ANY = "any"

# How a comment sounds, from the probability that a promoter wrote it; what is between the two is mixed.
NEGATIVE, MIXED, POSITIVE = "negative", "mixed", "positive"
SENTIMENTS = (NEGATIVE, MIXED, POSITIVE)
NEGATIVE_BELOW, POSITIVE_FROM = 0.35, 0.65

# What comments tell is kept beside the properties of answers in the analytics copy, under keys that no property has:
# those are letters, digits, "_", "-" and ".".
THEME_KEY, URGENT_KEY, SENTIMENT_KEY = "~theme", "~urgent", "~sentiment"
NO_THEME = "none"

# Around the kind of personal data that a comment had there: brackets that hardly anybody types.
MARK_OPENS, MARK_CLOSES = "\u27e6", "\u27e7"
_MARK = re.compile(f"{MARK_OPENS}[a-z_]+{MARK_CLOSES}")

# Kinds of jobs: reading and labelling all comments, looking for themes, and placing comments by their meaning.
LABELLING, SEARCHING, PLACING = "comment_labels", "theme_search", "comment_vectors"
COMMENT_JOBS = (LABELLING, SEARCHING, PLACING)

LONGEST_NAME = 80
LONGEST_PHRASE = 200
MOST_THEMES = 100
MOST_WORDS = 200
MOST_PHRASES = 500

# A prime near 2^32 divided by the golden ratio: numbers that follow each other land far apart (Knuth 1998, The Art of
# Computer Programming 3, 6.4).
_SPREAD, _LOTS = 2_654_435_761, 2**32


def named(names: Mapping[str, str], languages: Iterable[str]) -> str:
    """Return a name in the first of these languages that there is one in, else in English, else in any; "" if none."""
    wanted = (names.get(language, "") for language in (*languages, "en", *sorted(names)))
    return next(filter(None, wanted), "")


def lot_of(response_id: int) -> int:
    """Return the place of an answer in an order that has nothing to do with when it came."""
    return response_id * _SPREAD % _LOTS


def sentiment_of(p_promoter: float | None) -> str:
    """Return how a comment sounds, "" if nobody knows."""
    if p_promoter is None:
        return ""
    return NEGATIVE if p_promoter < NEGATIVE_BELOW else POSITIVE if p_promoter >= POSITIVE_FROM else MIXED


def without_marks(masked: str) -> str:
    """Return a comment without the marks of personal data: their words are nobody's."""
    return _MARK.sub(" ", masked)


def is_alike(words: Sequence[str], known: Sequence[str]) -> bool:
    """Tell whether half of these words or more are among those known, in which a star stands for any ending."""
    wholes = {word for word in known if not word.endswith("*")}
    stems = tuple(word.removesuffix("*") for word in known if word.endswith("*"))
    return 2 * sum(word in wholes or word.startswith(stems) for word in words) >= len(words)


def is_time_to_learn(comments: int, *, fewest: int, learned_from: int | None) -> bool:
    """Tell whether the sentiment should be learned: from the fewest that do at first, then from four times as many."""
    return comments >= (fewest if learned_from is None else 4 * learned_from)


def is_outgrown(comments: int, *, learned_from: int) -> bool:
    """Tell whether there are so many more comments that all themes should be learned from them, not one of them."""
    return comments >= 2 * learned_from


def is_same_name(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether two themes have the same name in one language, in whichever case."""
    return any(name.casefold() == other.get(language, "").casefold() for language, name in one.items() if name)


def joined_words(*several: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the words of several themes together, each once."""
    languages = sorted({language for words in several for language in words})
    return {
        language: list(dict.fromkeys(word for words in several for word in words.get(language, ())))
        for language in languages
    }


def words_left(words: Mapping[str, Sequence[str]], taken: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the words without those that are taken away; a language without any is left out."""
    left = {
        language: [word for word in each if word not in taken.get(language, ())] for language, each in words.items()
    }
    return {language: each for language, each in left.items() if each}
