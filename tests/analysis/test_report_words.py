"""What a report says: honest sentences, every figure, nothing hidden, in the reader's language."""

from datetime import date

import pytest
from django.utils.translation import override

from kuule.analysis.report.contents import Report
from kuule.analysis.report.wording import report_of
from kuule.analysis.results import Analysis, Note, Point, Scale
from kuule.insight.charts import LIGHT
from kuule.stats import Shares
from tests.analysis.report_samples import (
    FIVE_REVERSED,
    PROTOTYPE,
    SAMPLES,
    analysis,
    comments,
    crowded,
    fields,
    groups,
    odd,
    of_population,
    ordinary,
    reversed_five,
)

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (analysis(), "+36 from 1,284 answers, between +32 and +40"),
        (analysis({0: 20, 10: 10}), "−33 from 30 answers, between −62 and +2"),
        (analysis({10: 1_000_000, 8: 1_000_000}), "+50.0 from 2,000,000 answers, between +49.9 and +50.1"),
        (analysis({10: 3}, comments=comments()), "Few answers: read the comments"),
        (analysis({10: 1}), "Only 1 answer: the score is anywhere between −59 and +100"),
        (analysis(dict.fromkeys(range(11), 0)), "No answers to count"),
        (of_population(), "+43 from 14 answers, between +20 and +60 for all 20 people"),
        (analysis({10: 8, 8: 4, 5: 8}, population=20), "0 from 20 answers: everybody answered"),
    ],
)
def test_the_title_is_one_honest_sentence(found: Analysis, sentence: str) -> None:
    assert report_of(found).title == sentence


def test_the_line_below_names_file_rows_time_and_scale() -> None:
    report = report_of(ordinary())
    assert report.file == "relationship survey 2026.csv"
    assert report.facts == ("1,305 rows", "December 2025 to November 2026", "scale 0–10")


def test_only_0_to_10_is_called_nps_and_only_then_the_trademark_is_named() -> None:
    nps, net = report_of(ordinary()), report_of(reversed_five())
    assert nps.score.title == "Net Promoter Score"
    assert nps.trademark.startswith("Net Promoter® and NPS®")
    assert net.facts[-2:] == ("scale 1–5, 1 is best", "Net score, not NPS")
    assert (net.score.title, net.score.note, net.trademark) == ("Net score", "not NPS", "")
    assert "cannot be compared with one" in net.making.explanations[0].text


def test_shares_come_as_counts_and_percent_worst_first() -> None:
    shares = report_of(ordinary()).score.shares
    assert [(each.group, each.answers, each.share) for each in shares] == [
        ("detractor", "205", "16.0\u202f%"),
        ("passive", "409", "31.9\u202f%"),
        ("promoter", "670", "52.2\u202f%"),
    ]


@pytest.mark.parametrize(
    ("scale", "ranges"),
    [
        (Scale(lowest=0, highest=10), "Promoters answered 9–10, passives 7–8, detractors 0–6."),
        (Scale(lowest=1, highest=5), "Promoters answered 5, passives 4, detractors 1–3."),
        (Scale(lowest=1, highest=7), "Promoters answered 7, passives 6, detractors 1–5."),
        (FIVE_REVERSED, "Promoters answered 1, passives 2, detractors 3–5."),
    ],
)
def test_it_says_who_counts_as_what(scale: Scale, ranges: str) -> None:
    assert report_of(analysis({5: 10}, scale)).making.explanations[0].text.startswith(ranges)


@pytest.mark.parametrize("theme", [None, LIGHT])
def test_a_reversed_scale_is_drawn_worst_answer_first(theme: object) -> None:
    svg = report_of(reversed_five(), theme).answers.chart.svg
    places = [svg.index(f">{answer}<") for answer in (5, 4, 3, 2, 1)]
    assert places == sorted(places)
    assert "5.2k" in svg


def test_few_answers_on_a_short_scale_and_none_at_all_still_make_a_picture() -> None:
    for histogram in ({1: 1, 3: 2}, {}):
        assert report_of(analysis(histogram, FIVE_REVERSED)).answers.chart.said.startswith("Answers by score")


def test_a_group_stands_out_in_words_or_shows_no_clear_difference() -> None:
    section = report_of(ordinary()).groups[0]
    rows = {row.name: row for row in section.rows}
    assert section.summary == "2 of 8 groups stand out from the rest."
    assert (rows["Enterprise"].difference, rows["Enterprise"].verdict) == ("+22", "above the rest")
    assert rows["Public sector"].verdict == "below the rest"
    assert rows["Nordics"].verdict == "no clear difference"


def test_few_answers_of_a_group_are_dots_with_their_range() -> None:
    row = report_of(ordinary()).groups[0].rows[-1]
    assert (row.name, row.is_named, row.whisker, row.mix) == ("Empty cell", False, None, None)
    assert row.dots == ("detractor", "detractor", "passive", "passive", "promoter")
    assert row.said == "Detractors 2, Passives 2, Promoters 1"
    assert row.interval == "−70 to +44"


def test_names_that_nobody_can_see_are_called_what_they_are() -> None:
    section = report_of(analysis(groups={"\u200e\u200b": groups("", {"\u200d ": (1, 2, 30)})})).groups[0]
    assert (section.title, section.rows[0].name) == ("Column without a name", "Empty cell")


def test_of_many_groups_the_largest_and_those_that_stand_out_are_shown() -> None:
    section = report_of(crowded()).groups[0]
    assert section.note == "200 groups"
    assert len(section.rows) == 30
    assert "The odd one" in {row.name for row in section.rows}
    assert section.more.startswith("170 more groups are not shown.")
    assert all(len(row.name) <= 60 for row in section.rows)


