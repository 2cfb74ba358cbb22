"""What the other side said, as it may be kept: one line, not endless, and without anybody's address."""

import re

from kuule.ui.clean import visible_text

LONGEST = 250
ADDRESS = re.compile(r"[^\s<>@\"'(]+@[^\s<>@\"')]+")


def one_line(text: str, longest: int) -> str:
    """Return text as it may stand in a header: no line breaks, nothing invisible, not endless."""
    return " ".join(visible_text(text).split())[:longest]


def said(text: str) -> str:
    """Return what a server said with the addresses in it hidden: it outlives the person it is about."""
    return one_line(ADDRESS.sub("<address>", text[: 10 * LONGEST]), LONGEST)
