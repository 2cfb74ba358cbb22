"""Text as people search it: without case, accents and punctuation. Pure; the same on every database."""

import hashlib
import re
import unicodedata

MAX_WORD = 40
# A mark is a hashed fact among the words. It begins with a private character, so that nobody can type one.
_MARK = "\ue000"

_SEPARATORS = re.compile(
    "[\x00-/:-@\\[-`{-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7\u2000-\u206f\u2190-\u2bff\u3000-\u303f"
    "\ue000-\uf8ff\ufeff\uff01-\uff0f]+"
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def search_words(text: str) -> list[str]:
    """Return the words of a text, folded: "Mäkelä, Aino-Liisa" gives makela, aino, liisa.

    Words are cut at 40 characters, so that no text makes an index entry too large.
    """
    folded = text.lower() if text.isascii() else _fold(text)
    return [word[:MAX_WORD] for word in _SEPARATORS.split(folded) if word]


def _fold(text: str) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(_LETTERS)


def search_mark(name: str, value: object) -> str:
    """Return one indexable token for the fact that `name` is `value`, for example a property.

    Two facts may share a mark (32 bits), so a query by mark must check the fact itself too.
    """
    return _MARK + hashlib.blake2b(f"{name}={value}".encode(errors="replace"), digest_size=4).hexdigest()


def is_mark(term: str) -> bool:
    """Tell whether a search term is a mark: matched whole, where a word is matched by its beginning."""
    return term.startswith(_MARK)


def search_text(*texts: str, marks: tuple[str, ...] = ()) -> str:
    """Return what is indexed for texts and marks: each word once, separated by single spaces."""
    return " ".join(dict.fromkeys([*(word for text in texts for word in search_words(text)), *marks]))
