"""Beside a mark of the time axis: the way to the effect of what happened then."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kuule.economics.selectors.effects import treatments_by_annotation
from kuule.workspaces.rules import is_allowed


def effects_of_marks(page: Mapping[str, Any], annotations: Sequence[int]) -> Mapping[int, str]:
    """Return a link to the effect of each mark that stands for a treatment; for the others one to write it down."""
    workspace, role = page["workspace"], page["member"].role
    if not is_allowed(role, "see_value"):
        return {}
    known = treatments_by_annotation(workspace, annotations=annotations)
    links = {
        mark: _link(reverse("effect_page", args=[workspace.slug, treatment]), _("Did it work?"))
        for mark, treatment in known.items()
    }
    if is_allowed(role, "change_value"):
        new = reverse("effect_new", args=[workspace.slug])
        words = _("See what it did")
        links |= {
            mark: _link(f"{new}?{urlencode({'annotation': mark})}", words) for mark in annotations if mark not in known
        }
    return links


def _link(url: str, words: str) -> str:
    return format_html('<a class="meta" href="{}">{}</a>', url, words)
