"""Taking figures away: pictures that stand alone, tables that no program mistakes, and a line in the audit log."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook

from kuule.insight.services.annotations import Mark, make_annotation
from kuule.insight.services.series import SeriesSettings, fill_series, make_series
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM

W = "/w/nordlys/"
FIGURES = ("score", "trend", "scores", "segments", "sides")
ASKED = "?since=2026-10-01&until=2026-10-31&against=days&other_since=2026-09-01&other_until=2026-09-30&by=role"


@pytest.fixture
def autumn(programme, now):
    account = programme.account("=cmd|'/c calc'!A1")
    contact = programme.contact("Aino", account=account, role="user")
    for month in (9, 10):
        for score in (10, 9, 9, 3):
            programme.answer(score, at=datetime(2026, month, 12, 9, tzinfo=UTC))
        programme.answer(8, contact=contact, at=datetime(2026, month, 20, 9, tzinfo=UTC))
    return programme


def take(client, figure: str, form: str, asked: str = ASKED):
    return client.post(f"{W}download/{figure}/{asked}", {"format": form})


@pytest.mark.parametrize("figure", FIGURES)
def test_a_picture_stands_alone(nordlys, sign_in, autumn, figure) -> None:
    response = take(sign_in(nordlys.vera), figure, "svg")
    drawn = response.content.decode()
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert f'filename="{figure}-nordlys-' in response.headers["Content-Disposition"]
    assert ET.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(" not in drawn
    assert "Kuule · Nordlys Energy · " in drawn
    assert "answers" in drawn
    assert "95" in drawn
    assert AuditEntry.objects.latest("pk").act == "figures_taken"


@pytest.mark.parametrize("figure", FIGURES)
def test_a_picture_is_twice_as_fine_as_it_is_large(nordlys, sign_in, autumn, figure) -> None:
    client = sign_in(nordlys.vera)
    drawn = ET.fromstring(take(client, figure, "svg").content)
    png = take(client, figure, "png").content
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == 2 * int(drawn.get("width"))
    assert int.from_bytes(png[20:24]) == 2 * int(drawn.get("height"))


def test_the_trend_takes_its_marks_and_its_series_along(nordlys, sign_in, autumn, now) -> None:
    mark = Mark(day=date(2026, 10, 5), name="New <invoices>")
    make_annotation(workspace=nordlys.workspace, mark=mark, actor=SYSTEM, now=now)
    settings = SeriesSettings(name="Churn", unit="%")
    series = make_series(workspace=nordlys.workspace, settings=settings, actor=SYSTEM, now=now)
    fill_series(series=series, values={date(2026, 10, 1): 1.5}, actor=SYSTEM, now=now)
    asked = "?since=2026-09-01&until=2026-10-31&bucket=month&series=churn"
    client = sign_in(nordlys.vera)
    drawn = take(client, "trend", "svg", asked).content.decode()
    assert "New &lt;invoices&gt;" in drawn
    assert "Churn (%)" in drawn
    rows = list(csv.DictReader(io.StringIO(take(client, "trend", "csv", asked).content.decode("utf-8-sig"))))
    assert [row["Time"] for row in rows] == ["September 2026", "October 2026"]
    assert [row["Churn"] for row in rows] == ["", "1.5"]
    assert [row["Annotations"] for row in rows] == ["", "New <invoices>"]
    assert [(row["First day"], row["Last day"]) for row in rows][1] == ("2026-10-01", "2026-10-31")
    assert {row["Answers"] for row in rows} == {"5"}
    assert {row["NPS"] for row in rows} == {"40"}


def test_no_cell_is_a_formula(nordlys, sign_in, autumn) -> None:
    client = sign_in(nordlys.vera)
    asked = "?period=all&by=account"
    table = take(client, "segments", "csv", asked).content.decode("utf-8-sig")
    assert "'=cmd" in table
    workbook = take(client, "segments", "xlsx", asked).content
    rows = CalamineWorkbook.from_object(io.BytesIO(workbook)).get_sheet_by_index(0).to_python(skip_empty_area=True)
    assert any("=cmd" in str(row[0]) for row in rows)
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_the_histogram_as_a_table(nordlys, sign_in, autumn) -> None:
    table = take(sign_in(nordlys.vera), "scores", "csv").content.decode("utf-8-sig")
    counts = {row["Score"]: row["Answers"] for row in csv.DictReader(io.StringIO(table))}
    assert (counts["9"], counts["8"], counts["0"]) == ("2", "1", "0")


def test_both_sides_have_their_names_and_scores(nordlys, sign_in, autumn) -> None:
    table = take(sign_in(nordlys.vera), "sides", "csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["Name"] for row in rows] == ["1 Oct 2026 to 31 Oct 2026", "1 Sep 2026 to 30 Sep 2026"]
    assert {row["NPS"] for row in rows} == {"40"}


@pytest.mark.parametrize("figure", FIGURES)
def test_where_nobody_answered_the_page_says_it(nordlys, sign_in, programme, figure) -> None:
    response = take(sign_in(nordlys.vera), figure, "png", "?period=30d&score=4")
    assert response.status_code == 302
    assert "score=4" in response.headers["Location"]
    assert not AuditEntry.objects.filter(act="figures_taken").exists()


def test_what_is_unknown_is_not_there(nordlys, sign_in, autumn) -> None:
    client = sign_in(nordlys.vera)
    assert take(client, "everything", "svg").status_code == 404
    assert take(client, "trend", "exe").status_code == 404
    assert client.get(W + "download/trend/").status_code == 405
    assert take(client, "trend", "svg", "?period=9w").status_code == 302


def test_each_card_offers_its_figures(nordlys, sign_in, autumn) -> None:
    client = sign_in(nordlys.vera)
    page = client.get(W + "?period=all").content.decode()
    for figure in ("score", "trend", "scores", "segments"):
        assert f"{W}download/{figure}/?" in page
    assert f"{W}download/segments/?" in client.get(W + "segments/?period=all").content.decode()
    assert f"{W}download/sides/?" in client.get(W + "compare/" + ASKED).content.decode()
