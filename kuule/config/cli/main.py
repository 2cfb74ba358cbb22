"""Every command of `kuule`, in the order a newcomer meets them."""

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
importing = typer.Typer(help="Bring in customers from a file.", no_args_is_help=True)
apikeys = typer.Typer(help="Keys for other programs.", no_args_is_help=True)
app.add_typer(importing, name="import")
app.add_typer(apikeys, name="apikey")

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]
WorkspaceSlug = Annotated[str, typer.Option("--workspace", help="Short name of the workspace, as in its address.")]


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


@importing.command("contacts")
def import_contacts(
    file: Annotated[Path, typer.Argument(help="CSV file in UTF-8 with one line of column names.")],
    workspace: WorkspaceSlug,
) -> None:
    """Add and update people and accounts from a CSV file. The same file twice changes nothing."""
    needs_django()
    from kuule.config.cli.imports import import_contacts_file

    import_contacts_file(file, workspace)


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
