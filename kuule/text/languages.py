"""Which language a comment is in, among those its survey speaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import copy
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from kuule.text.phrases import words_of

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Fewer words than this look like any language.
FEWEST_WORDS = 3
# More than this changes no verdict.
READ = 2_000
# So many comments tell which languages there are, and one in so many of them is too few for a language to count.
SAMPLE, RARE = 1_000, 20


def language_of(text: str, languages: Sequence[str], *, otherwise: str) -> str:
    """Return the language of a comment.

    Parameters
    ----------
    text : str
        What somebody wrote; the first 2,000 characters decide.
    languages : sequence of str
        ISO 639-1 codes to choose from, those of the survey. Codes that the model does not know are never found.
    otherwise : str
        The language of the survey as it was answered: the verdict under three words, and where there is no choice.

    Returns
    -------
    str
        One of `languages`, or `otherwise`.

    Notes
    -----
    The model (py3langid) takes 4.5 MB on disk and about 80 MB of memory; the first comment that leaves a choice
    loads it, in about a second.

    References
    ----------
    Lui M, Baldwin T (2012) langid.py: An Off-the-shelf Language Identification Tool, ACL demos, 25-30.
    """
    said = text[:READ]
    if len(set(languages)) < 2 or len(list(islice(words_of(said), FEWEST_WORDS))) < FEWEST_WORDS:
        return otherwise
    identifier = _identifier(frozenset(languages))
    return otherwise if identifier is None else str(identifier.classify(said)[0])


def languages_of(texts: Sequence[str], languages: Sequence[str], *, otherwise: str) -> list[str]:
    """Return the language of each of many comments that nobody knows anything about, such as those of a file.

    A sample says which languages the comments are in: those of at least one comment in twenty. Only these are told
    apart, and a comment of fewer than three words is in the most frequent one; `otherwise` where the sample has no
    longer comment.
    """
    sample = texts[:: max(1, len(texts) // SAMPLE)]
    seen = Counter(language_of(text, languages, otherwise="") for text in sample)
    del seen[""]
    spoken = [language for language, often in seen.most_common() if often * RARE >= seen.total()] or [otherwise]
    return [language_of(text, spoken, otherwise=spoken[0]) for text in texts]


@cache
def _identifier(languages: frozenset[str]) -> LanguageIdentifier | None:
    """Return what tells these languages apart; None where the model knows fewer than two of them."""
    identifier = copy(_model())
    known = languages & set(identifier.labels)
    if len(known) < 2:
        return None
    identifier.set_languages(sorted(known))
    return identifier


@cache
def _model() -> LanguageIdentifier:
    """Return the model for all its languages, whose tables those for a few of them share."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
