"""`kuule archive`: a workspace as one file, out of this Kuule and into another."""

import tempfile
from pathlib import Path

from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kuule.config.cli.exports import refuse_bad_target
from kuule.config.cli.ground import err, fail, out
from kuule.config.cli.newcomers import named_workspace
from kuule.connect.archives.loading import Loaded, load_archive
from kuule.connect.archives.making import ARCHIVE
from kuule.connect.archives.manifest import ArchiveRefusedError
from kuule.connect.archives.tables import LEFT_OUT
from kuule.contacts.services.exports import write_export
from kuule.workspaces.rules import SYSTEM


def make_archive_file(path: Path, slug: str) -> None:
    """Write the archive of a workspace, whole or not at all."""
    workspace = named_workspace(slug)
    refuse_bad_target(path)
    try:
        with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=".kuule-archive-") as folder, _bar() as bar:
            draft = Path(folder, "draft")
            task = bar.add_task("Archiving", total=None)
            rows = write_export(
                workspace=workspace,
                kind=ARCHIVE,
                params={},
                format="zip",
                path=draft,
                room=Path(folder),
                actor=SYSTEM,
                now=timezone.now(),
                on_progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
            draft.replace(path)
    except OSError as error:
        fail(f"{path} could not be written: {error.strerror}.", "Free some space, or choose another place.")
    out.print(f"{rows} rows in {path}.", markup=False)
    _say_left_out()


def load_archive_file(path: Path, *, slug: str, goes_on_asking: bool) -> None:
    """Load a workspace from an archive, and say what has to be done by hand."""
    try:
        with _bar() as bar:
            task = bar.add_task("Loading", total=None)
            loaded = load_archive(
                path,
                now=timezone.now(),
                slug=slug,
                goes_on_asking=goes_on_asking,
                on_progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
    except ArchiveRefusedError as refusal:
        fail(str(refusal), refusal.mend)
    _report(loaded)


def _report(loaded: Loaded) -> None:
    workspace = loaded.workspace
    out.print(f"{workspace.name} is here: {loaded.rows} rows, {loaded.files} files. /w/{workspace.slug}/", markup=False)
    if loaded.invited:
        out.print(
            "New here, without a password; “Forgot your password?” on the sign-in page gives them one:\n- "
            + "\n- ".join(loaded.invited),
            markup=False,
        )
    if loaded.rested:
        stopped = ", ".join(f"{number} {what}" for what, number in loaded.rested.items())
        out.print(f"Nobody is asked until you begin again: {stopped}.", markup=False)
    if loaded.renewed:
        counted = "\n".join(f"- {column}: {number}" for column, number in sorted(loaded.renewed.items()))
        out.print(f"Another workspace here has these already; links among them stay with that one:\n{counted}")
    _say_left_out()


def _say_left_out() -> None:
    told = "\n".join(f"- {table}: {why}" for table, why in LEFT_OUT.items())
    out.print(f"Not in an archive:\n{told}", markup=False)


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=err
    )