def test_a_lone_group_is_compared_with_nothing() -> None:
    section = report_of(analysis(groups={"Country": groups("Country", {"Finland": (1, 9, 20)})})).groups[0]
    assert (section.summary, section.rows[0].difference, section.rows[0].verdict) == ("", "", "")


def test_a_period_without_answers_has_no_figure() -> None:
    trend = report_of(crowded()).trend
    assert trend is not None
    row = next(row for row in trend.rows if row.answers == "0")
    assert (row.score, row.interval) == ("–", "–")


@pytest.mark.parametrize(
    ("bucket", "name", "span"),
    [
        ("day", "1 Jan 2026", "1 Jan 2026 to 2 Apr 2026"),
        ("week", "1 Jan 2026 to 2 Jan 2026", "1 Jan 2026 to 3 Apr 2026"),
        ("month", "January 2026", "January to April 2026"),
        ("quarter", "Quarter 1 of 2026", "Q1 2026 to Q2 2026"),
        ("year", "2026", "2026"),
    ],
)
def test_periods_are_named_by_their_size(bucket: str, name: str, span: str) -> None:
    points = tuple(
        Point(period="", since=since, until=until, **fields(Shares(1, 2, 3)))
        for since, until in ((date(2026, 1, 1), date(2026, 1, 3)), (date(2026, 4, 2), date(2026, 4, 4)))
    )
    report = report_of(analysis(bucket=bucket, trend=points))
    assert report.trend is not None
    assert (report.trend.rows[0].name, report.facts[1]) == (name, span)


def test_one_period_alone_is_no_trend() -> None:
    assert report_of(odd()).trend is None


def test_comments_come_by_group_cut_between_words() -> None:
    section = report_of(crowded()).comments
    assert [group.name for group in section.groups] == ["Detractors", "Passives", "Promoters"]
    assert all(len(group.quotes) <= 6 for group in section.groups)
    text = section.groups[0].quotes[0].text
    assert text.endswith("word…")
    assert len(text) <= 601


def test_a_comment_without_a_score_and_one_from_right_to_left_say_so() -> None:
    groups_of_quotes = report_of(reversed_five()).comments.groups
    assert (groups_of_quotes[-1].name, groups_of_quotes[-1].quotes[0].score) == ("Without a score", "–")
    arabic = next(q for group in report_of(ordinary()).comments.groups for q in group.quotes if "ا" in q.text)
    assert arabic.direction == "rtl"


def test_no_comments_are_explained() -> None:
    assert report_of(analysis()).comments.nothing == "No column of this file holds comments."
    silent = analysis(source={"columns": {"score": "nps", "comment": "why"}})
    assert report_of(silent).comments.nothing == "Those who answered gave a score and wrote nothing."


def test_what_was_guessed_and_left_out_is_said() -> None:
    making = report_of(ordinary()).making
    read = {fact.name: (fact.value, bool(fact.guess)) for fact in making.read}
    assert read["Column with the score"] == ("how_likely", True)
    assert read["Columns are separated by"] == ("commas", True)
    assert read["Columns to group by"] == ("Segment, Country", False)
    assert {fact.name: fact.value for fact in making.left_out} == {
        "Without a score": "12 rows",
        "No answer on the scale": "9 rows",
        "Most frequent among them": "“11” (5) · “N/A” (3) · “very likely” (1)",
        "Without a readable date, so not in the trend": "4 rows",
    }


def test_a_known_population_says_what_it_assumes() -> None:
    report = report_of(of_population())
    assert "if silence is unrelated to the answer" in report.score.certainty
    assert any("14 of 20 people answered" in each.text for each in report.making.explanations)
    assert not any("silence" in each.text for each in report_of(analysis()).making.explanations)


def test_what_makes_every_figure_wrong_stands_above_them() -> None:
    report = report_of(odd())
    assert report.cautions[0].startswith("The scale seems to have changed: none of 1,234 answers before 2014-03-02")
    care = next(each.text for each in report.making.explanations if each.title == "Take care")
    assert "The day is taken to come first." in care
    assert "“who” has 12,345 values." in care


def test_a_hostile_note_stays_a_text() -> None:
    note = Note(code="maybe_reversed", details={"column": "{a} %(b)s <b>\u202e", "correlation": -0.5})
    assert "“{a} %(b)s <b>” (correlation -0.50)" in report_of(analysis(notes=(note,))).cautions[0]


@pytest.mark.parametrize("sample", SAMPLES)
def test_finnish_reports_keep_every_figure(sample: str) -> None:
    def figures(report: Report) -> list[object]:
        rows = [(row.score, row.answers) for section in report.groups for row in section.rows]
        return [rows, [len(group.quotes) for group in report.comments.groups], len(report.making.left_out)]

    english = report_of(SAMPLES[sample]())
    with override("fi"):
        finnish = report_of(SAMPLES[sample]())
    assert (english.language, finnish.language) == ("en", "fi")
    assert figures(english) == figures(finnish)


def test_finnish_writes_numbers_and_months_its_own_way() -> None:
    with override("fi"):
        report = report_of(ordinary())
    assert report.facts[1] == "joulukuu 2025–marraskuu 2026"
    assert [share.share for share in report.score.shares] == ["16,0\u202f%", "31,9\u202f%", "52,2\u202f%"]
    assert "1\xa0284 vastausta" in report.score.gauge.said
    assert sum(PROTOTYPE.values()) == 1284
