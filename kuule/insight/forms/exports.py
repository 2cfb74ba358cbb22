"""Which answers an export holds, and in which format."""

from django import forms
from django.utils.translation import gettext_lazy

LISTED, ALL = "listed", "all"


class FormatForm(forms.Form):
    """The format of a file."""

    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=(
            ("csv", gettext_lazy("CSV: opens everywhere, of any size")),
            ("xlsx", gettext_lazy("Excel workbook (XLSX)")),
            ("parquet", gettext_lazy("Parquet: for analysis by programs")),
        ),
        initial="csv",
        widget=forms.RadioSelect,
    )


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
