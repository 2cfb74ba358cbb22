"""Marks on the time axis, and series of other figures."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.insight.importers import RowFault, read_series
from kuule.insight.importers.series import decoded
from kuule.insight.models import Series
from kuule.insight.query import NPS_FAMILIES
from kuule.insight.rules import (
    EARLIEST_DAY,
    LAST,
    LATEST_DAY,
    LONGEST_MARK,
    LONGEST_MARK_NOTE,
    LONGEST_SERIES_NAME,
    LONGEST_UNIT,
    MEAN,
    SUM,
)
from kuule.insight.services.annotations import Mark
from kuule.insight.services.series import SeriesSettings
from kuule.insight.templatetags.insight import family_word

FAULTS_SHOWN = 20
LARGEST_FILE = 2_000_000
MOST_LETTERS = 500_000


class AnnotationForm(forms.Form):
    """A mark on a day."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    name = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=LONGEST_MARK,
        help_text=gettext_lazy("A few words for the list below the chart."),
    )
    note = forms.CharField(
        label=gettext_lazy("More about it"),
        required=False,
        max_length=LONGEST_MARK_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    family = forms.ChoiceField(label=gettext_lazy("Shown for"), required=False)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["family"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = [("", _("All surveys")), *((family, family_word(family)) for family in NPS_FAMILIES)]

    def clean_day(self) -> Any:
        """Return the day. Refuses years that nobody means."""
        day = self.cleaned_data["day"]
        if not EARLIEST_DAY <= day <= LATEST_DAY:
            raise forms.ValidationError(_("This day is very far away. Correct the year."))
        return day

    @property
    def mark(self) -> Mark:
        """Return what was filled in."""
        return Mark(**self.cleaned_data)


class SeriesForm(forms.Form):
    """What a series is."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST_SERIES_NAME,
        help_text=gettext_lazy("Such as churn, revenue, renewals, brand awareness or market share."),
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"), required=False, max_length=LONGEST_UNIT, help_text=gettext_lazy("Such as % or €.")
    )
    summary = forms.ChoiceField(
        label=gettext_lazy("What a week, month or quarter shows"),
        choices=(
            (MEAN, gettext_lazy("the mean of its values: for rates, such as churn")),
            (SUM, gettext_lazy("their sum: for amounts, such as revenue")),
            (LAST, gettext_lazy("the last of them: for levels, such as customers")),
        ),
        initial=MEAN,
        widget=forms.RadioSelect,
    )
    better = forms.ChoiceField(
        label=gettext_lazy("Better is"),
        choices=(("up", gettext_lazy("more")), ("down", gettext_lazy("less"))),
        initial="up",
        widget=forms.RadioSelect,
    )

    @property
    def settings(self) -> SeriesSettings:
        """Return what was filled in."""
        told = dict(self.cleaned_data)
        return SeriesSettings(more_is_better=told.pop("better") == "up", **told)


def told_of(series: Series) -> dict[str, str]:
    """Return what a form shows of a series that is there."""
    better = "up" if series.more_is_better else "down"
    return {"name": series.name, "unit": series.unit, "summary": series.summary, "better": better}


class SeriesValuesForm(forms.Form):
    """Values of a series: pasted, or from a file."""

    text = forms.CharField(
        label=gettext_lazy("Days and values"),
        required=False,
        max_length=MOST_LETTERS,
        help_text=gettext_lazy("A line for each: 2026-10-01;1,5. Days also as 1.10.2026, months as 2026-10."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Two columns, day and value; up to 10,000 lines."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )
    replace = forms.BooleanField(label=gettext_lazy("Delete all values that are not in it"), required=False)

    def clean_file(self) -> str:
        """Return the text of the file."""
        file = cast("UploadedFile[Any] | None", self.cleaned_data["file"])
        if file is None:
            return ""
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 2 MB. Split it."))
        text = decoded(file.read())
        if text is None:
            raise forms.ValidationError(_("This is not a text. Save the sheet as CSV and choose that file."))
        return text

    def clean(self) -> dict[str, Any]:
        """Read the lines. Nothing is kept if one of them cannot be read."""
        told = super().clean() or self.cleaned_data
        text, file = told.get("text", ""), told.get("file", "")
        if self.errors:
            return told
        if bool(text.strip()) == bool(file):
            raise forms.ValidationError(_("Paste lines or choose a file: one of the two."))
        read = read_series(file or text)
        if read.faults:
            raise forms.ValidationError(_fault_list(read.faults))
        return {**told, "values": read.values}


def _fault_list(faults: Sequence[RowFault]) -> list[str]:
    shown = [fault_words(each) for each in faults[:FAULTS_SHOWN]]
    more = len(faults) - len(shown)
    nothing = _("Nothing was kept. Mend these lines and send all of them again.")
    return [nothing, *shown, *([_("… and %(number)s more lines.") % {"number": more}] if more else [])]


def fault_words(fault: RowFault) -> str:
    """Return what is wrong with a line, where, and how to mend it."""
    words = {
        "not_two": _("row %(row)s: has %(cell)s cells instead of two. Write a semicolon between day and value."),
        "bad_day": _("row %(row)s: “%(cell)s” is not a day. Write it like 2026-10-01."),
        "far_day": _("row %(row)s: the day “%(cell)s” is very far away. Correct the year."),
        "bad_value": _("row %(row)s: “%(cell)s” is not a number. Write it like 1234.5 or 1234,5."),
        "unclear_value": _("row %(row)s: “%(cell)s” can mean two numbers. Leave out the mark between thousands."),
        "too_large": _("row %(row)s: the value “%(cell)s” is too large. Choose a larger unit."),
        "twice": _("row %(row)s: the day “%(cell)s” stands here twice. Keep one of them."),
        "too_many": _("More than 10,000 lines. Send them in parts."),
        "empty": _("There is no line with a day and a value."),
    }[fault.code]
    return words % {"row": fault.row, "cell": fault.cell}
