"""Contacts, with their accounts, from CSV."""

from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kuule.contacts.importers.base import FileHead, KnownProperties, UnreadableFileError
from kuule.contacts.importers.csv_file import guess_delimiter, records, require_header, require_utf8
from kuule.contacts.rules.cells import cleaned
from kuule.contacts.rules.columns import ColumnMapping, guess_columns
from kuule.contacts.rules.keys import address_key
from kuule.contacts.rules.properties import Unreadable
from kuule.contacts.rules.rows import JudgedRow, RowProblem, RowReader

SAMPLE = 200


class ContactsCsv:
    """CSV in UTF-8 with a header; one person a row."""

    kind = "contacts_csv"

    def inspected(self, file: IO[Any], delimiter: str = "") -> FileHead:
        """Read a whole file once, to know that it can be read and how many rows it has."""
        require_utf8(file)
        return _head(file, delimiter, None)

    def peeked(self, file: IO[Any], delimiter: str = "") -> FileHead:
        """Read the header and the first rows."""
        return _head(file, delimiter, SAMPLE)

    def guessed_mapping(self, head: FileHead, known: KnownProperties) -> ColumnMapping:
        """Return what the columns seem to be, from their headers and the first rows."""
        rows = [[text if isinstance(text := cleaned(cell), str) else "" for cell in cells] for _, cells in head.rows]
        return ColumnMapping(head.delimiter, guess_columns(head.headers, rows, known))

    def reader(self, mapping: ColumnMapping) -> RowReader:
        """Return what reads single rows under a mapping."""
        return RowReader(mapping, email=read_email)

    def judged_rows(self, file: IO[Any], reader: RowReader, delimiter: str) -> Iterator[JudgedRow]:
        """Read a file from its first row behind the header."""
        rows = records(file, delimiter)
        next(rows, None)
        for record in rows:
            if record.cells is None:
                yield JudgedRow(record.line, None, (RowProblem(record.line, "bad_quotes"),))
            else:
                yield reader.judged(record.line, record.cells)


def _head(file: IO[Any], delimiter: str, limit: int | None) -> FileHead:
    delimiter = delimiter or guess_delimiter(file)
    rows = records(file, delimiter)
    headers = require_header(next(rows, None))
    sample: list[tuple[int, list[str]]] = []
    total = 0
    for record in islice(rows, limit):
        total += 1
        if record.cells is not None and len(sample) < SAMPLE:
            sample.append((record.line, record.cells))
    if not total:
        raise UnreadableFileError("no_rows")
    return FileHead(delimiter, headers, tuple(sample), total)


def read_email(text: str) -> str | Unreadable:
    """Return an address as it is kept, in lower case, or `Unreadable`."""
    address = address_key(text.removeprefix("mailto:"))
    if len(address) > 254:
        return Unreadable("too_long", "254")
    try:
        validate_email(address)
    except ValidationError:
        return Unreadable("bad_email")
    return address
