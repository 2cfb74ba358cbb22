"""The sentences at the top of a report, and the words that several sections share."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.analysis.report.periods import time_span
from kuule.analysis.report.scales import is_nps
from kuule.analysis.results import Analysis, Figure, Scale
from kuule.insight.charts import spoken
from kuule.insight.rules import DETRACTOR, PASSIVE, PROMOTER, is_few
from kuule.ui.clean import visible_text
from kuule.ui.formats import count, signed

LONGEST_NAME = 60
# Points of width below which both ends of a range would often round to the score itself.
NARROW = 2


def headline(analysis: Analysis) -> str:
    """Return what the file says in one honest sentence."""
    score = analysis.score
    if score.value is None:
        return _("No answers to count")
    if is_few(score.n) and analysis.comments:
        return _("Few answers: read the comments")
    figures = {"answers": spoken.answers(score.n), **figures_in_words(score)}
    if is_complete(analysis):
        return _("%(score)s from %(answers)s: everybody answered") % figures
    if score.lower is None or score.upper is None:
        return _("%(score)s from %(answers)s") % figures
    if analysis.population is not None:
        figures["people"] = count(analysis.population)
        return _("%(score)s from %(answers)s, between %(lower)s and %(upper)s for all %(people)s people") % figures
    if is_few(score.n):
        return _("Only %(answers)s: the score is anywhere between %(lower)s and %(upper)s") % figures
    return _("%(score)s from %(answers)s, between %(lower)s and %(upper)s") % figures


def figures_in_words(figure: Figure) -> dict[str, str]:
    """Return `score`, `lower` and `upper` as people read them, with a decimal where the range is that narrow."""
    narrow = figure.lower is not None and figure.upper is not None and 0 < figure.upper - figure.lower < NARROW
    decimals = 1 if narrow else 0
    figures = {"score": figure.value, "lower": figure.lower, "upper": figure.upper}
    return {name: signed(points, decimals) for name, points in figures.items()}


def is_complete(analysis: Analysis) -> bool:
    """Tell whether everybody of a known population answered, so that nothing is left to chance."""
    return analysis.population is not None and 0 < analysis.population == analysis.score.n


def facts_line(analysis: Analysis) -> tuple[str, ...]:
    """Return the facts below the headline: rows, time, scale, and that a net score is not NPS."""
    rows = analysis.source.rows
    return tuple(
        fact
        for fact in (
            ngettext("%(n)s row", "%(n)s rows", rows) % {"n": count(rows)},
            time_span(analysis.trend, analysis.bucket),
            _("scale %(scale)s") % {"scale": scale_words(analysis.scale)},
            "" if is_nps(analysis.scale) else _("Net score, not NPS"),
        )
        if fact
    )


def scale_words(scale: Scale) -> str:
    """Return a scale as people write it: `0–10`, `1–5, 1 is best`."""
    numbers = f"{scale.lowest}–{scale.highest}"
    if not scale.is_reversed:
        return numbers
    return _("%(numbers)s, %(best)s is best") % {"numbers": numbers, "best": scale.lowest}


def score_word(analysis: Analysis) -> str:
    """Return the short name of the score, for the head of a column."""
    return _("NPS") if is_nps(analysis.scale) else _("Net score")


def group_word(group: str) -> str:
    """Return the name of a group of respondents; those who gave no score have none."""
    return {DETRACTOR: _("Detractors"), PASSIVE: _("Passives"), PROMOTER: _("Promoters")}.get(
        group, _("Without a score")
    )


def name_words(name: object, longest: int = LONGEST_NAME) -> str:
    """Return a name from the file on one line, cut where it is too long; nothing where nobody could see it."""
    seen = " ".join(visible_text(name).split())
    if not any(letter.isprintable() and not letter.isspace() for letter in seen):
        return ""
    return seen if len(seen) <= longest else seen[: longest - 1].rstrip() + "…"
