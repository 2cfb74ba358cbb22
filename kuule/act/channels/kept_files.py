"""Which files may come with a mail and go with one: kinds that no program runs by opening them."""

import re
from collections.abc import Mapping
from pathlib import PurePath

from kuule.act.rules.letters import LONGEST_FILE_NAME
from kuule.dispatch.channels.words import one_line

# Anything that can run, or hides what it is, is left out: programs, scripts, pages, documents with macros, archives.
CONTENT_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "txt": "text/plain",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_BEGINS: Mapping[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods"), (b"PK\x03\x04",)),
}
_RUNS = (b"MZ", b"\x7fELF", b"#!")
_MACROS = b"vbaProject.bin"
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|script|svg|\?xml)", re.IGNORECASE)

LARGEST_IN, LARGEST_OUT = 10_000_000, 5_000_000
MOST_IN, MOST_OUT = 20, 5
# All files of one mail together.
ALL_IN, ALL_OUT = 25_000_000, 10_000_000

# Why a file is not kept, or may not be sent.
DANGEROUS, TOO_LARGE, TOO_MANY_FILES, CUT_OFF = "dangerous", "too_large", "too_many", "cut_off"


def fault_of(name: str, content: bytes) -> str:
    """Return why a file may not be kept by what it is, as a code, or ""."""
    ending = _ending(name)
    if ending not in CONTENT_TYPES or content.startswith(_RUNS) or _MARKUP.match(content[:200]):
        return DANGEROUS
    begins = _BEGINS.get(ending)
    if begins and not content.startswith(begins):
        return DANGEROUS
    return DANGEROUS if _MACROS in content and content.startswith(b"PK") else ""


def content_type_of(name: str) -> str:
    """Return the content type of a file that may be kept."""
    return CONTENT_TYPES.get(_ending(name), "application/octet-stream")


def plain_name(name: str) -> str:
    """Return a file's name as it may be shown and offered for saving: no folders, nothing invisible, not endless."""
    bare = one_line(re.split(r"[\\/]", name)[-1], 10 * LONGEST_FILE_NAME).strip(". ")
    stem, dot, ending = bare.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: LONGEST_FILE_NAME - 11]}.{ending}"
    return bare[:LONGEST_FILE_NAME] or "file"


def _ending(name: str) -> str:
    return PurePath(name.lower()).suffix.removeprefix(".")
