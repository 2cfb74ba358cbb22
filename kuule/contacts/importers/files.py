"""Files of any format as lines of cells: found out what they are, counted, and read from the beginning."""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.core.files.base import File
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db.models.fields.files import FieldFile

from kuule.contacts.importers.base import FileHead, LineReader, UnreadableFileError
from kuule.contacts.rules.cells import storable
from kuule.contacts.rules.columns import MAX_COLUMNS, ColumnMapping
from kuule.contacts.rules.headers import plain_headers
from kuule.contacts.rules.rows import JudgedRow
from kuule.lib.tables import UnreadableTableError
from kuule.lib.tables.harmless import plain
from kuule.lib.tables.record import Record
from kuule.lib.tables.records import RecordFile, open_records
from kuule.ui.clean import visible_text

SAMPLE = 200
SAMPLE_CHARACTERS = 200_000
MAX_HEADER = 200
_CHUNK = 1 << 20
# What we call otherwise than the reader of tables does, because our sentences differ.
_OUR_REASONS = {
    "other_kind": "not_a_table",
    "only_header": "no_rows",
    "cell_too_long": "huge_cell",
    "line_too_long": "huge_cell",
    **dict.fromkeys(("missing", "folder", "not_a_file", "no_permission"), "cannot_read"),
}
# Of these the wording needs a number or a name.
_DETAILS = {"too_many_columns": "limit", "too_many_rows": "limit", "unknown_sheet": "sheet"}


@contextmanager
def opened_records(file: IO[Any] | File[Any], mapping: ColumnMapping | None = None) -> Iterator[RecordFile]:
    """Open a file that may be anywhere, as the mapping says it is read. What is needed meanwhile is gone afterwards.

    Raises:
        UnreadableFileError: no line of the file can be used.
    """
    with TemporaryDirectory(prefix="import-") as room, _explained():
        told = {} if mapping is None else _told(mapping)
        with open_records(_local_path(file, Path(room)), **told) as records:
            yield records


def _told(mapping: ColumnMapping) -> dict[str, str]:
    return {"sheet": mapping.sheet, "delimiter": mapping.delimiter, "encoding": mapping.encoding}


def _local_path(file: IO[Any] | File[Any], room: Path) -> Path:
    if isinstance(file, FieldFile):
        with contextlib.suppress(NotImplementedError):  # a storage elsewhere has no paths
            return Path(file.path)
    if isinstance(file, TemporaryUploadedFile):
        return Path(file.temporary_file_path())
    copy = room / "copy"
    file.seek(0)
    with copy.open("wb") as target:
        while part := file.read(_CHUNK):
            target.write(part)
    return copy


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except UnreadableTableError as error:
        reason, details = error.reason, error.details
        line = details.get("line")
        detail = str(MAX_COLUMNS) if reason == "too_many_columns" else str(details.get(_DETAILS.get(reason, ""), ""))
        raise UnreadableFileError(
            _OUR_REASONS.get(reason, reason), line if isinstance(line, int) else None, detail
        ) from error


def inspected(file: IO[Any] | File[Any], mapping: ColumnMapping | None = None) -> FileHead:
    """Read a whole file once, to know that it can be read, how it begins and how many rows it has.

    Raises:
        UnreadableFileError: no line of the file can be used.
    """
    with opened_records(file, mapping) as opened:
        rows = opened.records()
        headers = _headers(next(rows, None))
        sample: list[tuple[int, list[str]]] = []
        room, total = SAMPLE_CHARACTERS, 0
        for record in rows:
            total += 1
            if len(sample) < SAMPLE and room > 0 and record.is_sound:
                cells = [*map(storable, _plain(record.cells))]
                room -= sum(map(len, cells))
                sample.append((record.line, cells))
    if not total:
        raise UnreadableFileError("no_rows")
    return FileHead(
        format=opened.format,
        headers=headers,
        rows=tuple(sample),
        total=total,
        delimiter=opened.delimiter,
        encoding=opened.encoding,
        sheet=opened.sheet,
        sheets=opened.sheets,
    )


def judged_rows(opened: RecordFile, reader: LineReader) -> Iterator[JudgedRow[Any]]:
    """Read a file from its first row behind the header; blank rows are passed over.

    Raises:
        UnreadableFileError: the file turns out to be damaged only now.
    """
    with _explained():
        rows = opened.records()
        next(rows, None)
        for record in rows:
            judge = reader.judged if record.is_sound else reader.unsound
            yield judge(record.line, _plain(record.cells))


def _plain(cells: list[str]) -> list[str]:
    # Whoever wrote the file may have put an apostrophe before cells that start a formula, as we do.
    return [plain(cell) if cell.startswith("'") else cell for cell in cells]


def mapping_for(head: FileHead, mapping: ColumnMapping) -> ColumnMapping:
    """Return a mapping that reads a file as this one was read."""
    return replace(mapping, delimiter=head.delimiter, encoding=head.encoding, sheet=head.sheet)


def headers_of(opened: RecordFile) -> tuple[str, ...]:
    """Return the header of an opened file."""
    with _explained():
        return _headers(next(opened.records(), None))


def _headers(header: Record | None) -> tuple[str, ...]:
    """Return the header's cells without spaces around them and what nobody can see, at most 200 characters each.

    Raises:
        UnreadableFileError: there is none, its quotes do not add up, it has too many columns, or it looks like data.
    """
    if header is None:
        raise UnreadableFileError("empty")
    if not header.is_sound:
        raise UnreadableFileError("unclosed_quote", header.line)
    names = tuple(" ".join(visible_text(cell).split())[:MAX_HEADER] for cell in _plain(header.cells))
    names = plain_headers(names)
    while names and not names[-1]:
        names = names[:-1]
    if len(names) > MAX_COLUMNS:
        raise UnreadableFileError("too_many_columns", header.line, str(MAX_COLUMNS))
    if _is_data(names):
        raise UnreadableFileError("no_header", header.line)
    return names


def _is_data(names: tuple[str, ...]) -> bool:
    has_address = any("@" in name and "." in name.partition("@")[2] for name in names)
    return has_address or not any(name and not name.replace(".", "").isdigit() for name in names)
