"""The stylesheet, the font and the translations: built once, left alone while fresh."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from kuule.ui import assets

pytestmark = pytest.mark.any_database


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    assets.build_assets()


def test_a_second_build_is_quick_and_changes_nothing() -> None:
    before = (assets.STYLESHEET.stat().st_mtime_ns, assets.FONT.stat().st_mtime_ns)
    probe = (
        "import sys; from kuule.ui.assets import build_assets; build_assets(); "
        "print('fontTools' in sys.modules, 'lightningcss' in sys.modules)"
    )
    started = time.perf_counter()
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert time.perf_counter() - started < 2
    assert run.stdout.split() == ["False", "False"]
    assert before == (assets.STYLESHEET.stat().st_mtime_ns, assets.FONT.stat().st_mtime_ns)


def test_a_changed_source_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "src").mkdir()
    source = tmp_path / "src" / "kuule.css"
    source.write_text(".a { color: red; }")
    monkeypatch.setattr(assets, "SOURCES", source.parent)
    monkeypatch.setattr(assets, "STYLESHEET", tmp_path / "kuule.css")
    assets.build_assets()
    assert ".a{color:red}" in assets.STYLESHEET.read_text()
    source.write_text('.b { background: url("../inter.woff2"); }')
    assets.build_assets()
    assert "url(inter.woff2)" in assets.STYLESHEET.read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kuule.css", "src"]


def test_the_stylesheet_is_small_and_needs_nobody_else() -> None:
    css = assets.STYLESHEET.read_text()
    # Every page has it, so it is one request of some 10 kB packed; a rule more is a table or chart of its own.
    assert len(css) < 52_000
    assert "http" not in css
    assert "@import" not in css
    assert "prefers-color-scheme:dark" in css


def test_the_font_speaks_our_languages_in_all_weights() -> None:
    font = TTFont(assets.FONT)
    letters = set(font.getBestCmap())
    for text in ("ÄÖÅäöå éèêç ßøæ", "ẰẮỞỨỹ đĐ ộ ễ ậ", "šžčřňőűłţ", "−+±×→←↑↓≥≤…–—“”’·€\u202f\u2009\u00a0✓"):
        assert {ord(letter) for letter in text} <= letters
    weight = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in font["fvar"].axes}
    assert weight == {"wght": (400, 700)}
    assert "tnum" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert assets.FONT.stat().st_size < 100_000


def test_translations_are_compiled_when_they_are_newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "fi" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Save"\nmsgstr "Tallenna"\n'
    )
    monkeypatch.setattr(assets, "LOCALES", tmp_path)
    assets.compile_translations()
    packed = source.with_suffix(".mo")
    assert b"Tallenna" in packed.read_bytes()
    made = packed.stat().st_mtime_ns
    assets.compile_translations()
    assert packed.stat().st_mtime_ns == made
