"""The report as a page: one file that asks nobody for anything, safe with any text, fit for a real browser."""

import base64
import hashlib
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.utils.translation import override
from hypothesis import example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from kuule.analysis.report import style
from kuule.analysis.report.html import html_report
from kuule.analysis.report.style import LARGEST_FONT, stylesheet
from kuule.analysis.results import Analysis, Comment
from kuule.ui.clean import visible_text
from tests.analysis.report_samples import SAMPLES, analysis, groups, ordinary

pytestmark = pytest.mark.any_database
HOSTILE = '</style></text><script>alert("1")</script><img src=x onerror=a()>&\x00\u202e{{ 7 }}{% if %}'


def shown(page: str) -> str:
    """The words of a page."""
    body = page[page.index("<body>") :]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def of_text(text: str) -> Analysis:
    """An analysis that has this text everywhere a file can bring one."""
    return analysis(
        source={"name": text, "columns": {"score": text, "comment": text, "date": text}, "by": (text,), "sheet": text},
        groups={text: groups(text, {text: (1, 1, 20), "other": (1, 2, 3)})},
        comments=(Comment(text=text, score=3), Comment(text=text, score=None)),
        other_values=((text, 2),),
        left_out={"invalid": 2},
    )


def test_the_page_says_the_figures() -> None:
    words = shown(html_report(ordinary()))
    for said in (
        "+36 from 1,284 answers",
        "16.0\u202f%".replace("\u202f", " "),
        "205",
        "November 2026",
        "Enterprise",
        "+22",
    ):
        assert said in words, said


def test_the_policy_allows_its_own_style_and_nothing_else() -> None:
    page = html_report(ordinary())
    policy = unescape(re.search(r'Content-Security-Policy"\s+content="([^"]*)"', page).group(1))
    css = re.search(r"<style>(.*?)</style>", page, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"<script|<link|<img|<iframe|\sstyle=|\son\w+=|https?://(?!www\.w3\.org)", page)
    assert not re.search(r"@import|url\((?!\"?data:)", css)


def test_the_font_holds_what_is_shown_and_stays_small() -> None:
    few, many = stylesheet(frozenset("abc")), stylesheet(frozenset(map(chr, range(32, 0x1F00))))
    assert "@font-face" in few
    assert len(few) < len(stylesheet(frozenset("abcdefghijklmnop")))
    assert "data:font" not in many or len(many) < len(few) + LARGEST_FONT * 4 / 3


@given(text=st.text(max_size=80))
@example(HOSTILE)
@settings(max_examples=25, deadline=None)
def test_text_from_the_file_is_never_markup(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # Cutting the font is what takes time, and what is not looked at here.
        patch.setattr(style, "cut_font", lambda _letters: b"")
        page = html_report(of_text(f"z {text}"))
    body = ET.fromstring(re.search(r"<body>.*</body>", page, re.DOTALL).group())
    assert not {element.tag for element in body.iter()} & {"script", "img", "style", "iframe", "a"}
    verbatim = "".join(body.find(".//p[@class='verbatim']").itertext())
    assert verbatim == visible_text(f"z {text}").strip()


@pytest.mark.parametrize("language", ["en", "fi"])
def test_the_page_names_its_language(language: str) -> None:
    with override(language):
        assert f'<html lang="{language}">' in html_report(ordinary())


LOOKED_AT = {
    "wide": {name: SAMPLES[name] for name in ("ordinary", "reversed", "crowded", "odd")},
    "phone": {
        **{name: SAMPLES[name] for name in ("ordinary", "nothing", "three")},
        "hostile": lambda: of_text(HOSTILE),
    },
}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("look", "width", "scheme", "language"), [("wide", 1440, "light", "en"), ("phone", 360, "dark", "fi")]
)
def test_every_report_is_accessible_and_fits(
    browser: Browser,
    axe_finds_nothing: Callable[[Page], None],
    tmp_path: Path,
    look: str,
    width: int,
    scheme: str,
    language: str,
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=False)
    page = context.new_page()
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for name, sample in LOOKED_AT[look].items():
        file = tmp_path / f"{name}.html"
        with override(language):
            file.write_text(html_report(sample()), encoding="utf-8")
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.locator("h1").count() == 1
        axe_finds_nothing(page)
    assert not told
    assert all(url.startswith(("file:", "data:")) for url in asked)
    context.close()


@pytest.mark.browser
def test_it_is_drawn_in_inter_and_the_trend_can_be_walked_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    file = tmp_path / "report.html"
    file.write_text(html_report(ordinary()), encoding="utf-8")
    page.goto(file.as_uri())
    assert page.evaluate("document.fonts.ready.then(() => [...document.fonts].map(font => font.status))") == ["loaded"]
    # Eleven answers, twelve months and the table.
    for _stop in range(11 + 12):
        page.keyboard.press("Tab")
    assert "November 2026: +60" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("details table").is_visible()
    page.close()


@pytest.mark.browser
def test_paper_is_white_also_for_those_who_read_in_the_dark(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    file = tmp_path / "report.html"
    file.write_text(html_report(ordinary()), encoding="utf-8")
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    context.close()
