"""Any table in any file: read as it is, or refused with the reason, and nothing in between."""

import csv
import datetime as dt
import gzip
import random
import struct
import zipfile
from contextlib import suppress

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule.lib.tables import UnreadableTableError, open_table, workbooks
from kuule.lib.tables.delimiters import DELIMITERS
from kuule.lib.tables.limits import MAX_COLUMNS

TEXT = "score;comment;city\n9;Hyvää työtä;Mäntsälä\n10;ok, kiitos;Åbo\n"
ROWS = [("9", "Hyvää työtä", "Mäntsälä"), ("10", "ok, kiitos", "Åbo")]
WRITTEN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)


@pytest.fixture
def file_of(tmp_path):
    def write(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def rows_of(path, **options):
    with open_table(path, **options) as table:
        return table.read(table.columns).rows()


def remarks_of(path):
    with open_table(path) as table:
        return dict(table.remarks)


def refused(path, **options):
    with pytest.raises(UnreadableTableError) as refusal:
        open_table(path, **options)
    return refusal.value


# --- Text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
        ("cp850", "CP 850"),
    ],
)
def test_the_encoding_is_found_out(file_of, codec, name):
    with open_table(file_of(TEXT.encode(codec))) as table:
        assert (table.encoding, table.delimiter, table.columns) == (name, ";", ("score", "comment", "city"))
        assert table.read(table.columns).rows() == ROWS


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("оценка;комментарий\n9;Очень хорошо, спасибо большое\n3;Долго ждали ответа\n", "cp1251"),
        (
            "ocena;komentarz\n9;Bardzo dobra obsługa, dziękuję\n3;Źle, długo czekałem na odpowiedź\n",
            "cp1250",
        ),
        ("点数;コメント\n9;とても良いサービスでした\n3;対応が遅いです\n", "cp932"),
        ("评分;评论\n9;服务非常好，谢谢\n3;等了很久才回复\n", "gb18030"),
        ("note;avis\n9;Très bon, l’équipe a été à l’écoute\n2;Déçu par le délai\n", "cp1252"),
    ],
)
def test_other_languages_are_read_in_their_encodings(file_of, text, codec):
    rows = [tuple(line.split(";")) for line in text.splitlines()]
    path = file_of(text.encode(codec))
    with open_table(path) as table:
        assert [table.columns, *table.read(table.columns).rows()] == rows


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_every_delimiter_is_found_out(file_of, delimiter):
    text = TEXT.replace(",", "").replace(";", delimiter)
    with open_table(file_of(text)) as table:
        assert table.delimiter == delimiter
        assert table.rows == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    rows=st.lists(st.tuples(WRITTEN, WRITTEN), min_size=2, max_size=8),
    delimiter=st.sampled_from(DELIMITERS),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_read(tmp_path, rows, delimiter, codec, line_end):
    path = tmp_path / "table.csv"
    with path.open("w", encoding=codec, newline="") as opened:
        out = csv.writer(opened, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
        out.writerows([("score", "comment"), *rows])
    with open_table(path) as table:
        assert table.read(("score", "comment")).rows() == rows
        assert table.rows == len(rows)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(content=st.binary(max_size=200) | st.text('ab,;"\n\r 19', max_size=60).map(str.encode))
def test_no_bytes_whatever_break_it(tmp_path, content):
    path = tmp_path / "table"
    path.write_bytes(content)
    with suppress(UnreadableTableError), open_table(path) as table:
        assert table.read(table.columns).height == table.rows


def test_a_file_says_its_delimiter_to_excel(file_of):
    path = file_of("sep=;\r\nscore;price\r\n9;1,5\r\n8;2,5\r\n")
    with open_table(path) as table:
        assert "delimiter" in table.told
    assert rows_of(path) == [("9", "1,5"), ("8", "2,5")]
    assert not remarks_of(path)


def test_one_column_may_hold_every_delimiter(file_of):
    assert rows_of(file_of("score\n9,0\n8,5\n")) == [("9,0",), ("8,5",)]


def test_blank_lines_are_no_rows_and_old_line_ends_are_read(file_of):
    assert rows_of(file_of("\nscore,x\n\n9,a\r\n\r\n8,b\n\n\n")) == [("9", "a"), ("8", "b")]
    assert rows_of(file_of("score,x\r9,a\r8,b\r")) == [("9", "a"), ("8", "b")]


def test_quoted_cells_may_hold_anything(file_of):
    assert rows_of(file_of('"score","a ""b"",\nc"\n9,"x,\ny"\n8,""\n')) == [("9", "x,\ny"), ("8", None)]


def test_uneven_rows_are_counted(file_of):
    path = file_of("score,x\n9\n8,a,b\n7,c\n")
    assert rows_of(path) == [("9", None), ("8", "a"), ("7", "c")]
    assert remarks_of(path) == {"extra_cells": 1, "missing_cells": 1}


def test_quotes_inside_of_cells_stay_quotes(file_of):
    path = file_of('score,comment\n9,5" screen\n8,"she said "no" twice"\n7, "a, b"\n')
    assert rows_of(path) == [("9", '5" screen'), ("8", 'she said no" twice"'), ("7", "a, b")]


def test_a_quote_that_is_never_closed_is_named_by_its_line(file_of):
    refusal = refused(file_of('score,comment\n8,x\n9,"open\n7,y\n' + "8,x\n" * 10))
    assert (refusal.reason, refusal.details["line"]) == ("unclosed_quote", 3)


def test_a_quote_that_swallows_rows_gives_them_back(file_of):
    path = file_of('score,comment\n9,"open\n' + '8,"x"\n' * 20)
    assert rows_of(path) == [("9", "open"), *[("8", "x")] * 20]
    assert remarks_of(path) == {"mended_records": 1, "mended_line": 2}


def test_nul_bytes_and_broken_letters_are_counted(file_of):
    assert rows_of(file_of(b"score,x\n9,a\x00b\n")) == [("9", "ab")]
    path = file_of(b"score,x\n" + "9,äöåäöåäöåäöåäöå\n".encode() + b"8,\xe4\n")
    assert rows_of(path)[1] == ("8", "�")
    assert remarks_of(path) == {"unreadable_letters": 1}


def test_columns_without_a_name_or_with_the_same_one_get_their_own(file_of):
    with open_table(file_of("score,score,,x\n9,8,7,6\n")) as table:
        assert table.columns == ("score", "score (2)", "3", "x")
        assert table.renamed_columns == ("score (2)",)
        assert table.read(("3", "score")).rows() == [("7", "9")]


def test_a_first_row_of_values_is_no_header(file_of):
    with open_table(file_of("9,good,2026-11-20\n10,fine,2026-11-21\n")) as table:
        assert (table.has_header, table.columns, table.rows) == (False, ("1", "2", "3"), 2)
    with open_table(file_of("region,2025,2026\nnorth,1,2\nsouth,3,4\n")) as table:
        assert table.columns == ("region", "2025", "2026")


def test_a_name_above_numbers_is_a_header_even_beside_a_number(file_of):
    with open_table(file_of("2026,score\nx,9\ny,8\n")) as table:
        assert table.has_header


# --- Workbooks and Parquet ------------------------------------------------------------------------------------


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "answers.xlsx"
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    book.add_worksheet("Empty")
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["score", "when", "comment", "paid"])
    sheet.write_row(1, 0, [10.0])
    sheet.write_datetime(1, 1, dt.datetime(2026, 11, 20))
    sheet.write(1, 2, 'a, "b"\nc')
    sheet.write(1, 3, True)
    sheet.write_row(3, 0, [6.5])
    book.add_worksheet("More").write_row(0, 0, ["other"])
    book.close()
    return path


