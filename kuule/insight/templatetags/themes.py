"""Words for themes, and for what was read out of comments."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.insight.models import Theme
from kuule.insight.query import Query
from kuule.insight.rules import DETRACTOR, GROUPS
from kuule.insight.rules.themes import ANY, LEAVING, LEGAL, MIXED, NEGATIVE, PLACING, POSITIVE, SAFETY, SEARCHING, named
from kuule.insight.selectors.labels import Marks
from kuule.jobs.models import Job
from kuule.jobs.rules import WAITING
from kuule.responses.models import Response
from kuule.responses.rules import ZERO_TO_TEN
from kuule.ui.formats import signed

register = template.Library()


@register.filter
def theme_name(theme: Theme) -> str:
    """Return the name of a theme in the reader's language where it has one."""
    return theme.name_in(get_language() or "")


@register.filter
def name_of(names: Mapping[str, str]) -> str:
    """Return the one of some names, by language, that the reader understands best."""
    return named(names, (get_language() or "",))


@register.filter
def urgency_word(kind: str) -> str:
    """Return what a kind of urgency is called."""
    return {ANY: _("Anything urgent"), SAFETY: _("Safety"), LEGAL: _("Legal"), LEAVING: _("Leaving")}.get(kind, kind)


@register.filter
def work_words(job: Job) -> str:
    """Return what a job does with comments, or that it waits."""
    if job.state == WAITING:
        return _("Comments are read as soon as a worker is free")
    names = {SEARCHING: _("Looking for themes"), PLACING: _("Comments are placed by their meaning")}
    return names.get(job.kind, _("Comments are being read"))


@register.filter
def set_word(name: str) -> str:
    """Return what a set of themes to begin with is called."""
    names = {
        "b2b": _("Services for companies"),
        "software": _("Software"),
        "retail": _("Shops and webshops"),
        "health": _("Health care"),
    }
    return names.get(name, name)


@register.filter
def sentiment_word(sentiment: str) -> str:
    """Return how a comment sounds."""
    return {NEGATIVE: _("Sounds unhappy"), MIXED: _("Sounds mixed"), POSITIVE: _("Sounds happy")}.get(sentiment, "")


@register.simple_tag(takes_context=True)
def theme_url(context: Mapping[str, Any], theme: Theme, query: Query) -> str:
    """Return the address of a theme's page with the question of the page that links to it."""
    asked = query.asking(theme_id=None, by="").to_params()
    return f"{reverse('theme_page', args=[context['workspace'].slug, theme.pk])}?{urlencode(asked)}"


@register.filter
def effect_range(figure: Any) -> str:
    """Return the interval of an effect in points with tenths: `−4.1 to −1.2`."""
    limits = {"lower": signed(figure.effect_lower, 1), "upper": signed(figure.effect_upper, 1)}
    return _("%(lower)s to %(upper)s") % limits


@register.filter
def said_in(said: Mapping[int, Marks], response: Response) -> Marks | None:
    """Return what was read out of the comment of an answer, None where nothing was."""
    return said.get(response.pk) if said else None


@register.filter
def surprising_tone(marks: Marks, response: Response) -> str:
    """Return how a comment sounds where its score does not say so already, "" where it does."""
    if response.scale != ZERO_TO_TEN:
        return ""
    is_low = response.score in GROUPS[DETRACTOR]
    is_surprising = (marks.sentiment == POSITIVE and is_low) or (marks.sentiment == NEGATIVE and not is_low)
    return marks.sentiment if is_surprising else ""
