"""Words that every comment uses, whatever it is about."""

from functools import cache
from importlib.resources import files

from kuule.text.phrases import words_of


@cache
def common_words() -> frozenset[str]:
    """Return the words, folded, of English, Finnish, Swedish, German and Vietnamese that name no group of comments."""
    lines = files("kuule.text").joinpath("common_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word.folded for line in lines if not line.startswith("#") for word in words_of(line))
