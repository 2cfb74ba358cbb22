"""A ZIP file looked at before anybody unpacks it: what it says it holds, and what really comes out."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO

from kuule.lib.tables.errors import UnreadableTableError

MAX_ENTRIES = 10_000
MAX_UNPACKED = 2 * 1024**3
# A sheet of a million equal rows packs to a hundredth; small entries may pack better by nature.
MAX_RATIO = 250
RATIO_MATTERS_FROM = 50 * 1024**2
_CHUNK = 1 << 18
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_IS_ENCRYPTED = 0x1


def entries_of_sound_zip(path: Path) -> frozenset[str]:
    """Return the names in a ZIP file, or refuse it.

    Raises
    ------
    UnreadableTableError
        `broken` if it is damaged, `encrypted`, or `bomb` if it holds too many entries or unpacks to far more than it
        should, whatever its table of contents says.
    """
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as opened:
            entries = archive.infolist()
            _judge(sum(entry.file_size for entry in entries), path.stat().st_size, len(entries))
            total = 0
            for entry in entries:
                if entry.flag_bits & _IS_ENCRYPTED:
                    raise UnreadableTableError("encrypted")
                total += _real_size(opened, entry)
                _judge(total, path.stat().st_size, len(entries))
            return frozenset(entry.filename for entry in entries)
    except (zipfile.BadZipFile, struct.error, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise UnreadableTableError("broken", kind="zip") from error


def _judge(unpacked: int, packed: int, entries: int) -> None:
    is_puffed = unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * packed
    if entries > MAX_ENTRIES or unpacked > MAX_UNPACKED or is_puffed:
        raise UnreadableTableError("bomb", size=unpacked, entries=entries)


def _real_size(opened: IO[bytes], entry: zipfile.ZipInfo) -> int:
    opened.seek(entry.header_offset)
    signature, name_size, extra_size = _LOCAL_HEADER.unpack(opened.read(_LOCAL_HEADER.size))
    if signature != b"PK\x03\x04":
        raise zipfile.BadZipFile
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile
    opened.seek(name_size + extra_size, 1)
    return _inflated_size(opened, entry.compress_size)


def _inflated_size(opened: IO[bytes], compressed: int) -> int:
    inflate, size, left = zlib.decompressobj(-15), 0, compressed
    waiting = b""
    while not inflate.eof and (left or waiting):
        if not waiting:
            waiting = opened.read(min(_CHUNK, left))
            left -= len(waiting)
            if not waiting:
                raise EOFError
        size += len(inflate.decompress(waiting, 1 << 22))
        waiting = inflate.unconsumed_tail
        _judge(size, compressed, 1)
    return size
