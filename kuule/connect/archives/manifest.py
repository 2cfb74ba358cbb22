"""What an archive says about itself, and whether this Kuule can take it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

import kuule

WHAT = "kuule workspace"
FORMAT = 1
NAME = "manifest.json"
MOST_BYTES = 64_000_000
# More rows, bytes or ids than any workspace has.
MOST = 10**14


class ArchiveRefusedError(Exception):
    """An archive is not loaded. Nothing was changed; `mend` says what to do."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.mend = mend


class DamagedArchiveError(ArchiveRefusedError):
    """An archive is not what it was when it was made; `where` is the part that shows it."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"The archive is damaged or was changed ({where}); nothing was loaded.",
            "Use another copy of the file, or make the archive once more.",
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One file within an archive: a table with `rows`, or a file of the workspace. `sha256` is of its bytes."""

    name: str
    bytes: int
    sha256: str
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in an archive, made when, of which workspace and by which Kuule.

    `workspace` are the columns of its row. `highest_id` is that of all rows. `left_out` are tables and why they stayed.
    """

    kuule: str
    made_at: str
    migrations: Sequence[str]
    workspace: Mapping[str, Any]
    highest_id: int
    left_out: Mapping[str, str]
    parts: Sequence[Part]
    what: str = WHAT
    format: int = FORMAT

    @classmethod
    def made(cls, *, now: datetime, **said: Any) -> Self:
        """Return the manifest of an archive that is made by this Kuule."""
        return cls(kuule=kuule.__version__, made_at=now.isoformat(), migrations=sorted(our_migrations()), **said)

    @property
    def rows(self) -> int:
        """Return how many rows there are in all tables."""
        return sum(part.rows for part in self.parts)

    def as_bytes(self) -> bytes:
        """Return the manifest as it stands in the archive."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()


def our_migrations() -> set[str]:
    """Return the migrations of Kuule that this database has seen, as `app.name`."""
    applied = MigrationRecorder(connection).applied_migrations()
    return {f"{app}.{name}" for app, name in applied}


def read_manifest(content: bytes) -> Manifest:
    """Return the manifest that these bytes are.

    Raises:
        ArchiveRefusedError: it is not one, is damaged, or was made by a newer Kuule.
    """
    try:
        said = json.loads(content)
        is_ours = said["what"] == WHAT
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedArchiveError(NAME) from error
    if not is_ours:
        raise DamagedArchiveError(NAME)
    try:
        if said["format"] > FORMAT or not set(said["migrations"]) <= our_migrations():
            raise _newer(said["kuule"])
        manifest = Manifest(**{**said, "parts": [Part(**part) for part in said["parts"]]})
        _require_sound(manifest)
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedArchiveError(NAME) from error
    return manifest


def _newer(version: object) -> ArchiveRefusedError:
    return ArchiveRefusedError(
        f"The archive was made by a newer Kuule ({version}); nothing was loaded.",
        "Install that version or a newer one here, run `kuule migrate`, and load it again.",
    )


def _require_sound(manifest: Manifest) -> None:
    numbers = [manifest.highest_id, *(number for part in manifest.parts for number in (part.bytes, part.rows))]
    if not all(type(number) is int and 0 <= number <= MOST for number in numbers):
        raise ValueError("numbers")
    if not isinstance(manifest.workspace, dict) or len({part.name for part in manifest.parts}) < len(manifest.parts):
        raise ValueError("parts")
