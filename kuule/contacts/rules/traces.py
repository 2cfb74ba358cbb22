"""By what a person can be recognised in texts that were written for something else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

SHORTEST_PHONE = 6


@dataclass(frozen=True, slots=True)
class Traces:
    """The address and phone of a person wherever they stand in a text; name and id only where they are all of it.

    A name inside a longer text may be that of somebody else; an address is nobody else's.
    """

    parts: tuple[str, ...]
    wholes: tuple[str, ...]

    @classmethod
    def of(cls, *, email: str, phone: str, name: str, external_id: str) -> "Traces":
        """Return the traces of a person by what is known of them; what is empty leaves none."""
        parts = (email, phone if len(phone) >= SHORTEST_PHONE else "")
        return cls(_folded(parts), _folded((email, phone, name, external_id)))

    def are_in(self, text: str) -> bool:
        """Tell whether a text points to the person."""
        folded = text.casefold()
        return folded.strip() in self.wholes or any(part in folded for part in self.parts)

    def are_within(self, value: Any) -> bool:
        """Tell whether any text inside a value of JSON points to the person."""
        if isinstance(value, str):
            return self.are_in(value)
        if isinstance(value, dict):
            return any(self.are_within(each) for each in value.values())
        return isinstance(value, list) and any(self.are_within(each) for each in value)


def _folded(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip().casefold() for text in texts if text.strip()))
