"""What higher rooms know of the turns of a programme: it stands on the answers beside what is known of the person."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from kuule.dispatch.models import Programme

# Returns the properties of the invitations of these people, by person; whoever has none is left out.
TurnFacts = Callable[[Programme, Collection[int]], Mapping[int, Mapping[str, Any]]]
_SOURCES: list[TurnFacts] = []


def register_turn_facts(source: TurnFacts) -> None:
    """Let a room tell something about turns; called once by its `apps.py`."""
    _SOURCES.append(source)


def facts_of_turns(programme: Programme, contacts: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return what rooms know of the turns of these people, by person."""
    found: dict[int, dict[str, Any]] = {}
    for source in _SOURCES:
        for contact, facts in source(programme, contacts).items():
            found.setdefault(contact, {}).update(facts)
    return found
