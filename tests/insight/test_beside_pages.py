"""Marks on the trend, series below it and saved views, through the pages that people use."""

import re
from datetime import UTC, date, datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kuule.contacts.models import PropertyDefinition
from kuule.insight.models import Annotation, SavedView, Series, SeriesPoint
from kuule.insight.services.annotations import Mark, make_annotation
from kuule.insight.services.series import SeriesSettings, fill_series, make_series
from kuule.surveys.rules import EMPLOYEE
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM
from tests.insight.reading import links

W = "/w/nordlys/"
MARK = {"day": "2026-10-05", "name": "New invoices", "note": "Wrong references.", "family": ""}
CHURN = {"name": "Churn", "unit": "%", "summary": "mean", "better": "down"}


def shown(client, address: str) -> str:
    return client.get(W + address).content.decode()


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


@pytest.fixture
def autumn(programme):
    """Answers in September, October and November."""
    for month in (9, 10, 11):
        for score in (10, 9, 3):
            programme.answer(score, at=datetime(2026, month, 12, 9, tzinfo=UTC))
    return "?since=2026-09-01&until=2026-11-30&bucket=month"


@pytest.fixture
def churn(nordlys, now) -> Series:
    settings = SeriesSettings(name="Churn", unit="%", more_is_better=False)
    return make_series(workspace=nordlys.workspace, settings=settings, actor=SYSTEM, now=now)


def test_a_marked_day_stands_on_the_trend_in_its_list_and_in_its_table(nordlys, sign_in, autumn) -> None:
    client = sign_in(nordlys.anna)
    assert client.post(W + "annotations/new/", MARK).status_code == 302
    page = shown(client, autumn)
    assert 'aria-label="1: 5 Oct 2026, New invoices"' in page
    assert "Wrong references." in page
    assert page.count("New invoices") >= 3
    assert "New invoices" not in shown(client, "?since=2026-11-01&until=2026-11-30&bucket=month")
    assert "annotation_made" in acts()
    assert Annotation.objects.get().made_by == nordlys.anna


@pytest.mark.parametrize("steps", ["&bucket=month", "&bucket=day", "&window=28"])
def test_the_trend_page_has_the_marks_as_well(nordlys, sign_in, autumn, steps) -> None:
    client = sign_in(nordlys.anna)
    client.post(W + "annotations/new/", MARK)
    page = shown(client, f"trend/?since=2026-09-01&until=2026-11-30{steps}")
    assert 'aria-label="1: 5 Oct 2026, New invoices"' in page
    assert "Wrong references." in page
    assert page.count("New invoices") >= 3
    assert W + "annotations/new/" in page


def test_a_window_has_the_marks_of_the_days_that_it_adds(nordlys, sign_in, autumn, now) -> None:
    for day in (date(2026, 10, 5), date(2026, 8, 20)):
        mark = Mark(day=day, name=f"On {day}")
        make_annotation(workspace=nordlys.workspace, mark=mark, actor=SYSTEM, now=now)
    page = shown(sign_in(nordlys.anna), "trend/?since=2026-09-01&until=2026-11-30&window=28")
    lines = [line for line in page.split("<tr>")[1:] if "On 2026-10-05</" in line]
    assert len(lines) == 1
    assert "to 5 Oct 2026" in lines[0]
    # It lies in the first window, but no dot stands for that day alone.
    assert "On 2026-08-20" not in page


def test_columns_of_time_and_cohorts_say_what_happened_in_them(nordlys, sign_in, programme, autumn) -> None:
    programme.answer(9, contact=programme.contact(), at=datetime(2026, 10, 12, 9, tzinfo=UTC))
    client = sign_in(nordlys.anna)
    client.post(W + "annotations/new/", MARK)
    for address, part in (
        (f"pivot/{autumn}&by=language&columns=month", "Oct"),
        (f"pivot/{autumn}&by=language&columns=channel", ""),
        ("cohorts/", "Q4 2026"),
    ):
        page = shown(client, address)
        assert ("New invoices" in page) == bool(part)
        heads = [head for head in page.split("<th")[1:] if "mark-number" in head.split("</th>")[0]]
        assert [part in head for head in heads] == [True] * bool(part)


