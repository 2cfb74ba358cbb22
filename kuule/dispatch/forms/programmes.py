"""What is filled in to ask a panel again and again."""

from collections.abc import Mapping
from typing import Any

import holidays
from babel import Locale
from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kuule.contacts.query import ContactFilter
from kuule.contacts.rules import DATE
from kuule.dispatch.forms.audience import AudienceForm, as_chosen, one_line, property_choices
from kuule.dispatch.forms.sampling import AS_NEEDED, SampleForm
from kuule.dispatch.models import Programme
from kuule.dispatch.rules.programmes import QUARTER_DAYS, USUAL_WEEKDAYS
from kuule.surveys.models import Survey
from kuule.surveys.rules import PUBLISHED
from kuule.surveys.selectors import surveys_of
from kuule.workspaces.models import Workspace

LONGEST_PERIOD, LONGEST_WAIT = 1_830, 3_660
MOST_A_DAY, MOST_MINUTES, MOST_HOURS = 1_000_000, 2_400, 10_000


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def holiday_countries() -> list[tuple[str, str]]:
    """Return the countries whose holidays are known, by name in the reader's language."""
    names = Locale.parse((get_language() or "en").replace("-", "_")).territories
    codes = holidays.list_supported_countries(include_aliases=False)
    known = sorted(((code, names.get(code, code)) for code in codes), key=lambda each: each[1].casefold())
    return [("", _("no country: holidays are days like others")), *known]


class ProgrammeForm(SampleForm, AudienceForm):
    """A programme: which survey, to whom, how often, and when messages may go out."""

    survey = forms.ModelChoiceField(Survey.objects.none(), label=gettext_lazy("Survey"), empty_label=None)
    name = forms.CharField(
        label=gettext_lazy("Name of this programme"),
        max_length=200,
        help_text=gettext_lazy("Only your colleagues see it."),
    )
    period_days = forms.IntegerField(
        label=gettext_lazy("Days from one survey to the next"),
        min_value=1,
        max_value=LONGEST_PERIOD,
        initial=QUARTER_DAYS,
        help_text=gettext_lazy(
            "91 days are a quarter. In whole weeks (28, 91, 182, 364) everybody is asked on the same day of the week."
        ),
    )
    first_after_days = forms.IntegerField(
        label=gettext_lazy("First survey after so many days"), min_value=0, max_value=LONGEST_WAIT, initial=30
    )
    since_property = forms.ChoiceField(label=gettext_lazy("Counted from"), required=False)
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Days of the week"), widget=forms.CheckboxSelectMultiple, initial=list(USUAL_WEEKDAYS)
    )
    first_time = forms.TimeField(label=gettext_lazy("From"), widget=_clock(), initial="09:00")
    last_time = forms.TimeField(label=gettext_lazy("Until"), widget=_clock(), initial="17:00")
    holidays_of = forms.ChoiceField(
        label=gettext_lazy("Not on the public holidays of"), choices=holiday_countries, required=False
    )
    pace = forms.IntegerField(
        label=gettext_lazy("At most so many people a day"),
        min_value=1,
        max_value=MOST_A_DAY,
        required=False,
        help_text=gettext_lazy("Left empty, a quarter more than the mean of the panel."),
    )
    case_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes for one unhappy answer"), min_value=1, max_value=MOST_MINUTES, required=False
    )
    case_hours = forms.IntegerField(
        label=gettext_lazy("Hours a week that owners have for them"), min_value=1, max_value=MOST_HOURS, required=False
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        workspace: Workspace,
        programme: Programme | None = None,
        **options: Any,
    ) -> None:
        if programme is not None:
            options["initial"] = {**_as_shown(programme), **options.get("initial", {})}
        super().__init__(data, workspace=workspace, **options)
        if programme is None:
            self._fill("survey", surveys_of(workspace).filter(state=PUBLISHED))
        else:
            del self.fields["survey"]
            self.known_survey = programme.survey
        self._choose("weekdays", [(str(number), str(name)) for number, name in WEEKDAYS.items()])
        known = ("", _("the day when Kuule got to know them"))
        self._choose("since_property", [known, *property_choices(workspace, kind=DATE)])

    def clean_name(self) -> str:
        """Return the name as one visible line."""
        return one_line(self.fields["name"], self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Return what was filled in; times that never come and half of a capacity are complained about."""
        chosen = super().clean() or self.cleaned_data
        first, last = chosen.get("first_time"), chosen.get("last_time")
        if first is not None and last is not None and first >= last:
            self.add_error("last_time", _("This is not later than the time at which sending begins."))
        for name, other in (("case_minutes", "case_hours"), ("case_hours", "case_minutes")):
            if chosen.get(name) and other in chosen and not chosen[other]:
                self.add_error(other, _("Fill in both, or leave both empty."))
        return chosen

    def clean_weekdays(self) -> str:
        """Return the days of the week as a programme keeps them."""
        return "".join(sorted(self.cleaned_data["weekdays"]))

    def values(self, audience: ContactFilter) -> dict[str, Any]:
        """Return what is kept of a programme, but for its survey."""
        plain = ("name", "period_days", "first_after_days", "since_property", "weekdays", "first_time", "last_time")
        more = ("holidays_of", "pace", "case_minutes", "case_hours", "channels", "sample_margin")
        return {"audience": audience, **{name: self.cleaned_data[name] for name in (*plain, *more)}}


def _as_shown(programme: Programme) -> dict[str, Any]:
    names = ("name", "period_days", "first_after_days", "since_property", "first_time", "last_time")
    more = ("holidays_of", "pace", "case_minutes", "case_hours")
    sample = {"how_many": AS_NEEDED, "sample_margin": programme.sample_margin} if programme.sample_margin else {}
    return {
        **sample,
        **as_chosen(programme.workspace, ContactFilter.from_json(programme.audience)),
        **{name: getattr(programme, name) for name in (*names, *more)},
        "weekdays": list(programme.weekdays),
        "channels": list(programme.channels),
    }
