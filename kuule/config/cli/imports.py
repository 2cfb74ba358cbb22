"""`kuule import …`: the same imports as on the pages, with their progress on the terminal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.core.files import File
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kuule.config.cli.ground import err, fail, out
from kuule.config.cli.newcomers import named_workspace
from kuule.contacts.importers import UnreadableFileError, importer, importers
from kuule.contacts.importers.problems import mend, says
from kuule.contacts.rules.columns import ColumnMapping
from kuule.contacts.selectors.imports import problem_counts, problems_of
from kuule.contacts.services import (
    NotUndoableError,
    UnusableMappingError,
    drop_import,
    guess_mapping,
    run_import,
    run_undo,
    start_import,
    undo_import,
)
from kuule.economics.importers.cells import is_currency
from kuule.jobs.models import Job
from kuule.jobs.rules import DONE, DRAFT
from kuule.jobs.selectors import job_of
from kuule.responses.services.import_answers import open_to_imports, scale_of_survey
from kuule.surveys.rules import RELATIONSHIP
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM

PROBLEMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for besides the file. `columns` are headers with what they become."""

    kind: str
    sheet: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    columns: Sequence[str] = ()
    is_trial: bool = False


def options_of_answers(slug: str, *, survey: str, scale: str, order: str, country: str) -> dict[str, str]:
    """Return what the import of answers must know besides the file. Without a name the only survey is meant."""
    workspace = named_workspace(slug)
    surveys = open_to_imports(workspace)
    found = list(surveys)
    if survey:
        found = list(surveys.filter(slug=survey)) or list(surveys.filter(name__iexact=survey))
    else:
        found = [each for each in found if each.family == RELATIONSHIP] or found
    if len(found) != 1:
        known = ", ".join(f"{each.slug} ({each.name})" for each in surveys[:20])
        what = f"Which survey is “{survey}”?" if survey else "Which survey do these answers join?"
        fail(what, f"Name it with --survey. Published and not anonymous: {known or 'none yet'}.", 2)
    own = scale_of_survey(found[0])
    if scale and scale != own:
        fail(f"The survey {found[0].name} has the scale {own}, not {scale}.", "Choose a survey with that scale.")
    told = {"survey": str(found[0].pk), "order": order, "country": country.upper()}
    return {name: value for name, value in told.items() if value}


def options_of_money(slug: str, kind: str, *, chosen: Sequence[str], currency: str, order: str) -> dict[str, str]:
    """Return what an import of money must know besides the file; whatever it does not know is refused with a list."""
    workspace, how = named_workspace(slug), importer(kind)
    fields = {**how.begin_fields(workspace), **how.option_fields(workspace)}
    told = {"order": order, "currency": currency.upper(), **dict(each.partition("=")[::2] for each in chosen)}
    options = {name: value for name, value in told.items() if value}
    for name, value in options.items():
        known = _choices_of(fields[name]) if name in fields else []
        if name not in fields:
            fail(f"There is no choice “{name}” for {kind}.", f"There are: {', '.join(fields)}.", 2)
        if value not in known and not (name == "currency" and is_currency(value)):
            fail(f"“{value}” is nothing that {name} can be.", f"It can be: {', '.join(known)}.", 2)
    return options


def _choices_of(field: Any) -> list[str]:
    return [str(key) for key, _words in field.choices if key]


def import_file(path: Path, slug: str, wanted: Wanted) -> None:
    """Import a file and say what became of its lines, those that were kept out one by one."""
    workspace = named_workspace(slug)
    try:
        with path.open("rb") as opened:
            job = _start(workspace, File(opened, name=path.name), wanted)
    except OSError as error:
        fail(f"{path} cannot be read: {error.strerror}.", "Check the name, and that you may read the file.")
    except UnreadableFileError as error:
        fail(says(error.reason, detail=error.detail, line=error.line), mend(error.reason))
    except UnusableMappingError as error:
        wrong = "\n".join(says(each.reason) for each in error.problems)
        fail(wrong, mend(error.problems[0].reason))
    job = _with_bar("Trying" if wanted.is_trial else "Importing", job, run_import)
    _report(job, path)
    if wanted.is_trial:
        drop_import(job=job)


