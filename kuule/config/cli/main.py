"""Every command of `kuule`, in the order a newcomer meets them."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kuule.config.cli.ground import fail, needs_django, out

app = typer.Typer(
    help="Kuule: an open, self-hosted Net Promoter System.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
importing = typer.Typer(help="Bring in customers and past answers from a file.", no_args_is_help=True)
exporting = typer.Typer(help="Take people and answers out as a file.", no_args_is_help=True)
apikeys = typer.Typer(help="Keys for other programs.", no_args_is_help=True)
app.add_typer(importing, name="import")
app.add_typer(exporting, name="export")
app.add_typer(apikeys, name="apikey")

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]
WorkspaceSlug = Annotated[str, typer.Option("--workspace", help="Short name of the workspace, as in its address.")]


ImportedFile = Annotated[Path, typer.Argument(help="CSV, TSV, XLSX, XLS, ODS or Parquet. The first line: names.")]
PhoneCountry = Annotated[
    str, typer.Option(metavar="CODE", help="Where phone numbers without a country code are from, for example FI.")
]
ColumnTargets = Annotated[
    list[str] | None, typer.Option(metavar="HEADER=TARGET", help="What a column becomes, instead of the guess.")
]
SheetName = Annotated[str, typer.Option(metavar="NAME", help="Sheet of a workbook.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would become of every line, and write nothing.")]


PersonNumber = Annotated[int | None, typer.Option(metavar="ID", help="Number of the person, as in the address.")]
PersonAddress = Annotated[str, typer.Option(metavar="ADDRESS", help="Their e-mail address.")]


class ScaleChoice(StrEnum):
    """The scales that `kuule analyze` knows."""

    ZERO_TO_TEN = "0-10"
    ONE_TO_FIVE = "1-5"
    ONE_TO_SEVEN = "1-7"


@app.command()
def up(
    demo: Annotated[bool, typer.Option("--demo", help="Add a demo company to look at.")] = False,
    host: Host = "127.0.0.1",
    port: Port = 8000,
) -> None:
    """Prepare everything and run Kuule here: web, worker, database. Ctrl-C stops it."""
    from kuule.config.cli.up import run_everything

    raise typer.Exit(run_everything(demo=demo, host=host, port=port))


@app.command()
def web(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Answer web requests, and nothing else."""
    from kuule.config.cli.web import become_web_server

    become_web_server(host=host, port=port)


@app.command()
def worker() -> None:
    """Do what waits: imports, waves, mail. Run one or several beside `kuule web`."""
    needs_django()
    from kuule.config.worker import run_worker

    run_worker()


@app.command()
def migrate() -> None:
    """Bring the database to the shape this version needs. Safe to repeat."""
    needs_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    out.print("The database is up to date.")


@app.command(name="setup-link")
def setup_link() -> None:
    """Print the link by which the first person of a new installation signs up."""
    needs_django()
    from kuule.config.cli.newcomers import first_link

    link = first_link()
    if link is None:
        fail("This installation has its first person already.", "Ask them for an invitation, or sign in.")
    typer.echo(link)


@app.command(context_settings={"allow_extra_args": True})
def analyze(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV, TSV, XLSX, XLS, ODS or Parquet.", show_default=False)],
    score: Annotated[str | None, typer.Option(metavar="COL", help="Column of the answers.")] = None,
    comment: Annotated[str | None, typer.Option(metavar="COL", help="Column of the comments.")] = None,
    date: Annotated[str | None, typer.Option(metavar="COL", help="Column of the dates.")] = None,
    by: Annotated[list[str] | None, typer.Option(metavar="COL …", help="Columns to compare groups by.")] = None,
    scale: Annotated[ScaleChoice | None, typer.Option(help="Scale of the answers. Only 0-10 makes an NPS.")] = None,
    reverse: Annotated[bool, typer.Option("--reverse", help="The lowest number is the best answer.")] = False,
    population: Annotated[
        int | None,
        typer.Option(min=1, max=10_000_000_000, metavar="N", help="How many people could have answered, all of them."),
    ] = None,
    confidence: Annotated[float, typer.Option(help="How sure the interval is.")] = 0.95,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    html: Annotated[Path | None, typer.Option(metavar="OUT", help="Write a report as HTML.")] = None,
    pdf: Annotated[Path | None, typer.Option(metavar="OUT", help="Write a report as PDF.")] = None,
    language: Annotated[str, typer.Option(metavar="en|fi", help="Language of the reports.")] = "en",
    sheet: Annotated[str, typer.Option(metavar="NAME", help="Sheet of a workbook.")] = "",
) -> None:
    """Compute the score of any file, without a server. What you do not say is guessed, and the guess is said."""
    if context.args and not by:
        fail(f"What is “{context.args[0]}”?", "Name one file; columns follow options such as --by.", 2)
    # Of `--by plan country answers.csv` the file is what exists.
    places = sorted((str(file), *context.args), key=lambda place: not os.access(place, os.F_OK))
    from kuule.analysis.guessing.scales import SCALES
    from kuule.analysis.reading.request import Request
    from kuule.config.cli.analyze import Outputs, analyze_file

    request = Request(
        score=score,
        comment=comment,
        date=date,
        by=(*(by or ()), *places[1:]),
        scale=SCALES[scale] if scale else None,
        is_reversed=reverse,
        population=population,
        confidence=confidence,
        has_use_for_comments=bool(html or pdf),
    )
    outputs = Outputs(json=json, html=html, pdf=pdf, language=language)
    analyze_file(Path(places[0]), sheet=sheet, request=request, outputs=outputs)


