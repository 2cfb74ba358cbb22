"""Opening an archive that anybody may have made: nothing is unpacked, and every part is as its manifest says."""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from kuule.connect.archives.manifest import (
    MOST_BYTES,
    NAME,
    ArchiveRefusedError,
    DamagedArchiveError,
    Manifest,
    Part,
    read_manifest,
)

# Rows of few words pack to a thirtieth; what packs to less than this was made to fill a disk or a memory.
MAX_RATIO = 250
RATIO_MATTERS_FROM = 50 * 1024**2
MAX_PARTS = 1_000_000
# A comment is at most some thousand characters; a model that was learned is one line of some megabytes.
LONGEST_LINE = 256 * 1024**2
_NAMES = re.compile(r"manifest\.json|tables/[a-z_]+\.[a-z_]+\.jsonl|files/[1-9]\d{0,8}")
_ENCRYPTED = 0x1
_CHUNK = 1 << 20


class Archive:
    """An archive that was looked through: its parts are whole and as they were made."""

    def __init__(self, opened: zipfile.ZipFile, manifest: Manifest) -> None:
        self._opened, self.manifest = opened, manifest
        self._parts = {part.name: part for part in manifest.parts}

    def tables(self) -> list[str]:
        """Return the labels of the tables."""
        names = (name for name in self._parts if name.startswith("tables/"))
        return [name.removeprefix("tables/").removesuffix(".jsonl") for name in names]

    def lines(self, label: str) -> Iterator[list[Any]]:
        """Yield the columns of a table, then its rows. Raises DamagedArchiveError for a line that is no list."""
        name = f"tables/{label}.jsonl"
        with self._opened.open(name) as opened:
            while line := opened.readline(LONGEST_LINE):
                try:
                    values = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise DamagedArchiveError(name) from error
                if not isinstance(values, list):
                    raise DamagedArchiveError(name)
                yield values

    def has(self, name: str) -> bool:
        """Tell whether there is a part of this name."""
        return name in self._parts

    def open(self, name: str) -> IO[bytes]:
        """Open a part, to be read."""
        return self._opened.open(name)


@contextmanager
def opened_archive(source: Path) -> Iterator[Archive]:
    """Open an archive, after all of it was read once and held against its manifest.

    Raises:
        ArchiveRefusedError: it is none, is damaged, would unpack to far too much, or was made by a newer Kuule.
    """
    with ExitStack() as stack:
        try:
            opened = stack.enter_context(zipfile.ZipFile(source))
            manifest = _looked_through(opened, source)
        except OSError as error:
            raise ArchiveRefusedError(
                f"{source} cannot be read: {error.strerror}.", "Check the name, and that you may read the file."
            ) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise ArchiveRefusedError(
                f"{source} is not a whole archive of a workspace; nothing was loaded.",
                "Use a file that `kuule archive make` or the page Archive made, copied whole.",
            ) from error
        yield Archive(opened, manifest)


def _looked_through(opened: zipfile.ZipFile, source: Path) -> Manifest:
    _require_harmless(opened, source)
    manifest = read_manifest(_content(opened))
    if {*opened.namelist()} - {NAME} != {part.name for part in manifest.parts}:
        raise DamagedArchiveError(NAME)
    for part in manifest.parts:
        _require_whole(opened, part)
    return manifest


def _require_harmless(opened: zipfile.ZipFile, source: Path) -> None:
    entries = opened.infolist()
    names = [entry.filename for entry in entries]
    if NAME not in names:
        raise ArchiveRefusedError(
            f"{source} is not an archive of a workspace; nothing was loaded.",
            "Use a file that `kuule archive make` or the page Archive made.",
        )
    if not all(map(_NAMES.fullmatch, names)) or len(set(names)) < len(names):
        raise DamagedArchiveError("names")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise DamagedArchiveError("password")
    unpacked = sum(entry.file_size for entry in entries)
    is_puffed = unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * source.stat().st_size
    if is_puffed or len(entries) > MAX_PARTS or opened.getinfo(NAME).file_size > MOST_BYTES:
        raise ArchiveRefusedError(
            f"{source} unpacks to far more than a workspace holds; nothing was loaded.",
            "It may have been made to do harm. Ask whoever gave it to you.",
        )


def _content(opened: zipfile.ZipFile) -> bytes:
    with opened.open(NAME) as manifest:
        return manifest.read(MOST_BYTES)


def _require_whole(opened: zipfile.ZipFile, part: Part) -> None:
    digest, size, lines = hashlib.sha256(), 0, 0
    # ZipFile reads no more of an entry than its table of contents says, which was judged above.
    with opened.open(part.name) as entry:
        while chunk := entry.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            lines += chunk.count(b"\n")
    is_table = part.name.startswith("tables/")
    if (digest.hexdigest(), size) != (part.sha256, part.bytes) or (is_table and lines != part.rows + 1):
        raise DamagedArchiveError(part.name)
