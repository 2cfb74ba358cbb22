"""What an export holds, and in which format."""

from django import forms
from django.utils.translation import gettext_lazy

FORMATS = (
    ("csv", gettext_lazy("CSV: opens everywhere, of any size")),
    ("xlsx", gettext_lazy("Excel workbook (XLSX)")),
    ("parquet", gettext_lazy("Parquet: for analysis by programs")),
)


class PeopleExportForm(forms.Form):
    """An export of people."""

    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=FORMATS, initial="csv", widget=forms.RadioSelect)
    archived = forms.BooleanField(label=gettext_lazy("With the archived people"), required=False)
