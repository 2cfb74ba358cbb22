"""Cases: customers who wait to hear from somebody."""

from typing import Any, Literal

from pydantic import Field

from kuule.connect.mcp.calls import Caller
from kuule.connect.mcp.tools.base import Asked, AssistantTool, page

MOST_CASES = 50
LONGEST_COMMENT = 2_000


class CasesAsked(Asked):
    """Which cases are meant."""

    inbox: Literal["all", "late", "unclear", "replies"] = Field(
        "all", description="late: nobody reached them in time; unclear: without owner; replies: they wrote back."
    )
    show: Literal["waiting", "asleep", "closed", "every"] = "waiting"
    account: int | None = Field(None, ge=1, le=2**63 - 1, description="Id of an account.")
    limit: int = Field(20, ge=1, le=MOST_CASES)
    cursor: str = Field("", max_length=200, description="`next_cursor` of the answer before, for more.")


class CaseAsked(Asked):
    """One case."""

    case: int = Field(ge=1, le=2**63 - 1, description="Its id.")


class CommentAsked(CaseAsked):
    """What is written into a case."""

    words: str = Field(min_length=1, max_length=LONGEST_COMMENT)


def _list(caller: Caller, asked: CasesAsked) -> Any:
    return {**caller.read("/cases", asked.model_dump()), "page": page(caller, "case_list")}


def _read(caller: Caller, asked: CaseAsked) -> Any:
    return caller.read(f"/cases/{asked.case}")


def _comment(caller: Caller, asked: CommentAsked) -> Any:
    written = caller.write(f"/cases/{asked.case}/notes", {"words": asked.words})
    return {"case": asked.case, "page": written["page"], "done": "The comment stands in the history of the case."}


TOOLS = (
    AssistantTool(
        name="list_cases",
        title="List cases",
        tells="Customers who wait to hear from somebody, those opened last first.",
        asks=CasesAsked,
        scope="cases:read",
        act="assistant_read_cases",
        run=_list,
    ),
    AssistantTool(
        name="read_case",
        title="Read a case",
        tells="One case: what the customer wrote, what was done, what was promised, and what is best done next.",
        asks=CaseAsked,
        scope="cases:read",
        act="assistant_read_cases",
        run=_read,
    ),
    AssistantTool(
        name="comment_on_case",
        title="Comment on a case",
        tells="Write a comment into the history of a case, for colleagues. The customer does not see it.",
        asks=CommentAsked,
        scope="cases:write",
        act="assistant_commented",
        run=_comment,
        writes=True,
    ),
)
