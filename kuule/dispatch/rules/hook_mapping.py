"""Which field of another system's message is what: paths with dots, such as `data.customer.email` or `lines.0.sku`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

LIST, PROPERTIES = "items", "properties"
# Fields of an occurrence as the API has them.
FIELDS = (
    *("id", "happened_at", "person.id", "person.email", "person.name", "person.language"),
    *("account.id", "account.name"),
)
GITHUB, STANDARD = "github", "standard"
SIGNATURES = (GITHUB, STANDARD)

LONGEST_PATH = 200
MOST_STEPS = 20
_PATH = re.compile(r"[^.\s\x00-\x1f]+(\.[^.\s\x00-\x1f]+)*")

Mapped = Mapping[str, Any]


def is_path(text: str) -> bool:
    """Tell whether a text can be a path."""
    return len(text) <= LONGEST_PATH and text.count(".") < MOST_STEPS and _PATH.fullmatch(text) is not None


def found_at(message: Any, path: str) -> Any:
    """Return what stands at a path of a message, or None."""
    found = message
    for step in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and step.isascii() and step.isdigit() and len(step) < MOST_STEPS:
            found = found[int(step)] if int(step) < len(found) else None
        else:
            return None
    return found


def items_of(message: Any, mapping: Mapped) -> list[Any]:
    """Return the single things that a message tells of: a list where the mapping says, else the message itself."""
    inside = found_at(message, mapping[LIST]) if mapping.get(LIST) else message
    return inside if isinstance(inside, list) else [inside]


def occurrence_from(item: Any, mapping: Mapped) -> dict[str, Any]:
    """Return an occurrence as the API takes it, made of one item; what the message does not have is left out."""
    made: dict[str, Any] = {"person": {}}
    for field in FIELDS:
        value = found_at(item, mapping[field]) if mapping.get(field) else None
        if value is not None and value != "":
            inner, _, name = field.rpartition(".")
            (made.setdefault(inner, {}) if inner else made)[name] = value
    found = ((key, found_at(item, path)) for key, path in mapping.get(PROPERTIES, {}).items())
    made[PROPERTIES] = {key: value for key, value in found if value is not None}
    return made


def paths_in(message: Any, before: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield the paths that a message has, each with its value: so many levels as a mapping can name."""
    if depth > MOST_STEPS:
        return
    if isinstance(message, Mapping):
        pairs = [(str(key), value) for key, value in message.items()]
    elif isinstance(message, list):
        pairs = [(str(number), value) for number, value in enumerate(message)]
    else:
        yield before, message
        return
    for key, value in pairs:
        yield from paths_in(value, f"{before}.{key}" if before else key, depth + 1)
