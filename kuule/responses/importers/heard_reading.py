"""What a line of a file says that was heard elsewhere, or all that is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from kuule.contacts.importers.people import read_email
from kuule.contacts.rules import NUMBER, cells
from kuule.contacts.rules import columns as people
from kuule.contacts.rules.columns import ColumnMapping
from kuule.contacts.rules.moments import past_moments
from kuule.contacts.rules.properties import Unreadable, typed_value
from kuule.contacts.rules.rows import JudgedRow, PersonRow, RowProblem, RowReader, remembering
from kuule.responses.rules import heard as to
from kuule.responses.rules.heard import HeardRow, content_key, is_web_link, named_source, read_rating
from kuule.surveys.question_types import text as open_text

Reader = Callable[[str], Any]
# The scale in words of a file, for whoever is to mend a rating.
SCALE_WORDS = {to.STARS: "1–5", to.TEN: "1–10", to.THUMBS: "1 / 0", "": "4/5"}


class HeardReader:
    """Reads the lines of a file of reviews and posts under one mapping."""

    def __init__(self, mapping: ColumnMapping, *, zone: ZoneInfo, now: datetime) -> None:
        """Prepare for a mapping. Moments without a zone are in `zone`; none is after `now`."""
        options: Mapping[str, str] = mapping.options
        self._source = options.get("source", "")
        moments = past_moments(zone=zone, order=options.get("order", ""), now=now)
        more: dict[str, Reader] = {
            to.SAID_AT: remembering(moments),
            to.SOURCE: _source,
            to.HEARD_ID: cells.limited(150),
            to.LINK: _link,
            to.AUTHOR: cells.limited(to.LONGEST_AUTHOR),
            to.HEADING: cells.limited(to.LONGEST_HEADING),
            to.RATING: remembering(partial(_rating, scale=options.get("scale", ""))),
            to.REACH: _reach,
        }
        self._people = RowReader(mapping, email=read_email, more=more, raw={to.TEXT: _words}, needs_identity=False)

    def header_of(self, target: str, key: str = "") -> str:
        """Return the header of the column that becomes this, "" if there is none."""
        return self._people.header_of(target, key)

    def unsound(self, line: int, row: Sequence[str]) -> JudgedRow[HeardRow]:
        """Return a line whose quotes do not add up."""
        return JudgedRow(line, row, None, (RowProblem(line, "bad_quotes"),))

    def judged(self, line: int, row: Sequence[str]) -> JudgedRow[HeardRow]:
        """Return what a line says. All its problems are named, not only the first."""
        person, problems = self._people.said(line, row)
        if person is None:
            return JudgedRow(line, row, None, problems)
        missing = tuple(self._missing(person))
        return JudgedRow(line, row, None, missing) if missing else JudgedRow(line, row, self._heard(person))

    def _missing(self, person: PersonRow) -> list[RowProblem]:
        said = person.fields
        wanting = {
            "heard_no_date": to.SAID_AT not in said,
            "nothing_said": not {to.TEXT, to.HEADING, to.RATING} & said.keys(),
            "no_source": not (self._source or said.get(to.SOURCE)),
        }
        columns = {"heard_no_date": to.SAID_AT, "nothing_said": to.TEXT, "no_source": to.SOURCE}
        return [
            RowProblem(person.line, reason, self.header_of(columns[reason]))
            for reason, is_wanting in wanting.items()
            if is_wanting
        ]

    def _heard(self, person: PersonRow) -> HeardRow:
        said: dict[str, Any] = person.fields
        heard = HeardRow(
            line=person.line,
            person=person,
            said_at=said.pop(to.SAID_AT),
            source=said.pop(to.SOURCE, "") or self._source,
            key=said.pop(to.HEARD_ID, ""),
            link=said.pop(to.LINK, ""),
            author=said.pop(to.AUTHOR, ""),
            heading=said.pop(to.HEADING, ""),
            words=said.pop(to.TEXT, ""),
            rating=said.pop(to.RATING, None),
            reach=said.pop(to.REACH, None),
        )
        heard.key = heard.key or content_key(
            heard.source, heard.said_at, *person.who, heard.author, heard.heading, heard.words, str(heard.rating)
        )
        if heard.author:
            said.setdefault(people.NAME, heard.author)
        return heard


def _source(text: str) -> Any:
    return named_source(text) if len(text) <= to.LONGEST_SOURCE else Unreadable("too_long", str(to.LONGEST_SOURCE))


def _link(text: str) -> Any:
    if len(text) > to.LONGEST_LINK:
        return Unreadable("too_long", str(to.LONGEST_LINK))
    return text if is_web_link(text) else Unreadable("bad_link")


def _rating(text: str, *, scale: str) -> Any:
    return read_rating(text, scale) or Unreadable("bad_rating", SCALE_WORDS[scale])


def _reach(text: str) -> Any:
    number = typed_value(text, NUMBER)
    is_count = isinstance(number, int | float) and number == int(number) and 0 <= number <= to.MOST_REACH
    return int(number) if is_count else Unreadable("bad_reach")


def _words(cell: str) -> Any:
    written = open_text.cleaned(cell)
    return written if len(written) <= to.LONGEST_TEXT else Unreadable("too_long", str(to.LONGEST_TEXT))
