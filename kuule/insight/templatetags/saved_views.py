"""The menu of saved views."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from kuule.insight.query import Query
from kuule.insight.query.saved import SAVED_PAGES, kept_params
from kuule.insight.selectors.saved_views import saved_views_of

register = template.Library()


@register.filter
def can_be_saved(page: str) -> bool:
    """Tell whether the question of a page can be kept under a name."""
    return page in SAVED_PAGES


@register.filter
def question(query: Query) -> str:
    """Return a question as a form sends it."""
    return urlencode(kept_params(query))


@register.simple_tag(takes_context=True)
def saved_views(context: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    """Return the views of the member: name, address, and whether everybody has it."""
    slug = context["workspace"].slug
    return [
        (each.name, f"{reverse(each.page, args=[slug])}?{urlencode(each.params)}", each.member_id is None)
        for each in saved_views_of(context["member"])
    ]