def _start(workspace: Workspace, file: File[bytes], wanted: Wanted) -> Job:
    mapping = guess_mapping(
        workspace=workspace, file=file, kind=wanted.kind, options=wanted.options, sheet=wanted.sheet
    )
    mapping = _with_columns(mapping, wanted)
    for column in mapping.columns:
        out.print(f"{column.header} → {column.to} {column.key}".rstrip(), markup=False)
    return start_import(
        workspace=workspace,
        actor=SYSTEM,
        now=timezone.now(),
        file=file,
        file_name=file.name or "",
        mapping=mapping,
        kind=wanted.kind,
        is_claimed=True,
        is_trial=wanted.is_trial,
    )


def _with_columns(mapping: ColumnMapping, wanted: Wanted) -> ColumnMapping:
    """Return the mapping with what `--mapping HEADER=TARGET` says instead of what was guessed."""
    said = dict(each.rpartition("=")[::2] for each in wanted.columns)
    headers = {column.header for column in mapping.columns}
    if unknown := [header for header in said if header not in headers]:
        fail(f"The file has no column “{unknown[0]}”.", f"Its columns are: {', '.join(sorted(headers))}.", 2)
    columns = []
    for column in mapping.columns:
        target, _colon, key = said.get(column.header, "").partition(":")
        if target.endswith("_property"):
            columns.append(replace(column, to=target, key=key or column.key))
        else:
            columns.append(replace(column, to=said[column.header], key="") if target else column)
    return mapping.with_columns(columns, {**mapping.options, **wanted.options})


def _with_bar(title: str, job: Job, run: Callable[..., Job]) -> Job:
    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err) as progress:
        bar = progress.add_task(title, total=job.total)
        return run(
            job=job,
            clock=timezone.now,
            on_progress=lambda done, total: progress.update(bar, completed=done, total=total),
        )


def _report(job: Job, path: Path) -> None:
    is_trial = job.state == DRAFT
    if job.state != DONE and not is_trial:
        fail(f"The import stopped: {says(job.error) if job.error else job.state}", "Lines that are in stay in.")
    result = job.params["tried"]["result"] if is_trial else job.result
    counted = {name: result.get(name, 0) for name in ("added", "changed", "unchanged", "kept_out")}
    out.print(
        f"{counted['added']} added, {counted['changed']} changed, {counted['unchanged']} unchanged, "
        f"{counted['kept_out']} kept out."
    )
    if is_trial:
        for reason, number in problem_counts(job.workspace, job=job).items():
            out.print(f"{number} × {says(reason, detail='…')}", markup=False)
        out.print("Nothing was written.")
    elif counted["added"] or counted["changed"]:
        out.print(f"To undo it: kuule import undo {job.pk} --workspace {job.workspace.slug}", markup=False)
    problems = problems_of(job.workspace, job=job)
    for problem in problems[:PROBLEMS_SHOWN]:
        place = f"{path.name}, line {problem.line}" + (f", {problem.column}" if problem.column else "")
        wrong = f" “{problem.value}”" if problem.value else ""
        err.print(f"{place}{wrong}: {says(problem.reason, detail=problem.detail)} {mend(problem.reason)}", markup=False)
    if (more := problems.count() - PROBLEMS_SHOWN) > 0:
        err.print(f"… and {more} more." if is_trial else f"… and {more} more. The page of the import lists them all.")


def undo_import_of(number: int, slug: str) -> None:
    """Undo an import and say what became of the rows."""
    workspace = named_workspace(slug)
    job = job_of(workspace, job_id=number, kinds=[each.kind for each in importers()])
    if job is None:
        fail(f"There is no import {number} in this workspace.", "`kuule import` prints the number of each import.")
    try:
        undo = undo_import(job=job, actor=SYSTEM, now=timezone.now())
    except NotUndoableError:
        fail(
            "This import cannot be undone: it wrote nothing, was undone already, or ended more than 30 days ago.",
            f"Look at its page: {importer(job.kind).title} → {job.file_name}.",
        )
    undo = _with_bar("Undoing", undo, run_undo)
    said = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in sorted(undo.result.items()))
    out.print(f"Undone: {said or 'nothing was left to undo'}.")
