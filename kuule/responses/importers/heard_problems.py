"""What can be wrong with a line of a file of reviews and posts, in words. `docs/heard-elsewhere.md` lists them."""

from django.utils.translation import gettext_lazy as _

from kuule.contacts.importers.problems import ProblemKind

HEARD_PROBLEMS = (
    ProblemKind(
        "heard_no_date",
        _("This line does not say when it was said."),
        _("Write the day, such as 2026-11-20."),
        title=_("No date"),
    ),
    ProblemKind(
        "nothing_said",
        _("This line has neither words nor a rating."),
        _("Write what was said, or remove the line."),
        title=_("Nothing was said"),
    ),
    ProblemKind(
        "no_source",
        _("This line does not say where it was said."),
        _("Write the name, such as Trustpilot, or choose it for the whole file."),
        title=_("No source"),
    ),
    ProblemKind(
        "bad_rating",
        _("This is not a rating such as {detail}."),
        _("Correct it, or choose above the columns which scale the ratings are on."),
        title=_("Not a rating"),
    ),
    ProblemKind(
        "bad_link",
        _("This is not a web address."),
        _("Write it with https:// in front, or empty the cell."),
        title=_("Not a web address"),
    ),
    ProblemKind(
        "bad_reach",
        _("This is not a number of people."),
        _("Write a whole number, or empty the cell."),
        title=_("Not a number of people"),
    ),
    ProblemKind(
        "heard_twice",
        _("Line {detail} is the same: it has the same id, or says the very same."),
        _("Keep one of the two lines, or give them different ids."),
        title=_("The same twice"),
    ),
    ProblemKind(
        "heard_removed",
        _("This was deleted here before, so a file does not bring it back."),
        _("Remove the line. If it belongs here, add it by hand."),
        title=_("Deleted before"),
    ),
)

HEARD_MAPPING_PROBLEMS = (
    ProblemKind("no_said_column", _("No column says when it was said."), _("Choose one.")),
    ProblemKind(
        "no_words_column",
        _("No column holds what was said, its title or a rating."),
        _("Choose at least one."),
    ),
    ProblemKind(
        "no_source_column",
        _("Nobody says where all of this was said."),
        _("Choose the column with the source, or upload the file again and choose the source."),
    ),
)
