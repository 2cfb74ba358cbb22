"""What is done about what customers said."""

from typing import Any, Literal

from pydantic import Field

from kuule.connect.mcp.calls import Caller
from kuule.connect.mcp.tools.base import Asked, AssistantTool, page


class InitiativesAsked(Asked):
    """Which initiatives are meant."""

    state: Literal["", "proposed", "asked", "granted", "under_way", "done", "measured", "refused", "stopped"] = ""
    limit: int = Field(20, ge=1, le=50)
    cursor: str = Field("", max_length=200, description="`next_cursor` of the answer before, for more.")


class InitiativeAsked(Asked):
    """One initiative."""

    initiative: int = Field(ge=1, le=2**63 - 1, description="Its id.")


def _list(caller: Caller, asked: InitiativesAsked) -> Any:
    return {**caller.read("/initiatives", asked.model_dump()), "page": page(caller, "initiative_list")}


def _read(caller: Caller, asked: InitiativeAsked) -> Any:
    return caller.read(f"/initiatives/{asked.initiative}")


TOOLS = (
    AssistantTool(
        name="list_initiatives",
        title="List initiatives",
        tells="What the company does about causes of unhappiness, with what is behind each.",
        asks=InitiativesAsked,
        scope="initiatives:read",
        act="assistant_read_initiatives",
        run=_list,
    ),
    AssistantTool(
        name="read_initiative",
        title="Read an initiative",
        tells="One initiative with its hypothesis, its reviews, and its measured effect with interval and verdict.",
        asks=InitiativeAsked,
        scope="initiatives:read",
        act="assistant_read_initiatives",
        run=_read,
    ),
)
