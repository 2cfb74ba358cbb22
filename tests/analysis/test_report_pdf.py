"""The report as PDF: tagged, the same on every machine, safe with any text, and honest about letters it cannot draw."""

import json
import re
from dataclasses import asdict

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from kuule.analysis.report.glyphs import Fonts, fonts_for
from kuule.analysis.report.pdf import handed_over, pdf_report
from kuule.analysis.report.wording import report_of
from kuule.analysis.results import Analysis, Comment
from kuule.insight.charts import LIGHT
from tests.analysis.report_samples import SAMPLES, analysis, ordinary
from tests.analysis.test_report_html import HOSTILE, of_text

pytestmark = pytest.mark.any_database


def pages(pdf: bytes) -> int:
    """How many pages a PDF says it has."""
    return max(int(count) for count in re.findall(rb"/Count (\d+)", pdf))


def given_to_typst(found: Analysis) -> dict[str, object]:
    contents = asdict(report_of(found, LIGHT))
    return json.loads(handed_over(contents, fonts_for(contents)))


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_report_becomes_a_tagged_pdf(sample: str, language: str) -> None:
    with override(language):
        pdf = pdf_report(SAMPLES[sample]())
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf
    assert 1 <= pages(pdf) <= 10


def test_the_same_analysis_gives_the_same_pdf() -> None:
    assert pdf_report(ordinary()) == pdf_report(ordinary())


def test_the_template_is_given_the_figures_in_literal_colours() -> None:
    contents = given_to_typst(ordinary())
    assert contents["title"] == "+36 from 1,284 answers, between +32 and +40"
    assert contents["groups"][0]["rows"][0]["score"] == "+58"
    assert contents["trend"]["rows"][-1] == {
        "name": "November 2026",
        "score": "+60",
        "interval": "+53 to +67",
        "answers": "235",
    }
    assert "var(--" not in json.dumps(contents)


def test_latin_letters_of_every_kind_need_no_other_font() -> None:
    fonts = fonts_for(["Ärzte, sähköä, Ứng dụng dễ dùng, Łódź, Ελλάδα, Москва – 18 % “ok” …"])
    assert fonts == Fonts(families=("Inter",))
    assert not fonts.of_system


def test_letters_that_no_font_has_are_boxes_and_the_report_says_so() -> None:
    unassigned = "\U000e0fff"
    contents = given_to_typst(analysis(comments=(Comment(text=f"a{unassigned}b", score=3),)))
    assert contents["comments"]["groups"][0]["quotes"][0]["text"] == "a□b"
    assert contents["unseen"].startswith("□ stands for letters")
    assert given_to_typst(analysis())["unseen"] == ""


def test_with_inter_alone_everything_else_is_a_box() -> None:
    contents = {"text": "å中"}
    assert json.loads(handed_over(contents, fonts_for(contents, borrow=False)))["text"] == "å□"


@pytest.mark.parametrize(
    "text",
    [
        "中文 日本語 한국어",
        "الدعم سريع שלום हिन्दी ไทย",
        "👍🏽 👨‍👩‍👧 🇫🇮 ❤️",
        "#set page(fill: red) $x$ *a* _b_ `c` [d] \\ @e <f> //g",
        '", "title": "other',
        HOSTILE,
        "",
        "\u200d\u200e",
        "e\u0301\u0489\u20e3 \u0e33\u0300",
    ],
)
def test_any_text_can_be_printed(text: str) -> None:
    assert pdf_report(of_text(text)).startswith(b"%PDF-")


@given(text=st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_text_from_the_file_is_never_markup_here_either(text: str) -> None:
    assert pdf_report(of_text(text)).startswith(b"%PDF-")
