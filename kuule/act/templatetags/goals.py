"""The words of goals: what is measured, of whom, how it stands, and why one is refused."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kuule.act.answers.goals import Chance, Standing
from kuule.act.rules.goals import (
    BEHIND_BY_CHANCE,
    BEYOND_SCALE,
    COVERAGE,
    EARNED_GROWTH,
    GIVEN_UP,
    IN_NOISE,
    IN_PAST,
    LOOP_KEPT,
    MISSED,
    MONTH,
    NO_BASELINE,
    NO_RISE,
    NPS,
    OFF_TRACK,
    ON_TRACK,
    QUARTER,
    REACHED,
    RESPONSE_RATE,
    RETENTION,
    TOO_FAR,
    UNKNOWN,
    YEAR,
    Fault,
    GoalFigure,
)
from kuule.stats import Caution
from kuule.ui.formats import count, percent, signed

register = template.Library()

METRIC_WORDS: Mapping[str, Any] = {
    NPS: gettext_lazy("Net Promoter Score"),
    RESPONSE_RATE: gettext_lazy("Response rate"),
    LOOP_KEPT: gettext_lazy("Detractors reached within 48 hours"),
    COVERAGE: gettext_lazy("Accounts heard in every role"),
    EARNED_GROWTH: gettext_lazy("Earned growth"),
    RETENTION: gettext_lazy("Revenue that stayed"),
}
WINDOW_WORDS: Mapping[int, Any] = {
    MONTH: gettext_lazy("of the last 30 days"),
    QUARTER: gettext_lazy("of the last quarter"),
    YEAR: gettext_lazy("of the last twelve months"),
}
# Nobody believes a plain chance to the percent.
ALMOST_NONE, ALMOST_SURE = 0.05, 0.95


@register.filter
def metric_word(metric: str) -> str:
    """Return what a goal is about."""
    return str(METRIC_WORDS[metric])


@register.filter
def window_words(days: int) -> str:
    """Return the time that a figure is made of."""
    return str(WINDOW_WORDS[days])


@register.filter
def goal_figure(value: float | None, metric: str) -> str:
    """Return `+36` for a score, `72 %` for everything else."""
    if value is None:
        return "–"
    decimals = 1 if metric in (EARNED_GROWTH, RETENTION) else 0
    return signed(value) if metric == NPS else percent(value / 100, decimals)


@register.filter
def goal_range(figure: GoalFigure, metric: str) -> str:
    """Return the interval of a figure and how many it rests on, "" where it is a count of what happened."""
    if figure.value is None or figure.lower is None or figure.upper is None:
        return ""
    limits = {"lower": goal_figure(figure.lower, metric), "upper": goal_figure(figure.upper, metric)}
    return _("%(lower)s to %(upper)s, n %(n)s") % {**limits, "n": count(figure.n)}


@register.filter
def verdict_word(verdict: str) -> str:
    """Return in two or three words how a goal stands."""
    names = {
        REACHED: _("Reached"),
        MISSED: _("Not reached"),
        GIVEN_UP: _("Given up"),
        ON_TRACK: _("On track"),
        BEHIND_BY_CHANCE: _("Behind, maybe by chance"),
        OFF_TRACK: _("Off track"),
        UNKNOWN: _("Cannot be told"),
    }
    return names[verdict]


@register.filter
def verdict_tag(verdict: str) -> str:
    """Return the kind of tag of a verdict."""
    return {REACHED: "good", ON_TRACK: "good", OFF_TRACK: "bad", MISSED: "bad"}.get(verdict, "quiet")


@register.filter
def goal_icon(verdict: str) -> str:
    """Return the icon of a verdict."""
    icons = {REACHED: "check", ON_TRACK: "trending-up", OFF_TRACK: "trending-down", MISSED: "x", GIVEN_UP: "x"}
    return icons.get(verdict, "minus")


@register.simple_tag
def standing_sentence(goal: Any, standing: Standing) -> str:
    """Return how a goal stands, in a sentence."""
    words = {
        "now": goal_figure(standing.figure.value, goal.metric),
        "target": goal_figure(goal.target, goal.metric),
        "line": goal_figure(standing.line, goal.metric),
    }
    if standing.verdict == REACHED and not standing.is_over:
        return _("It is at %(now)s, and %(target)s was the target. Its day is still to come: it counts then.") % words
    sentences = {
        REACHED: _("On its day it was at %(now)s, and %(target)s was the target."),
        MISSED: _("On its day it was at %(now)s; the target was %(target)s."),
        GIVEN_UP: _("It is followed no more. The last figure was %(now)s, the target %(target)s."),
        ON_TRACK: _("It is at %(now)s. On a straight line to %(target)s it would be at %(line)s by now."),
        BEHIND_BY_CHANCE: _(
            "It is at %(now)s, below the %(line)s of a straight line to %(target)s, but by no more than chance can do."
        ),
        OFF_TRACK: _(
            "It is at %(now)s, below the %(line)s of a straight line to %(target)s, and by more than chance explains."
        ),
        UNKNOWN: _("There is no figure of this time yet."),
    }
    return sentences[standing.verdict] % words


@register.filter
def chance_sentence(chance: Chance) -> str:
    """Return how likely a goal is to be reached, or why that cannot be said."""
    reaching = chance.reaching
    if reaching.probability is None:
        words = {
            Caution.PAST_TOO_SHORT: _(
                "How likely it is cannot be said yet: it takes six figures of the past, and there are %(steps)s."
            ),
            Caution.HORIZON_BEYOND: _(
                "How likely it is cannot be said: more time lies ahead than there is past to learn from."
            ),
            Caution.LITTLE_SPREAD: _("How likely it is cannot be said: the figure has never moved."),
        }
        return words[reaching.warnings[0]] % {"steps": count(reaching.steps)}
    if reaching.probability < ALMOST_NONE:
        return _("If it goes on as before, it is very unlikely to be reached: under 5 %.")
    if reaching.probability > ALMOST_SURE:
        return _("If it goes on as before, it is very likely to be reached: over 95 %.")
    return _("If it goes on as before, it is reached with a probability of about %(share)s.") % {
        "share": percent(round(reaching.probability * 20) / 20, 0)
    }


@register.filter
def chance_basis(chance: Chance) -> str:
    """Return what the probability assumes, in plain words."""
    words = ngettext(
        "It rests on the last figure of %(days)s days.",
        "It rests on the last %(steps)s figures of %(days)s days each.",
        chance.reaching.steps,
    ) % {"steps": count(chance.reaching.steps), "days": chance.step_days}
    return f"{words} " + _(
        "It is assumed that the figure goes on moving as far and as often, up or down, as it has, and that as many "
        "answer. It knows nothing of what you do from now on, of seasons, or of a new survey."
    )


@register.simple_tag
def expected_words(goal: Any, chance: Chance) -> str:
    """Return where the figure may be on its day."""
    return _("%(expected)s, and with 95 %% between %(lower)s and %(upper)s") % {
        "expected": goal_figure(_within(goal.metric, chance.reaching.expected), goal.metric),
        "lower": goal_figure(_within(goal.metric, chance.reaching.lower), goal.metric),
        "upper": goal_figure(_within(goal.metric, chance.reaching.upper), goal.metric),
    }


def _within(metric: str, value: float | None) -> float | None:
    """Return a figure no further than its scale goes."""
    if value is None or metric in (EARNED_GROWTH, RETENTION):
        return value
    return min(max(value, -100.0 if metric == NPS else 0.0), 100.0)


def fault_words(fault: Fault, baseline: GoalFigure, metric: str, target: float) -> str:
    """Return why a goal is refused, and how to mend it."""
    words = {
        "now": goal_figure(baseline.value, metric),
        "target": goal_figure(target, metric),
        "range": goal_range(baseline, metric),
        "answers": count(fault.answers or 0),
        "n": count(baseline.n),
    }
    sentences = {
        IN_PAST: _("This day has passed or is today. A goal needs time: choose a day that is still to come."),
        TOO_FAR: _("This is more than three years away. Choose a nearer day; a goal can be followed by another."),
        NO_RISE: _("It is at %(now)s now: %(target)s is not above that. A goal is a change."),
        BEYOND_SCALE: _("This is more than there can be. Lower the target."),
        IN_NOISE: _(
            "This goal could be reached by chance: it is at %(now)s now (%(range)s), and %(target)s is within that. "
            "Aim higher, or ask more: with about %(answers)s answers instead of %(n)s such a rise could be seen."
        ),
        NO_BASELINE: _("There is no figure of this yet, so nobody could say later whether it rose: %(missing)s"),
    }
    return sentences[fault.code] % {**words, "missing": missing_words(baseline.missing)}


@register.filter
def missing_words(code: str) -> str:
    """Return what is not there yet."""
    sentences = {
        "no_answers": _("nobody has answered in this time."),
        "nobody_asked": _("nobody was asked in this time, or who was asked is not known."),
        "no_contacts_noted": _("nobody has noted yet that a customer was reached."),
        "no_detractors": _("no detractor has answered by name in this time."),
        "no_accounts": _("no account is known."),
        "no_sales": _("no revenue is known."),
        "first_year": _("revenue is known of less than two years."),
        "no_prior": _("there was no revenue the year before."),
    }
    return sentences.get(code, "")


@register.filter
def joined_words(words: Sequence[str]) -> str:
    """Return a list of conditions on one line; everybody, where there is none."""
    return " · ".join(words) if words else _("everybody")
