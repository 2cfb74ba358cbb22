"""What may be known of the people who are asked, so that a question can be for some of them only.

People and accounts are of other rooms: those register here what they know.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kuule.surveys.rules.content import clean_line
from kuule.workspaces.models import Workspace


def _as_written(text: str) -> str | None:
    return clean_line(text) or None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that may be known: its key as in the snapshot of an answer, and what people call it.

    `read` returns what somebody wrote as it is compared, None for what cannot be a value of it; `shown` is its reverse.
    """

    key: str
    words: str
    is_date: bool = False
    read: Callable[[str], str | None] = _as_written
    shown: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class FactSource:
    """What a room knows of people: what there is in a workspace, and what is known of one of them.

    `told` gets the ids of an account and of a contact, either of them None; it is left out by the room whose facts are
    in the snapshot of every answer.
    """

    offered: Callable[[Workspace], Sequence[Fact]]
    told: Callable[[Workspace, int | None, int | None], Mapping[str, Any]] | None = None


_SOURCES: list[FactSource] = []


def register_facts(source: FactSource) -> None:
    """Let questions be for people of whom a room knows something. Called by its `apps.py`."""
    _SOURCES.append(source)


def known_facts(workspace: Workspace) -> list[Fact]:
    """Return what may be known of the people of a workspace, in the order of the rooms."""
    return [fact for source in _SOURCES for fact in source.offered(workspace)]


def told_facts(workspace: Workspace, *, account_id: int | None, contact_id: int | None) -> dict[str, Any]:
    """Return what is known of somebody now besides what the snapshot of an answer holds."""
    found: dict[str, Any] = {}
    for source in _SOURCES:
        if source.told is not None:
            found |= source.told(workspace, account_id, contact_id)
    return found
