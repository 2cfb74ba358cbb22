"""Texts: every encoding, delimiter and way of quoting that programs write."""

import gzip

from tests.files.corpus.base import HEADER, ROWS, TABLE, TWO, Sample, lines, text

POLISH = lines(
    ("Name", "E-mail", "Note"),
    ("Łukasz Żak", "lukasz@x.example", "Bardzo dobra obsługa, dziękuję"),
    ("Zofia Gęś", "zofia@x.example", "Źle, długo czekałem na odpowiedź"),
)
RUSSIAN = lines(
    ("Name", "E-mail", "Note"),
    ("Анна Иванова", "anna@x.example", "Очень хорошо, спасибо большое"),
    ("Пётр Орлов", "petr@x.example", "Долго ждали ответа"),
)
JAPANESE = lines(
    ("Name", "E-mail", "Note"),
    ("山田太郎", "taro@x.example", "とても良いサービスでした"),
    ("鈴木花子", "hanako@x.example", "対応が遅いです"),
)
ONE_COLUMN = {"aino@acme.example": {"name": ""}, "bo@ost.example": {"name": ""}}

SAMPLES = (
    Sample("UTF-8", "a.csv", text(TABLE)),
    Sample("UTF-8 with a byte-order mark", "a.csv", text(TABLE, "utf-8-sig")),
    Sample(
        "UTF-16, as Excel writes “Unicode text”",
        "a.txt",
        text(lines(HEADER, *ROWS, delimiter="\t", end="\r\n"), "utf-16"),
    ),
    Sample("UTF-16, big-endian", "a.csv", text("\ufeff" + TABLE, "utf-16-be")),
    Sample("UTF-16 without a byte-order mark", "a.csv", text(TABLE, "utf-16-le")),
    Sample("Windows-1252, as old programs write it", "a.csv", text(TABLE, "cp1252")),
    Sample("DOS code page 850", "a.csv", text(TABLE, "cp850")),
    Sample(
        "Windows-1250, Polish",
        "a.csv",
        text(POLISH, "cp1250"),
        people={"lukasz@x.example": {"name": "Łukasz Żak"}, "zofia@x.example": {"name": "Zofia Gęś"}},
    ),
    Sample(
        "Windows-1251, Russian",
        "a.csv",
        text(RUSSIAN, "cp1251"),
        people={"anna@x.example": {"name": "Анна Иванова"}, "petr@x.example": {"name": "Пётр Орлов"}},
    ),
    Sample(
        "Shift JIS, Japanese",
        "a.csv",
        text(JAPANESE, "cp932"),
        people={"taro@x.example": {"name": "山田太郎"}, "hanako@x.example": {"name": "鈴木花子"}},
    ),
    Sample(
        "UTF-8 that somebody took for Windows-1252 and saved once more",
        "a.csv",
        text(TABLE.encode().decode("cp1252")),
        result="read as it is: Mäkelä stays MÃ¤kelÃ¤",
        people={"aino@acme.example": {"name": "Aino MÃ¤kelÃ¤"}, "bo@ost.example": {"name": "Bo Ã–st"}},
    ),
    Sample("semicolons", "a.csv", text(lines(HEADER, *ROWS, delimiter=";"))),
    Sample("tabs", "a.tsv", text(lines(HEADER, *ROWS, delimiter="\t"))),
    Sample("vertical bars", "a.txt", text(lines(HEADER, *ROWS, delimiter="|"))),
    Sample("the line sep=; on top, as for Excel", "a.csv", text("sep=;\r\n" + lines(HEADER, *ROWS, delimiter=";"))),
    Sample(
        "every cell in quotes",
        "a.csv",
        text("".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in (HEADER, *ROWS))),
    ),
    Sample(
        "line breaks inside cells",
        "a.csv",
        text('Name,E-mail,Note\n"Aino\nMäkelä",aino@acme.example,"first\r\n\r\nsecond"\nBo Öst,bo@ost.example,\n'),
        result="read; a line break becomes a space",
        people={**TWO, "aino@acme.example": {"name": "Aino Mäkelä", "properties": {"note": "first second"}}},
    ),
    Sample(
        "quotes inside cells",
        "a.csv",
        text('Name,E-mail\n"Aino ""Ace"" Mäkelä",aino@acme.example\nBo Öst,bo@ost.example\n'),
        people={**TWO, "aino@acme.example": {"name": 'Aino "Ace" Mäkelä'}},
    ),
    Sample("line ends of Windows", "a.csv", text(lines(HEADER, *ROWS, end="\r\n"))),
    Sample("line ends of old Macs", "a.csv", text(lines(HEADER, *ROWS, end="\r"))),
    Sample(
        "mixed line ends",
        "a.csv",
        text(lines(HEADER, end="\r\n") + lines(ROWS[0]) + lines(ROWS[1], end="\r\n")),
    ),
    Sample("no line end after the last line", "a.csv", text(TABLE.rstrip("\n"))),
    Sample("blank lines in between", "a.csv", text("\n\n" + TABLE.replace("\n", "\n\n") + "\n\n")),
    Sample("a delimiter too many on every line", "a.csv", text(TABLE.replace("\n", ",\n"))),
    Sample("spaces around the cells", "a.csv", text(TABLE.replace(",a", " , a").replace("Name", " Name "))),
    Sample(
        "one column only",
        "a.csv",
        text("E-mail\naino@acme.example\nbo@ost.example\n"),
        people=ONE_COLUMN,
    ),
    Sample("packed with gzip", "a.csv.gz", lambda: gzip.compress(TABLE.encode())),
    Sample("CSV that is called .xlsx", "a.xlsx", text(TABLE), result="read: what is in a file counts, not its name"),
    Sample("CSV that is called .xls", "a.xls", text(lines(HEADER, *ROWS, delimiter="\t"))),
)
