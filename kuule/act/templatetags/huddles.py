"""Words for huddles, their agendas, and who takes part."""

from datetime import time
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kuule.act.answers.agenda import Standing
from kuule.act.answers.participation import GUESSED, HELD_HUDDLES, IN_TIME, KEPT, OPENED, OWNED, Share
from kuule.act.models import Case, HuddlePlan
from kuule.act.rules.huddles import (
    DECISION,
    HANDED_ON,
    HELD,
    LATE,
    MISSED,
    PLANNED,
    PROMISE,
    REPLY_WAITS,
    RUNNING,
    STILL_OPEN,
    UNCLEAR,
)
from kuule.act.rules.huddles import WEEKDAYS as WORKING_DAYS
from kuule.insight import charts
from kuule.insight.rules import SCORES
from kuule.stats import Direction
from kuule.ui.formats import count, points, signed

register = template.Library()


@register.filter
def rhythm_words(plan: HuddlePlan) -> str:
    """Return when a team meets: `Monday at 9:00`, `every working day at 9:00`."""
    at = time_format(plan.at if isinstance(plan.at, time) else time.fromisoformat(plan.at), "TIME_FORMAT")
    if tuple(plan.weekdays) == WORKING_DAYS:
        return _("every working day at %(time)s") % {"time": at}
    days = ", ".join(str(WEEKDAYS[day]) for day in plan.weekdays)
    return _("%(days)s at %(time)s") % {"days": days, "time": at}


@register.filter
def huddle_time(moment: Any) -> str:
    """Return day and hour of a huddle: `Monday 30 November, 9:00`."""
    return date_format(timezone.localtime(moment), _("l j F, H:i"))


@register.filter
def huddle_state_word(state: str) -> str:
    """Return how a huddle stands."""
    return {
        PLANNED: pgettext("huddle", "planned"),
        RUNNING: pgettext("huddle", "under way"),
        HELD: pgettext("huddle", "held"),
        MISSED: pgettext("huddle", "not held"),
    }[state]


@register.filter
def item_kind_word(kind: str) -> str:
    """Return what a huddle wrote down is called."""
    return {DECISION: _("Decision"), PROMISE: _("Promise"), HANDED_ON: _("Handed on")}[kind]


@register.filter
def case_why_word(why: str) -> str:
    """Return why a case is talked about."""
    return {
        LATE: pgettext("case", "late"),
        UNCLEAR: pgettext("case", "nobody owns it"),
        REPLY_WAITS: _("a reply waits"),
        STILL_OPEN: pgettext("case", "open"),
    }[why]


@register.filter
def customer_words(case: Case) -> str:
    """Return whom a case is about: the person and the account, as far as they are known."""
    return ", ".join(str(each) for each in (case.contact, case.account) if each) or _("Somebody without a name")


@register.filter
def dots_of(histogram: tuple[int, ...]) -> SafeString:
    """Draw answers one by one, by score."""
    return charts.draw(charts.Dots(scores=tuple(score for score in SCORES for _n in range(histogram[score]))))


@register.filter
def standing_words(standing: Standing) -> str:
    """Return what a score says against as long a time before: `Up 6 points`, `Steady`, "" with nothing to compare."""
    if not standing.direction or standing.change is None:
        return ""
    between = _("%(lower)s to %(upper)s") % {
        "lower": signed(standing.change_lower),
        "upper": signed(standing.change_upper),
    }
    if standing.direction == Direction.STEADY:
        return _("Steady: against the 90 days before it could be %(between)s.") % {"between": between}
    words = {
        Direction.UP: _("Up: %(points)s against the 90 days before (%(between)s)."),
        Direction.DOWN: _("Down: %(points)s against the 90 days before (%(between)s)."),
    }[Direction(standing.direction)]
    return words % {"points": points(standing.change), "between": between}


@register.filter
def share_word(share: Share) -> str:
    """Return what a share of taking part is of."""
    return {
        HELD_HUDDLES: _("Huddles held"),
        OPENED: _("Agendas opened"),
        IN_TIME: _("Customers reached in time"),
        GUESSED: _("Accounts guessed"),
        KEPT: _("Promises to the team kept in time"),
        OWNED: _("Initiatives owned and taken on by name"),
    }[share.key]


@register.filter
def of_words(counted: tuple[int, int]) -> str:
    """Return `12 of 14`."""
    return _("%(hits)s of %(of)s") % {"hits": count(counted[0]), "of": count(counted[1])}
