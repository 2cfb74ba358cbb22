"""What kind of file this is, from how it begins and ends: names of files lie, their first bytes hardly ever."""

DELIMITED, WORKBOOK, OLD_WORKBOOK, PARQUET, GZIP, JSON = (
    "delimited",
    "workbook",
    "old_workbook",
    "parquet",
    "gzip",
    "json",
)

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", PARQUET),
    (b"PK\x03\x04", WORKBOOK),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_WORKBOOK),
    (b"\x1f\x8b", GZIP),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "media"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"SQLite format 3", "sqlite"),
    (b"ARROW1", "arrow"),
    (b"PARE", "encrypted_parquet"),
    (b"$FL2", "spss"),
    (b"$FL3", "spss"),
    (b"<stata_dta>", "stata"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"{\\rtf", "rtf"),
)
MARKUP = (
    (b"<!doctypehtml", "html"),
    (b"<html", "html"),
    (b"<table", "html"),
    (b"<?xml", "xml"),
    (b'{"', JSON),
    (b'[{"', JSON),
)
# A tar archive begins with the name of its first file and says only then what it is.
_TAR_AT = 257
# A few letters may open a text as well: these count only where bytes follow that no text has.
_SHORT = 3


def kind_of(head: bytes) -> str:
    """Return the kind of a file that begins with `head`; `delimited` for all that may be text."""
    for signature, kind in SIGNATURES:
        if head.startswith(signature) and (len(signature) > _SHORT or _has_controls(head)):
            return kind
    if head[_TAR_AT:].startswith(b"ustar"):
        return "tar"
    compact = head[:64].removeprefix(b"\xef\xbb\xbf").lower().translate(None, b" \t\r\n")
    return next((kind for text, kind in MARKUP if compact.startswith(text)), DELIMITED)


def _has_controls(head: bytes) -> bool:
    return any(byte < 9 or 13 < byte < 32 for byte in head[:512])