def test_a_workbook_gives_its_first_sheet_with_rows(workbook):
    with open_table(workbook) as table:
        assert (table.format, table.sheet, table.sheets) == ("xlsx", "Data", ("Empty", "Data", "More"))
        assert table.read(table.columns).rows() == [
            ("10", "2026-11-20", 'a, "b"\nc', "true"),
            ("6.5", None, None, None),
        ]


def test_a_sheet_can_be_named(workbook):
    assert refused(workbook, sheet="More").reason == "only_header"
    refusal = refused(workbook, sheet="Nowhere")
    assert (refusal.reason, refusal.details["sheets"]) == ("unknown_sheet", ("Empty", "Data", "More"))


def test_a_damaged_workbook_is_refused(workbook, file_of):
    content = workbook.read_bytes()
    assert refused(file_of(content[: len(content) // 2], "cut.xlsx")).reason == "broken"
    assert refused(file_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9000), "old.xls")).reason == "broken"


def test_a_locked_workbook_is_named_as_one(file_of):
    name = "EncryptedPackage".encode("utf-16-le")
    assert (
        refused(file_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + name, "locked.xlsx")).reason == "encrypted"
    )


def bomb(path, megabytes):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(megabytes):
                sheet.write(bytes(1 << 20))
    return path


def test_a_zip_bomb_is_not_opened(tmp_path):
    assert refused(bomb(tmp_path / "bomb.xlsx", 100)).reason == "bomb"


def test_a_zip_bomb_that_lies_about_its_size_is_not_opened(tmp_path, file_of):
    honest = bomb(tmp_path / "bomb.xlsx", 100).read_bytes()
    lying = honest.replace(struct.pack("<I", 100 << 20), struct.pack("<I", 1000))
    assert lying != honest
    assert refused(file_of(lying, "lying.xlsx")).reason == "bomb"


def test_a_zip_of_countless_files_is_not_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "many.xlsx", "w") as archive:
        for number in range(10_001):
            archive.writestr(str(number), "")
    assert refused(tmp_path / "many.xlsx").reason == "bomb"


