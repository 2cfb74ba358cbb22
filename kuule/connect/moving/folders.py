"""The files of an export, from a folder or a ZIP, each of them by itself."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from kuule.lib.tables import UnreadableTableError
from kuule.lib.tables.zips import entries_of_sound_zip

TABLES = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".xls", ".ods", ".parquet", ".gz")


@contextmanager
def files_of(source: Path) -> Iterator[list[Path]]:
    """Yield the tables in a folder, or those in a ZIP; what is unpacked is gone afterwards.

    Names in a ZIP say nothing about where its files are put.

    Raises:
        UnreadableTableError: the ZIP is damaged, has a password or would unpack to far too much.
    """
    if source.is_dir():
        yield sorted(path for path in source.rglob("*") if path.is_file() and _is_table(path.name))
        return
    if not zipfile.is_zipfile(source) or _is_table(source.name):
        yield [source]
        return
    entries_of_sound_zip(source)
    with TemporaryDirectory(prefix="moving-") as room:
        yield list(_unpacked(source, Path(room)))


def _unpacked(source: Path, room: Path) -> Iterator[Path]:
    with zipfile.ZipFile(source) as archive:
        for number, entry in enumerate(sorted(archive.infolist(), key=lambda each: each.filename)):
            name = PurePosixPath(entry.filename.replace("\\", "/")).name
            if entry.is_dir() or not _is_table(name):
                continue
            folder = room / str(number)
            folder.mkdir()
            try:
                with archive.open(entry) as packed, (folder / name[-100:]).open("wb") as plain:
                    shutil.copyfileobj(packed, plain)
            except (zipfile.BadZipFile, EOFError) as error:
                raise UnreadableTableError("broken", kind="zip") from error
            yield folder / name[-100:]


def _is_table(name: str) -> bool:
    return name.lower().endswith(TABLES) and not name.startswith(".")
