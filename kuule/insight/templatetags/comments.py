"""Words for what was read out of comments."""

import re

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kuule.insight.rules.themes import MARK_CLOSES, MARK_OPENS
from kuule.text.masking import Personal

register = template.Library()

_MARK = re.compile(f"{MARK_OPENS}({'|'.join(Personal)}){MARK_CLOSES}")
_KINDS: dict[str, str | Promise] = {
    Personal.EMAIL: gettext_lazy("e-mail address"),
    Personal.URL: gettext_lazy("web address"),
    Personal.IBAN: gettext_lazy("bank account"),
    Personal.IDENTITY_CODE: gettext_lazy("identity code"),
    Personal.CARD: gettext_lazy("card number"),
    Personal.PHONE: gettext_lazy("phone number"),
    Personal.NAME: gettext_lazy("name"),
}


@register.filter
def unmarked(masked: str) -> str:
    """Return a comment with words for the marks of personal data, such as `[phone number]`."""
    return _MARK.sub(lambda mark: f"[{_KINDS[mark[1]]}]", masked)
