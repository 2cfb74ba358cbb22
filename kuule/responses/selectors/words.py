"""Answers by the words in their comments."""

from django.db.models import Q

from kuule.lib.substrings import has_words, rows_with

TABLE, COLUMN = "responses_response", "verbatim"
# SQLite fetches so many answers by their ids in less time than it takes to walk all of them. Of words that more have,
# each page is full soon.
FEW = 50_000


def with_words(words: str) -> Q:
    """Return the condition that the comment of an answer has these words in it, in whichever case.

    Asks the index once, when called, whether the answers are few enough to be named one by one.
    """
    condition = has_words(COLUMN, words, is_indexed=True)
    few = rows_with(TABLE, COLUMN, words, limit=FEW)
    return condition if few is None else Q(pk__among=few) & condition
