"""What an export of people holds, and in which format."""

from django import forms
from django.utils.translation import gettext_lazy

from kuule.contacts.exporters import format_field


class PeopleExportForm(forms.Form):
    """An export of people."""

    format = format_field()
    archived = forms.BooleanField(label=gettext_lazy("With the archived people"), required=False)
