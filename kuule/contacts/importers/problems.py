"""Every kind of problem in a file, in words: what is wrong, and how to mend it. `docs/contacts.md` lists them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem. `{detail}` in a sentence is the problem's detail. A note does not keep its row out.

    `title` names many problems of this kind in a few words.
    """

    reason: str
    says: str | Promise
    mend: str | Promise
    title: str | Promise = ""
    is_note: bool = False


ROW_PROBLEMS = (
    ProblemKind(
        "bad_email",
        _("This is not an e-mail address."),
        _("Write it like aino@example.fi."),
        title=_("Not an e-mail address"),
    ),
    ProblemKind(
        "unknown_role",
        _("This is not a role we know."),
        _("Write decision-maker, influencer or user, or leave the cell empty."),
        title=_("Unknown role"),
    ),
    ProblemKind(
        "unknown_group",
        _("This is not a group of people we know."),
        _("Write customer, employee, partner, attendee or helped, or leave the cell empty."),
        title=_("Unknown group"),
    ),
    ProblemKind(
        "unknown_language",
        _("This is not a language we know."),
        _("Write a code such as fi or en-GB, or a name."),
        title=_("Unknown language"),
    ),
    ProblemKind(
        "unknown_timezone",
        _("This is not a time zone we know."),
        _("Write a city such as Europe/Helsinki."),
        title=_("Unknown time zone"),
    ),
    ProblemKind(
        "bad_phone",
        _("This is not a phone number with its country code."),
        _("Write + and the country code first, such as +358 40 123 4567."),
        title=_("Not a phone number"),
    ),
    ProblemKind(
        "bad_moment",
        _("This is not a date that we can read."),
        _("Write it like 2026-11-20 or 2026-11-20 14:30."),
        title=_("Not a date we can read"),
    ),
    ProblemKind(
        "unclear_date",
        _("Nobody knows whether the day or the month comes first here."),
        _("Choose which comes first, above the columns, or write the date like 2026-11-20."),
        title=_("Day or month first"),
    ),
    ProblemKind(
        "future_date",
        _("This day is still to come."),
        _("Correct the date."),
        title=_("In the future"),
    ),
    ProblemKind(
        "unknown_channel",
        _("This is not a channel we know."),
        _("Write e-mail or SMS, or leave the cell empty."),
        title=_("Unknown channel"),
    ),
    ProblemKind(
        "bad_clock",
        _("This is not a time of day."),
        _("Write it like 20:00."),
        title=_("Not a time of day"),
    ),
    ProblemKind(
        "half_quiet_hours",
        _("Quiet hours need two different times: from and until."),
        _("Write both, or leave both cells empty."),
        title=_("Half of quiet hours"),
    ),
    ProblemKind(
        "bad_number",
        _("This is not a number, but the column is a number."),
        _("Write digits only, empty the cell, or import the column as text."),
        title=_("Not a number"),
    ),
    ProblemKind(
        "unclear_number",
        _("This could be a thousand or a little over one."),
        _("Write 1234 for a thousand, or 1.234 for a little over one."),
        title=_("Unclear number"),
    ),
    ProblemKind(
        "bad_date",
        _("This is not a date, but the column is a date."),
        _("Write it like 2026-11-20, empty the cell, or import the column as text."),
        title=_("Not a date"),
    ),
    ProblemKind(
        "bad_boolean",
        _("This is neither yes nor no."),
        _("Write yes or no, empty the cell, or import the column as text."),
        title=_("Neither yes nor no"),
    ),
    ProblemKind(
        "too_long",
        _("This is longer than {detail} characters."),
        _("Shorten it."),
        title=_("Too long"),
    ),
    ProblemKind(
        "unreadable_letters",
        _("Some letters of this cell could not be read."),
        _("Type the value again, or say in which encoding the file is written."),
        title=_("Unreadable letters"),
    ),
    ProblemKind(
        "control_characters",
        _("This holds invisible control characters."),
        _("Type the value again, or export the file anew."),
        title=_("Control characters"),
    ),
    ProblemKind(
        "no_identity",
        _("This line has neither an id nor an e-mail address nor a phone number with its country code."),
        _("Give one of them, so that we know the person next time."),
        title=_("Nothing to know the person by"),
    ),
    ProblemKind(
        "duplicate_in_file",
        _("Line {detail} is about the same person."),
        _("Keep one of the two lines."),
        title=_("Same person twice"),
    ),
    ProblemKind(
        "wrong_cell_count",
        _("This line has another number of cells than the header ({detail})."),
        _("Look for a delimiter or a line break inside a value, and put that value in quotes."),
        title=_("Number of cells"),
    ),
    ProblemKind(
        "bad_quotes",
        _("The quotes in this line do not add up."),
        _('Write a quote inside a value twice: "".'),
        title=_("Quotes"),
    ),
    ProblemKind(
        "taken",
        _("This e-mail address belongs to another contact."),
        _("Correct the address here, or on the page of the other contact."),
        title=_("Address of another contact"),
    ),
    ProblemKind(
        "other_id",
        _("The contact with this e-mail address has another id."),
        _("Correct the id here or on the contact's page, or import the file without the id column."),
        title=_("Another id"),
    ),
    ProblemKind(
        "unclear_phone",
        _("Several contacts have this phone number."),
        _("Add the person's id or e-mail address."),
        title=_("Number of several contacts"),
    ),
    ProblemKind(
        "unclear_account",
        _("Several accounts have this name."),
        _("Add a column with the account's id."),
        title=_("Several accounts with this name"),
    ),
    ProblemKind(
        "account_differs",
        _("Line {detail} says otherwise about this account. That line counts, and the rest of this line is in."),
        _("Write the same on all lines of an account."),
        title=_("Contradiction about an account"),
        is_note=True,
    ),
    ProblemKind(
        "no_account",
        _("This is about an account, but the line names none. The rest of the line is in."),
        _("Name the account on this line, or import the column as a property of the contact."),
        title=_("No account named"),
        is_note=True,
    ),
    ProblemKind(
        "archived",
        _("This contact is archived. The line is in, but the contact is not asked."),
        _("Bring the contact back on its page if that is wrong."),
        title=_("Archived contact"),
        is_note=True,
    ),
)