def test_a_mark_of_one_kind_of_survey_stays_off_the_others(nordlys, sign_in, autumn, now) -> None:
    mark = Mark(day=date(2026, 10, 5), name="Staff party", family=EMPLOYEE)
    make_annotation(workspace=nordlys.workspace, mark=mark, actor=SYSTEM, now=now)
    client = sign_in(nordlys.vera)
    assert "Staff party" not in shown(client, autumn)
    assert "Staff party" in shown(client, "annotations/")


def test_a_mark_is_changed_and_deleted_and_viewers_only_look(nordlys, sign_in, now) -> None:
    mark = Mark(day=date(2026, 10, 5), name="Old")
    made = make_annotation(workspace=nordlys.workspace, mark=mark, actor=SYSTEM, now=now)
    viewer, manager = sign_in(nordlys.vera), sign_in(nordlys.bob)
    assert viewer.post(W + "annotations/new/", MARK).status_code == 403
    assert viewer.post(f"{W}annotations/{made.pk}/delete/").status_code == 403
    manager.post(f"{W}annotations/{made.pk}/", {**MARK, "name": "New"})
    assert Annotation.objects.get().name == "New"
    manager.post(f"{W}annotations/{made.pk}/delete/")
    assert not Annotation.objects.exists()
    assert acts()[-2:] == ["annotation_changed", "annotation_deleted"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "x" * 121}, "120"),
        ({"day": "5.10.26x"}, "Enter a valid date"),
        ({"day": "0026-10-05"}, "Correct the year"),
        ({"name": "  "}, "required"),
    ],
)
def test_a_mark_that_cannot_be_is_said_where_it_is_written(nordlys, sign_in, changes, words) -> None:
    response = sign_in(nordlys.bob).post(W + "annotations/new/", {**MARK, **changes})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Annotation.objects.exists()


