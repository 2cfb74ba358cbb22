"""Links that carry a question, and the words for what a question asks. Also for the templates of every room above."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.contacts.query import ACCOUNT_PREFIX, ROLE_KEY
from kuule.contacts.rules import DECISION_MAKER, INFLUENCER, USER
from kuule.dispatch.rules.collectors import COLLECTOR_KINDS, HANDED_OUT, INTERVIEWER, MEMBER_LINK
from kuule.dispatch.templatetags.dispatch import channel_word as name_of_channel
from kuule.insight.query import ACCOUNT, ALL_TIME, DAY, MONTH, NONE, QUARTER, TEAM, THEME, TOUCHPOINT, WEEK, Query
from kuule.insight.query.periods import QUARTERS_A_YEAR, period_length
from kuule.insight.rules import DETRACTOR, PASSIVE, PROMOTER
from kuule.responses.models import Response
from kuule.responses.rules import LINK, TOLD
from kuule.responses.templatetags.collectors import came_by
from kuule.surveys.rules import EMPLOYEE, RELATIONSHIP, TRANSACTIONAL
from kuule.ui.clean import visible_text
from kuule.ui.formats import rounded, signed

register = template.Library()


def address(slug: str, page: str, query: Query, /, **extra: object) -> str:
    """Return the address of a page about the answers that a query means."""
    return f"{reverse(page, args=[slug])}?{urlencode({**query.to_params(), **extra})}"


@register.simple_tag(takes_context=True)
def query_url(context: Mapping[str, Any], page: str, query: Query, **changes: Any) -> str:
    """Link to a page with a question: `{% query_url "comment_list" query score=9 %}`."""
    return address(context["workspace"].slug, page, query.asking(**changes))


@register.simple_tag
def kept_fields(query: Query, *without: str) -> SafeString:
    """Return hidden fields that carry a question through a form, except what the form itself asks for."""
    kept = ((param, value) for param, value in query.to_params().items() if param not in without)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', kept)


@register.filter
def contact_role_word(role: str) -> str:
    """Return the name of a contact role; for those without one, the words that say so."""
    names = {
        DECISION_MAKER: _("Decision-maker"),
        INFLUENCER: _("Influencer"),
        USER: _("User"),
        NONE: _("No role"),
        "": _("No role"),
    }
    return names.get(role, role)


def nothing_words(by: str) -> str:
    """Return what to call the answers that have nothing of a dimension."""
    names = {
        ACCOUNT: _("No account"),
        TEAM: _("No team"),
        TOUCHPOINT: _("No touchpoint"),
        THEME: _("No theme"),
    }
    return names.get(by, _("Not known"))


def family_word(family: str) -> str:
    """Return what a kind of survey asks about."""
    names = {RELATIONSHIP: _("Relationship"), TRANSACTIONAL: _("Transactions"), EMPLOYEE: _("Employees")}
    return names[family]


@register.filter
def family_heading(family: str) -> str:
    """Return the name of the score of a kind of survey."""
    names = {RELATIONSHIP: _("Relationship NPS"), TRANSACTIONAL: _("Transactional NPS"), EMPLOYEE: _("Employee NPS")}
    return names[family]


@register.filter
def channel_word(channel: str) -> str:
    """Return the name of the way in which somebody was asked."""
    names = {LINK: _("Shared link"), TOLD: _("Another system")}
    return names[channel] if channel in names else name_of_channel(channel)


@register.filter
def came_how(response: Response) -> str:
    """Return how an answer came that no message and no shared link brought: by what, from where, from whom."""
    if response.collector is not None:
        place = came_by(response.collector)
        is_link = response.collector.kind == MEMBER_LINK.key
        return place if is_link else f"{channel_word(response.channel)}: {place}"
    is_worth_telling = response.channel in (*COLLECTOR_KINDS, INTERVIEWER)
    return channel_word(response.channel) if is_worth_telling else ""


@register.filter
def stays_out(response: Response) -> bool:
    """Tell whether an answer stays out of the headline score because people here chose who could give it."""
    return response.channel in HANDED_OUT


@register.filter
def group_word(group: str) -> str:
    """Return the name of a group of respondents."""
    return {DETRACTOR: _("Detractors"), PASSIVE: _("Passives"), PROMOTER: _("Promoters")}.get(group, group)


@register.filter
def bucket_word(bucket: str) -> str:
    """Return the name of a step of time."""
    return {DAY: _("Day"), WEEK: _("Week"), MONTH: _("Month"), QUARTER: _("Quarter")}[bucket]


def quarter_word(number: int) -> str:
    """Return the name of a quarter that is numbered since the year 0: `Q1 2026`."""
    year, quarter = divmod(number, QUARTERS_A_YEAR)
    return _("Q%(number)s %(year)s") % {"number": quarter + 1, "year": year}


@register.filter
def period_word(period: str) -> str:
    """Return a relative period in words: `Last 90 days`."""
    if period == ALL_TIME:
        return _("All time")
    number, unit = period_length(period)
    if unit == "d":
        return ngettext("Last %(n)s day", "Last %(n)s days", number) % {"n": number}
    return ngettext("Last %(n)s month", "Last %(n)s months", number) % {"n": number}


@register.filter
def time_words(query: Query) -> str:
    """Return when a query asks about: `Last 90 days`, `1 Sep 2026 to 30 Sep 2026`, `Since 1 Sep 2026`."""
    if query.period:
        return period_word(query.period)
    first = _day(query.since) if query.since else ""
    last = _day(query.until - timedelta(microseconds=1)) if query.until else ""
    if first and last:
        return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    return _("Since %(day)s") % {"day": first} if first else _("Until %(day)s") % {"day": last}


@register.filter
def property_label(key: str, labels: Mapping[str, str]) -> str:
    """Return what a workspace calls a property of an answer's snapshot."""
    if key == ROLE_KEY:
        return _("Role in the account")
    return labels.get(key) or key.removeprefix(ACCOUNT_PREFIX)


