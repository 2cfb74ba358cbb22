"""A copy of a file in UTF-8, unpacked and without NUL bytes, that polars can read; of bounded size."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from kuule.lib.tables.encodings import CHUNK, Encoding
from kuule.lib.tables.errors import UnreadableTableError
from kuule.lib.tables.limits import MAX_BYTES

# Text packs to a twentieth, tables of few values to a hundredth; beyond this a file was made to fill a disk.
MAX_RATIO = 500
RATIO_MATTERS_FROM = 100 * 1024**2


def utf8_copy(path: Path, target: Path, encoding: Encoding) -> int:
    """Write the text of a file in UTF-8 to `target` and return how many letters could not be read."""
    unreadable = 0
    with (
        path.open(encoding=encoding.codec, errors="replace", newline="") as text,
        target.open("w", encoding="utf-8", errors="replace", newline="") as copy,
    ):
        while part := text.read(CHUNK):
            unreadable += part.count("\ufffd")
            part = part.replace("\0", "")
            copy.write(part.replace("\r", "\n") if encoding.has_only_carriage_returns else part)
    return unreadable


def unpacked(path: Path, target: Path) -> Path:
    """Unpack a gzip file to `target`.

    Raises
    ------
    UnreadableTableError
        `bomb` if it grows beyond all measure, `too_large` beyond what is read, `broken` if it cannot be unpacked.
    """
    packed, size = max(1, path.stat().st_size), 0
    try:
        with gzip.open(path) as opened, target.open("wb") as copy:
            while part := opened.read(CHUNK):
                size += len(part)
                if size > RATIO_MATTERS_FROM and size > MAX_RATIO * packed:
                    raise UnreadableTableError("bomb", size=size)
                if size > MAX_BYTES:
                    raise UnreadableTableError("too_large", limit=MAX_BYTES)
                copy.write(part)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableTableError("broken", kind="gzip") from error
    return target
