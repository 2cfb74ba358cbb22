"""What an analyst asks of a file."""

from __future__ import annotations

from dataclasses import dataclass

from kuule.analysis.results import Scale
from kuule.text.seeds import ThemeSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The columns by name or number, the scale, and how sure the interval is to be; what is not told is guessed.

    `has_use_for_comments`: somebody is going to read them; else they stay in the file. `themes` are looked for in them.
    """

    score: str | None = None
    comment: str | None = None
    date: str | None = None
    by: tuple[str, ...] = ()
    scale: Scale | None = None
    is_reversed: bool = False
    population: int | None = None
    confidence: float = 0.95
    has_use_for_comments: bool = True
    themes: ThemeSet | None = None
