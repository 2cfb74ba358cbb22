"""Below the thanks for an answer: the words that came with the wish to ask this person."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kuule.connect.rules.special import thanks_for
from kuule.responses.models import Response
from kuule.surveys.question_types.scales import group_on


def own_thanks(page: Mapping[str, Any]) -> SafeString:
    """Return the message and the link that this person is thanked with, "" for all others."""
    given: Response | None = page.get("given")
    if given is None or given.invitation is None or not given.invitation.properties:
        return mark_safe("")
    message, text, url = thanks_for(given.invitation.properties, group_on(given.scale, given.score))
    words = format_html("<p>{}</p>", message) if message else ""
    link = format_html('<p><a href="{}" rel="noreferrer">{}</a></p>', url, text) if url else ""
    return format_html("{}{}", words, link)
