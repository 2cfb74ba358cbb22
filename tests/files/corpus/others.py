"""What is no table, whatever it is called."""

import gzip
import io
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from tests.files.corpus.base import HEADER, ROWS, TABLE, lines, refused, text
from tests.files.corpus.workbooks import one_sheet

OTHER = "This is not a table but another kind of file."
BINARY = "This file holds no text that we can read."
DAMAGED = "The file is damaged."
BOMB = "The file unpacks to far more than a table holds. It may have been made to do harm."
LOCKED = "The file is protected with a password."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**entries: bytes) -> Callable[[], bytes]:
    """Return a maker of an archive; two underscores in a name are a slash, one is a dot."""

    def make() -> bytes:
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries.items():
                archive.writestr(name.replace("__", "/").replace("_", "."), content)
        return packed.getvalue()

    return make


def _bomb(is_lying: bool) -> Callable[[], bytes]:
    def make() -> bytes:
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
            with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
                for _ in range(80):
                    sheet.write(bytes(1 << 20))
        content = packed.getvalue()
        return content.replace(struct.pack("<I", 80 << 20), struct.pack("<I", 1_000)) if is_lying else content

    return make


def _gzip_bomb() -> bytes:
    packed = BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as archive:
        for _ in range(110):
            archive.write(bytes(1 << 20))
    return packed.getvalue()


def _many() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(10_001):
            archive.writestr(str(number), "")
    return packed.getvalue()


def _tar() -> bytes:
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo("people.csv")
        entry.size = len(TABLE.encode())
        archive.addfile(entry, io.BytesIO(TABLE.encode()))
    return packed.getvalue()


def _corners() -> bytes:
    packed = BytesIO()
    book = Workbook(packed, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "E-mail")
    sheet.write_string(1_048_575, 16_383, "far")
    book.close()
    return packed.getvalue()


def _cut(make: Callable[[], bytes]) -> Callable[[], bytes]:
    return lambda: make()[: len(make()) // 2]


BOOK = one_sheet((HEADER, *ROWS))

SAMPLES = (
    refused("an empty file", "a.csv", text(""), "The file is empty."),
    refused("a byte-order mark and nothing else", "a.csv", text("\ufeff"), "The file is empty."),
    refused("blank lines only", "a.csv", text("\n\n , \n\n"), "The file is empty."),
    refused("a header only", "a.csv", text(lines(HEADER)), "The file has a header but no rows."),
    refused(
        "no header",
        "a.csv",
        text(lines(*ROWS)),
        "The first line looks like data, not like the names of columns.",
    ),
    refused(
        "a table about something else",
        "a.csv",
        text("colour,size\nred,10\n"),
        "No column is the e-mail address, the id or the phone number.",
    ),
    refused("random bytes that are called .csv", "a.csv", lambda: bytes(range(1, 32)) * 400, BINARY),
    refused("NULs only", "a.csv", lambda: bytes(5_000), BINARY),
    refused("a picture that is called .csv", "a.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), OTHER),
    refused("PDF", "a.pdf", text("%PDF-1.7\n1 0 obj\n"), OTHER),
    refused("JSON cut off in the middle", "a.json", text('[{"email": "aino@acme.example"}, {"em'), DAMAGED),
    refused("XML", "a.xml", text('<?xml version="1.0"?><people/>'), OTHER),
    refused("RTF", "a.rtf", text("{\\rtf1\\ansi people}"), OTHER),
    refused("a Word document", "a.docx", zipped(word__document_xml=b"<document/>"), OTHER),
    refused("an SQLite database", "a.db", lambda: b"SQLite format 3\0" + bytes(100), OTHER),
    refused("a program", "a.exe", lambda: b"MZ\x90\0\x03" + bytes(100), OTHER),
    refused("a ZIP with a CSV in it", "a.zip", zipped(people_csv=TABLE.encode()), OTHER),
    refused("a ZIP in a ZIP", "a.zip", zipped(inner_zip=zipped(people_csv=TABLE.encode())()), OTHER),
    refused("a tar archive packed with gzip", "a.tgz", _tar, OTHER),
    refused("7-Zip", "a.7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100), OTHER),
    refused("a workbook cut off in the middle", "a.xlsx", _cut(BOOK), DAMAGED),
    refused("gzip cut off in the middle", "a.csv.gz", _cut(lambda: gzip.compress(os.urandom(4_000))), DAMAGED),
    refused("an old workbook that is damaged", "a.xls", lambda: OLE + bytes(9_000), DAMAGED),
    refused("Parquet cut off in the middle", "a.parquet", lambda: b"PAR1" + bytes(200), DAMAGED),
    refused(
        "a workbook with a password",
        "a.xlsx",
        lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
        LOCKED,
    ),
    refused("a workbook that is a ZIP bomb", "a.xlsx", _bomb(is_lying=False), BOMB),
    refused("a ZIP bomb that lies about its size", "a.xlsx", _bomb(is_lying=True), BOMB),
    refused("a ZIP of more than 10,000 files", "a.xlsx", _many, BOMB),
    refused("gzip that unpacks to a thousand times its size", "a.csv.gz", _gzip_bomb, BOMB),
    refused(
        "a sheet with one cell in each corner",
        "a.xlsx",
        _corners,
        "The sheet reaches too far: reading it would take more memory than there is for it.",
    ),
    refused("a folder", "a.csv", Path.mkdir, "cannot be read", makes_path=True),
    refused("a file that is not there", "a.csv", lambda path: None, "cannot be read", makes_path=True),
    refused(
        "a link that leads nowhere",
        "a.csv",
        lambda path: path.symlink_to(path.parent / "nowhere"),
        "cannot be read",
        makes_path=True,
    ),
)
