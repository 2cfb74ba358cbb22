"""What a sample is, and the few people that most of them hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HEADER = ("Name", "E-mail", "Company")
ROWS = (("Aino Mäkelä", "aino@acme.example", "Acme Oy"), ("Bo Öst", "bo@ost.example", "Öst, Nord & Söner"))
TWO = {"aino@acme.example": {"name": "Aino Mäkelä"}, "bo@ost.example": {"name": "Bo Öst"}}

People = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Sample:
    """A file and its documented result.

    `make` returns its bytes, or puts something at a path itself. `people` are the contacts that are there afterwards,
    by address, each with some of its fields; `kept_out` counts the lines that are not in, `refused` is why nothing is.
    `result` is what the documentation says of it; of a refused file it is the sentence that people read.
    """

    name: str
    file: str
    make: Callable[[], bytes] | Callable[[Path], None]
    result: str = "read"
    people: People = field(default_factory=lambda: TWO)
    kept_out: int = 0
    refused: str = ""
    makes_path: bool = False

    def put(self, folder: Path) -> Path:
        """Make the file in a folder; return where it is."""
        path = folder / self.file
        if self.makes_path:
            self.make(path)  # type: ignore[call-arg]
        else:
            path.write_bytes(self.make())  # type: ignore[call-arg,arg-type]
        return path


def refused(name: str, file: str, make: Any, says: str, *, makes_path: bool = False) -> Sample:
    """Return a sample of which nothing is imported."""
    return Sample(name, file, make, result=says, people={}, refused=says, makes_path=makes_path)


def lines(*rows: tuple[str, ...], delimiter: str = ",", end: str = "\n") -> str:
    """Return rows as a text in which only cells that need it are quoted."""
    special = (delimiter, '"', "\n", "\r")
    quoted = [
        ['"' + cell.replace('"', '""') + '"' if any(each in cell for each in special) else cell for cell in row]
        for row in rows
    ]
    return "".join(delimiter.join(row) + end for row in quoted)


def text(content: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    """Return a maker of a text."""
    return lambda: content.encode(encoding)


TABLE = lines(HEADER, *ROWS)
