"""The five figures in words, the same on the page and on paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kuule.economics.answers.earned_growth import FIRST_YEAR, NO_PRIOR, NO_SALES
from kuule.economics.answers.executive import (
    AT_RISK,
    CAUSES,
    EARNED_GROWTH,
    LOOP,
    NO_ANSWERS,
    NO_CONTACTS,
    NO_CONTRACTS,
    NO_DETRACTORS,
    NO_VALUE,
    NOT_SHOWN,
    RELATIONSHIP_NPS,
    SHORT_PAST,
    Headline,
)
from kuule.economics.templatetags.value import growth
from kuule.economics.views.executive_basis import BASES
from kuule.insight import charts
from kuule.stats import Direction
from kuule.ui.formats import count, percent, points, signed
from kuule.ui.money import rough_money

BETTER, WORSE, STEADY = "better", "worse", "steady"
# The icon of a verdict, and the look it shares with other verdicts.
ICONS = {BETTER: "thumbs-up", WORSE: "thumbs-down", STEADY: "equal"}
LOOKS = {BETTER: "up", WORSE: "down", STEADY: "steady"}
# Of revenue at risk more is worse.
LESS_IS_BETTER = frozenset({AT_RISK})

TITLES: Mapping[str, Promise] = {
    EARNED_GROWTH: gettext_lazy("Earned growth"),
    RELATIONSHIP_NPS: gettext_lazy("Relationship NPS"),
    AT_RISK: gettext_lazy("Revenue at risk"),
    LOOP: gettext_lazy("Loop kept"),
    CAUSES: gettext_lazy("Causes removed"),
}
# What each figure is, in one line.
MEANINGS: Mapping[str, Promise] = {
    EARNED_GROWTH: gettext_lazy("Growth from customers who stay, buy more and bring others, last twelve months"),
    RELATIONSHIP_NPS: gettext_lazy("One account, one voice, last twelve months"),
    AT_RISK: gettext_lazy("Expected loss among contracts that end in the next twelve months, a year’s value"),
    LOOP: gettext_lazy("Detractors reached by a person within 48 hours, last twelve months"),
    CAUSES: gettext_lazy("Worth of causes of bad experience that were removed, where an effect is shown"),
}
# What is missing, and what to bring next.
LACKS: Mapping[str, Promise] = {
    NO_SALES: gettext_lazy("Nothing was sold that Kuule knows of. Bring your sales of the last two years."),
    FIRST_YEAR: gettext_lazy("The sales of two whole years are needed. Bring those of the year before."),
    NO_PRIOR: gettext_lazy("The year before brought no revenue, so there is nothing to compare with."),
    NO_ANSWERS: gettext_lazy("No account answered in twelve months. Send a relationship survey."),
    NO_CONTRACTS: gettext_lazy("No contract ends in the next twelve months. Bring your contracts with their ends."),
    NO_DETRACTORS: gettext_lazy("No detractor said their name in twelve months, so nobody was to be called."),
    NO_CONTACTS: gettext_lazy(
        "No contact after an answer is noted. Bring when customers were called, with whether they were reached."
    ),
    NOT_SHOWN: gettext_lazy(
        "Not shown counts as zero. Write down which causes you removed and whom that touched: then Kuule measures it."
    ),
    NO_VALUE: gettext_lazy("What a detractor less is worth is not known yet. Bring sales with their margins."),
}
Written = Callable[[float], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutiveCard:
    """A figure as page and paper show it. `figure` is "" where `missing` says why there is none."""

    key: str
    title: str
    meaning: str
    figure: str
    interval: str
    basis: tuple[str, ...]
    mark: str
    verdict: str
    detail: str
    missing: str
    intervals: charts.Intervals | None

    @property
    def icon(self) -> str:
        """Return the icon of the verdict."""
        return ICONS.get(self.mark, "")

    @property
    def look(self) -> str:
        """Return the last part of the class of the verdict."""
        return LOOKS.get(self.mark, "")


def card_of(headline: Headline, *, currency: str) -> ExecutiveCard:
    """Word a figure."""
    written = _written(headline.key, currency)
    now, before = headline.now, headline.before
    mark, verdict, detail = _verdict(headline, currency)
    interval = _between(written, now.lower, now.upper)
    return ExecutiveCard(
        key=headline.key,
        title=str(TITLES[headline.key]),
        meaning=str(MEANINGS[headline.key]),
        figure="" if now.value is None else written(now.value),
        interval=_("%(between)s, 95 %%") % {"between": interval} if interval else "",
        basis=BASES[headline.key](headline.facts, currency),
        mark=mark,
        verdict=verdict,
        detail=detail,
        missing=_missing(headline),
        intervals=_intervals(headline, written) if now.value is not None and before.value is not None else None,
    )


def _verdict(headline: Headline, currency: str) -> tuple[str, str, str]:
    change = headline.change
    if headline.now.value is None:
        return "", "", ""
    if change.direction is None:
        return "", _("No year before to compare with"), ""
    mark = STEADY
    if change.direction != Direction.STEADY:
        mark = WORSE if (change.direction == Direction.UP) == (headline.key in LESS_IS_BETTER) else BETTER
    words = {
        BETTER: _("Better than a year before"),
        WORSE: _("Worse than a year before"),
        STEADY: _("Steady against a year before"),
    }
    said, plain = _changed(headline.key, currency)
    between = _between(plain, change.lower, change.upper)
    detail = _("%(change)s, could be %(between)s") % {"change": said(change.value or 0.0), "between": between}
    return mark, words[mark], detail


def _missing(headline: Headline) -> str:
    if headline.missing != SHORT_PAST:
        return str(LACKS[headline.missing]) if headline.missing else ""
    more_decided, more_lost, more_renewed = (
        int(headline.facts.get(name) or 0) for name in ("more_decided", "more_lost", "more_renewed")
    )
    words = [_("The own past is too short to say how likely contracts are renewed.")]
    if more_decided:
        more = ngettext("Bring %(n)s more renewal that is decided.", "Bring %(n)s more that are decided.", more_decided)
        words.append(more % {"n": count(more_decided)})
    if more_lost:
        more = ngettext("%(n)s more has to be a loss.", "%(n)s more have to be losses.", more_lost)
        words.append(more % {"n": count(more_lost)})
    if more_renewed:
        more = ngettext("%(n)s more has to be renewed.", "%(n)s more have to be renewed.", more_renewed)
        words.append(more % {"n": count(more_renewed)})
    return " ".join(words)


def _intervals(headline: Headline, written: Written) -> charts.Intervals:
    rows = (
        (_("This year"), headline.now),
        (_("The year before"), headline.before),
    )
    return charts.Intervals(
        title=str(TITLES[headline.key]),
        rows=tuple(
            charts.IntervalRow(
                label=label,
                value=each.value,
                lower=each.lower,
                upper=each.upper,
                words="" if each.value is None else written(each.value),
            )
            for label, each in rows
        ),
    )


def _between(written: Written, lower: float | None, upper: float | None) -> str:
    if lower is None or upper is None:
        return ""
    return _("%(lower)s to %(upper)s") % {"lower": written(lower), "upper": written(upper)}


def _written(key: str, currency: str) -> Written:
    if key == EARNED_GROWTH:
        return growth
    if key == RELATIONSHIP_NPS:
        return signed
    if key == LOOP:
        return lambda value: percent(value, 0)
    return lambda value: rough_money(value, currency)


def _changed(key: str, currency: str) -> tuple[Written, Written]:
    """Return how a difference is written, with its unit and without: of shares it is in percentage points."""
    if key == RELATIONSHIP_NPS:
        return points, signed
    if key in (EARNED_GROWTH, LOOP):
        return (
            lambda value: _("%(points)s percentage points") % {"points": signed(value * 100, 1)},
            lambda value: signed(value * 100, 1),
        )
    return (lambda value: _signed_money(value, currency),) * 2


def _signed_money(value: float, currency: str) -> str:
    return ("+" if value > 0 else "") + rough_money(value, currency)
