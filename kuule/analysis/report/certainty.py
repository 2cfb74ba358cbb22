"""How sure a score is, in words: the method of its interval, and what it assumes."""

from django.utils.translation import gettext as _

from kuule.analysis.report.words import is_complete
from kuule.analysis.results import Analysis
from kuule.ui.formats import count


def certainty_words(analysis: Analysis) -> str:
    """Return how the interval of the score was made and what it assumes; without answers, why there is no score."""
    if not analysis.score.n:
        return _(
            "No row holds an answer on the scale. What they hold instead stands at the end, under “What was left out”."
        )
    if analysis.population is None or is_complete(analysis):
        return method_words(analysis)
    people = {"people": count(analysis.population)}
    return (
        _("For all %(people)s people, if silence is unrelated to the answer.") % people + f" {method_words(analysis)}"
    )


def method_words(analysis: Analysis) -> str:
    """Return how the interval of the score was made."""
    if is_complete(analysis):
        return _("Everybody who could have answered did, so nothing is left to chance.")
    words = {
        "score": _("Method: score interval. It knows chance alone."),
        "posterior": _("Method: exact for a known number of people (Jeffreys’ prior). It knows chance alone."),
        "score_fpc": _("Method: score interval, narrowed for a known number of people. It knows chance alone."),
    }
    method = analysis.score.method
    return words.get(method) or _("Method: %(method)s. It knows chance alone.") % {"method": method}
