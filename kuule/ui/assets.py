"""Builds what the browser gets: one minified stylesheet, the font cut to our alphabets, compiled translations.

Run as `python -m kuule.ui.assets`. What is fresh is left alone, so a second run costs next to nothing.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

UI = Path(__file__).resolve().parent
SOURCES = UI / "static" / "ui" / "src"
STYLESHEET = UI / "static" / "ui" / "kuule.css"
FONT = UI / "static" / "ui" / "inter.woff2"
LOCALES = UI.parent / "locale"

# Latin with all its extensions and Vietnamese, combining marks, punctuation, super- and subscripts, currency,
# letterlike signs, arrows, minus and comparison signs, check marks.
ALPHABETS = (
    "0020-007E 00A0-024F 0259 02B9-02DD 0300-036F 1E00-1EFF 2000-200D 2010-2027 202F-205F 2070-209F 20A0-20C0 "
    "2100-214F 2190-21BB 2212 2215 2219 221E 2248 2260 2264-2265 25CF 2713"
)
WEIGHTS = (400, 700)
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "case"]
RECIPE = f"1 {ALPHABETS} {WEIGHTS} {FEATURES}"


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a path to write to, and put it in place of `target` in one step: nobody ever reads half a file."""
    path = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        yield path
        path.replace(target)
    finally:
        path.unlink(missing_ok=True)


def digest(*parts: bytes) -> str:
    """Return a short fingerprint of some contents."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def stylesheet_fingerprint() -> str:
    """Return the fingerprint of all sources of the stylesheet."""
    return digest(*(path.read_bytes() for path in sorted(SOURCES.glob("*.css"))))


def original_font() -> Path:
    """Return the complete variable Inter that comes from the package registry."""
    return Path(str(resources.files("fontpkg_inter"))) / "files" / "Inter[opsz,wght].ttf"


def built_fingerprints() -> dict[str, str]:
    """Return the fingerprints that the last build left in the first line of the stylesheet."""
    if not STYLESHEET.exists():
        return {}
    with STYLESHEET.open(encoding="utf-8") as lines:
        return dict(re.findall(r"(css|font)=(\w+)", lines.readline()))


def build_assets() -> None:
    """Build the stylesheet and the font where their sources have changed."""
    built = built_fingerprints()
    wanted = {
        "css": stylesheet_fingerprint(),
        "font": digest(RECIPE.encode(), original_font().read_bytes()),
    }
    if built.get("font") != wanted["font"] or not FONT.exists():
        build_font()
    if built != wanted:
        build_stylesheet(" ".join(f"{name}={value}" for name, value in wanted.items()))


def build_stylesheet(fingerprints: str) -> None:
    """Bundle and minify the sources; their `../` addresses are relative to the folder above them."""
    import lightningcss

    flags = lightningcss.calc_parser_flags(nesting=True)
    css = lightningcss.bundle_css(str(SOURCES / "kuule.css"), parser_flags=flags, minify=True)
    with replacing(STYLESHEET) as path:
        path.write_text(f"/* {fingerprints} */\n" + css.replace("url(../", "url("), encoding="utf-8")


def build_font() -> None:
    """Cut Inter to our alphabets and weights and pack it as WOFF2."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    options = subset.Options(flavor="woff2", layout_features=FEATURES, notdef_outline=True, name_IDs=[1, 2, 13, 14])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(ALPHABETS))
    font = TTFont(original_font())
    cutter.subset(font)
    font = instantiateVariableFont(font, {"wght": WEIGHTS, "opsz": 14})
    font.flavor = "woff2"
    with replacing(FONT) as path:
        font.save(path)


def compile_translations() -> None:
    """Compile each `django.po` whose `django.mo` is missing or older."""
    for source in sorted(LOCALES.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            compile_catalogue(source, target)


def compile_catalogue(source: Path, target: Path) -> None:
    """Compile one catalogue; fuzzy entries are left out, as with gettext's own compiler."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as lines:
        catalogue = read_po(lines, locale=source.parent.parent.name)
    with replacing(target) as path, path.open("wb") as packed:
        write_mo(packed, catalogue)


if __name__ == "__main__":
    build_assets()
    compile_translations()
