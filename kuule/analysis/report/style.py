"""The styles of the page: those of the product, the few of its own, and Inter cut to the letters it shows."""

import base64
import hashlib
import re
from collections.abc import Set
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from kuule.ui.assets import FONT, original_font

SOURCE = Path(__file__).with_name("report.css")
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
# Numbers of one width in tables, and letters that carry marks. What else Inter can do, a report does not use.
FEATURES = ["kern", "tnum", "ccmp", "mark", "mkmk", "locl"]
# A report in many scripts would carry more font than text: beyond this the reader's own fonts do as well.
LARGEST_FONT = 60_000


def stylesheet(letters: Set[str]) -> str:
    """Return all styles of a page that shows these letters."""
    font = cut_font(frozenset(letter for letter in letters if letter.isprintable()))
    if not font:
        return product_styles()
    source = f"url(data:font/woff2;base64,{base64.b64encode(font).decode()})"
    return f'@font-face{{font-family:Inter;src:{source} format("woff2");font-weight:400 700}}' + product_styles()


def source_expression(css: str) -> str:
    """Return how a content security policy allows exactly these styles."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"


@cache
def product_styles() -> str:
    """Return the styles bundled and minified, without the font of the product, which is another file."""
    import lightningcss

    flags = lightningcss.calc_parser_flags(nesting=True)
    bundled: str = lightningcss.bundle_css(str(SOURCE), parser_flags=flags, minify=True)
    return _FONT_FACE.sub("", bundled).strip()


@lru_cache(maxsize=4)
def cut_font(letters: frozenset[str]) -> bytes:
    """Return Inter with these letters as WOFF2; nothing where that would be too large to carry."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=[1, 2, 13, 14])
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(letters))
    is_built = FONT.exists()
    font = TTFont(FONT if is_built else original_font(), lazy=True)
    cutter.subset(font)
    if not is_built:
        font = instantiateVariableFont(font, {"wght": (400, 700), "opsz": 14})
    font.flavor = "woff2"
    packed = BytesIO()
    font.save(packed)
    return packed.getvalue() if len(packed.getvalue()) <= LARGEST_FONT else b""
