"""Commands that bring files in and take them out."""

from pathlib import Path
from typing import Annotated

import typer

from kuule.config.cli.ground import needs_django
from kuule.config.cli.options import (
    MoneyExport,
    MoneyKind,
    PersonAddress,
    PersonNumber,
    ScaleChoice,
    SuppressionReason,
    WorkspaceSlug,
)

importing = typer.Typer(help="Bring in customers, past answers and money from a file.", no_args_is_help=True)
exporting = typer.Typer(help="Take people, answers and all else out as a file.", no_args_is_help=True)
archiving = typer.Typer(help="Move a workspace to another Kuule as one file.", no_args_is_help=True)

ImportedFile = Annotated[Path, typer.Argument(help="CSV, TSV, XLSX, XLS, ODS or Parquet. The first line: names.")]
PhoneCountry = Annotated[
    str, typer.Option(metavar="CODE", help="Where phone numbers without a country code are from, for example FI.")
]
ColumnTargets = Annotated[
    list[str] | None, typer.Option(metavar="HEADER=TARGET", help="What a column becomes, instead of the guess.")
]
SheetName = Annotated[str, typer.Option(metavar="NAME", help="Sheet of a workbook.")]
DayFirst = Annotated[
    bool | None, typer.Option("--day-first/--month-first", help="What comes first in dates such as 3/4/2026.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would become of every line, and write nothing.")]
ExportedFile = Annotated[Path, typer.Argument(help="Where to: its name ends in .csv, .xlsx or .parquet.")]

_ORDERS = {None: "", True: "day", False: "month"}


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
    day_first: DayFirst = None,
    country: PhoneCountry = "",
    mapping: ColumnTargets = None,
    sheet: SheetName = "",
    dry_run: DryRun = False,
) -> None:
    """Add past answers from a file, with the people they are from. The same file twice adds nothing."""
    needs_django()
    from kuule.config.cli.imports import Wanted, import_file, options_of_answers

    order = _ORDERS[day_first]
    options = options_of_answers(workspace, survey=survey, scale=scale or "", order=order, country=country)
    import_file(file, workspace, Wanted("responses", sheet, options, mapping or (), is_trial=dry_run))


@importing.command("money")
def import_money(
    kind: Annotated[MoneyKind, typer.Argument(help="What the file holds.")],
    file: ImportedFile,
    workspace: WorkspaceSlug,
    currency: Annotated[str, typer.Option(metavar="CODE", help="What lines without a currency are in.")] = "",
    day_first: DayFirst = None,
    choose: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A choice for the whole file, such as per=month or quote=buys."),
    ] = None,
    mapping: ColumnTargets = None,
    sheet: SheetName = "",
    dry_run: DryRun = False,
) -> None:
    """Bring in money: the ledger, contracts, events, origins, rates or mergers. The same file twice adds nothing."""
    needs_django()
    from kuule.config.cli.imports import Wanted, import_file, options_of_money

    order = _ORDERS[day_first]
    options = options_of_money(workspace, kind.value, chosen=choose or (), currency=currency, order=order)
    import_file(file, workspace, Wanted(kind.value, sheet, options, mapping or (), is_trial=dry_run))


@importing.command("suppressions")
def import_suppressions(
    file: ImportedFile,
    workspace: WorkspaceSlug,
    reason: Annotated[SuppressionReason, typer.Option(help="Why they must not be written to.")],
    day_first: DayFirst = None,
    country: PhoneCountry = "",
    mapping: ColumnTargets = None,
    sheet: SheetName = "",
    dry_run: DryRun = False,
) -> None:
    """Never write to these addresses: who unsubscribed elsewhere, or whose mail came back."""
    needs_django()
    from kuule.config.cli.imports import Wanted, import_file

    told = {"reason": reason.value, "order": _ORDERS[day_first], "country": country.upper()}
    options = {name: value for name, value in told.items() if value}
    import_file(file, workspace, Wanted("suppressions", sheet, options, mapping or (), is_trial=dry_run))


@importing.command("delighted")
def import_delighted(
    path: Annotated[Path, typer.Argument(help="A folder or ZIP with what Delighted handed out, or one file of it.")],
    workspace: WorkspaceSlug,
    survey: Annotated[str, typer.Option(help="Short name or name of the survey that the answers join.")] = "",
    day_first: DayFirst = None,
    country: PhoneCountry = "",
    dry_run: DryRun = False,
) -> None:
    """Bring in people, answers, unsubscribes and bounces at once. The same again changes nothing."""
    needs_django()
    from kuule.config.cli.moving import import_export

    order = _ORDERS[day_first]
    import_export(path, workspace, survey=survey, order=order, country=country, is_trial=dry_run)


@importing.command("undo")
def import_undo(
    number: Annotated[int, typer.Argument(help="Number of the import, as it was printed.")], workspace: WorkspaceSlug
) -> None:
    """Take back what an import added and changed, except what was used or changed since then."""
    needs_django()
    from kuule.config.cli.imports import undo_import_of

    undo_import_of(number, workspace)


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


@exporting.command("cases")
def export_cases(file: ExportedFile, workspace: WorkspaceSlug) -> None:
    """Write all cases to a file, with their owners, times, outcomes and root causes."""
    needs_django()
    from kuule.config.cli.exports import export_rows_file

    export_rows_file(file, workspace, "cases_export")


@exporting.command("initiatives")
def export_initiatives(file: ExportedFile, workspace: WorkspaceSlug) -> None:
    """Write all initiatives to a file, with their states, days, money and effects."""
    needs_django()
    from kuule.config.cli.exports import export_rows_file

    export_rows_file(file, workspace, "initiatives_export")


@exporting.command("money")
def export_money(
    kind: Annotated[MoneyExport, typer.Argument(help="What the file shall hold.")],
    file: ExportedFile,
    workspace: WorkspaceSlug,
) -> None:
    """Write the ledger, contracts, events or origins to a file. Imported again, it changes nothing."""
    needs_django()
    from kuule.config.cli.exports import export_rows_file

    export_rows_file(file, workspace, f"{kind.value}_export")


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


@archiving.command("make")
def archive_make(
    file: Annotated[Path, typer.Argument(help="Where to write the archive, for example nordlys.zip.")],
    workspace: WorkspaceSlug,
) -> None:
    """Write everything of a workspace to one file, from one moment, while others go on working."""
    needs_django()
    from kuule.config.cli.archives import make_archive_file

    make_archive_file(file, workspace)


@archiving.command("load")
def archive_load(
    file: Annotated[Path, typer.Argument(help="An archive made by `kuule archive make` or on the page Archive.")],
    slug: Annotated[str, typer.Option("--as", metavar="SLUG", help="Another short name for the workspace.")] = "",
    keep_asking: Annotated[
        bool,
        typer.Option(
            "--keep-asking", help="Let programmes, waves and messages go on: the other Kuule asks nobody now."
        ),
    ] = False,
) -> None:
    """Load a workspace beside those that are here, into SQLite or PostgreSQL. All of it or nothing."""
    needs_django()
    from kuule.config.cli.archives import load_archive_file

    load_archive_file(file, slug=slug, goes_on_asking=keep_asking)
