"""Workbooks and what spreadsheet programs put in them."""

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import polars as pl
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tests.files.corpus.base import HEADER, ROWS, Sample, refused, text

Fill = Callable[[Any], None]


def workbook(fill: Fill) -> Callable[[], bytes]:
    """Return a maker of a workbook."""

    def make() -> bytes:
        packed = BytesIO()
        book = Workbook(packed, {"in_memory": True})
        fill(book)
        book.close()
        return packed.getvalue()

    return make


def sheet_of(book: Any, rows: Any, name: str | None = None, start: int = 0) -> Worksheet:
    """Add a sheet with rows of texts."""
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows, start):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell)
    return sheet


def one_sheet(rows: Any) -> Callable[[], bytes]:
    """Return a maker of a workbook with one sheet of texts."""
    return workbook(lambda book: sheet_of(book, rows))


def _typed(book: Any) -> None:
    day = book.add_format({"num_format": "d.m.yyyy"})
    code = book.add_format({"num_format": "000"})
    sheet = sheet_of(book, [("E-mail", "Phone", "Since", "Active", "Seats", "Customer number", "Total", "Seen")])
    sheet.write_string(1, 0, "aino@acme.example")
    sheet.write_number(1, 1, 358401234567)
    sheet.write_datetime(1, 2, date(2024, 1, 31), day)
    sheet.write_boolean(1, 3, True)
    sheet.write_number(1, 4, 12)
    sheet.write_number(1, 5, 7, code)
    sheet.write_formula(1, 6, "=E2*2", None, 24)
    sheet.write_formula(1, 7, "=NA()", None, "#N/A")


def _several(book: Any) -> None:
    book.add_worksheet("Notes")
    hidden = sheet_of(book, [("Name", "E-mail"), ("Hidden", "hidden@x.example")], "Old")
    hidden.hide()
    sheet_of(book, (HEADER, *ROWS), "People")
    sheet_of(book, [("E-mail",), ("later@x.example",)], "Later")


def _merged(book: Any) -> None:
    sheet = sheet_of(book, [("Account", "Name", "E-mail"), ("", "Aino Mäkelä", "aino@acme.example")])
    sheet.write_string(2, 1, "Bo Öst")
    sheet.write_string(2, 2, "bo@ost.example")
    sheet.merge_range(1, 0, 2, 0, "Acme Oy")


def _titled(book: Any) -> None:
    sheet = sheet_of(book, (HEADER, *ROWS), start=2)
    sheet.merge_range(0, 0, 0, 2, "Customers of the north, spring 2026")


def _sparse(book: Any) -> None:
    sheet_of(book, [HEADER, ("", "", ""), ROWS[0], ("", "", ""), ("", "", ""), ROWS[1]])


def _ods() -> bytes:
    row = "<table:table-row>{}</table:table-row>"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        row.format("".join(cell.format(each.replace("&", "&amp;")) for each in one)) for one in (HEADER, *ROWS)
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content xmlns:office="{space}office:1.0" '
            f'xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="People">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml", '<?xml version="1.0"?><manifest:manifest xmlns:manifest="x"></manifest:manifest>'
        )
    return packed.getvalue()


def _parquet() -> bytes:
    packed = BytesIO()
    columns = {header: list(cells) for header, cells in zip(HEADER, zip(*ROWS, strict=True), strict=True)}
    pl.DataFrame({**columns, "Since": [date(2024, 1, 31), None], "Seats": [12.0, 2.5]}).write_parquet(packed)
    return packed.getvalue()


SAMPLES = (
    Sample("XLSX", "a.xlsx", one_sheet((HEADER, *ROWS))),
    Sample("XLSX that is called .csv", "a.csv", one_sheet((HEADER, *ROWS))),
    Sample(
        "XLSX with several sheets",
        "a.xlsx",
        workbook(_several),
        result="the first visible sheet with rows is read; the page and `--sheet` let you choose another",
    ),
    Sample(
        "XLSX with cells merged over several lines",
        "a.xlsx",
        workbook(_merged),
        result="read; the merged value belongs to the first of these lines",
        people={"aino@acme.example": {"account__name": "Acme Oy"}, "bo@ost.example": {"account__name": None}},
    ),
    refused(
        "XLSX with a title above the table",
        "a.xlsx",
        workbook(_titled),
        "No column is the e-mail address, the id or the phone number.",
    ),
    Sample("XLSX with empty rows in between", "a.xlsx", workbook(_sparse)),
    Sample(
        "XLSX with days, numbers, formulas, yes-no and errors",
        "a.xlsx",
        workbook(_typed),
        result="read; a formula counts as its last value, an error as an empty cell, 007 by a number format as 7",
        people={
            "aino@acme.example": {
                "phone": "358401234567",
                "properties": {
                    "since": "2024-01-31",
                    "active": True,
                    "seats": 12,
                    "customer_number": 7,
                    "total": 24,
                },
            }
        },
    ),
    Sample("ODS, as LibreOffice writes it", "a.ods", _ods),
    Sample(
        "Parquet",
        "a.parquet",
        _parquet,
        people={
            "aino@acme.example": {"properties": {"since": "2024-01-31", "seats": 12}},
            "bo@ost.example": {"properties": {"seats": 2.5}},
        },
    ),
    refused(
        "HTML that is called .xls, as old web programs send it",
        "a.xls",
        text("<html><body><table><tr><td>Name</td></tr></table></body></html>"),
        "This is not a table but another kind of file.",
    ),
    refused(
        "a workbook without a filled cell",
        "a.xlsx",
        workbook(lambda book: book.add_worksheet()),
        "The file is empty.",
    ),
    refused(
        "a workbook with a header only",
        "a.xlsx",
        one_sheet([HEADER]),
        "The file has a header but no rows.",
    ),
)
