"""How figures look on a terminal."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from rich.text import Text

PROMOTER, PASSIVE, DETRACTOR, MUTED, STRONG = "#2f7fd6", "#8a857b", "#d9581f", "dim", "bold"
MINUS, NOTHING = "\u2212", "–"
_EIGHTHS = " ▏▎▍▌▋▊▉"
# What would move the cursor or colour the terminal, or turn the order of letters, if a file could write it.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]+")


def signed(value: float | None, decimals: int = 0) -> str:
    """Return `+36`, `−12` or `0`, rounded half away from zero; `–` when there is no figure."""
    if value is None:
        return NOTHING
    number = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{'+' if number > 0 else MINUS if number < 0 else ''}{abs(number):,}"


def interval(lower: float | None, upper: float | None, decimals: int = 0) -> str:
    """Return `+32 … +40`; nothing when there is none."""
    return "" if lower is None or upper is None else f"{signed(lower, decimals)} … {signed(upper, decimals)}"


def percent(share: float) -> str:
    """Return a share as `68.8 %`."""
    return f"{Decimal(str(share * 100)).quantize(Decimal('0.1'), ROUND_HALF_UP)} %"


def chance(p_value: float | None) -> str:
    """Return a p-value as people write it: `0.013`, `<0.001`."""
    if p_value is None:
        return NOTHING
    return "<0.001" if p_value < 0.001 else f"{p_value:.3f}"


def clean(text: str, longest: int = 40) -> str:
    """Return a text from the file on one line, without characters that a terminal would obey, cut where too long."""
    seen = " ".join(_UNSEEN.sub(" ", text).split())
    return seen if len(seen) <= longest else seen[: longest - 1].rstrip() + "…"


def bar(share: float, width: int, style: str) -> Text:
    """Return a bar of a share of a width, exact to an eighth of a letter."""
    eighths = round(share * width * 8)
    part = _EIGHTHS[eighths % 8].strip()
    return Text("█" * (eighths // 8) + part or ("▏" if share > 0 else ""), style=style)


def range_line(lower: float | None, value: float | None, upper: float | None, width: int) -> Text:
    """Return a score and its interval on a line from −100 to 100, with a mark at 0."""

    def place(points: float) -> int:
        return min(width - 1, int((points + 100) / 200 * width))

    letters = [" "] * width
    letters[place(0)] = "┆"
    if lower is not None and upper is not None and value is not None:
        for spot in range(place(lower), place(upper) + 1):
            letters[spot] = "─"
        letters[place(value)] = "●"
    return Text("".join(letters))
