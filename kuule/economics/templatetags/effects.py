"""The words for treatments, and for what can be said of their effects."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kuule.economics.answers.effects import EffectAnswer
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
from kuule.insight.charts import Whisker, WhiskerScale, draw, whisker_domain
from kuule.ui.formats import count, rounded, signed

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
SIDE_WORDS = {TOUCHED: gettext_lazy("Touched"), OTHERS: gettext_lazy("Not touched")}
WINDOW_WORDS = {BEFORE: gettext_lazy("before"), AFTER: gettext_lazy("after")}


@register.filter
def treatment_kind(kind: str) -> str:
    """Return the name of a kind of treatment."""
    return str(KIND_WORDS[kind])


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
    return {RAISED: "trending-up", LOWERED: "trending-down", SMALL: "equal"}.get(verdict, "circle-question-mark")


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