MAPPING_PROBLEMS = (
    ProblemKind(
        "no_identity_column",
        _("No column is the e-mail address, the id or the phone number."),
        _("Choose one, so that we know the people next time."),
    ),
    ProblemKind("unknown_target", _("This column has a target that does not exist."), _("Choose another one.")),
    ProblemKind("used_twice", _("Another column becomes the same."), _("Skip one of them, or make it a property.")),
    ProblemKind(
        "bad_key",
        _("This is not a key for a property."),
        _("Begin with a letter from a to z; then letters, digits and _ may follow, at most 60 in all."),
    ),
    ProblemKind(
        "other_kind", _("There is a property with this key and another type."), _("Choose its type, or another key.")
    ),
)

FILE_PROBLEMS = (
    ProblemKind("empty", _("The file is empty."), _("Choose another one.")),
    ProblemKind(
        "no_header",
        _("The first line looks like data, not like the names of columns."),
        _("Add a line on top, such as: name, email, account."),
    ),
    ProblemKind("no_rows", _("The file has a header but no rows."), _("Choose another one.")),
    ProblemKind(
        "not_a_table",
        _("This is not a table but another kind of file."),
        _("Choose a CSV, TSV, XLSX, XLS, ODS or Parquet file."),
    ),
    ProblemKind(
        "binary",
        _("This file holds no text that we can read."),
        _("Choose a CSV, TSV, XLSX, XLS, ODS or Parquet file."),
    ),
    ProblemKind(
        "broken",
        _("The file is damaged."),
        _("Open it in the program it comes from, and save it again."),
    ),
    ProblemKind(
        "encrypted",
        _("The file is protected with a password."),
        _("Save a copy without a password."),
    ),
    ProblemKind(
        "bomb",
        _("The file unpacks to far more than a table holds. It may have been made to do harm."),
        _("Save the table again as CSV, or choose another file."),
    ),
    ProblemKind(
        "too_large",
        _("The file is too large."),
        _("Split it into several files, and import them one by one."),
    ),
    ProblemKind(
        "too_many_rows",
        _("The file has more than {detail} rows."),
        _("Split it into several files, and import them one by one."),
    ),
    ProblemKind("no_sheet", _("The workbook has no sheet with cells."), _("Choose another file.")),
    ProblemKind(
        "unknown_sheet",
        _("The workbook has no sheet called {detail}."),
        _("Choose one of those it has."),
    ),
    ProblemKind(
        "sheet_too_large",
        _("The sheet reaches too far: reading it would take more memory than there is for it."),
        _("Delete empty rows and columns far down or to the right, or save the sheet as CSV."),
    ),
    ProblemKind(
        "too_slow",
        _("Reading the workbook took too long."),
        _("Save the sheet as CSV."),
    ),
    ProblemKind(
        "cannot_read",
        _("The file could not be opened."),
        _("Choose it again."),
    ),
    ProblemKind(
        "too_many_columns",
        _("The file has more than {detail} columns."),
        _("Remove those that you do not need."),
    ),
    ProblemKind(
        "unclosed_quote",
        _("A quote that opens on line {line} is never closed."),
        _('Close it, or write a quote inside a value twice: "".'),
    ),
    ProblemKind(
        "huge_cell",
        _("Line {line} has a cell of more than a million characters. Most likely a quote is never closed."),
        _("Close the quote, or shorten the cell."),
    ),
    ProblemKind(
        "stopped_often",
        _("The import stopped several times."),
        _("Ask whoever runs Kuule to look at the log. Lines that are in stay in."),
    ),
)

PROBLEMS = {kind.reason: kind for kind in (*ROW_PROBLEMS, *MAPPING_PROBLEMS, *FILE_PROBLEMS)}


def add_problems(kinds: Iterable[ProblemKind]) -> None:
    """Add the kinds of problems that the import of a higher room finds."""
    PROBLEMS.update({kind.reason: kind for kind in kinds})


def says(reason: str, *, detail: str = "", line: int | None = None) -> str:
    """Return what is wrong, in the reader's language."""
    return str(PROBLEMS[reason].says).format(detail=detail, line=line)


def mend(reason: str) -> str:
    """Return how to mend it, in the reader's language."""
    return str(PROBLEMS[reason].mend)
