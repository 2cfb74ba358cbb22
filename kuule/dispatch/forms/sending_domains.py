"""What the key is called with which mail is signed."""

from django import forms
from django.utils.translation import gettext_lazy


class SelectorForm(forms.Form):
    """The DKIM selector, if somebody knows it."""

    selector = forms.RegexField(
        r"^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$",
        label=gettext_lazy("Name of the DKIM key (selector)"),
        max_length=63,
        required=False,
        help_text=gettext_lazy("Your mail server or provider says it. Left empty, Kuule tries the usual ones."),
        error_messages={"invalid": gettext_lazy("A selector has letters, digits, dots and - alone, such as s1.")},
    )
