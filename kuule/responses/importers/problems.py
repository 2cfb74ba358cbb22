"""What can be wrong with a line about an answer, in words. `docs/past-answers.md` lists them."""

from django.utils.translation import gettext_lazy as _

from kuule.contacts.importers.problems import ProblemKind

ANSWER_PROBLEMS = (
    ProblemKind(
        "no_score", _("This line has no score."), _("Write the score, or remove the line."), title=_("No score")
    ),
    ProblemKind(
        "bad_score",
        _("This is not a score from {detail}."),
        _("Write a whole number of that scale."),
        title=_("Not a score"),
    ),
    ProblemKind(
        "no_date",
        _("This line does not say when the answer was given."),
        _("Write the day, such as 2026-11-20."),
        title=_("No date"),
    ),
    ProblemKind(
        "other_scale",
        _("This answer is on another scale than the survey ({detail})."),
        _("Import it into a survey with that scale."),
        title=_("Another scale"),
    ),
    ProblemKind(
        "other_survey",
        _("This answer belongs to another survey than {detail}."),
        _("Import it into its own survey, or skip the column with the survey's name."),
        title=_("Another survey"),
    ),
    ProblemKind(
        "bad_verdict",
        _("This is not a verdict we know."),
        _("Write person, unclear or scanner, or leave the cell empty."),
        title=_("Unknown verdict"),
    ),
    ProblemKind(
        "bad_answer",
        _("This is not an answer to that question."),
        _("Write an option as the survey words it, or skip the column."),
        title=_("Not an answer to the question"),
    ),
    ProblemKind(
        "answer_twice",
        _("Line {detail} is the same answer: it has the same id."),
        _("Keep one of the two lines, or give them different ids."),
        title=_("Same answer twice"),
    ),
)

ANSWER_MAPPING_PROBLEMS = (
    ProblemKind("no_score_column", _("No column is the score."), _("Choose one.")),
    ProblemKind("no_date_column", _("No column says when the answers were given."), _("Choose one.")),
    ProblemKind(
        "no_such_survey",
        _("The survey that these answers belong to is gone."),
        _("Upload the file again and choose another survey."),
    ),
)
