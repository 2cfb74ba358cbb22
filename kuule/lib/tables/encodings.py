"""In which encoding a text is written, as far as its bytes tell."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from kuule.lib.tables.errors import UnreadableTableError

CHUNK = 1 << 20
SAMPLE = 256 * 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Single-byte encodings of western Europe, by how often they are met; a statistical guess mixes them up on short texts.
WESTERN = ("cp1252", "cp850", "mac_roman")
OTHERS = (
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("iso8859_2", "iso8859_5", "iso8859_7", "koi8_r", "cp866", "mac_cyrillic"),
    *("cp932", "euc_jp", "iso2022_jp", "gb18030", "big5", "cp949"),
)
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "cp932": "Shift JIS",
    "big5": "Big5",
    "gb18030": "GB 18030",
}
_WESTERN_LETTERS = frozenset("ÀÂÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÜßàáâäåæçèéêëìíîïñòóôöøùúûüœŒŠšŽžÕõÁãÃ")
_WESTERN_SIGNS = frozenset("“”‘’–—…€£§°«»•·´\xa0®©ªº¿¡×")
_WORD = re.compile(r"[^\W\d_]+")
_HAN, _HANGUL = re.compile("[\u4e00-\u9fff]"), re.compile("[\uac00-\ud7a3]")
_PLAUSIBLE = 0.9


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file, and what its bytes hold besides. `is_told`: a byte-order mark says so."""

    codec: str
    is_told: bool
    nul_bytes: int = 0
    is_clean: bool = True
    has_only_carriage_returns: bool = False

    @property
    def name(self) -> str:
        """Return the name people know it by."""
        if self.codec in NAMES:
            return NAMES[self.codec]
        return self.codec.replace("cp125", "Windows-125").replace("iso8859_", "ISO 8859-").replace("cp", "CP ")


@dataclass(slots=True)
class _Look:
    is_utf8: bool = True
    nul_bytes: int = 0
    has_line_feed: bool = False
    has_carriage_return: bool = False


def encoding_of(path: Path) -> Encoding:
    """Read a file once and say in which encoding it is.

    Raises
    ------
    UnreadableTableError
        `binary` if its bytes are no text in any encoding, `empty` if there is nothing.
    """
    with path.open("rb") as opened:
        head = opened.read(SAMPLE)
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise UnreadableTableError("binary" if head.count(b"\0") > len(head) / 2 else "empty")
    marked = next((codec for mark, codec in MARKS if head.startswith(mark)), "")
    wide = marked or _wide_codec(head)
    if wide.startswith(("utf-16", "utf-32")):
        return Encoding(wide, is_told=bool(marked), is_clean=False)
    if _is_binary(head):
        raise UnreadableTableError("binary")
    look = _looked_at(path)
    only_returns = look.has_carriage_return and not look.has_line_feed
    codec = (marked or "utf-8") if look.is_utf8 else _guessed(_telling_lines(path))
    is_clean = look.is_utf8 and not look.nul_bytes and not only_returns
    return Encoding(codec, bool(marked) and look.is_utf8, look.nul_bytes, is_clean, only_returns)


def _wide_codec(head: bytes) -> str:
    """Return UTF-16 or UTF-32 where every second or fourth byte is mostly zero, else nothing."""
    even, odd = head[: len(head) & ~1][::2].count(0), head[1::2].count(0)
    zeros = even + odd
    if zeros < len(head) * 0.05:
        return ""
    thirds = [head[place::4].count(0) for place in range(4)]
    if zeros > len(head) * 0.6:
        return "utf-32-le" if thirds[0] < thirds[3] else "utf-32-be"
    codec = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) > 0.05 * zeros:
        return ""
    text = head[: len(head) & ~1].decode(codec, "replace")
    return codec if _readable_share(text) > _PLAUSIBLE else ""


def _readable_share(text: str) -> float:
    return sum(letter.isprintable() or letter in "\t\r\n" for letter in text[:4096]) / max(1, len(text[:4096]))


def _is_binary(head: bytes) -> bool:
    controls = sum(head.count(byte) for byte in (*range(1, 9), *range(14, 26), *range(28, 32)))
    return controls > max(4, len(head) * 0.01) or head.count(0) > len(head) * 0.3


def _looked_at(path: Path) -> _Look:
    look, decoder = _Look(), codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            look.nul_bytes += chunk.count(b"\0")
            look.has_line_feed = look.has_line_feed or b"\n" in chunk
            look.has_carriage_return = look.has_carriage_return or b"\r" in chunk
            if look.is_utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    look.is_utf8 = False
    look.is_utf8 = look.is_utf8 and not decoder.getstate()[0]
    return look


def _telling_lines(path: Path) -> bytes:
    """Return lines that are not plain ASCII: only they tell encodings apart."""
    sample = b""
    with path.open("rb") as opened:
        while len(sample) < SAMPLE and (chunk := opened.read(CHUNK)):
            if not chunk.isascii():
                lines = (line for line in re.split(rb"[\r\n]+", chunk) if not line.isascii())
                sample = b"\n".join((sample, *lines))
    return sample[:SAMPLE]


def _guessed(sample: bytes) -> str:
    repaired = sample.decode("utf-8", "replace")
    letters = sum(not letter.isascii() for letter in repaired)
    if repaired.count("\ufffd") * 10 < letters:
        return "utf-8"
    for codec in WESTERN:
        if _western_share(sample.decode(codec, "replace")) >= _PLAUSIBLE:
            return codec
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(OTHERS)).best()
    if best is None:
        return "cp1252"
    # Chinese read as Korean gives Hangul among rare Chinese characters, which Koreans hardly write.
    if best.encoding == "cp949" and len(_HAN.findall(str(best))) > 0.1 * len(_HANGUL.findall(str(best))):
        return "gb18030"
    return best.encoding


def _western_share(text: str) -> float:
    """Return which share of the letters and signs beyond ASCII stands where western European languages put them."""
    good = total = 0
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        foreign = [letter for letter in word if not letter.isascii()]
        total += len(foreign)
        # Words of other scripts, read wrongly, are foreign throughout; ä read wrongly is a capital inside a word.
        if len(foreign) <= 0.75 * len(word) or len(word) == 1:
            is_cased = word[1:] == word[1:].lower() or word.isupper()
            good += is_cased * sum(letter in _WESTERN_LETTERS for letter in foreign)
    for sign in text:
        if not sign.isascii() and not sign.isalpha():
            total += 1
            good += sign in _WESTERN_SIGNS
    inside = len(re.findall(r"[^\W\d_][„”“†‡‰‹›•¤][^\W\d_]", text))
    return (good - 2 * inside) / total if total else 1.0