@importing.command("contacts")
def import_contacts(
    file: ImportedFile,
    workspace: WorkspaceSlug,
    country: PhoneCountry = "",
    mapping: ColumnTargets = None,
    sheet: SheetName = "",
    dry_run: DryRun = False,
) -> None:
    """Add and update people and accounts from a file. The same file twice changes nothing."""
    needs_django()
    from kuule.config.cli.imports import Wanted, import_file

    options = {"country": country.upper()} if country else {}
    import_file(file, workspace, Wanted("contacts", sheet, options, mapping or (), is_trial=dry_run))


@importing.command("responses")
def import_responses(
    file: ImportedFile,
    workspace: WorkspaceSlug,
    survey: Annotated[str, typer.Option(help="Short name or name of the survey that the answers join.")] = "",
    scale: Annotated[ScaleChoice | None, typer.Option(help="Scale of the scores: that of the survey.")] = None,
    day_first: Annotated[
        bool | None, typer.Option("--day-first/--month-first", help="What comes first in dates such as 3/4/2026.")
    ] = None,
    country: PhoneCountry = "",
    mapping: ColumnTargets = None,
    sheet: SheetName = "",
    dry_run: DryRun = False,
) -> None:
    """Add past answers from a file, with the people they are from. The same file twice adds nothing."""
    needs_django()
    from kuule.config.cli.imports import Wanted, import_file, options_of_answers

    order = {None: "", True: "day", False: "month"}[day_first]
    options = options_of_answers(workspace, survey=survey, scale=scale or "", order=order, country=country)
    import_file(file, workspace, Wanted("responses", sheet, options, mapping or (), is_trial=dry_run))


@importing.command("undo")
def import_undo(
    number: Annotated[int, typer.Argument(help="Number of the import, as it was printed.")], workspace: WorkspaceSlug
) -> None:
    """Take back what an import added and changed, except what was used or changed since then."""
    needs_django()
    from kuule.config.cli.imports import undo_import_of

    undo_import_of(number, workspace)


ExportedFile = Annotated[Path, typer.Argument(help="Where to: its name ends in .csv, .xlsx or .parquet.")]


@exporting.command("contacts")
def export_contacts(
    file: ExportedFile,
    workspace: WorkspaceSlug,
    archived: Annotated[bool, typer.Option("--archived", help="Also those who were put away.")] = False,
) -> None:
    """Write people and their accounts to a file. Imported again, it changes nothing."""
    needs_django()
    from kuule.config.cli.exports import export_contacts_file

    export_contacts_file(file, workspace, archived=archived)


@exporting.command("responses")
def export_responses(
    file: ExportedFile,
    workspace: WorkspaceSlug,
    since: Annotated[str, typer.Option(metavar="DAY", help="First day, such as 2026-01-01.")] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="Last day, such as 2026-12-31.")] = "",
    survey: Annotated[str, typer.Option(help="Short name of a survey, as in its address.")] = "",
) -> None:
    """Write answers to a file, also those that are not counted. Imported again, it changes nothing."""
    needs_django()
    from kuule.config.cli.exports import export_responses_file

    export_responses_file(file, workspace, since=since, until=until, survey=survey)


@exporting.command("person")
def export_person(
    file: Annotated[Path, typer.Argument(help="Where to write the ZIP file.")],
    workspace: WorkspaceSlug,
    contact: PersonNumber = None,
    email: PersonAddress = "",
) -> None:
    """Write all that is known of one person to a ZIP file."""
    needs_django()
    from kuule.config.cli.persons import export_person_file

    export_person_file(file, workspace, contact_id=contact, email=email)


@app.command(name="erase")
def erase(
    workspace: WorkspaceSlug,
    contact: PersonNumber = None,
    email: PersonAddress = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask once more.")] = False,
) -> None:
    """Forget one person for good. Scores stay, without them."""
    needs_django()
    from kuule.config.cli.persons import erase_named_person

    if not yes:
        typer.confirm("Erase this person for good?", abort=True)
    erase_named_person(workspace, contact_id=contact, email=email)


@apikeys.command("create")
def apikey_create(
    workspace: WorkspaceSlug,
    name: Annotated[str, typer.Option(help="What the key is for, so that you know it again.")],
) -> None:
    """Make a key. It is printed alone on the last line and never shown again."""
    needs_django()
    from kuule.config.cli.newcomers import make_key

    typer.echo(make_key(workspace, name))


@app.command()
def bounce() -> None:
    """Read one mail that came back, from standard input: for an alias of your own mail server."""
    needs_django()
    from kuule.config.cli.bounce import read_bounce

    raise typer.Exit(read_bounce())


@app.command()
def check() -> None:
    """Say what is misconfigured and how to mend it. Exit code 1 when something is."""
    from kuule.config.cli.check import report

    raise typer.Exit(report())


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write the archive, for example kuule.tar.gz.")]) -> None:
    """Write all data and files of the running installation to one archive."""
    needs_django()
    from kuule.config.backup import write_backup

    counted = write_backup(file)
    out.print(f"{file}: {counted.rows} rows, {counted.files} files.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="An archive made by `kuule backup`.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Delete what this installation holds now. There is no way back.")
    ] = False,
) -> None:
    """Bring an archive back, into SQLite or PostgreSQL. All of it or nothing."""
    needs_django()
    from kuule.config.restore import RestoreRefusedError, restore_backup

    try:
        counted = restore_backup(file, replace=replace)
    except RestoreRefusedError as refusal:
        fail(str(refusal), refusal.mend)
    out.print(f"Restored {counted.rows} rows and {counted.files} files from {file}.")
