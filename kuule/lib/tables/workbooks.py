"""Workbooks of spreadsheet programs: looked at for traps, then read by a program that may die of them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kuule.lib.tables.errors import UnreadableTableError
from kuule.lib.tables.limits import MAX_COLUMNS
from kuule.lib.tables.table import TableFile
from kuule.lib.tables.zips import entries_of_sound_zip

MEMORY = 4 * 1024**3
SECONDS = 180
READER = Path(__file__).with_name("workbook_reader.py")
# Files that are ZIP archives too, by an entry they must have.
OTHERS = (("word/document.xml", "document"), ("ppt/presentation.xml", "document"), ("content.xml", "document"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was read: the workbook's format, the sheet's name, and those of all its sheets."""

    format: str
    sheet: str
    sheets: tuple[str, ...]


def open_workbook(path: Path, room: TemporaryDirectory[str], *, sheet: str = "", is_old: bool = False) -> TableFile:
    """Open a sheet of an XLSX, XLSB, ODS or XLS workbook: the named one, else the first visible one with rows.

    Raises
    ------
    UnreadableTableError
        If the workbook is damaged, encrypted or a trap, or has no such sheet.
    """
    # It brings numpy along, which most processes never need.
    from kuule.lib.tables.delimited import open_clean_csv

    target = Path(room.name) / "sheet.csv"
    found = sheet_as_csv(path, target, sheet=sheet, is_old=is_old)
    table = open_clean_csv(target, room)
    return replace(
        table,
        format=found.format,
        encoding="",
        delimiter="",
        told=frozenset({"sheet"}) if sheet or len(found.sheets) == 1 else frozenset(),
        sheet=found.sheet,
        sheets=found.sheets,
    )


def sheet_as_csv(path: Path, target: Path, *, sheet: str = "", is_old: bool = False) -> Sheet:
    """Write a sheet to `target` as CSV in UTF-8 with commas, row by row, blank ones too; say which sheet it was.

    Raises
    ------
    UnreadableTableError
        As `open_workbook`.
    """
    kind = _old_format(path) if is_old else _format(path)
    found = _read(path, sheet, target)
    return Sheet(kind, found["sheet"], tuple(found["sheets"]))


def _format(path: Path) -> str:
    names = entries_of_sound_zip(path)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "spreadsheet" in _mimetype(path):
        return "ods"
    kind = next((kind for entry, kind in OTHERS if entry in names), "zip")
    raise UnreadableTableError("other_kind", kind=kind)


def _mimetype(path: Path) -> str:
    # Comes first in the archive, unpacked, so that programs find it there.
    with path.open("rb") as opened:
        return opened.read(256).decode("ascii", "replace")


def _old_format(path: Path) -> str:
    with path.open("rb") as opened:
        head = opened.read(1 << 20)
    if "EncryptedPackage".encode("utf-16-le") in head + _tail(path):
        raise UnreadableTableError("encrypted")
    return "xls"


def _tail(path: Path) -> bytes:
    with path.open("rb") as opened:
        opened.seek(max(0, path.stat().st_size - (1 << 20)))
        return opened.read()


def _read(path: Path, sheet: str, target: Path) -> dict[str, Any]:
    command = [sys.executable, "-I", str(READER), str(path), sheet, str(target), str(MEMORY)]
    try:
        done = subprocess.run(  # noqa: S603 - ours
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableTableError("too_slow", seconds=SECONDS) from error
    if done.returncode:
        # A reader that ended without a word was stopped at its limit of memory.
        raise UnreadableTableError("broken" if b"PanicException" in done.stderr else "sheet_too_large", kind="workbook")
    found: dict[str, Any] = json.loads(done.stdout)
    if "reason" in found:
        raise UnreadableTableError(
            found["reason"], kind="workbook", sheet=sheet, sheets=tuple(found.get("sheets", ())), columns=MAX_COLUMNS
        )
    return found
