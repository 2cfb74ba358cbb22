"""What can be wrong with a line about what happened, in words. `docs/occurrences.md` lists them."""

from django.utils.translation import gettext_lazy as _

from kuule.contacts.importers.problems import ProblemKind

OCCURRENCE_PROBLEMS = (
    ProblemKind(
        "no_moment",
        _("This line does not say when it happened."),
        _("Write the day, such as 2026-11-20."),
        title=_("No date"),
    ),
    ProblemKind(
        "happened_elsewhere",
        _("Something else with this id happened at another touchpoint."),
        _("Give it an id of its own, or import the line at that touchpoint."),
        title=_("Id of something else"),
    ),
    ProblemKind(
        "happened_twice",
        _("Line {detail} has the same id."),
        _("Keep one of the two lines, or give them different ids."),
        title=_("Same id twice"),
    ),
)

OCCURRENCE_MAPPING_PROBLEMS = (
    ProblemKind("no_moment_column", _("No column says when it happened."), _("Choose one.")),
    ProblemKind(
        "no_such_touchpoint",
        _("The touchpoint that this happened at is gone."),
        _("Upload the file again and choose another touchpoint."),
    ),
)
