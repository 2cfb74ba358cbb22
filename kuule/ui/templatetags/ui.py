"""Tags and filters for every page: icons, cards, figures, ages, and text written by others."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import lucide
from django import forms, template
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kuule.ui import formats
from kuule.ui.clean import visible_text
from kuule.ui.money import exact_money, money, rough_money
from kuule.ui.slots import fillings_of

register = template.Library()

register.filter("signed", formats.signed)
register.filter("points", formats.points)
register.filter("percent", formats.percent)
register.filter("count", formats.count)
register.filter("money", money)
register.filter("exact_money", exact_money)
register.filter("rough_money", rough_money)
register.filter("language_word", formats.language_word)
register.filter("own_name", formats.own_name)


_SVG = "http://www.w3.org/2000/svg"
_ICON = {"width": "18", "height": "18", "class": "icon", "aria-hidden": "true", "focusable": "false"}


@cache
def _icons() -> ZipFile:
    # Lucide's own tag opens the archive anew for each icon, which takes longer than all the rest of a page.
    return ZipFile(Path(lucide.__file__).with_name("lucide.zip"))


@cache
def drawn_icon(name: str) -> SafeString:
    """Return the inline SVG of a lucide icon, invisible to screen readers. Raises KeyError for an unknown name."""
    drawing = ET.fromstring(_icons().read(f"{name}.svg"))  # noqa: S314 - of an installed package
    drawing.attrib |= _ICON
    for part in drawing.iter():
        part.tag = part.tag.removeprefix(f"{{{_SVG}}}")
    return mark_safe(ET.tostring(drawing, encoding="unicode"))  # noqa: S308


@register.simple_tag
def icon(name: str) -> str:
    """Draw an icon: `{% icon "send" %}`. Names: https://lucide.dev/icons."""
    return drawn_icon(str(name))


@register.simple_block_tag(end_name="endcard")
def card(content: SafeString, **options: Any) -> SafeString:
    """Wrap content in a card: `{% card title=_("Trend") span=8 note=… link=… link_text=… %}…{% endcard %}`."""
    return render_to_string("ui/_card.html", {**options, "content": content})


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str) -> SafeString:
    """Show what higher rooms have for this place of a page: `{% slot "account_page" %}`."""
    shown = {str(name): value for name, value in context.flatten().items()}
    return format_html_join("", "{}", ((mark_safe(filling(shown)),) for filling in fillings_of(name)))  # noqa: S308


@register.filter
def bidi(value: object) -> SafeString:
    """Return user text isolated in `<bdi>`, so that its direction cannot leak, without invisible characters."""
    return format_html("<bdi>{}</bdi>", visible_text("" if value is None else value))


@register.filter
def score_group(score: int | None) -> str:
    """Return `promoter` (9–10), `passive` (7–8), `detractor` (0–6) or `none` for a 0–10 score."""
    if score is None or not 0 <= score <= 10:
        return "none"
    return "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"


@register.filter
def group_name(score: int | None) -> str:
    """Return the group of a score in the reader's language."""
    names = {"promoter": _("promoter"), "passive": _("passive"), "detractor": _("detractor")}
    return names.get(score_group(score), _("no score"))


@register.filter
def ago(moment: datetime | None, now: datetime | None = None) -> str:
    """Return `<time>` with a short age such as “12 min ago”; hovering shows the exact time."""
    if moment is None:
        return ""
    exact = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    words = formats.ago(moment, now or timezone.now())
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, words)


@register.filter
def due_state(due: datetime, now: datetime | None = None) -> str:
    """Return `late`, `soon` or `later`."""
    return formats.due_state(due, now or timezone.now())


@register.filter
def due_words(due: datetime, now: datetime | None = None) -> str:
    """Return “Overdue 4 h”, “Due in 6 h”, “Due tomorrow” or “Due 3 Dec”."""
    return formats.due_words(due, now or timezone.now())


@register.filter
def person_name(person: Any) -> str:
    """Return what to call someone: their name, or their address when no name is known."""
    return str(getattr(person, "name", "") or getattr(person, "email", ""))


@register.filter
def initials(person: Any) -> str:
    """Return one or two letters for an avatar."""
    words = visible_text(person_name(person)).split("@")[0].replace(".", " ").split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def is_checkbox(field: forms.BoundField) -> bool:
    """Tell whether a form field is one checkbox, whose label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)