@register.filter
def range_words(figure: Any) -> str:
    """Return the interval of a figure: `+32 to +40`; nothing where nobody answered."""
    if figure.lower is None:
        return ""
    return _("%(lower)s to %(upper)s") % {"lower": signed(figure.lower), "upper": signed(figure.upper)}


@register.filter
def p_words(p: float) -> str:
    """Return a p-value with three decimals, or that it is smaller than they can show."""
    if p < 0.001:
        return _("under %(p)s") % {"p": number_format(0.001, 3)}
    return number_format(rounded(p, 3), 3)


@register.filter
def answers_word(n: int) -> str:
    """Return `1,284 answers`."""
    return ngettext("%(n)s answer", "%(n)s answers", n) % {"n": number_format(n, force_grouping=True)}


@register.filter
def comments_word(n: int) -> str:
    """Return `1,284 comments`."""
    return ngettext("%(n)s comment", "%(n)s comments", n) % {"n": number_format(n, force_grouping=True)}


@register.filter
def exact_time(moment: datetime) -> str:
    """Return day and time of day in the workspace's zone."""
    return date_format(timezone.localtime(moment), _("j M Y H:i"))


@register.filter
def to_the_second(moment: datetime) -> str:
    """Return day and time with seconds in the workspace's zone, for what happens within seconds."""
    return date_format(timezone.localtime(moment), _("j M Y H:i:s"))


@register.filter
def beside_of(beside: Mapping[int, str] | None, response: Response) -> str:
    """Return what higher rooms show beside an answer of a list, "" where they show nothing."""
    return beside.get(response.pk, "") if beside else ""


@register.filter
def visible(text: object) -> str:
    """Return text written by others without invisible characters, for a place that has its own `dir="auto"`."""
    return visible_text(text)


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), _("j M Y"))
