"""The words for treatments and message tests, and for what can be said of their effects."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kuule.economics.answers.answering import ANSWERED, BOUGHT, MOVED, RECOVERED, STAYED, Paid
from kuule.economics.answers.effects import EffectAnswer
from kuule.economics.answers.message_effects import SCORE, TAPPED, GroupOutcome, Line
from kuule.economics.models import Treatment, TreatmentChange
from kuule.economics.rules.effects import (
    AFTER,
    APART,
    BEFORE,
    CAMPAIGN,
    CAUSE,
    ELSE,
    LOWERED,
    NO_OTHERS,
    NOT_BEGUN,
    OTHERS,
    PRICE,
    RAISED,
    RELEASE,
    SMALL,
    THIN,
    TOUCHED,
    UNSEEN,
    WORTH_SEEING,
)
from kuule.economics.rules.messages import DRAFT, ENDED, RUNNING
from kuule.insight.charts import Whisker, WhiskerScale, draw, whisker_domain
from kuule.insight.templatetags.insight import group_word
from kuule.ui.formats import count, percent, points, rounded, signed

register = template.Library()

KIND_WORDS = {
    CAMPAIGN: pgettext_lazy("treatment", "Campaign"),
    PRICE: pgettext_lazy("treatment", "Price change"),
    RELEASE: pgettext_lazy("treatment", "Release"),
    CAUSE: pgettext_lazy("treatment", "Cause removed"),
    ELSE: pgettext_lazy("treatment", "Something else"),
}
FIELD_WORDS = {
    "name": gettext_lazy("what was done"),
    "kind": gettext_lazy("the kind"),
    "hypothesis": gettext_lazy("what was expected"),
    "touched": gettext_lazy("who was touched"),
    "accounts": gettext_lazy("who was touched"),
    "comparison": gettext_lazy("who they are compared with"),
    "touchpoint": gettext_lazy("what it is judged by"),
    "starts_on": gettext_lazy("the first day"),
    "ends_on": gettext_lazy("the last day"),
    "before_days": gettext_lazy("the days before"),
    "after_days": gettext_lazy("the days after"),
    "hoped_for": gettext_lazy("the value hoped for"),
}
STATE_WORDS = {
    DRAFT: pgettext_lazy("message test", "Draft"),
    RUNNING: pgettext_lazy("message test", "Running"),
    ENDED: pgettext_lazy("message test", "Ended"),
}
SIDE_WORDS = {TOUCHED: gettext_lazy("Touched"), OTHERS: gettext_lazy("Not touched")}
WINDOW_WORDS = {BEFORE: gettext_lazy("before"), AFTER: gettext_lazy("after")}


@register.filter
def treatment_kind(kind: str) -> str:
    """Return the name of a kind of treatment."""
    return str(KIND_WORDS[kind])


@register.filter
def test_state(state: str) -> str:
    """Return the name of a state of a message test."""
    return str(STATE_WORDS[state])


@register.filter
def side_word(side: str) -> str:
    """Return what to call those who were touched, and the others."""
    return str(SIDE_WORDS[side])


@register.filter
def window_word(window: str) -> str:
    """Return the name of a window."""
    return str(WINDOW_WORDS[window])


@register.filter
def changed_words(change: TreatmentChange) -> str:
    """Return which parts of what was written were changed: `who was touched, the first day`."""
    return ", ".join(dict.fromkeys(str(FIELD_WORDS[name]) for name in change.before))


@register.filter
def was_words(change: TreatmentChange) -> str:
    """Return what the short parts of it were before, as far as they fit into a line."""
    told = {name: value for name, value in change.before.items() if isinstance(value, str | int) and value != ""}
    return "; ".join(f"{FIELD_WORDS[name]}: {_was(value)}" for name, value in told.items())


def _was(value: Any) -> str:
    return str(KIND_WORDS.get(str(value), value))


@register.filter
def verdict_direction(verdict: str) -> str:
    """Return `up`, `down` or `steady`."""
    return {RAISED: "up", LOWERED: "down"}.get(verdict, "steady")


@register.filter
def verdict_icon(verdict: str) -> str:
    """Return the icon of what can be said of an effect."""
    return {RAISED: "trending-up", LOWERED: "trending-down", SMALL: "equal"}.get(verdict, "circle-help")


@register.filter
def effect_sentence(answer: EffectAnswer, treatment: Treatment) -> str:
    """Return in one or two sentences what can be said of a treatment, with its range."""
    said = {
        NOT_BEGUN: _not_begun,
        NO_OTHERS: _no_others,
        THIN: _thin,
        APART: _apart,
        RAISED: _raised,
        LOWERED: _lowered,
        SMALL: _small,
        UNSEEN: _unseen,
    }
    return said[answer.verdict](answer, treatment)


def _not_begun(_answer: EffectAnswer, treatment: Treatment) -> str:
    day = date_format(treatment.starts_on, _("j M Y"))
    return _("It begins on %(day)s. What you expect is written down; the figure comes later.") % {"day": day}


def _no_others(_answer: EffectAnswer, _treatment: Treatment) -> str:
    return _(
        "Everybody was touched, so there is nobody to compare with. "
        "The score before and after may differ by chance, by season or by a drift that has nothing to do with it."
    )


def _thin(_answer: EffectAnswer, _treatment: Treatment) -> str:
    return _(
        "Too few answers to say anything: it takes at least five customers on each side, before and after the start."
    )


def _apart(answer: EffectAnswer, _treatment: Treatment) -> str:
    words = _(
        "Both groups moved apart before the start already, by %(points)s points (%(range)s). "
        "What they did since cannot be told from that."
    )
    return words % {"points": signed(answer.apart.estimate), "range": limits(answer.apart)}


def _raised(answer: EffectAnswer, treatment: Treatment) -> str:
    words = _("“%(name)s” raised the score by %(points)s, between %(lower)s and %(upper)s.")
    return words % _sizes(answer, treatment)


def _lowered(answer: EffectAnswer, treatment: Treatment) -> str:
    words = _("“%(name)s” cost %(points)s of the score, between %(lower)s and %(upper)s.")
    return words % _sizes(answer, treatment)


def _sizes(answer: EffectAnswer, treatment: Treatment) -> Mapping[str, str]:
    effect = answer.effect
    limits_ = sorted(abs(limit) for limit in (effect.lower or 0.0, effect.upper or 0.0))
    size = rounded(abs(effect.estimate or 0.0))
    words = ngettext("%(n)s point", "%(n)s points", int(size)) % {"n": count(int(size))}
    return {"name": treatment.name, "points": words, "lower": _size(limits_[0]), "upper": _size(limits_[1])}


def _size(size: float) -> str:
    # A limit beside zero must not be rounded to it: the effect is there.
    return count(int(rounded(size))) if size >= 1 else signed(rounded(size, 1), 1).removeprefix("+")


def _small(answer: EffectAnswer, _treatment: Treatment) -> str:
    words = _("If there is an effect, it is smaller than %(points)s points: it lies between %(range)s.")
    return words % {"points": count(int(WORTH_SEEING)), "range": limits(answer.effect)}


def _unseen(answer: EffectAnswer, _treatment: Treatment) -> str:
    nothing = _("Nothing can be seen yet: the effect lies between %(range)s.") % {"range": limits(answer.effect)}
    if not answer.needed:
        return nothing
    words = ngettext(
        "%(n)s more answer is needed to see a change of %(points)s points.",
        "%(n)s more answers are needed to see a change of %(points)s points.",
        answer.needed,
    )
    return f"{nothing} {words % {'n': count(answer.needed), 'points': count(int(WORTH_SEEING))}}"


@register.filter
def limits(effect: Any) -> str:
    """Return the limits of a figure as `−11 and −1`, for a sentence with "between"."""
    if effect.lower is None or effect.upper is None:
        return _("nobody knows what")
    return _("%(lower)s and %(upper)s") % {"lower": signed(effect.lower), "upper": signed(effect.upper)}


@register.filter
def as_points(share: float | Decimal | None) -> float | None:
    """Return a difference of scores in points."""
    return None if share is None else float(share) * 100


@register.simple_tag
def cell_whisker(figure: Any, domain: tuple[float, float]) -> SafeString:
    """Draw a score with its interval on an axis that the rows of a table share."""
    return draw(Whisker(value=figure.value, lower=figure.lower, upper=figure.upper, n=figure.n, domain=domain))


@register.simple_tag
def cell_scale(domain: tuple[float, float]) -> SafeString:
    """Draw the axis of those whiskers."""
    return draw(WhiskerScale(domain=domain))


def domain_of(answer: EffectAnswer) -> tuple[float, float]:
    """Return an axis for the scores of all cells."""
    figures = [cell.figure for cell in answer.cells]
    return whisker_domain(each for figure in figures for each in (figure.value, figure.lower, figure.upper))


@register.filter
def outcome_word(outcome: str) -> str:
    """Return what is looked at after a contact or a message, for the head of a line."""
    names = {
        ANSWERED: _("Answered when asked again"),
        MOVED: _("Score of the next answer beside the first, on 0 to 10"),
        RECOVERED: _("Detractors who became passives or promoters"),
        STAYED: _("Still customers"),
        BOUGHT: _("Bought again"),
    }
    return names[outcome]


def outcome_head(outcome: str) -> str:
    """Return the same for the head of a column."""
    names = {
        ANSWERED: _("Answered again"),
        MOVED: _("Score moved by"),
        RECOVERED: _("No detractor any more"),
        STAYED: _("Still a customer"),
        BOUGHT: _("Bought again"),
    }
    return names[outcome]


@register.filter
def of_people(n: int) -> str:
    """Return `of 1,284`: how many a figure rests on."""
    return _("of %(n)s") % {"n": count(n)}


@register.filter
def paid_figure(value: float | None, outcome: str) -> str:
    """Return a share in percent, or how far a score moved."""
    return signed(value, 1) if outcome == MOVED else percent(value, 0)


@register.filter
def paid_difference(value: float | None, outcome: str) -> str:
    """Return a difference of shares in percentage points, or of scores, with its sign."""
    return signed(value, 1) if outcome == MOVED or value is None else points(value * 100)


@register.filter
def paid_range(difference: Any, outcome: str) -> str:
    """Return the interval of such a difference; "" where there is none."""
    if difference.lower is None or difference.upper is None:
        return ""
    factor, decimals = (1, 1) if outcome == MOVED else (100, 0)
    lower, upper = (signed(limit * factor, decimals) for limit in (difference.lower, difference.upper))
    return _("%(lower)s to %(upper)s") % {"lower": lower, "upper": upper}


@register.filter
def paid_sentence(paid: Paid, way: str) -> str:
    """Return in plain words whether an outcome differs; as an effect only where chance decided."""
    difference = paid.comparison.difference if paid.comparison else None
    if difference is None or difference.lower is None or difference.upper is None:
        return ""
    about = {"what": outcome_word(paid.outcome), "range": paid_range(difference, paid.outcome)}
    if difference.lower <= 0 <= difference.upper:
        return _("%(what)s: no difference can be seen (%(range)s).") % about
    if way == "chance" and difference.lower > 0:
        return _("%(what)s: the contact raises it (%(range)s).") % about
    if way == "chance":
        return _("%(what)s: the contact lowers it (%(range)s).") % about
    if difference.lower > 0:
        return _("%(what)s: higher among the contacted (%(range)s); the contact itself may or may not be why.") % about
    return _("%(what)s: lower among the contacted (%(range)s); the contact itself may or may not be why.") % about


@register.filter
def message_outcome(kind: str) -> str:
    """Return the title of what is looked at after a message."""
    names = {
        TAPPED: _("Followed the link"),
        BOUGHT: _("Bought later"),
        SCORE: _("Score of their next answer"),
    }
    return names[kind]


@register.filter
def message_head(kind: str) -> str:
    """Return the head of the column with its figure."""
    return _("NPS") if kind == SCORE else _("Share")


@register.filter
def message_word(number: int) -> str:
    """Return the name of a message by its number."""
    return _("message %(number)s") % {"number": number} if number else _("no message")


@register.filter
def message_figure(value: float | None, kind: str) -> str:
    """Return a share in percent, or a score in points."""
    return signed(value) if kind == SCORE else percent(value, 1)


@register.filter
def message_range(line: Line, kind: str) -> str:
    """Return the interval of a message's figure; "" where there is none."""
    if line.lower is None or line.upper is None:
        return ""
    limits_ = {"lower": message_figure(line.lower, kind), "upper": message_figure(line.upper, kind)}
    return _("%(lower)s to %(upper)s") % limits_


