"""What customers wrote."""

from typing import Any
from urllib.parse import urlencode

from pydantic import Field

from kuule.connect.mcp.calls import Caller
from kuule.connect.mcp.tools.base import Asked, AssistantTool, page
from kuule.connect.mcp.tools.figures import QUERY

MOST_COMMENTS = 50


class CommentsAsked(Asked):
    """Which comments are meant."""

    query: dict[str, str] = Field(default_factory=dict, max_length=30, description=QUERY)
    limit: int = Field(20, ge=1, le=MOST_COMMENTS)
    cursor: str = Field("", max_length=200, description="`next_cursor` of the answer before, for more.")


class ThemesAsked(Asked):
    """Nothing has to be said."""


def _comments(caller: Caller, asked: CommentsAsked) -> Any:
    answer = caller.read("/verbatims", {**asked.query, "limit": asked.limit, "cursor": asked.cursor})
    return {**answer, "page": page(caller, "comment_list", query=urlencode(answer["query"]))}


def _themes(caller: Caller, asked: ThemesAsked) -> Any:
    del asked
    found = caller.read("/themes")["themes"]
    # The words that hint at them are long, and of no use to whoever asks.
    named = [{name: each[name] for name in ("id", "names", "is_praise")} for each in found]
    return {"themes": named, "page": page(caller, "theme_list")}


TOOLS = (
    AssistantTool(
        name="read_comments",
        title="Read what customers wrote",
        tells="Comments of customers, the newest first, each with its score and themes. Names, addresses and numbers "
        "of people are masked unless the key allows more. Quote them as they are.",
        asks=CommentsAsked,
        scope="responses:read",
        act="assistant_read_comments",
        run=_comments,
    ),
    AssistantTool(
        name="list_themes",
        title="List themes",
        tells="The themes that comments are sorted by. ask_metric with the metric themes has their figures.",
        asks=ThemesAsked,
        scope="metrics:read",
        act="assistant_asked_figures",
        run=_themes,
    ),
)
