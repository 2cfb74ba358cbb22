"""Fails when a visible text is missing in a catalogue or not translated: `python -m tests.translations`."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "kuule" / "locale"
LANGUAGES = ("fi",)


def texts_in_code(folder: Path) -> Catalog:
    """Collect every visible text of the code as Django's own command does, in a copy of the package."""
    package = folder / "kuule"
    shutil.copytree(ROOT / "kuule", package, ignore=shutil.ignore_patterns("*.mo", "__pycache__", "built", "locale"))
    (package / "locale").mkdir()
    command = [sys.executable, str(ROOT / "manage.py"), "makemessages", "--locale", "xx", "--no-location"]
    subprocess.run(command, cwd=package, check=True, capture_output=True, env={"KUULE_HOME": str(folder), **_path()})
    with (package / "locale" / "xx" / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale="en")


def _path() -> dict[str, str]:
    import os

    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}


def problems(language: str, wanted: Catalog) -> list[str]:
    """Return what is missing, unfinished, fuzzy or no longer used in one language's catalogue."""
    with (LOCALES / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        have = read_po(file, locale=language)
    found = []
    for message in wanted:
        if not message.id:
            continue
        translated = have.get(message.id, message.context)
        name = message.id[0] if isinstance(message.id, tuple) else message.id
        if translated is None:
            found.append(f"{language}: missing: {name!r}. Run `make messages`.")
        elif translated.fuzzy:
            found.append(f"{language}: to be looked at (fuzzy): {name!r}.")
        elif not all(translated.string if isinstance(translated.string, tuple) else [translated.string]):
            found.append(f"{language}: not translated: {name!r}.")
        else:
            found += [f"{language}: {error}: {name!r}." for error in translated.check(have)]
    return found


def main() -> int:
    """Print every problem; return 1 when there is one."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = texts_in_code(Path(folder))
    found = [problem for language in LANGUAGES for problem in problems(language, wanted)]
    print("\n".join(found) or f"All {len(wanted)} texts are translated into {', '.join(LANGUAGES)}.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
