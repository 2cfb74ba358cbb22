"""What is odd about a file, and what was guessed about it."""

from __future__ import annotations

from collections.abc import Iterator

from kuule.analysis.reading.choosing import Chosen
from kuule.analysis.reading.request import Request
from kuule.analysis.results import Note, Source
from kuule.lib.tables import TableFile

NAMES_SHOWN = 10


def file_notes(table: TableFile) -> Iterator[Note]:
    """Yield what is odd about the file itself."""
    if not table.has_header:
        yield Note(code="no_header")
    for code, count in table.remarks.items():
        if code == "mended_records":
            yield Note(code=code, details={"count": count, "line": table.remarks["mended_line"]})
        elif code != "mended_line":
            yield Note(code=code, details={"count": count})
    if table.renamed_columns:
        yield Note(code="renamed_columns", details={"columns": ", ".join(table.renamed_columns[:NAMES_SHOWN])})


def source_of(table: TableFile, name: str, chosen: Chosen, request: Request) -> Source:
    """Return what the file is, and which of it was guessed."""
    guessed = {
        "scale": request.scale is None,
        "encoding": bool(table.encoding) and "encoding" not in table.told,
        "delimiter": bool(table.delimiter) and "delimiter" not in table.told,
        "sheet": bool(table.sheet) and "sheet" not in table.told,
        "header": not table.has_header,
    }
    return Source(
        name=name,
        rows=table.rows,
        format=table.format,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        columns={
            "score": chosen.score,
            "comment": chosen.comment,
            "date": chosen.date,
            **({"account": chosen.account} if chosen.account else {}),
        },
        by=chosen.by,
        drivers=chosen.drivers,
        guessed=chosen.guessed | {part for part, is_guessed in guessed.items() if is_guessed},
    )
