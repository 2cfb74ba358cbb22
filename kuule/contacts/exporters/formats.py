"""In which format somebody takes a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

FORMATS = (
    ("csv", _("CSV: opens everywhere, of any size")),
    ("xlsx", _("Excel workbook (XLSX)")),
    ("parquet", _("Parquet: for analysis by programs")),
)


def format_field() -> forms.ChoiceField:
    """Return the choice of a format."""
    return forms.ChoiceField(label=_("Format"), choices=FORMATS, initial="csv", widget=forms.RadioSelect)
