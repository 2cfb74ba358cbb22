"""Themes of a file: on the terminal, as JSON and in both reports, with personal data masked and mistakes explained."""

import json
import re
from dataclasses import replace

import pytest
from django.utils.translation import override
from typer.testing import CliRunner

from kuule.analysis.report.html import html_report
from kuule.analysis.report.pdf import pdf_report
from kuule.analysis.report.wording import report_of
from kuule.analysis.results import Analysis, Quote, Theme
from kuule.config.cli import app
from kuule.stats import Shares, theme_effect
from kuule.text.masking import personal_spans
from tests.analysis.report_samples import ordinary

pytestmark = pytest.mark.any_database

SECRET = "Call me at 040 123 4567 about the queue at the counter which was endless"
ROWS = [
    *(f"2,The queue at counter {place} was far too long that day" for place in range(8)),
    f"0,{SECRET}",
    "9,No queue at all and kind people at the counter today",
    *(f"10,Kind people and a clean shop on visit {place} of mine" for place in range(12)),
    *(f"9,Excellent as ever and thank you for visit number {place}" for place in range(6)),
    "10,",
    ",The queue again but I give no score at all this time",
]
SEEDS = """
[[theme]]
key = "queues"
name = {en = "Queues", fi = "Jonot"}
seeds = {en = ["queue*"]}
[[theme]]
key = "praise"
name = {en = "Praise"}
praise = true
seeds = {en = ["excellent"]}
[[theme]]
key = "parking"
name = {fi = "Pysäköinti"}
seeds = {en = ["parking"]}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "answers.csv").write_text("\n".join(["score,comment", *ROWS]))
    (tmp_path / "themes.toml").write_text(SEEDS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str):
    return CliRunner().invoke(app, ["analyze", "answers.csv", *arguments])


def test_json_says_who_mentions_a_theme_and_what_it_does_to_the_score(folder) -> None:
    found = json.loads(run("--seeds", "themes.toml", "--json").stdout)
    assert [theme["key"] for theme in found["themes"]] == ["queues", "praise", "parking"]
    queues, praise, parking = found["themes"]
    expected = theme_effect(Shares(9, 0, 1), Shares(0, 0, 18))
    assert (queues["name"], queues["n"], queues["nps"], queues["praise"]) == ("Queues", 10, -80, False)
    assert (queues["share"], queues["effect"]) == pytest.approx((10 / 28, (expected.value or 0) * 100))
    assert (queues["lower"], queues["upper"]) == pytest.approx(
        ((expected.lower or 0) * 100, (expected.upper or 0) * 100)
    )
    assert (praise["n"], praise["praise"]) == (6, True)
    assert (parking["name"], parking["n"], parking["nps"], parking["effect"]) == ("Pysäköinti", 0, None, None)
    assert "association_only" in {warning["code"] for warning in found["warnings"]}


def test_quotes_pull_the_score_the_way_the_theme_does_and_hide_personal_data(folder) -> None:
    found = json.loads(run("--seeds", "themes.toml", "--json").stdout)
    quotes = next(theme for theme in found["themes"] if theme["key"] == "queues")["quotes"]
    assert len(quotes) == 2
    assert any("[phone] about the queue" in quote for quote in quotes)
    assert not any("No queue" in quote or "040" in quote for quote in quotes)


def test_the_terminal_sets_words_of_praise_apart_and_says_what_an_effect_is_not(folder) -> None:
    page = run("--seeds", "themes.toml").stdout
    assert re.search(r"Queues +10 +35\.7 % +−80 +−64\.3 ", page)
    assert page.index("Queues") < page.index("Words of praise") < page.index("Praise ")
    assert "association, not a cause" in " ".join(page.split())


def test_without_the_option_no_themes_are_looked_for(folder) -> None:
    assert "themes" not in json.loads(run("--json").stdout)
    assert "Theme" not in run().stdout


@pytest.mark.parametrize("arguments", [["--themes"], ["--theme-set", "retail"]])
def test_the_themes_that_kuule_brings_can_be_named_or_left_to_it(folder, arguments) -> None:
    found = json.loads(run(*arguments, "--json").stdout)
    assert 12 <= len(found["themes"]) <= 15
    assert ("checkout" in {theme["key"] for theme in found["themes"]}) == ("retail" in arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--seeds", "none.toml"], "none.toml cannot be read: No such file"),
        (["--seeds", "answers.csv"], "answers.csv: This is no valid TOML"),
        (["--seeds", "themes.toml", "--theme-set", "retail"], "both name themes"),
        (["--theme-set", "food"], "'food' is not one of"),
        (["--themes", "--score", "comment", "--comment", "no such"], "There is no column “no such”"),
    ],
)
def test_what_is_wrong_is_said_and_ends_with_two(folder, arguments, message) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.replace("│", " ").split())


@pytest.mark.parametrize("cells", [[" ", "-"], ["fine", ""]])
def test_a_file_with_hardly_a_word_has_no_effects(folder, cells) -> None:
    rows = [f"{score},{cell}" for score, cell in zip((9, 3), cells, strict=True)]
    (folder / "answers.csv").write_text("\n".join(["score,comment", *rows]))
    themes = json.loads(run("--themes", "--comment", "comment", "--json").stdout)["themes"]
    assert {theme["effect"] for theme in themes} == {None}
    assert {theme["n"] for theme in themes} == {0}


def test_a_file_without_comments_cannot_have_themes(folder) -> None:
    (folder / "answers.csv").write_text("score\n9\n10\n3\n")
    done = run("--themes")
    assert done.exit_code == 2
    assert "no column is clearly that of the comments" in done.stderr


def themed() -> Analysis:
    """An ordinary file with a theme, one that nobody mentions, and praise."""
    text = "Kirjoita virtanen@yritys.example, jono oli kohtuuttoman pitkä ja kylmä"
    quote = Quote(text=text, score=2, personal=personal_spans(text))
    parts = {"share": 0.1, "score": -62.5, "effect": -4.25, "lower": -6.0, "upper": -2.5}
    themes = (
        Theme(
            key="queues", name={"en": "Queues <b>", "fi": "Jonot"}, praise=False, shares=Shares(30, 5, 5),
            quotes=(quote, quote), **parts,
        ),
        Theme(
            key="parking", name={"en": "Parking"}, praise=False, shares=Shares(0, 0, 0), share=0.0, score=None,
            effect=None, lower=None, upper=None,
        ),
        Theme(key="praise", name={"en": "Praise"}, praise=True, shares=Shares(0, 1, 80), **parts),
    )  # fmt: skip
    return replace(ordinary(), themes=themes)


def test_a_report_has_themes_where_they_were_asked_for() -> None:
    assert report_of(ordinary()).themes is None
    section = report_of(themed()).themes
    assert section is not None
    plain, praise = section.tables
    assert [(row.name, row.answers, row.effect) for row in plain.rows] == [
        ("Queues <b>", "40", "−4.3"),
        ("Parking", "0", "–"),
    ]
    assert (praise.title, [row.name for row in praise.rows]) == ("Words of praise", ["Praise"])
    assert "not a cause" in section.caveat


def test_a_finnish_report_names_themes_and_marks_in_finnish() -> None:
    with override("fi"):
        section = report_of(themed()).themes
    assert section is not None
    assert [row.name for row in section.tables[0].rows] == ["Jonot", "Parking"]
    [heard] = section.quotes
    assert heard.quotes[0].text.startswith("Kirjoita [sähköposti], jono")


def test_page_and_pdf_show_them_and_take_nothing_for_markup() -> None:
    page = html_report(themed())
    assert "Queues &lt;b&gt;" in page
    assert "virtanen@" not in page
    assert page.index("What the comments are about") < page.index("Words of praise") < page.index("In their own words")
    assert pdf_report(themed()).startswith(b"%PDF")
