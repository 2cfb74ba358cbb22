"""`kuule import delighted`: a whole export at once, with one report."""

from pathlib import Path

from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kuule.config.cli.ground import err, fail, out
from kuule.config.cli.imports import options_of_answers
from kuule.config.cli.newcomers import named_workspace
from kuule.connect.moving.folders import files_of
from kuule.connect.moving.services import Brought, bring_in
from kuule.contacts.importers import importer
from kuule.contacts.importers.problems import mend, says
from kuule.lib.tables import UnreadableTableError
from kuule.responses.services.import_answers import open_to_imports


def import_export(path: Path, slug: str, *, survey: str, order: str, country: str, is_trial: bool) -> None:
    """Bring in a folder or ZIP with people, answers, unsubscribes and bounces, and say what became of each file."""
    workspace = named_workspace(slug)
    if not path.exists():
        fail(f"There is nothing at {path}.", "Name a folder, a ZIP, or one file.")
    if not open_to_imports(workspace).exists():
        fail("Answers have to join a survey, and none is published yet.", "Publish one, then import again.")
    told = options_of_answers(slug, survey=survey, scale="", order=order, country=country)
    options = {name: value for name, value in told.items() if name != "survey"}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with files_of(path) as files, Progress(*columns, console=err) as progress:
            bar = progress.add_task("Reading", total=None)
            brought = bring_in(
                workspace=workspace,
                files=files,
                survey=int(told["survey"]),
                options=options,
                now=timezone.now(),
                is_trial=is_trial,
                on_progress=lambda name, done, total: progress.update(
                    bar, description=name, completed=done, total=total
                ),
            )
    except UnreadableTableError as error:
        fail(f"{path} cannot be unpacked: it is damaged, has a password, or was made to do harm.", str(error.reason))
    if not brought:
        fail(f"There are no tables in {path}.", "A table is a file such as responses.csv or people.json.")
    for each in brought:
        _say(each)
    if is_trial:
        out.print("Nothing was written.")
    else:
        for each in brought:
            if each.job is not None and (each.counts.get("added") or each.counts.get("changed")):
                out.print(f"To undo {each.name}: kuule import undo {each.job.pk} --workspace {slug}", markup=False)


def _say(each: Brought) -> None:
    if each.refused is not None:
        wrong = says(each.refused.reason, detail=each.refused.detail, line=each.refused.line)
        err.print(f"{each.name}: {wrong} {mend(each.refused.reason)}", markup=False)
        return
    if not each.kind:
        err.print(f"{each.name}: passed over, it holds no address and no score.", markup=False)
        return
    counted = ", ".join(
        f"{each.counts.get(name, 0)} {name.replace('_', ' ')}" for name in ("added", "changed", "unchanged", "kept_out")
    )
    out.print(f"{each.name} ({importer(each.kind).title}): {counted}.", markup=False)
    if each.held:
        out.print(f"  {each.held} people were asked lately, and are not asked again before their time.")
    for reason, number in each.problems.items():
        err.print(f"  {number} × {says(reason, detail='…')} {mend(reason)}", markup=False)
