"""Fails when a visible text is missing in a catalogue or not translated: `python -m tests.translations`."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "kuule" / "locale"
LANGUAGES = ("fi",)
PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{\w*\}")


def texts_in_code(folder: Path) -> Catalog:
    """Collect every visible text of the code as Django's own command does, in a copy of the package."""
    package = folder / "kuule"
    shutil.copytree(ROOT / "kuule", package, ignore=shutil.ignore_patterns("*.mo", "__pycache__", "built", "locale"))
    (package / "locale").mkdir()
    command = [sys.executable, str(ROOT / "manage.py"), "makemessages", "--locale", "en", "--no-location"]
    subprocess.run(command, cwd=package, check=True, capture_output=True, env={"KUULE_HOME": str(folder), **_path()})
    with (package / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale="en")


def _path() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}


def texts(form: object) -> list[str]:
    """Return a text and its plural, or a translation in each of its forms."""
    return [str(each) for each in form] if isinstance(form, tuple | list) else [str(form)]


def problems_of(wanted: Message, translated: Message | None) -> list[str]:
    """Return what is wrong with the translation of one text."""
    if translated is None:
        return ["missing (run `make messages`)"]
    if translated.fuzzy:
        return ["to be looked at (fuzzy)"]
    if not all(texts(translated.string)):
        return ["not translated"]
    known = set(PLACEHOLDER.findall(" ".join(texts(wanted.id))))
    used = set(PLACEHOLDER.findall(" ".join(texts(translated.string))))
    return ["other placeholders than the original has"] if used != known else []


def problems(language: str, wanted: Catalog) -> list[str]:
    """Return what is missing, unfinished, fuzzy, wrong or no longer used in one language's catalogue."""
    with (LOCALES / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        have = read_po(file, locale=language)
    found = [
        f"{language}: {problem}: {texts(message.id)[0]!r}"
        for message in wanted
        if message.id
        for problem in problems_of(message, have.get(message.id, message.context))
    ]
    unused = [each for each in have if each.id and wanted.get(each.id, each.context) is None]
    return found + [f"{language}: no longer used: {texts(message.id)[0]!r}" for message in unused]


def main() -> int:
    """Print every problem; return 1 when there is one."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = texts_in_code(Path(folder))
    found = [problem for language in LANGUAGES for problem in problems(language, wanted)]
    print("\n".join(found) or f"All {len(wanted)} texts are translated into {', '.join(LANGUAGES)}.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
