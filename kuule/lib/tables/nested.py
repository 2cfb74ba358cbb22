"""Tables that are not flat: JSON, and cells that hold JSON. Each thing that is said gets a column of its own.

What belongs to an object has the name of the object before its own: `person.email`. Several plain values stand in one
cell, with commas between them. A list of questions with their answers becomes a column a question.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, Protocol

from kuule.lib.tables.errors import UnreadableTableError
from kuule.lib.tables.limits import MAX_COLUMNS, MAX_LINE
from kuule.lib.tables.record import Record

# Columns that programs which copy an API fill with JSON. Others are left as they are: a text may look like JSON.
_FILLED_WITH_JSON = re.compile(r"(?:person_?)?properties|additional_?answers|person|tags", re.IGNORECASE)
_NOTHING = ("", "null", "{}", "[]")
_SAMPLE = 200
_CHUNK = 1 << 16
_BETWEEN = re.compile(r"[\s,\[\]]*")


class Source(Protocol):
    """Where records come from."""

    def records(self) -> Iterator[Record]:
        """Yield the records from the first one on, blank ones left out."""


@dataclass(frozen=True, slots=True)
class Objects:
    """The objects of a JSON file, a list or one after the other, as records. The first has the names of all columns."""

    path: Path
    names: tuple[str, ...]

    def records(self) -> Iterator[Record]:
        """Yield the header, then an object each."""
        yield Record(1, list(self.names))
        for line, each in zip(count(2), _objects(self.path), strict=False):
            said = flat(each)
            if any(said.values()):
                yield Record(line, [said.get(name, "") for name in self.names])


def open_objects(path: Path) -> Objects:
    """Look through a JSON file for its columns.

    Raises:
        UnreadableTableError: it is damaged, holds something else than objects, or too many columns.
    """
    names: dict[str, None] = {}
    for each in _objects(path):
        names.update((name, None) for name, said in flat(each).items() if said)
        _require_few(names)
    if not names:
        raise UnreadableTableError("empty")
    return Objects(path, tuple(names))


@dataclass(frozen=True, slots=True)
class Unfolded:
    """Records some columns of which hold JSON: by their place, the names of what is in them."""

    source: Source
    nested: Mapping[int, tuple[str, ...]]

    def records(self) -> Iterator[Record]:
        """Yield the records with a cell for each thing that is said."""
        rows = self.source.records()
        for record in islice(rows, 1):
            names = chain.from_iterable(self.nested.get(place, (name,)) for place, name in enumerate(record.cells))
            yield Record(record.line, list(names), record.is_sound)
        for record in rows:
            yield Record(record.line, list(self._unfolded(record.cells)), record.is_sound)

    def _unfolded(self, cells: Sequence[str]) -> Iterator[str]:
        for place, cell in enumerate(cells):
            if place not in self.nested:
                yield cell
                continue
            names = self.nested[place]
            said = _said_in(cell, _root(names))
            yield from (said.get(name, "") for name in names)


def unfolded(source: Source) -> Source:
    """Return records with a column for each thing that is said in JSON, or the same ones where nothing is."""
    rows = source.records()
    header = next(rows, None)
    candidates = [
        place for place, name in enumerate(header.cells if header else ()) if _FILLED_WITH_JSON.fullmatch(name.strip())
    ]
    sample = list(islice(rows, _SAMPLE)) if candidates else []
    nested = [place for place in candidates if _holds_json(_cell(row, place) for row in sample)]
    if header is None or not nested:
        return source
    names: dict[int, dict[str, None]] = {place: {} for place in nested}
    for row in chain(sample, rows):
        for place, found in names.items():
            said = _said_in(_cell(row, place), header.cells[place].strip())
            found.update((name, None) for name, text in said.items() if text)
            _require_few(found)
    return Unfolded(source, {place: tuple(found) for place, found in names.items()})


def flat(values: Mapping[str, Any], name: str = "") -> dict[str, str]:
    """Return what an object says as texts, by the names of columns.

    >>> flat({"score": 9, "person": {"email": "a@x.example"}, "tags": ["price", "app"], "comment": None})
    {'score': '9', 'person.email': 'a@x.example', 'tags': 'price, app', 'comment': ''}
    """
    said: dict[str, str] = {}
    for key, value in values.items():
        place = f"{name}.{key}" if name else str(key)
        if isinstance(value, dict):
            said |= flat(value, place)
        elif questions := _questions(value):
            said |= {f"{place}.{question}": answer for question, answer in questions.items()}
        else:
            said[place] = _text(value)
    return said


def _questions(value: Any) -> dict[str, str]:
    """Return the answers in a list such as `[{"question": {"text": …}, "value": {"scale": 4}}]`, by question."""
    if not isinstance(value, list) or not all(isinstance(each, dict) and "question" in each for each in value):
        return {}
    told = [(each["question"], each.get("value")) for each in value]
    return {_words(question): "; ".join(_answers(answer)) for question, answer in told if _words(question)}


def _answers(value: Any) -> list[str]:
    if isinstance(value, list):
        return [word for each in value for word in _answers(each)]
    if isinstance(value, dict):
        return [_words(value)] if "text" in value else [word for each in value.values() for word in _answers(each)]
    return [_text(value)] if value not in (None, "") else []


def _words(value: Any) -> str:
    return " ".join(_text(value.get("text") if isinstance(value, dict) else value).split())


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        return ", ".join(map(_text, value))
    return json.dumps(value, ensure_ascii=False)


def _said_in(cell: str, name: str) -> dict[str, str]:
    """Return what a cell says; one that is no JSON says what it says."""
    if _is_json(cell):
        return flat({name: json.loads(cell)})
    return {name: cell} if cell.strip() not in _NOTHING else {}


def _holds_json(cells: Iterable[str]) -> bool:
    """Tell whether a column is one of JSON; one where nothing is said is, too, and goes."""
    said = [cell for cell in cells if cell.strip() not in _NOTHING]
    return not said or any(map(_is_json, said))


def _is_json(cell: str) -> bool:
    if cell[:1] not in ("{", "["):
        return False
    try:
        json.loads(cell)
    except (ValueError, RecursionError):
        return False
    return True


def _root(names: Sequence[str]) -> str:
    return names[0].partition(".")[0] if names else ""


def _cell(row: Record, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _require_few(names: Mapping[str, None]) -> None:
    if len(names) > MAX_COLUMNS:
        raise UnreadableTableError("too_many_columns", columns=len(names), limit=MAX_COLUMNS)


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    decode = json.JSONDecoder().raw_decode
    text, start, is_whole = "", 0, False
    with path.open(encoding="utf-8-sig") as opened:
        while True:
            start = _end_of(_BETWEEN, text, start)
            try:
                value, start = decode(text, start)
            except RecursionError as error:
                raise UnreadableTableError("broken", kind="json") from error
            except ValueError as error:
                if is_whole and start == len(text):
                    return
                if is_whole or len(text) - start > MAX_LINE:
                    raise UnreadableTableError("broken", kind="json") from error
                chunk = opened.read(_CHUNK)
                text, start, is_whole = text[start:] + chunk, 0, not chunk
                continue
            if not isinstance(value, dict):
                raise UnreadableTableError("other_kind", kind="json")
            yield value


def _end_of(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start
