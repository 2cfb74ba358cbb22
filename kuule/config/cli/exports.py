"""`kuule export`: the same files as the pages make, written where the command says."""

import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from django.db.models import QuerySet
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kuule.config.cli.ground import err, fail, out
from kuule.config.cli.newcomers import named_workspace
from kuule.contacts.exporters import PeopleExport
from kuule.contacts.services.exports import write_export
from kuule.insight.exporters import AnswersExport, frozen_params
from kuule.insight.query import Query
from kuule.insight.query.periods import moment_from_text
from kuule.lib.tables.writing import FORMATS, TableTooLargeError
from kuule.surveys.models import Survey
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM

WRONG_USE = 2


def export_contacts_file(path: Path, slug: str, *, archived: bool) -> None:
    """Write all people of a workspace to a file."""
    workspace = named_workspace(slug)
    _write(path, workspace, PeopleExport().kind, {"archived": archived})


def export_responses_file(path: Path, slug: str, *, since: str, until: str, survey: str) -> None:
    """Write the answers of a workspace to a file: all of them, or those of a survey or a time."""
    workspace = named_workspace(slug)
    query = Query(workspace_id=workspace.pk, timezone=workspace.timezone)
    moments = [
        _moment(query, "--since", since, is_end=False),
        _moment(query, "--until", until, is_end=True),
    ]
    if all(moments) and moments[0] >= moments[1]:
        fail("--since is not before --until.", "Swap the two days.", WRONG_USE)
    asked = query.between(*moments).asking(survey_id=_survey(workspace, survey))
    _write(path, workspace, AnswersExport().kind, frozen_params(asked, everything=True))


def export_rows_file(path: Path, slug: str, kind: str) -> None:
    """Write all rows of a kind of export that asks for nothing more."""
    _write(path, named_workspace(slug), kind, {})


def _moment(query: Query, option: str, text: str, *, is_end: bool) -> Any:
    moment = moment_from_text(text, zone=query.zone, is_end=is_end) if text else None
    if text and moment is None:
        fail(f"“{text}” is no day for {option}.", "Write it as 2026-11-20.", WRONG_USE)
    return moment


def _survey(workspace: Workspace, wanted: str) -> int | None:
    if not wanted:
        return None
    surveys = Survey.objects.filter(workspace=workspace)
    found = list(surveys.filter(slug=wanted)[:2]) or list(surveys.filter(name__iexact=wanted)[:2])
    if len(found) != 1:
        _explain(wanted, surveys, is_known=bool(found))
    return found[0].pk


def _explain(wanted: str, surveys: QuerySet[Survey], *, is_known: bool) -> NoReturn:
    known = ", ".join(f"{each.slug} ({each.name})" for each in surveys.order_by("-pk")[:20])
    what = f"Several surveys are called “{wanted}”." if is_known else f"There is no survey “{wanted}”."
    fail(what, f"Name it by the short name in its address. Known: {known or 'none yet'}.")


def _write(path: Path, workspace: Workspace, kind: str, params: Mapping[str, Any]) -> None:
    """Write a file whole or not at all."""
    format_ = path.suffix.removeprefix(".").lower()
    if format_ not in FORMATS:
        fail(f"What kind of file is {path.name}?", "Let its name end in .csv, .xlsx or .parquet.", WRONG_USE)
    refuse_bad_target(path)
    try:
        with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=".kuule-export-") as folder:
            draft = Path(folder, "draft")
            columns = (TextColumn("Exporting"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            with Progress(*columns, console=err) as progress:
                bar = progress.add_task("export", total=None)
                written = write_export(
                    workspace=workspace,
                    kind=kind,
                    params=params,
                    format=format_,
                    path=draft,
                    room=Path(folder),
                    actor=SYSTEM,
                    now=timezone.now(),
                    on_progress=lambda done, total: progress.update(bar, completed=done, total=total),
                )
            draft.replace(path)
    except TableTooLargeError as error:
        what = "A text is longer than a cell" if error.reason == "cell_too_long" else "There are more columns than"
        fail(f"{what} of a workbook can hold ({error.limit}).", "Let the name of the file end in .csv.")
    except OSError as error:
        fail(f"{path} could not be written: {error.strerror}.", "Free some space, or choose another place.")
    out.print(f"{written} lines in {path}.", markup=False)


def refuse_bad_target(path: Path) -> None:
    """End the command unless a file can be written there."""
    folder = path.absolute().parent
    if not folder.is_dir():
        fail(f"{path} cannot be written: there is no folder {folder}.", "Make it, or choose another.")
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        fail(f"{path} cannot be written: it is no file.", "Name a file.")
    if not os.access(folder, os.W_OK):
        fail(f"{path} cannot be written: you may not write to {folder}.", "Choose another folder.")
