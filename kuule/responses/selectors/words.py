"""Answers by the words in their comments."""

from django.db.models import F, QuerySet

from kuule.lib.substrings import has_words, rows_with
from kuule.responses.models import Response

TABLE, COLUMN = "responses_response", "verbatim"
# SQLite fetches so many answers by their ids in less time than it takes to walk all of them. Of words that more have,
# each page is full soon.
FEW = 50_000


def answers_with(words: str, *, workspace_id: int) -> QuerySet[Response]:
    """Return the answers of a workspace whose comment has these words in it, in whichever case.

    Asks the index once, when called, whether they are few enough to be named one by one.
    """
    said = has_words(COLUMN, words, is_indexed=True)
    few = rows_with(TABLE, COLUMN, words, limit=FEW)
    if few is None:
        return Response.objects.filter(said, workspace_id=workspace_id)
    # The sum hides the indexes on the workspace from SQLite's planner, which would else walk all of it.
    return Response.objects.alias(own=F("workspace_id") + 0).filter(said, own=workspace_id, pk__among=few)