def test_a_sheet_with_a_cell_in_each_corner_does_not_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MEMORY", 1 << 30)
    book = xlsxwriter.Workbook(tmp_path / "sparse.xlsx")
    sheet = book.add_worksheet()
    sheet.write(0, 0, "score")
    sheet.write(1_048_575, 16_383, 1)
    book.close()
    assert refused(tmp_path / "sparse.xlsx").reason == "sheet_too_large"


def test_parquet_is_read_as_people_would_write_it(tmp_path):
    day = dt.date(2026, 11, 20)
    frame = {
        "score": [9.0, None, 6.5, float("nan")],
        "day": [day, None, day, day],
        "at": [dt.datetime(2026, 11, 20, 12, 30), dt.datetime(2026, 11, 20), None, None],
        "comment": ["a", "", None, "b"],
        "tags": [[1], [2], [], None],
    }
    pl.DataFrame(frame).write_parquet(tmp_path / "answers.parquet")
    with open_table(tmp_path / "answers.parquet") as table:
        assert (table.format, table.rows) == ("parquet", 4)
        assert table.read(table.columns).rows() == [
            ("9", "2026-11-20", "2026-11-20 12:30:00", "a", None),
            (None, None, "2026-11-20", None, None),
            ("6.5", "2026-11-20", None, None, None),
            (None, "2026-11-20", None, "b", None),
        ]


def test_damaged_parquet_is_refused_or_read_but_never_breaks_it(tmp_path, file_of):
    pl.DataFrame({"score": list(range(11)) * 50, "comment": ["good"] * 550}).write_parquet(tmp_path / "sound")
    sound, dice = (tmp_path / "sound").read_bytes(), random.Random(3)
    assert refused(file_of(sound[:-8], "cut.parquet")).reason == "broken"
    for _ in range(40):
        place = dice.randrange(4, len(sound) - 20)
        damaged = sound[:place] + dice.randbytes(16) + sound[place + 16 :]
        # The damage may not show; if it does, it has a name.
        with suppress(UnreadableTableError):
            rows_of(file_of(damaged, "damaged.parquet"))


# --- What is no table -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason", "kind"),
    [
        (b"", "empty", None),
        (b"\n \n\xef\xbb\xbf", "empty", None),
        (b"score,comment\n", "only_header", None),
        (bytes(5000), "binary", None),
        (random.Random(1).randbytes(5000), "binary", None),
        (b"%PDF-1.7\n" + bytes(100), "other_kind", "pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "other_kind", "image"),
        (b"<html><table><tr><td>9</td></tr></table></html>", "other_kind", "html"),
        (b'[\n  {"score": 9}\n]', "other_kind", "json"),
        (b"PAR1" + bytes(50), "broken", "parquet"),
        (b"\x1f\x8b\x08" + bytes(50), "broken", "gzip"),
        (b"PK\x03\x04" + bytes(50), "broken", "zip"),
    ],
)
def test_what_is_no_table_is_named(file_of, content, reason, kind):
    refusal = refused(file_of(content))
    assert (refusal.reason, refusal.details.get("kind")) == (reason, kind)


def test_words_that_begin_like_other_files_are_text(file_of):
    assert rows_of(file_of("BMI,score\nhigh,9\n")) == [("high", "9")]


def test_a_zip_of_tables_is_to_be_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "tables.zip", "w") as archive:
        archive.writestr("a.csv", TEXT)
    assert refused(tmp_path / "tables.zip").details["kind"] == "zip"


def test_a_packed_text_is_read_but_not_a_bomb(file_of):
    assert rows_of(file_of(gzip.compress(TEXT.encode()), "table.csv.gz")) == ROWS
    assert refused(file_of(gzip.compress(bytes(200_000_000)), "bomb.csv.gz")).reason == "bomb"


def test_a_million_columns_and_endless_lines_are_refused(file_of):
    wide = ",".join(f"c{number}" for number in range(1_000_000))
    refusal = refused(file_of(f"{wide}\n{wide}\n"))
    assert (refusal.reason, refusal.details) == ("too_many_columns", {"columns": 1_000_000, "limit": MAX_COLUMNS})
    refusal = refused(file_of("score,x\n9,a\n" + "a" * 20_000_000))
    assert (refusal.reason, refusal.details["line"]) == ("line_too_long", 3)


def test_places_that_are_no_files_are_named(tmp_path, file_of):
    assert refused(tmp_path).reason == "folder"
    assert refused(tmp_path / "nowhere.csv").reason == "missing"
    assert refused(file_of(TEXT) / "below").reason == "cannot_read"
    assert refused(tmp_path / "a\0b").reason == "cannot_read"


def test_copies_are_removed(file_of, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = file_of(TEXT.encode("utf-16"))
    with open_table(path) as table:
        assert table.rows == 2
        assert len(list(tmp_path.iterdir())) == 2
    refused(file_of(b"\xff\xfe", "empty"))
    assert {each.name for each in tmp_path.iterdir()} == {"table.csv", "empty"}
