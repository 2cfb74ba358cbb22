"""Tables read record by record: every record with its line, nothing mended, nothing left behind."""

import csv
import gzip
import io
import tempfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule.lib.tables import UnreadableTableError
from kuule.lib.tables.records import open_records

ROWS = [["name", "city"], ["Väinö", "Åbo; Turku"], ['"Q"', "two\nlines"], ["Ödön", ""]]
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)


@pytest.fixture(autouse=True)
def room(tmp_path, monkeypatch):
    """A place for copies of its own: it must be empty again after each test."""
    place = tmp_path / "copies"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    yield place
    assert not list(place.iterdir())


@pytest.fixture
def file_of(tmp_path):
    def write(content):
        path = tmp_path / "table"
        path.write_bytes(content)
        return path

    return write


def as_csv(rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def as_xlsx(path, *sheets):
    with xlsxwriter.Workbook(path) as book:
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet(f"S{number + 1}")
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path


def read(path, **options):
    with open_records(path, **options) as table:
        return [record.cells for record in table.records()]


def refused(path, **options):
    with pytest.raises(UnreadableTableError) as refusal:
        read(path, **options)
    return refusal.value.reason, refusal.value.details.get("line")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_in_any_encoding_with_any_delimiter(file_of, codec, delimiter) -> None:
    assert read(file_of(as_csv(ROWS, delimiter).encode(codec))) == ROWS


def test_what_is_told_is_not_guessed(file_of) -> None:
    path = file_of("a;b,c\nä;1,2\n".encode("cp850"))
    assert read(path, delimiter=";", encoding="CP 850") == [["a", "b,c"], ["ä", "1,2"]]
    assert read(path, delimiter=",", encoding="CP 850") == [["a;b", "c"], ["ä;1", "2"]]
    assert read(file_of("a\nä\n".encode()), encoding="no such encoding") == [["a"], ["ä"]]


def test_packed_workbooks_and_parquet_are_read_alike(file_of, tmp_path) -> None:
    assert read(file_of(gzip.compress(as_csv(ROWS).encode()))) == ROWS
    assert read(as_xlsx(tmp_path / "x", ROWS)) == ROWS
    pl.DataFrame(ROWS[1:], schema=ROWS[0], orient="row").write_parquet(tmp_path / "p")
    assert read(tmp_path / "p") == ROWS


def test_a_sheet_is_the_first_with_rows_or_the_one_that_is_named(tmp_path) -> None:
    path = as_xlsx(tmp_path / "x", [], [["a"], [1]], [["b"], [2.5]])
    with open_records(path) as table:
        assert (table.format, table.sheet, table.sheets) == ("xlsx", "S2", ("S1", "S2", "S3"))
    assert read(path, sheet="S3") == [["b"], ["2.5"]]
    assert refused(path, sheet="S9")[0] == "unknown_sheet"


def test_records_know_their_line_and_rows_of_sheets_their_row(file_of, tmp_path) -> None:
    with open_records(file_of(b'sep=,\n\na,b\n"1\n2",3\n ,\n4,"5"6\n7,8\n')) as table:
        found = [(record.line, record.cells, record.is_sound) for record in table.records()]
    assert found == [
        (3, ["a", "b"], True),
        (4, ["1\n2", "3"], True),
        (7, ["4", "56"], False),
        (8, ["7", "8"], True),
    ]
    with open_records(as_xlsx(tmp_path / "x", [[], [], ["a"], ["x\ny"], [], ["b"]])) as table:
        assert [record.line for record in table.records()] == [3, 4, 6]


def test_they_can_be_read_twice(file_of) -> None:
    with open_records(file_of(as_csv(ROWS).encode("utf-16"))) as table:
        assert [each.cells for each in table.records()] == [each.cells for each in table.records()] == ROWS


def a_bomb() -> bytes:
    """Return 110 MB in 100 kB. Made when asked for: every worker reads this module, and one of them needs it."""
    return gzip.compress(b"0" * 110_000_000)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", ("empty", None)),
        (b"\xef\xbb\xbf\r\n", ("empty", None)),
        (b'a,b\n1,"2\n3,4\n', ("unclosed_quote", 2)),
        (b"a\n" + b"x" * 1_000_001, ("cell_too_long", 2)),
        (b"a\n" + b"x" * (16 * 1024**2 + 1), ("line_too_long", 2)),
        (b"a," * 16_384 + b"\n", ("too_many_columns", None)),
        (b"PK\x03\x04rest", ("broken", None)),
        (b"%PDF-1.7\n", ("other_kind", None)),
        (bytes(range(256)) * 40, ("binary", None)),
        (a_bomb, ("bomb", None)),
    ],
)
def test_what_is_no_table_is_refused(file_of, content, refusal) -> None:
    assert refused(file_of(content() if callable(content) else content)) == refusal


def test_a_file_that_is_not_there_is_refused(tmp_path) -> None:
    assert refused(Path(tmp_path / "nothing"))[0] == "missing"
    assert refused(tmp_path)[0] == "not_a_file"


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=5))
def test_a_workbook_gives_back_its_texts(tmp_path, rows) -> None:
    path = tmp_path / "x"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([["a", "b", "c"], *rows]):
            for number, cell in enumerate(row):
                sheet.write_string(place, number, cell)
    wanted = [[*row, ""][:3] for row in rows if any(cell.strip() for cell in row)]
    assert read(path)[1:] == wanted
