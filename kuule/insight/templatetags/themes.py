"""Words for themes, and for what was read out of comments."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.insight.models import Theme
from kuule.insight.rules.themes import LEAVING, LEGAL, SAFETY, named

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
    return {SAFETY: _("Safety"), LEGAL: _("Legal"), LEAVING: _("Leaving")}.get(kind, kind)


@register.filter
def of_key(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Return what stands in a mapping under a key, None where nothing does."""
    return mapping.get(key)
