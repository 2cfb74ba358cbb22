"""Why a file cannot be read, in words, and how to mend it. The codes are those of `UnreadableTableError`."""

from __future__ import annotations

from collections.abc import Mapping

from kuule.analysis.wording.words import Words, filled
from kuule.lib.tables import UnreadableTableError

EXPORT = "Export it again as CSV, XLSX or Parquet."
FILES: dict[str, Words] = {
    "missing": Words("There is no such file.", "Check the name and the folder."),
    "folder": Words("This is a folder.", "Name a file in it."),
    "not_a_file": Words("This is a device or a pipe, not a file.", "Save what comes out of it to a file first."),
    "no_permission": Words("You may not read this file.", "Ask its owner, or copy it to a place of your own."),
    "cannot_read": Words("It cannot be read: {why}.", "Check the name and the disk."),
    "empty": Words("The file is empty.", "Export it again, with a line of column names and one line for each answer."),
    "only_header": Words("There are column names ({columns}) but no rows.", "Export it again, with the answers."),
    "too_large": Words("The file is larger than {limit}.", "Split it, or save what you need as Parquet."),
    "binary": Words("This is no text, and no kind of table that is known here.", EXPORT),
    "encrypted": Words("The file is locked with a password.", "Save a copy without one, or as CSV."),
    "bomb": Words(
        "The file is tiny but unpacks to more than {size}: it looks made to fill a memory, so it was not opened.",
        "If you trust it, unpack it yourself and save the table as CSV.",
    ),
    "too_many_columns": Words(
        "There are {columns} columns; at most {limit} can be read.",
        "Keep those you need: score, comment, date, groups.",
    ),
    "too_many_rows": Words("There are more than {limit} rows.", "Split the file, or draw a random part of it."),
    "line_too_long": Words(
        "Line {line} is longer than {limit}, so this is hardly a table.", "Check how the lines of the file end."
    ),
    "cell_too_long": Words("Line {line} has a cell of more than {limit} characters.", "Shorten it."),
    "unclosed_quote": Words(
        "A quote that opens on line {line} is never closed, so all that follows would be one cell.",
        'Close it, or write a quote inside a value twice: "".',
    ),
    "no_sheet": Words("The workbook has no sheet with cells.", "Save the sheet as CSV."),
    "unknown_sheet": Words("There is no sheet “{sheet}”.", "There are: {sheets}."),
    "sheet_too_large": Words(
        "The sheet needs more memory than is allowed: it is too large, or its cells lie too far apart.",
        "Save it as CSV, or delete the cells far from the table.",
    ),
    "too_slow": Words("Reading the workbook took longer than {seconds} seconds.", "Save the sheet as CSV."),
}
BROKEN = {
    "delimited": Words("The text is damaged: its rows cannot be told apart.", EXPORT),
    "gzip": Words("The packed file is damaged or cut short.", "Copy or download it again."),
    "zip": Words("The workbook is damaged or cut short.", "Copy or download it again, or save it anew."),
    "workbook": Words("The workbook is damaged, or no spreadsheet.", "Open it in its program and save it anew."),
    "parquet": Words("The Parquet file is damaged or cut short.", "Copy or write it again."),
}
KINDS = {
    "pdf": "a PDF",
    "image": "a picture",
    "media": "a sound or a film",
    "document": "a text document or a presentation",
    "rtf": "a text document",
    "html": "a web page, whatever its name says",
    "xml": "XML",
    "json": "JSON",
    "zip": "a ZIP archive",
    "bzip2": "packed with bzip2",
    "xz": "packed with xz",
    "zstd": "packed with zstd",
    "7z": "a 7z archive",
    "rar": "a RAR archive",
    "sqlite": "an SQLite database",
    "arrow": "an Arrow file",
    "spss": "an SPSS file",
    "stata": "a Stata file",
    "program": "a program",
}
MEGABYTE = 1024**2
# Details that are numbers of bytes where they are as large as that; rows and columns have limits too.
SIZES = ("limit", "size")
PACKED = frozenset({"zip", "bzip2", "xz", "zstd", "7z", "rar"})


def unreadable_words(error: UnreadableTableError) -> Words:
    """Return why a file cannot be read, and how to mend it."""
    if error.reason == "other_kind":
        kind = str(error.details["kind"])
        mend = "Unpack it and name the table in it." if kind in PACKED else EXPORT
        return Words(f"This is {KINDS.get(kind, 'another kind of file')}, not a table.", mend)
    if error.reason == "broken":
        return BROKEN[str(error.details["kind"])]
    words, details = FILES[error.reason], _sizes(error.details)
    return Words(filled(words.says, details), filled(words.mend, details))


def _sizes(details: Mapping[str, object]) -> dict[str, object]:
    """Return the details with numbers of bytes as people say them."""
    return {
        name: f"{value / MEGABYTE:,.0f} MB" if name in SIZES and isinstance(value, int) and value > MEGABYTE else value
        for name, value in details.items()
    }