def test_what_others_write_is_text_everywhere(nordlys, sign_in, autumn) -> None:
    client = sign_in(nordlys.bob)
    client.post(W + "annotations/new/", {**MARK, "name": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in shown(client, autumn)
    assert "<script>alert(1)" not in shown(client, "annotations/")


def test_a_series_is_made_filled_seen_and_deleted(nordlys, sign_in, autumn) -> None:
    client = sign_in(nordlys.bob)
    made = client.post(W + "series/new/", CHURN)
    series = Series.objects.get()
    assert made.headers["Location"] == f"{W}series/{series.pk}/"
    lines = "Month;Churn\n2026-09;1,5\n1.10.2026;2,25 %\n\n2026-11-01;−0,5"
    client.post(f"{W}series/{series.pk}/", {"text": lines})
    assert list(SeriesPoint.objects.order_by("day").values_list("value", flat=True)) == [1.5, 2.25, -0.5]
    page = shown(client, f"{autumn}&series={series.key}")
    assert "chart-series" in page
    assert "October 2026: 2.25\u00a0%" in page
    assert "less is better" in page
    assert f"series={series.key}" in page.split("Step of the trend")[1].split("</nav>")[0]
    client.post(f"{W}series/{series.pk}/delete/")
    assert not SeriesPoint.objects.exists()
    assert acts()[-3:] == ["series_made", "series_filled", "series_deleted"]


def test_the_same_day_again_replaces_its_value_and_a_file_does_as_well(nordlys, sign_in, churn) -> None:
    client, page = sign_in(nordlys.bob), f"{W}series/{churn.pk}/"
    client.post(page, {"text": "2026-10-01\t1\n2026-10-02\t2"})
    file = SimpleUploadedFile("churn.csv", "päivä,arvo\n2026-10-02,2.5\n".encode("cp1252"))
    client.post(page, {"text": "", "file": file})
    assert list(SeriesPoint.objects.order_by("day").values_list("value", flat=True)) == [1.0, 2.5]
    client.post(page, {"text": "2026-10-03;3", "replace": "on"})
    assert list(SeriesPoint.objects.values_list("value", flat=True)) == [3.0]


def test_lines_that_cannot_be_read_are_named_and_nothing_is_kept(nordlys, sign_in, churn) -> None:
    lines = "day;value\n2026-10-01;1\n2026-13-01;2\n2026-10-03;much\n2026-10-04;1;5\n2026-10-01;4\n2026-10-05;1,234"
    response = sign_in(nordlys.bob).post(f"{W}series/{churn.pk}/", {"text": lines})
    page = response.content.decode()
    assert response.status_code == 422
    for words in (
        "row 3: “2026-13-01” is not a day",
        "row 4: “much” is not a number",
        "row 5: has 3 cells instead of two",
        "row 6: the day “2026-10-01” stands here twice",
        "row 7: “1,234” can mean two numbers",
        "Nothing was kept",
    ):
        assert words in page, words
    assert not SeriesPoint.objects.exists()


@pytest.mark.parametrize("told", [{}, {"text": "header;only"}, {"text": " \n"}])
def test_no_values_at_all_is_said(nordlys, sign_in, churn, told) -> None:
    assert sign_in(nordlys.bob).post(f"{W}series/{churn.pk}/", told).status_code == 422


def test_a_workbook_is_no_csv(nordlys, sign_in, churn) -> None:
    file = SimpleUploadedFile("churn.xlsx", b"PK\x03\x04rest")
    response = sign_in(nordlys.bob).post(f"{W}series/{churn.pk}/", {"file": file})
    assert "Save the sheet as CSV" in response.content.decode()


def test_two_series_have_two_names(nordlys, sign_in, churn) -> None:
    response = sign_in(nordlys.bob).post(W + "series/new/", {**CHURN, "name": "CHURN"})
    assert response.status_code == 422
    assert "Choose another name" in response.content.decode()


def test_name_and_unit_of_a_series_are_changed_and_its_values_stay(nordlys, sign_in, churn, autumn, now) -> None:
    fill_series(series=churn, values={date(2026, 10, 1): 1.5}, actor=SYSTEM, now=now)
    client, place = sign_in(nordlys.bob), f"{W}series/{churn.pk}/edit/"
    assert place in shown(client, f"series/{churn.pk}/")
    form = shown(client, f"series/{churn.pk}/edit/")
    assert 'value="Churn"' in form
    assert re.search(r'value="down"[^>]*checked', form)
    told = {"name": "CHURN of accounts", "unit": "pts", "summary": "last", "better": "up"}
    assert client.post(place, told).headers["Location"] == f"{W}series/{churn.pk}/"
    page = shown(client, f"{autumn}&series={churn.key}")
    assert "CHURN of accounts" in page
    assert "October 2026: 1.5\u00a0pts" in page
    assert "more is better" in page
    assert acts()[-1] == "series_changed"
    # Its own name in other letters is no other series.
    assert client.post(place, {**CHURN, "name": "churn of accounts"}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "REVENUE"}, "Choose another name"),
        ({"name": " "}, "required"),
        ({"name": "x" * 200}, "at most"),
        ({"unit": "much too long for a unit"}, "at most"),
        ({"summary": "median"}, "valid choice"),
    ],
)
def test_a_series_that_cannot_be_called_so_says_why(nordlys, sign_in, churn, now, changes, words) -> None:
    make_series(workspace=nordlys.workspace, settings=SeriesSettings(name="Revenue"), actor=SYSTEM, now=now)
    response = sign_in(nordlys.bob).post(f"{W}series/{churn.pk}/edit/", {**CHURN, **changes})
    assert response.status_code == 422
    assert words in response.content.decode()
    churn.refresh_from_db()
    assert (churn.name, churn.unit) == ("Churn", "%")


def test_viewers_change_no_series(nordlys, sign_in, churn) -> None:
    viewer = sign_in(nordlys.vera)
    assert viewer.post(f"{W}series/{churn.pk}/edit/", CHURN).status_code == 403
    assert "/edit/" not in shown(viewer, f"series/{churn.pk}/")


@pytest.mark.parametrize(("summary", "value"), [("sum", "3"), ("mean", "1.5"), ("last", "2")])
def test_a_month_shows_what_the_series_says(nordlys, sign_in, autumn, now, summary, value) -> None:
    settings = SeriesSettings(name="Revenue", summary=summary)
    series = make_series(workspace=nordlys.workspace, settings=settings, actor=SYSTEM, now=now)
    values = {date(2026, 10, 1): 1.0, date(2026, 10, 31): 2.0}
    fill_series(series=series, values=values, actor=SYSTEM, now=now)
    page = shown(sign_in(nordlys.vera), f"{autumn}&series=revenue")
    assert f'aria-label="October 2026: {value}"' in page


def test_an_unknown_series_is_said(nordlys, sign_in, autumn) -> None:
    response = sign_in(nordlys.vera).get(f"{W}{autumn}&series=nothing")
    assert response.status_code == 400
    assert "This workspace has no series" in response.content.decode()


