"""What every tool of an assistant offers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from pydantic import BaseModel, ConfigDict

from kuule.connect.mcp.calls import Caller


class Asked(BaseModel):
    """What an assistant asks a tool: its own fields and no others."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantTool:
    """One thing that an assistant can do with a key that holds `scope`.

    `run` returns what it is told, as JSON. `act` is what the audit log calls it. A new one is a file like its
    neighbours or a part of one, a line in the list beside it, and a row in `docs/assistants.md`.
    """

    name: str
    title: str
    tells: str
    asks: type[Asked]
    scope: str
    act: str
    run: Callable[[Caller, Any], Any]
    writes: bool = False


def page(caller: Caller, name: str, *, query: str = "") -> str:
    """Return the address of a page of the workspace, for people."""
    address = settings.KUULE_BASE_URL + reverse(name, args=[caller.key.workspace.slug])
    return f"{address}?{query}" if query else address
