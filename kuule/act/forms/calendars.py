"""When people work, who is away, and when others hear of late cases."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.act.models import WorkCalendar
from kuule.act.rules import LONGEST_NAME
from kuule.act.rules.attention import MOST_HOURS_LATER
from kuule.act.selectors.calendars import countries
from kuule.act.selectors.staff import workers
from kuule.act.templatetags.countries import country_name
from kuule.insight.rules import EARLIEST_DAY, LATEST_DAY
from kuule.workspaces.models import Member, Workspace

MOST_CALLS = 200
LAST_HOUR = 24


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def _hours(label: Any, most: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, **options)


class CalendarForm(forms.Form):
    """On which days of the week people work, and whose public holidays they have."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Working days"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one day on which people work.")},
    )
    country = forms.ChoiceField(label=gettext_lazy("Public holidays of"), required=False)
    region = forms.CharField(
        label=gettext_lazy("Region"),
        required=False,
        max_length=10,
        help_text=gettext_lazy("A code such as BY for Bavaria, where holidays differ within the country."),
    )

    def __init__(self, data: Any = None, *, calendar: WorkCalendar) -> None:
        initial = {name: getattr(calendar, name) for name in ("weekdays", "country", "region")}
        super().__init__(data, initial=initial)
        known = sorted(((code, country_name(code)) for code in countries()), key=lambda each: each[1].casefold())
        self.fields["country"].choices = [("", _("No country")), *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a region that the country does not have, and say which it has."""
        cleaned = super().clean() or self.cleaned_data
        country, region = cleaned.get("country", ""), (cleaned.get("region") or "").strip().upper()
        cleaned["region"] = region
        regions = countries().get(country, [])
        if region and region not in regions:
            known = _("This country has no such region. It has: %(regions)s.") % {"regions": ", ".join(regions)}
            self.add_error("region", known if regions else _("Holidays are the same everywhere there. Empty this."))
        return cleaned


class DayOffForm(forms.Form):
    """A day on which nobody works."""

    day = _day(gettext_lazy("Day"))
    name = forms.CharField(label=gettext_lazy("What it is"), max_length=LONGEST_NAME)

    def clean_day(self) -> Any:
        """Return the day. Refuses years that nobody means."""
        return _likely(self.cleaned_data["day"])


class AbsenceForm(forms.Form):
    """Who is away, and who stands in."""

    member = forms.ModelChoiceField(label=gettext_lazy("Who"), queryset=Member.objects.none())
    first_day = _day(gettext_lazy("First day"))
    last_day = _day(gettext_lazy("Last day"))
    stand_in = forms.ModelChoiceField(
        label=gettext_lazy("Who stands in"),
        queryset=Member.objects.none(),
        required=False,
        help_text=gettext_lazy("Without anybody the rule of each case finds somebody."),
    )

    def __init__(self, data: Any = None, *, workspace: Workspace, only: Member | None = None) -> None:
        super().__init__(data, initial={"member": only.pk if only else None})
        for name in ("member", "stand_in"):
            self.fields[name].queryset = workers(workspace)  # type: ignore[attr-defined]
        if only is not None:
            del self.fields["member"]
        self.only = only

    def clean_first_day(self) -> Any:
        """Return the first day. Refuses years that nobody means."""
        return _likely(self.cleaned_data["first_day"])

    def clean_last_day(self) -> Any:
        """Return the last day. Refuses years that nobody means."""
        return _likely(self.cleaned_data["last_day"])

    def values(self) -> dict[str, Any]:
        """Return what was filled in."""
        return {"member": self.only, **self.cleaned_data}


class CaseSettingsForm(forms.Form):
    """When people are reminded, who hears when, and how many customers one can call."""

    remind_before = _hours(
        gettext_lazy("Remind the owner so many hours before"),
        MOST_HOURS_LATER,
        help_text=gettext_lazy("0 for never."),
    )
    managers_after = _hours(gettext_lazy("Tell the managers of the team so many hours after"), MOST_HOURS_LATER)
    owners_after = _hours(gettext_lazy("Tell the owners of the workspace so many hours after"), MOST_HOURS_LATER)
    letters_from = _hours(gettext_lazy("Mails on working days from"), LAST_HOUR - 1)
    letters_until = _hours(gettext_lazy("Mails on working days until"), LAST_HOUR)
    calls_a_day = forms.IntegerField(
        label=gettext_lazy("Customers that one can call a day"), min_value=1, max_value=MOST_CALLS
    )


def _likely(day: Any) -> Any:
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        raise forms.ValidationError(_("This day is very far away. Correct the year."))
    return day
