"""Which answers an export holds, and in which format."""

from django import forms
from django.utils.translation import gettext_lazy

from kuule.contacts.exporters import format_field

LISTED, ALL = "listed", "all"


class FormatForm(forms.Form):
    """The format of a file."""

    format = format_field()


class AnswersExportForm(FormatForm):
    """An export of answers."""

    what = forms.ChoiceField(
        label=gettext_lazy("Which answers"),
        choices=(
            (LISTED, gettext_lazy("Those on the list, with its filters")),
            (ALL, gettext_lazy("All answers to all surveys, also those that are not counted")),
        ),
        initial=LISTED,
        widget=forms.RadioSelect,
    )
    field_order = ("what", "format")
