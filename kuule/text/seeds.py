"""Themes to begin with: their names and the words that hint at them, in several languages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from kuule.text.phrases import Phrases, UnfitPhrase

STARTER_SETS = ("b2b", "software", "retail", "health")
MOST_THEMES = 100
_KEY = re.compile("[a-z][a-z0-9_]{0,39}")
_LANGUAGE = re.compile("[a-z]{2,3}")
_FIELDS = frozenset({"key", "name", "seeds", "praise"})
# What a name or a list of seeds without a language is taken for.
_USUAL_LANGUAGE = "en"


class RejectedSeeds(ValueError):  # noqa: N818 - the word of `kuule.stats.RejectedInput`
    """The themes cannot be used; the message names file, theme and field, and says what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededTheme:
    """A theme: its key, which never changes, and by language its name and its seeds (see `Phrases`).

    `praise`: its seeds praise, as "excellent" does, so its score says nothing but that; it is shown apart.
    """

    key: str
    name: Mapping[str, str]
    seeds: Mapping[str, tuple[str, ...]]
    praise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeSet:
    """Themes in the order in which they are shown; every key stands once."""

    themes: tuple[SeededTheme, ...] = field(default=())

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages that any theme has seeds in, sorted."""
        return tuple(sorted({language for theme in self.themes for language in theme.seeds}))


@cache
def starter_set(name: str) -> ThemeSet:
    """Return one of `STARTER_SETS`, or raise KeyError."""
    if name not in STARTER_SETS:
        raise KeyError(name)
    source = f"{name}.toml"
    return read_themes((files("kuule.text") / "themes" / source).read_text(encoding="utf-8"), source=source)


def read_themes(text: str, *, source: str) -> ThemeSet:
    """Read themes from TOML, one `[[theme]]` or one line each; `docs/text-themes.md` shows how to write them.

    Parameters
    ----------
    text : str
        The content of a file.
    source : str
        What to call that file in messages.

    Returns
    -------
    ThemeSet
        In the order of the file.

    Raises
    ------
    RejectedSeeds
        If the text is no TOML, or a theme lacks what it needs; the message says where and how to mend it.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RejectedSeeds(f"{source}: This is no valid TOML: {error}.") from None
    tables = _tables(content)
    if not tables:
        raise RejectedSeeds(
            f'{source}: Write one [[theme]] for each theme and nothing else, or a line each: waiting = ["wait*"].'
        )
    if len(tables) > MOST_THEMES:
        raise RejectedSeeds(f"{source}: There are {len(tables)} themes; {MOST_THEMES} can be told apart at most.")
    themes = tuple(_theme(table, f"{source}, theme {place}") for place, table in enumerate(tables, start=1))
    for place, theme in enumerate(themes):
        if theme.key in {other.key for other in themes[:place]}:
            raise RejectedSeeds(f"{source}: Two themes have the key “{theme.key}”. Give each its own.")
    return ThemeSet(themes=themes)


def _tables(content: Mapping[str, object]) -> list[object]:
    """Return a table for each theme, also where a file says no more than names and words; none if it is neither."""
    for word in ("theme", "themes"):
        if word in content:
            listed = content[word] if content.keys() == {word} else ()
            return list(listed) if isinstance(listed, list) else _short(listed) if isinstance(listed, dict) else []
    return _short(content)


def _short(content: Mapping[str, object]) -> list[object]:
    return [_table_of(name, said) for name, said in content.items()]


def _table_of(name: str, said: object) -> object:
    named = {"key": _key_of(name), "name": name}
    if isinstance(said, dict):
        return {**named, **said} if said.keys() & _FIELDS else {**named, "seeds": said}
    return {**named, "seeds": said}


def _key_of(name: str) -> str:
    return re.sub("[^a-z0-9]+", "_", name.casefold()).lstrip("_0123456789")[:40].rstrip("_")


def _theme(table: object, where: str) -> SeededTheme:
    if not isinstance(table, dict):
        raise RejectedSeeds(f"{where}: Write it as [[theme]], with key, name and seeds below.")
    key, praise = table.get("key"), table.get("praise", False)
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise RejectedSeeds(f'{where}, key: Write a short word of a–z, digits and _, such as key = "waiting".')
    where = f"{where} ({key})"
    if strange := sorted(table.keys() - _FIELDS):
        raise RejectedSeeds(f"{where}: “{strange[0]}” is unknown. A theme has key, name, seeds and praise.")
    if not isinstance(praise, bool):
        raise RejectedSeeds(f"{where}, praise: Write true or false.")
    return SeededTheme(key=key, name=_names(table, where), seeds=_seeds(table, where), praise=praise)


def _names(table: Mapping[str, object], where: str) -> dict[str, str]:
    by_language = _by_language(table, "name", where, '{en = "Waiting"}')
    names = {}
    for language, name in by_language.items():
        if not isinstance(name, str) or not name.strip():
            raise RejectedSeeds(f"{where}, name, {language}: Write the name in quotes.")
        names[language] = name.strip()
    return names


def _seeds(table: Mapping[str, object], where: str) -> dict[str, tuple[str, ...]]:
    by_language = _by_language(table, "seeds", where, '{en = ["wait*", "queue*"]}')
    return {language: _phrases(listed, f"{where}, seeds, {language}") for language, listed in by_language.items()}


def _phrases(listed: object, where: str) -> tuple[str, ...]:
    if not isinstance(listed, list) or not listed or not all(isinstance(each, str) for each in listed):
        raise RejectedSeeds(f'{where}: Write a list of words in quotes, such as ["wait*", "long queue*"].')
    try:
        Phrases(listed)
    except UnfitPhrase as error:
        raise RejectedSeeds(f"{where}: {error}") from None
    return tuple(dict.fromkeys(listed))


def _by_language(table: Mapping[str, object], name: str, where: str, example: str) -> Mapping[str, object]:
    found = table.get(name)
    if isinstance(found, str | list):
        found = {_USUAL_LANGUAGE: found}
    if not isinstance(found, dict) or not found:
        raise RejectedSeeds(f"{where}, {name}: Write it by language, such as {name} = {example}.")
    for language in found:
        if not _LANGUAGE.fullmatch(language):
            raise RejectedSeeds(f"{where}, {name}: “{language}” is no code of a language, such as en or fi.")
    return found
