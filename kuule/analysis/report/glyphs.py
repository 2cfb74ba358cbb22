"""Which letters a PDF can draw: Inter's, those that fonts of this computer have, and a □ in place of the rest."""

import unicodedata
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kuule.ui.assets import original_font

INTER = "Inter"
UNSEEN_LETTER = "□"
# What a font need not have: joiners and direction marks, and the selectors that choose between two looks of a letter.
_NEEDS_NO_GLYPH = {"Cf"}
_SELECTORS = range(0xFE00, 0xFE10)
_UPRIGHT_WEIGHTS = range(350, 551)
# Families that cover many scripts are asked first; after this many font files the search ends.
_BROAD = ("Noto Sans", "DejaVu Sans", "Arial Unicode", "Unifont", "Noto", "Segoe UI", "Arial")
_MOST_FILES = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """Families that draw a text, Inter first, and the letters that none of them has."""

    families: tuple[str, ...]
    lacking: frozenset[str] = frozenset()

    @property
    def of_system(self) -> bool:
        """Tell whether fonts of this computer are needed beside Inter."""
        return len(self.families) > 1


def fonts_for(contents: object, *, borrow: bool = True) -> Fonts:
    """Return the fonts for all texts of a report, with the help of this computer's fonts or by Inter alone."""
    letters = {letter for text in _texts(contents) for letter in text if not letter.isspace()}
    missing = {letter for letter in letters if ord(letter) not in _coverage(original_font(), 0)}
    if not borrow:
        return Fonts(families=(INTER,), lacking=frozenset(missing))
    needed = {letter for letter in missing if _needs_glyph(letter)}
    families = [INTER]
    for family, covered in _system_coverage() if needed else ():
        if found := {letter for letter in needed if ord(letter) in covered}:
            families.append(family)
            needed -= found
        if not needed:
            break
    return Fonts(families=tuple(families), lacking=frozenset(needed))


def drawable(contents: Any, lacking: Set[str]) -> Any:
    """Return the same contents with a □ for every letter that cannot be drawn. Pictures hold our own words only."""
    if isinstance(contents, str):
        return "".join(UNSEEN_LETTER if letter in lacking else letter for letter in contents)
    if isinstance(contents, Mapping):
        return {name: part if name == "svg" else drawable(part, lacking) for name, part in contents.items()}
    if isinstance(contents, list | tuple):
        return [drawable(part, lacking) for part in contents]
    return contents


def _texts(contents: object) -> Iterator[str]:
    if isinstance(contents, str):
        yield contents
    elif isinstance(contents, Mapping):
        for name, part in contents.items():
            if name != "svg":
                yield from _texts(part)
    elif isinstance(contents, list | tuple):
        for part in contents:
            yield from _texts(part)


def _needs_glyph(letter: str) -> bool:
    return unicodedata.category(letter) not in _NEEDS_NO_GLYPH and ord(letter) not in _SELECTORS


def _system_coverage() -> Iterator[tuple[str, Set[int]]]:
    """Yield families of upright fonts on this computer with the code points they draw, the broadest first."""
    import typst

    fonts = typst.Fonts(include_embedded_fonts=False)
    upright = {
        font.family: (Path(font.path), font.index)
        for font in fonts.fonts()
        if font.path and font.style == "normal" and font.weight in _UPRIGHT_WEIGHTS
    }
    for family in sorted(upright, key=_breadth)[:_MOST_FILES]:
        yield family, _coverage(*upright[family])


def _breadth(family: str) -> tuple[int, str]:
    ranks = [rank for rank, name in enumerate(_BROAD) if family.startswith(name)]
    return (min(ranks, default=len(_BROAD)), family)


@cache
def _coverage(path: Path, index: int) -> frozenset[int]:
    """Return the code points a font file draws; a file that cannot be read draws nothing."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(path, fontNumber=index, lazy=True)
        return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError):
        return frozenset()
