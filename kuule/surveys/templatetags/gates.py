"""Why many may not be asked yet, in words."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.surveys.services.gates import GateClosed


def gate_words(closed: GateClosed) -> SafeString:
    """Return who has not accepted yet, with the way to where they do, and what may be done until then."""
    if closed.names:
        words = ngettext(
            "%(names)s has not accepted their part in the programme yet.",
            "%(names)s have not accepted their parts in the programme yet.",
            len(closed.names),
        ) % {"names": get_text_list(list(closed.names), _("and"))}
    else:
        words = _("Nobody is named yet who stands behind the programme: a sponsor and an owner are needed.")
    return format_html(
        '{} <a href="{}">{}</a> {}',
        words,
        closed.url,
        _("See who has to accept."),
        _("Until then, ask a few people with a wave."),
    )
