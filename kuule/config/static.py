"""Collects what browsers fetch, under names that change with the content, so that they may keep it for ever."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

# Sources of our own stylesheet, and the parts of htmx that no page asks for.
LEFT_OUT = ["src", "ext", "htmx-4*", "htmax-*", "htmx-2.js"]
STAMP = ".collected"


def collect_static() -> None:
    """Fill `STATIC_ROOT` when any source has changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    wanted = hashlib.sha256("\n".join(sorted(_sources())).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=LEFT_OUT)
    stamp.write_text(wanted)


def _sources() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list(LEFT_OUT):
            facts = Path(storage.path(name)).stat()
            yield f"{name} {facts.st_size} {facts.st_mtime_ns}"