def save(client, name: str, **more: str):
    told = {"name": name, "page": "overview", "question": "period=90d&role=user&family=relationship", **more}
    return client.post(W + "views/save/", told)


def test_a_view_is_mine_until_i_share_it(nordlys, sign_in) -> None:
    anna, bob = sign_in(nordlys.anna), sign_in(nordlys.bob)
    answer = save(anna, "Mine")
    assert answer.headers["Location"] == f"{W}?period=90d&role=user&family=relationship"
    save(anna, "Ours", shared="on")
    assert "Mine" in shown(anna, "comments/")
    assert "Ours" in shown(bob, "comments/")
    assert "Mine" not in shown(bob, "comments/")
    mine = SavedView.objects.get(name="Mine")
    assert bob.post(f"{W}views/{mine.pk}/delete/").status_code == 404
    assert [act for act in acts() if act.startswith("view")] == ["view_shared"]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("pivot/?period=24m&by=role&columns=quarter", "columns=quarter"),
        ("trend/?period=24m&by=role&window=28&line1=user&line2=none", "window=28&line1=user&line2=none"),
        ("cohorts/?period=24m&language=en", "period=24m&language=en"),
    ],
)
def test_a_view_of_a_closer_look_brings_back_the_same_page(nordlys, sign_in, programme, address, kept) -> None:
    programme.answer(9, contact=programme.contact(role="user"))
    client, page = sign_in(nordlys.anna), address.split("/")[0]
    question = re.search('name="question" value="([^"]*)"', shown(client, address))
    assert question is not None
    answer = save(client, "Closer", page=page, question=unescape(question[1]))
    place = answer.headers["Location"]
    assert place.startswith(f"{W}{page}/?")
    assert kept in place
    # PostgreSQL keeps the parameters in an order of its own.
    opened = [parse_qs(each.query) for each in map(urlsplit, links(client.get(W), f"{W}{page}/?"))]
    assert parse_qs(urlsplit(place).query) in opened
    assert page.title() in shown(client, "views/").split("Closer")[1]


def test_viewers_keep_views_for_themselves_and_leave_shared_ones(nordlys, sign_in) -> None:
    viewer = sign_in(nordlys.vera)
    assert save(viewer, "Try", shared="on").status_code == 403
    save(sign_in(nordlys.bob), "Ours", shared="on")
    ours = SavedView.objects.get()
    assert viewer.post(f"{W}views/{ours.pk}/", {"name": "Hers"}).status_code == 403
    assert viewer.post(f"{W}views/{ours.pk}/delete/").status_code == 403
    save(viewer, "Own")
    own = SavedView.objects.get(name="Own")
    viewer.post(f"{W}views/{own.pk}/", {"name": "Own two"})
    viewer.post(f"{W}views/{own.pk}/delete/")
    assert SavedView.objects.get() == ours


def test_a_name_that_is_known_gets_the_new_question(nordlys, sign_in) -> None:
    client = sign_in(nordlys.bob)
    save(client, "Mine")
    save(client, "Mine", question="period=12m&nonsense=1")
    assert SavedView.objects.get().params == {"period": "12m"}
    save(client, "Other")
    other = SavedView.objects.get(name="Other")
    assert client.post(f"{W}views/{other.pk}/", {"name": "Mine"}).status_code == 422


def test_what_cannot_be_asked_or_named_is_not_kept(nordlys, sign_in) -> None:
    client = sign_in(nordlys.bob)
    for told in (
        {"question": "period=9w"},
        {"page": "settings"},
        {"name": ""},
        {"page": "pivot", "question": "by=role&columns=colour"},
        {"page": "trend", "question": "by=role&window=3"},
    ):
        assert save(client, told.get("name", "X"), **{k: v for k, v in told.items() if k != "name"}).status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_of_a_property_that_is_gone_says_so(nordlys, sign_in, programme, define) -> None:
    define("plan")
    programme.answer(9, contact=programme.contact(plan="Plus"))
    client = sign_in(nordlys.bob)
    address = save(client, "Plus", question="period=all&p.plan=Plus").headers["Location"]
    assert client.get(address).status_code == 200
    PropertyDefinition.objects.all().delete()
    response = client.get(address)
    assert response.status_code == 400
    assert "has no property" in response.content.decode()
