"""Every command of `kuule`, in the order a newcomer meets them."""

from pathlib import Path
from typing import Annotated

import typer

from kuule.config.cli.certificates import certificates
from kuule.config.cli.files import exporting, importing
from kuule.config.cli.ground import fail, needs_django, out
from kuule.config.cli.options import PersonAddress, PersonNumber, ScaleChoice, ThemeSetChoice, WorkspaceSlug
from kuule.config.cli.several import SeveralValues
from kuule.config.cli.text import texts

app = typer.Typer(
    help="Kuule: an open, self-hosted Net Promoter System.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
apikeys = typer.Typer(help="Keys for other programs.", no_args_is_help=True)
app.add_typer(importing, name="import")
app.add_typer(exporting, name="export")
app.add_typer(apikeys, name="apikey")
app.add_typer(certificates, name="certificate")
app.add_typer(texts, name="text")

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]


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
def analytics() -> None:
    """Count figures for web and worker: one beside them, on each machine or on one."""
    needs_django()
    from kuule.config.cli.analytics import run_analytics

    run_analytics()


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


@app.command(cls=SeveralValues, context_settings={"allow_extra_args": True})
def analyze(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV, TSV, XLSX, XLS, ODS or Parquet.", show_default=False)],
    score: Annotated[str | None, typer.Option(metavar="COL", help="Column of the answers.")] = None,
    comment: Annotated[str | None, typer.Option(metavar="COL", help="Column of the comments.")] = None,
    date: Annotated[str | None, typer.Option(metavar="COL", help="Column of the dates.")] = None,
    by: Annotated[list[str] | None, typer.Option(metavar="COL …", help="Columns to compare groups by.")] = None,
    drivers: Annotated[
        list[str] | None,
        typer.Option(metavar="COL …", help="Columns that may go with the score: ratings, yes or no, few kinds."),
    ] = None,
    account: Annotated[
        str | None, typer.Option(metavar="COL", help="Column of the customer; drivers keep its answers together.")
    ] = None,
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
    themes: Annotated[bool, typer.Option("--themes", help="Say what the comments are about.")] = False,
    theme_set: Annotated[ThemeSetChoice | None, typer.Option(help="Themes to look for.")] = None,
    seeds: Annotated[Path | None, typer.Option(metavar="FILE", help="Themes of your own, as TOML.")] = None,
    language: Annotated[str, typer.Option(metavar="en|fi", help="Language of the reports.")] = "en",
    sheet: Annotated[str, typer.Option(metavar="NAME", help="Sheet of a workbook.")] = "",
) -> None:
    """Compute the score of any file, without a server. What you do not say is guessed, and the guess is said."""
    if context.args:
        fail(f"What is “{context.args[0]}”?", "Name one file; columns follow options such as --by.", 2)
    from kuule.analysis.guessing.scales import SCALES
    from kuule.analysis.reading.request import Request
    from kuule.config.cli.analyze import Outputs, analyze_file, wanted_themes

    request = Request(
        score=score,
        comment=comment,
        date=date,
        by=tuple(by or ()),
        drivers=tuple(drivers or ()),
        account=account,
        scale=SCALES[scale] if scale else None,
        is_reversed=reverse,
        population=population,
        confidence=confidence,
        has_use_for_comments=bool(html or pdf),
        themes=wanted_themes(asked=themes, name=theme_set, seeds=seeds),
    )
    outputs = Outputs(json=json, html=html, pdf=pdf, language=language)
    analyze_file(file, sheet=sheet, request=request, outputs=outputs)


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
    scope: Annotated[
        list[str] | None, typer.Option(metavar="SCOPE", help="What it may do, once for each. Unset: everything.")
    ] = None,
    expires_in_days: Annotated[
        int | None, typer.Option(min=1, max=36_500, metavar="DAYS", help="How long it works. Unset: until revoked.")
    ] = None,
) -> None:
    """Make a key. It is printed alone on the last line and never shown again."""
    needs_django()
    from kuule.config.cli.newcomers import make_key

    typer.echo(make_key(workspace, name, scopes=scope, days=expires_in_days))


@app.command()
def bounce() -> None:
    """Read one mail that came back, from standard input: for an alias of your own mail server."""
    needs_django()
    from kuule.config.cli.bounce import read_bounce

    raise typer.Exit(read_bounce())


@app.command()
def mcp(
    key: Annotated[
        str, typer.Option(envvar="KUULE_MCP_KEY", help="API key; its scopes say what the assistant may read.")
    ] = "",
) -> None:
    """Let an assistant ask Kuule over input and output, by the Model Context Protocol. See docs/assistants.md."""
    needs_django()
    from kuule.config.cli.assistants import talk_with_assistant

    talk_with_assistant(key)


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