@register.filter
def message_difference(line: Line, kind: str) -> str:
    """Return how a message does beside the first of its group, with the interval; "" for the first itself."""
    if line.difference is None:
        return ""
    factor = 1 if kind == SCORE else 100
    parts = (line.difference, line.difference_lower, line.difference_upper)
    value, lower, upper = (signed(None if part is None else part * factor) for part in parts)
    return _("%(value)s points (%(lower)s to %(upper)s)") % {"value": value, "lower": lower, "upper": upper}


@register.filter
def message_sentence(group: GroupOutcome, kind: str) -> str:
    """Return in plain words whether the messages differ in a group, and how many more it takes to see."""
    who = group_word(group.group)
    if len(group.lines) < 2:
        return _("%(who)s: there is nothing to compare with yet.") % {"who": who}
    if group.is_seen:
        best = max(group.lines, key=lambda line: line.value or 0.0)
        words = _("%(who)s: the messages differ; highest with %(message)s (%(figure)s).")
        return words % {"who": who, "message": message_word(best.message), "figure": message_figure(best.value, kind)}
    needed = [line.more_needed for line in group.lines if line.more_needed]
    if not needed:
        return _("%(who)s: no difference can be seen.") % {"who": who}
    words = _("%(who)s: no difference can be seen. One as large as now would show with %(n)s more people for each.")
    return words % {"who": who, "n": count(max(needed))}
