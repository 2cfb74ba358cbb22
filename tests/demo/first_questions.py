"""What `docs/first-questions.md` tells its reader to click, and what it says they then see."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "first-questions.md"


def told(question: int) -> list[str]:
    """Return what the reader of a question is said to see: the quoted lines, without their marks."""
    section = re.split(r"^## \d\. .*$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[question]
    lines = map(str.strip, section.splitlines())
    return [line.removeprefix("> ") for line in lines if line.startswith("> ")]


def with_any_figures(line: str) -> re.Pattern[str]:
    """Return a pattern for a quoted line with other figures: the demo is told anew every day, in the same words."""
    words = (re.sub(r"[+−]?\d[\d,]*", r"[+−]?\\d[\\d,]*", re.escape(word)) for word in line.split())
    return re.compile(r"\s+".join(words))


def to_click() -> set[str]:
    """Return everything that the reader is told to click or to choose."""
    return {
        each.replace("\n", " ") for each in re.findall(r"\*\*(.+?)\*\*", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    }


def pictures() -> set[str]:
    """Return the files of the pictures that the reader is shown."""
    return set(re.findall(r"\]\((pictures/[^)]+)\)", PAGE.read_text(encoding="utf-8")))
