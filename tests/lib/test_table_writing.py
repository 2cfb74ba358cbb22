"""Tables that are written are read back as they were, whatever stands in them."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kuule.lib.tables import open_table
from kuule.lib.tables.harmless import plain
from kuule.lib.tables.writing import BOOLEAN, DATE, MOMENT, NUMBER, Column, TableTooLargeError, table_writer
from kuule.lib.tables.writing import workbooks as workbook_module
from kuule.lib.tables.writing.base import as_text

pytestmark = pytest.mark.any_database

HOSTILE = [
    *("=1+1", "+358401234567", "-5", "@SUM(A1)", "'=1", "''=1", "'t Hooft", "007", "12345678901234567890"),
    *("👍🏽", "\u202eevil", "שלום", 'say "hi"', "a,b;c\td|e", "line\nbreak", "TRUE", "2026-11-20", "1e5", "_x0041_"),
    *("<b>&amp;</b>", "＝1+1", "x" * 3_000, "\\N", "NULL", "#N/A", "sep=;", "a\u2028b", "\u00a0 hard space"),
]
# What the database keeps: no control characters, and no characters that are none.
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=30)


def written(folder: Path, format_: str, columns, rows, name="table") -> Path:
    path, room = folder / f"{name}.{format_}", folder / "room"
    room.mkdir(exist_ok=True)
    with table_writer(path, format_, columns, room=room) as writer:
        for row in rows:
            writer.write([row])
    return path


def read(path: Path) -> list[list[str]]:
    with open_table(path) as table:
        return [["" if cell is None else cell for cell in row] for row in table.read(table.columns).iter_rows()]


@pytest.mark.parametrize("format_", ["csv", "xlsx", "parquet"])
def test_hostile_texts_come_back_as_they_were(tmp_path, format_) -> None:
    path = written(tmp_path, format_, [Column("id"), Column("text")], [["1", each] for each in HOSTILE])
    assert [[plain(cell) for cell in row] for row in read(path)] == [["1", each] for each in HOSTILE]


@given(st.lists(TEXTS, min_size=1, max_size=4))
@example(["'＝1"])
def test_any_text_comes_back_as_it_was(texts) -> None:
    with TemporaryDirectory() as folder:
        for format_ in ("csv", "xlsx"):
            path = written(Path(folder), format_, [Column("id"), Column("text")], [["1", each] for each in texts])
            found = [plain(row[1]) for row in read(path)]
            # Of a workbook a text that looks like an escaped character twice over is the one thing that changes.
            assert found == texts or (format_ == "xlsx" and any("_x" in each for each in texts))


def test_no_cell_of_a_csv_begins_a_formula_but_numbers_stay_numbers(tmp_path) -> None:
    path = written(tmp_path, "csv", [Column("a"), Column("b", NUMBER)], [[each, -1.5] for each in HOSTILE])
    with path.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))[1:]
    assert not any(row[0].startswith(("=", "+", "-", "@", "＝")) for row in rows)
    assert {row[1] for row in rows} == {"-1.5"}


def test_a_csv_is_what_excel_and_the_standard_expect(tmp_path) -> None:
    path = written(tmp_path, "csv", [Column("Name"), Column("Note")], [["Äiti", 'a "b"\nc'], [None, ""]])
    assert path.read_bytes() == '\ufeffName,Note\r\nÄiti,"a ""b""\nc"\r\n,\r\n'.encode()


def test_a_workbook_has_no_formula_and_keeps_types(tmp_path) -> None:
    columns = [Column("t"), Column("n", NUMBER), Column("d", DATE), Column("b", BOOLEAN), Column("m", MOMENT)]
    moment = datetime(2026, 11, 20, 10, 0, 1, 5, tzinfo=UTC)
    row = ["=HYPERLINK(1)", 0.1 + 0.2, date(2024, 2, 29), True, moment]
    path = written(tmp_path, "xlsx", columns, [row, ["007", 10**14, date(1850, 1, 1), False, None]])
    with ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert read(path) == [
        ["=HYPERLINK(1)", "0.30000000000000004", "2024-02-29", "true", "2026-11-20T10:00:01.000005+00:00"],
        ["007", "100000000000000", "1850-01-01", "false", ""],
    ]


def test_a_workbook_goes_on_on_another_sheet(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(workbook_module, "MAX_ROWS", 4)
    path = written(tmp_path, "xlsx", [Column("n", NUMBER)], [[number] for number in range(1, 6)])
    with open_table(path) as table:
        assert table.sheets == ("Sheet1", "Sheet2")
    with open_table(path, sheet="Sheet2") as table:
        assert table.read(table.columns).rows() == [("4",), ("5",)]


def test_what_a_workbook_cannot_hold_is_refused(tmp_path) -> None:
    for text in ("x" * 32_768, "👍" * 16_384):
        with pytest.raises(TableTooLargeError, match="cell_too_long"):
            written(tmp_path, "xlsx", [Column("a")], [[text]])
    with pytest.raises(TableTooLargeError, match="too_many_columns"):
        written(tmp_path, "xlsx", [Column("a")] * 16_385, [])


def test_parquet_has_types_unique_names_and_any_number_of_rows(tmp_path, monkeypatch) -> None:
    import polars as pl

    from kuule.lib.tables.writing import parquets

    monkeypatch.setattr(parquets, "PART_ROWS", 2)
    columns = [Column("a", NUMBER), Column("a", DATE), Column("a"), Column("b", BOOLEAN), Column("m", MOMENT)]
    moment = datetime(2026, 11, 20, 10, tzinfo=UTC)
    rows = [[number, date(2026, 1, 1), number, None, moment] for number in range(5)]
    frame = pl.read_parquet(written(tmp_path, "parquet", columns, rows))
    assert frame.columns == ["a", "a 2", "a 3", "b", "m"]
    assert frame.rows() == [(float(n), date(2026, 1, 1), str(n), None, moment) for n in range(5)]
    empty = pl.read_parquet(written(tmp_path, "parquet", columns, [], "empty"))
    assert (empty.height, empty.schema) == (0, frame.schema)


@pytest.mark.parametrize(
    ("cell", "text"),
    [(1e-7, "0.0000001"), (1e21, "1000000000000000000000"), (2.0, "2"), (-0.5, "-0.5"), (True, "true"), (None, "")],
)
def test_a_value_is_written_as_people_write_it(cell, text) -> None:
    assert as_text(cell) == text
