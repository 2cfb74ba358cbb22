"""What cannot be used of something that was told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be used of something that was told: the field, a code that pages word, and what belongs to it."""

    field: str
    code: str
    detail: str = ""
