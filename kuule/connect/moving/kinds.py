"""What each file of an export holds, told by its columns: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kuule.contacts.rules import BOUNCED, UNSUBSCRIBED
from kuule.lib.words import search_words

SUPPRESSIONS, PEOPLE, ANSWERS = "suppressions", "contacts", "responses"
# First who must not be written to, so that nobody is at any moment; then people, before the answers they gave.
ORDER = (SUPPRESSIONS, PEOPLE, ANSWERS)

_ADDRESSES = frozenset(
    {"email", "e mail", "email address", "person email", "recipient email", "phone", "phone number", "sahkoposti"}
)
_SCORES = frozenset({"score", "nps", "nps score", "rating", "arvosana"})
_LAST_ASKED = frozenset({"last sent at", "last surveyed at", "last survey sent at", "last contacted at"})


@dataclass(frozen=True, slots=True)
class FileKind:
    """By which import a file is brought in, with what has to be said for the whole file. `kind` is "" for none."""

    kind: str
    options: Mapping[str, str] = field(default_factory=dict)


def kind_of(headers: Sequence[str]) -> FileKind:
    """Return what a file with these columns holds.

    >>> kind_of(["person_id", "email", "name", "unsubscribed_at"])
    FileKind(kind='suppressions', options={'reason': 'unsubscribed'})
    >>> kind_of(["id", "person", "score", "created_at"]).kind, kind_of(["id", "email", "last_sent_at"]).kind
    ('responses', 'contacts')
    """
    folded = {" ".join(search_words(header)) for header in headers}
    if folded & {"unsubscribed at", "unsubscribed on", "unsub time"} and not folded & _SCORES:
        return FileKind(SUPPRESSIONS, {"reason": UNSUBSCRIBED})
    if folded & {"bounced at", "bounced on"} and not folded & _SCORES:
        return FileKind(SUPPRESSIONS, {"reason": BOUNCED})
    if folded & _SCORES:
        return FileKind(ANSWERS)
    return FileKind(PEOPLE if folded & _ADDRESSES else "")


def last_asked_among(headers: Sequence[str]) -> int | None:
    """Return the place of the column that says when a person was asked last, None if there is none."""
    places = (place for place, header in enumerate(headers) if " ".join(search_words(header)) in _LAST_ASKED)
    return next(places, None)
