"""The door to tables in files: finds out what a file is, and refuses politely what is none."""

from __future__ import annotations

import stat
from pathlib import Path
from tempfile import TemporaryDirectory

from kuule.lib.tables.copies import unpacked
from kuule.lib.tables.errors import UnreadableTableError
from kuule.lib.tables.kinds import DELIMITED, GZIP, OLD_WORKBOOK, PARQUET, WORKBOOK, kind_of
from kuule.lib.tables.parquets import open_parquet
from kuule.lib.tables.table import TableFile
from kuule.lib.tables.workbooks import open_workbook

HEAD = 4096


def open_table(path: Path, *, sheet: str = "") -> TableFile:
    """Open a table in a CSV, TSV, XLSX, XLS, XLSB, ODS or Parquet file, packed with gzip or not.

    Parameters
    ----------
    path : Path
        The file. Its name does not matter, its bytes tell what it is.
    sheet : str
        Which sheet of a workbook; the first visible one with rows if not told.

    Returns
    -------
    TableFile
        What was found out, and a way to the columns. Close it after use.

    Raises
    ------
    UnreadableTableError
        With the reason, whatever is wrong with the file; never anything else.

    Notes
    -----
    Memory stays bounded: a text is read in pieces until its rows are counted, an archive is unpacked in thought before
    it is unpacked in fact, a workbook is read by a program with a limit. See `limits` for what is refused.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableTableError("folder" if path.is_dir() else "not_a_file")
        room = TemporaryDirectory(prefix="table-")
    except (OSError, ValueError) as error:
        raise about(error) from error
    try:
        return _opened(path, room, sheet)
    except (OSError, ValueError) as error:
        room.cleanup()
        raise about(error) from error
    except BaseException:
        room.cleanup()
        raise


def _opened(path: Path, room: TemporaryDirectory[str], sheet: str) -> TableFile:
    kind = kind_of_file(path)
    if kind == GZIP:
        path = unpacked(path, Path(room.name) / "unpacked")
        kind = kind_of_file(path)
    if kind == DELIMITED:
        # It brings numpy along, which most processes never need.
        from kuule.lib.tables.delimited import open_delimited

        return open_delimited(path, room)
    if kind == PARQUET:
        return open_parquet(path, room)
    if kind in (WORKBOOK, OLD_WORKBOOK):
        return open_workbook(path, room, sheet=sheet, is_old=kind == OLD_WORKBOOK)
    raise UnreadableTableError("encrypted" if kind == "encrypted_parquet" else "other_kind", kind=kind)


def kind_of_file(path: Path) -> str:
    """Return what kind of file this is, by its first bytes.

    Raises
    ------
    UnreadableTableError
        `empty` if there are none.
    """
    with path.open("rb") as opened:
        head = opened.read(HEAD)
    if not head:
        raise UnreadableTableError("empty")
    return kind_of(head)


def about(error: OSError | ValueError) -> UnreadableTableError:
    """Return why a file could not be reached, as the error that callers know."""
    match error:
        case FileNotFoundError():
            return UnreadableTableError("missing")
        case PermissionError():
            return UnreadableTableError("no_permission")
        case OSError():
            return UnreadableTableError("cannot_read", why=error.strerror or "")
    return UnreadableTableError("cannot_read", why=str(error))
