"""What a reader should know about a file and its answers, in words. A report in another language translates them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kuule.analysis.results import Analysis, Note
from kuule.analysis.wording.words import Words, filled
from kuule.analysis.wording.words import gettext_noop as _
from kuule.stats import Caution

# About the file.
NOTES: dict[str, Words] = {
    "no_header": Words(
        _("The first row has values, not names, so the columns are called by their numbers."),
        _("Add a line of names on top to call them otherwise."),
    ),
    "extra_cells": Words(
        _("Rows with more cells than there are columns: {count}. What lies beyond was left out."),
        _("Look for a delimiter or a line break inside a value, and put that value in quotes."),
    ),
    "missing_cells": Words(_("Rows with fewer cells than there are columns: {count}. The rest counts as empty.")),
    "nul_bytes": Words(_("Invisible NUL bytes left out: {count}.")),
    "unreadable_letters": Words(
        _("Letters that could not be read: {count}. A � stands in their place."), _("Save the file in UTF-8.")
    ),
    "mended_records": Words(
        _("Rows whose quotes do not add up: {count}, the first on line {line}. They were read line by line."),
        _('Write a quote inside a value twice: "".'),
    ),
    "renamed_columns": Words(_("Several columns have the same name. The later ones are called: {columns}.")),
    # About the answers.
    "ambiguous_dates": Words(
        _("No date tells whether day or month comes first. The day is taken to come first."),
        _("Write dates like 2026-11-20 to be sure."),
    ),
    "placeholder_day": Words(
        _("Rows of {day}: {count}. Computers write that day where they know none, so these have no date here.")
    ),
    "leading_numbers": Words(
        _("Cells that begin with an answer but go on, such as “{example}”: {count}. They are not counted."),
        _("Keep only the number."),
    ),
    "scale_changed": Words(
        _(
            "The scale seems to have changed: none of {earlier} answers before {since} is above {highest}, "
            "but {later} answers since then go up to 10. A score over both means nothing."
        ),
        _("Analyze both parts on their own, each with its scale."),
    ),
    "friends_and_family": Words(
        _(
            "This looks like the Friends and Family Test of the NHS, where 1 is the best answer and 6 or 7 means that "
            "somebody does not know."
        ),
        _("For that, add --scale 1-5 --reverse."),
    ),
    "maybe_reversed": Words(
        _("The higher this score, the lower “{column}” (correlation {correlation}). Is 1 the best answer?"),
        _("If so, add --reverse."),
    ),
    "no_zero": Words(
        _("Nobody answered 0, though 1 is frequent. If the scale ran from 1 to 10, this is no NPS."),
    ),
    "many_groups": Words(_("“{column}” has {count} values. The {shown} with most answers are shown.")),
    "no_answers": Words(
        _("No cell of “{column}” is an answer on the scale {scale}."), _("Look at --score, --scale and --reverse.")
    ),
    "invalid": Words(_("Cells that are no answer on the scale, and not counted: {count}. Most frequent: {values}.")),
    "undated": Words(_("Answers without a readable date, not in the trend: {count}.")),
    # About themes and the interval; the codes are those of `stats.Caution`.
    Caution.ASSOCIATION_ONLY: Words(
        _(
            "The effect of a theme is an association, not a cause: those who mention it differ in other ways too. "
            "Comments mention several themes, so effects do not add up."
        )
    ),
    Caution.SILENCE_UNRELATED: Words(
        _(
            "The interval speaks of all {population} people. It assumes that silence is unrelated to the answer; "
            "no formula can check that."
        )
    ),
    Caution.POPULATION_LARGE: Words(
        _("More than a million people kept silent: the interval is the score interval, narrowed for their number.")
    ),
    Caution.ZERO_WIDTH: Words(_("The interval has no width: that is a failure of the formula, not certainty.")),
    Caution.POINT_OUTSIDE: Words(
        _("The interval was stretched to hold the score of those who answered: few have, and nearly all alike.")
    ),
}


def notes_of(analysis: Analysis) -> Iterator[Note]:
    """Yield all that a reader should know, the weightiest first."""
    score, source = analysis.score, analysis.source
    if not score.n:
        scale = f"{analysis.scale.lowest}–{analysis.scale.highest}"
        yield Note(code="no_answers", details={"column": source.columns["score"], "scale": scale})
    for code in score.warnings:
        yield Note(code=code, details={"population": analysis.population} if analysis.population else {})
    yield from analysis.notes
    if score.shares.invalid:
        yield Note(code="invalid", details={"count": score.shares.invalid, "values": dict(analysis.other_values)})
    if any(theme.effect is not None for theme in analysis.themes):
        yield Note(code=Caution.ASSOCIATION_ONLY)
    if analysis.undated:
        yield Note(code="undated", details={"count": analysis.undated})


def note_words(note: Note, *, translated: Callable[[str], str] = str) -> Words:
    """Return a note in words; `translated` turns a text into another language."""
    words = NOTES[note.code]
    details = dict(note.details)
    if isinstance(values := details.get("values"), dict):
        details["values"] = ", ".join(f"“{text}” {count:,}×" for text, count in values.items())
    mend = filled(words.mend, details, translated=translated) if words.mend else ""
    return Words(filled(words.says, details, translated=translated), mend)
