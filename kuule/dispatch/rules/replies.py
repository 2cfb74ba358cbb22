"""What people write back to a text message: that they want no more, or some again."""

import unicodedata
from collections.abc import Mapping
from typing import Any

STOP_WORDS = frozenset(
    {
        *("stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "optout", "opt out", "remove"),
        *("lopeta", "lopetan", "peru", "peruuta", "poista", "seis", "ei enaa"),
        *("stopp", "sluta", "avsluta", "avanmal", "avregistrera"),
        *("abmelden", "abbestellen", "beenden", "halt", "stoppen"),
        *("dung", "dung lai", "huy", "ngung", "huy dang ky"),
        *("ايقاف", "توقف", "قف", "الغاء", "الغاء الاشتراك"),
    }
)
START_WORDS = frozenset(
    {
        *("start", "unstop", "resume", "aloita", "jatka", "starta", "borja", "starten", "weiter"),
        *("bat dau", "tiep tuc", "ابدا", "بدء", "استئناف"),
    }
)
# How providers call who wrote and what they wrote, in the order in which they are looked for.
_SENDERS = ("from", "msisdn", "sender", "originator", "source", "contact", "phone", "number", "fromnumber", "mobile")
_TEXTS = ("body", "text", "message", "content", "messagebody", "messagetext", "keyword")
# Letters that do not come apart into a plain one and a mark.
_PLAIN = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ٱ": "ا"})


def folded(text: str) -> str:
    """Return words as they are compared: in lower case, without marks, signs and spare spaces."""
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    letters = (each if each.isalnum() else " " for each in apart if not unicodedata.combining(each))
    return " ".join("".join(letters).split())


def wants_no_more(text: str) -> bool:
    """Tell whether a reply says stop: one of the words alone, or the word at the beginning of a short sentence."""
    words = folded(text)
    return words in STOP_WORDS or words.partition(" ")[0] in {"stop", "stopp", "unsubscribe", "lopeta"}


def wants_again(text: str) -> bool:
    """Tell whether a reply takes that back."""
    return folded(text) in START_WORDS


def reply_in(message: Mapping[str, Any]) -> tuple[str, str]:
    """Return who wrote and what they wrote, as far as a provider's message tells; "" for what it does not."""
    named = {_name(key): value for key, value in _flat(message)}
    sender = next((named[each] for each in _SENDERS if named.get(each)), "")
    return number_of(sender), next((named[each] for each in _TEXTS if named.get(each)), "")


def number_of(text: str) -> str:
    """Return a number with its country as we keep it: `358 40 123` and `00358 40 123` are `+35840123`; "" if none."""
    digits = "".join(each for each in text if each.isascii() and each.isdigit())
    digits = digits.removeprefix("00") if text.strip().startswith("00") else digits
    return f"+{digits}" if 7 <= len(digits) <= 15 else ""


def _name(key: str) -> str:
    return key.casefold().replace("_", "").replace("-", "")


def _flat(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    # Some wrap what was written once more; what stands outside goes first.
    inner = [pair for value in message.values() if isinstance(value, Mapping) for pair in _flat_values(value)]
    return [*inner, *_flat_values(message)]


def _flat_values(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(str(key), str(value)) for key, value in message.items() if isinstance(value, (str, int))]
