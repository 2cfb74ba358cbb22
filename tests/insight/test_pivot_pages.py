"""Scores by rows and columns, and by the quarter of the first answer, as members see them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from http import HTTPStatus

import pytest
import time_machine
from django.utils.html import strip_tags

from kuule.insight.answers import cohorts, pivot
from kuule.insight.query import PROPERTY, PivotQuery, Query
from kuule.insight.rules.crowds import TooManyValuesError
from kuule.lib.bulk import insert_rows
from kuule.lib.ids import new_uid
from kuule.responses.models import Response
from kuule.surveys.models import Survey
from tests.insight.engines import HOSTILE
from tests.insight.reading import count_behind, links, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        yield


def cells_of(response) -> dict[str, list[str]]:
    """Return the lines of the table by their first cell, each as its words."""
    body = response.content.decode().split('<table class="table table-small pivot">')[1].split("</table>")[0]
    found = {}
    for line in body.split("<tr")[1:]:
        parts = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, flags=re.DOTALL)
        text = [" ".join(unescape(strip_tags(part)).split()) for part in parts]
        found[text[0]] = text[1:]
    return found


@pytest.fixture
def answered(programme, define, now):
    """Twelve promoters from Finland by mail, eleven detractors from Sweden, two answers by the link."""
    define("country")
    define("plan")
    for number in range(12):
        programme.answer(10, contact=programme.contact(country="FI", plan="pro" if number else ""), at=now)
    for _number in range(11):
        programme.answer(2, contact=programme.contact(country="SE"), at=now - timedelta(days=40))
    for _number in range(2):
        programme.answer(9, at=now)
    return programme


def test_each_cell_has_its_score_or_says_that_few_answered(anna, answered):
    page = anna.get("/w/nordlys/pivot/", {"by": "p.country", "columns": "channel"})
    table = cells_of(page)
    assert table[""] == ["E-mail", "Shared link", "All"]
    assert table["FI"][0].startswith("+100")
    assert table["FI"][0].endswith("12 answers")
    assert table["SE"][0].startswith("−100")
    assert table["SE"][1] == "–"
    assert table["Not known"] == ["–", "few 2 answers", "few 2 answers"]
    assert table["All"][2].startswith("+12")
    assert table["All"][2].endswith("25 answers")


def test_every_cell_and_margin_leads_to_its_answers(anna, answered):
    page = anna.get("/w/nordlys/pivot/", {"by": "p.country", "columns": "month"})
    shown = [int(each) for each in re.findall(r"(\d+) answers?", re.split("class=.pivot", words(page))[0])]
    found = []
    for link in dict.fromkeys(links(page, "/comments/?")):
        counted = re.search(r"(\d+) answers?", words(anna.get(link)))
        found.append(int(counted[1]) if counted else 0)
    assert set(found) <= set(shown)
    assert {12, 11, 2, 25, 14} <= set(found)


def test_both_ways_may_be_properties(answered):
    found = pivot(PivotQuery.of(answered.query(by=PROPERTY + "country"), columns=PROPERTY + "plan"))
    assert found is not None
    table = {
        (row.key, column.key): cell.n
        for row, line in zip(found.rows, found.cells, strict=True)
        for column, cell in zip(found.columns, line, strict=True)
    }
    assert table == {("FI", "pro"): 11, ("FI", ""): 1, ("SE", "pro"): 0, ("SE", ""): 11, ("", "pro"): 0, ("", ""): 2}
    assert found.total.n == 25
    assert found.left_out == 0


def many_values(programme, count: int) -> None:
    insert_rows(
        [
            Response(
                workspace=programme.workspace,
                uid=new_uid(),
                survey=programme.survey,
                version=programme.version,
                channel="email",
                language="en",
                score=9,
                verdict="person",
                properties={"country": f"{number}"},
                answered_at=programme.now - timedelta(days=number % 400),
            )
            for number in range(count)
        ]
    )


def test_what_does_not_fit_is_told_and_counted(anna, programme, define):
    define("country")
    many_values(programme, 50)
    page = anna.get("/w/nordlys/pivot/", {"by": "p.country", "columns": "day", "period": "all"})
    text = words(page)
    assert len(cells_of(page)) == 22
    assert "The 20 rows with most answers are shown, 30 more are not." in text
    assert "The newest 12 columns are shown, 38 older are not." in text
    assert re.search(r"\d\d answers of these are counted under “All” alone", text)


def test_a_property_with_ever_new_values_is_refused_in_words(anna, programme, define):
    define("country")
    many_values(programme, 1_001)
    response = anna.get("/w/nordlys/pivot/", {"by": "p.country", "period": "all"})
    assert response.status_code == HTTPStatus.OK
    assert re.search(r"“Country” has 1,001 different values", words(response))
    with pytest.raises(TooManyValuesError):
        pivot(PivotQuery.of(programme.query(by="role"), columns=PROPERTY + "country"))


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"columns": "colour"}, "“colour” is not something that “columns” can be"),
        ({"columns": "p.nothing"}, "has no property “nothing”"),
        ({"by": "p.nothing"}, "has no property “nothing”"),
        ({"by": "channel", "columns": "channel"}, "Rows and columns are the same"),
        ({"by": HOSTILE}, "This address asks for something"),
        ({"columns": "p." + HOSTILE}, "This address asks for something"),
        ({"period": "never"}, "is no period"),
    ],
)
def test_an_address_gone_wrong_says_what_to_mend(anna, answered, params, said):
    response = anna.get("/w/nordlys/pivot/", params)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert said in words(response)


def test_columns_stand_in_the_address():
    query = PivotQuery.of(Query(workspace_id=1, timezone="UTC", by="role"), columns=PROPERTY + "plan")
    assert PivotQuery.read(query.to_params(), query.plain()) == (query, ())


@pytest.mark.parametrize("page", ["pivot", "cohorts"])
def test_anonymous_answers_are_cut_one_way_at_most(anna, answered, page):
    Survey.objects.filter(pk=answered.survey.pk).update(is_anonymous=True)
    text = words(anna.get(f"/w/nordlys/{page}/"))
    assert "Anonymous answers are not shown here" in text or "no one can be singled out" in text
    assert "+100" not in text
    assert pivot(PivotQuery.of(answered.query(by="channel"), columns="month")) is None
    assert cohorts(answered.query()) is None


@pytest.mark.parametrize("page", ["pivot", "cohorts"])
def test_without_answers_the_page_says_so(anna, programme, page):
    assert "No answers here" in words(anna.get(f"/w/nordlys/{page}/"))


@pytest.fixture
def followed(programme, now) -> Callable[[], None]:
    """Twelve people who liked us in the first quarter of 2026 and do not in the third; five newcomers; two unknown."""
    people = [programme.contact() for _ in range(12)]
    for person in people:
        programme.answer(10, contact=person, at=datetime(2026, 2, 3, 12, tzinfo=UTC))
    for person in people[:11]:
        programme.answer(3, contact=person, at=datetime(2026, 8, 3, 12, tzinfo=UTC))
    for _number in range(5):
        programme.answer(9, contact=programme.contact(), at=datetime(2026, 8, 4, 12, tzinfo=UTC))
    for _number in range(2):
        programme.answer(9, at=datetime(2026, 8, 4, 12, tzinfo=UTC))
    return programme


def test_people_are_followed_from_their_first_answer(anna, followed):
    page = anna.get("/w/nordlys/cohorts/")
    table = cells_of(page)
    assert table["First answer"][:3] == ["Same quarter", "1 quarter later", "2 quarters later"]
    assert table["Q1 2026"][0].startswith("+100")
    assert table["Q1 2026"][1] == "–"
    assert table["Q1 2026"][2].startswith("−100")
    assert table["Q1 2026"][2].endswith("11 answers")
    assert table["Q3 2026"][0] == "few 5 answers"
    assert "Each row follows the same people" in words(page)
    assert "2 answers are left out: they came by shared links" in words(page)


def test_every_cell_of_a_cohort_leads_to_its_answers(anna, followed):
    page = anna.get("/w/nordlys/cohorts/")
    table = page.content.decode().split('<table class="table table-small pivot">')[1].split("</table>")[0]
    cells = re.findall(r'href="([^"]+)"[^>]*>(.*?)</a>', table, flags=re.DOTALL)
    counted = [int(re.search(r"(\d+) answers?", strip_tags(cell))[1]) for _link, cell in cells]
    assert counted == [5, 5, 12, 11, 23]
    assert [count_behind(anna, unescape(link)) for link, _cell in cells] == counted
    first = words(anna.get(unescape(cells[2][0])))
    assert "First answer: Q1 2026" in first


def test_a_cell_of_a_part_of_a_quarter_leads_to_that_part(anna, followed):
    page = anna.get("/w/nordlys/cohorts/", {"since": "2026-08-04", "until": "2026-08-10"})
    assert {count_behind(anna, link) for link in links(page, "first=")} == {5}
    again = anna.get("/w/nordlys/cohorts/", {"since": "2026-08-03", "until": "2026-08-03"})
    assert {count_behind(anna, link) for link in links(again, "first=")} == {11}


@pytest.mark.parametrize("first", ["2026-Q5", "Q1", "9999-Q1", "2026-Q1x", "٢٠٢٦-Q1"])
def test_a_quarter_that_is_none_is_told(anna, followed, first):
    page = anna.get("/w/nordlys/comments/", {"first": first})
    assert page.status_code == HTTPStatus.BAD_REQUEST
    assert "“first”" in words(page)


def test_of_anonymous_answers_nobody_knows_the_first(anna, answered):
    Survey.objects.filter(pk=answered.survey.pk).update(is_anonymous=True)
    assert "100" not in words(anna.get("/w/nordlys/", {"first": "2026-Q4", "period": "all"}))


def test_the_first_answer_counts_before_the_time_that_is_shown(followed):
    found = cohorts(followed.query(since=datetime(2026, 7, 1, tzinfo=UTC)))
    assert found is not None
    assert [each.quarter for each in found.cohorts] == [2026 * 4 + 2, 2026 * 4]
    assert [cell.n for cell in found.cohorts[1].cells] == [0, 0, 11]


def test_old_cohorts_and_late_answers_are_told(programme):
    person = programme.contact()
    for year in (2016, 2020):
        programme.answer(9, contact=person, at=datetime(year, 1, 10, tzinfo=UTC))
    for number in range(21):
        at = datetime(2018 + number // 4, 1 + number % 4 * 3, 9, tzinfo=UTC)
        programme.answer(9, contact=programme.contact(), at=at)
    found = cohorts(programme.query())
    assert found is not None
    assert (found.more, found.earlier, found.later) == (2, 3, 0)
    only = cohorts(programme.query(until=datetime(2020, 1, 11, tzinfo=UTC)))
    assert only is not None
    assert (only.more, only.earlier, only.later) == (0, 0, 1)


def test_the_pages_lead_to_each_other_with_the_same_question(anna, answered):
    ways = ("trend", "segments", "pivot", "cohorts", "compare")
    for way in ways:
        page = anna.get(f"/w/nordlys/{way}/", {"period": "24m", "language": "en"})
        assert page.status_code == HTTPStatus.OK
        tabs = page.content.decode().split('<nav class="tabs" aria-label="Ways')[1].split("</nav>")[0]
        assert tabs.count('aria-current="page"') == 1
        for other in ways:
            assert re.search(rf'href="/w/nordlys/{other}/\?period=24m&amp;language=en', tabs), (way, other)
    assert links(anna.get("/w/nordlys/"), "/trend/")
