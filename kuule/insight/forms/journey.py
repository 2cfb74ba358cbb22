"""What is filled in about the stages and touchpoints of the journey."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuule.contacts.rules.wishes import EMAIL, REACHING
from kuule.dispatch.templatetags.dispatch import channel_word
from kuule.surveys.models import JourneyStage, Survey, Touchpoint
from kuule.surveys.rules.content import clean_line
from kuule.surveys.rules.touchpoints import IF_HELD, LEAVE_OUT, MINUTES_OF_UNIT, QUEUE, Condition, delay_parts
from kuule.surveys.services import TouchpointSettings
from kuule.workspaces.models import Member

LONGEST_DELAY_DAYS = 365
MOST_A_DAY = 100_000
HELD_WORDS = {
    QUEUE: gettext_lazy("Ask them as soon as they may be asked, if that is in time"),
    LEAVE_OUT: gettext_lazy("Leave them out"),
}
UNIT_WORDS = {
    "minutes": pgettext_lazy("delay", "minutes"),
    "hours": pgettext_lazy("delay", "hours"),
    "days": pgettext_lazy("delay", "days"),
}
BEFORE, AFTER = "before", "after"
SIDE_WORDS = {BEFORE: pgettext_lazy("date", "before"), AFTER: pgettext_lazy("date", "after")}


class NameForm(forms.Form):
    """The name of a stage."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)

    def clean_name(self) -> str:
        """Return the name as one line without invisible characters."""
        return visible_name(self.cleaned_data["name"])


class JourneyOwnerForm(forms.Form):
    """Whose the whole journey is."""

    owner = forms.ModelChoiceField(
        label=pgettext_lazy("journey", "Owner of the whole journey"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
        help_text=gettext_lazy("One person who sees to it that nothing falls between two moments."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, members: QuerySet[Member], owner: Member | None
    ) -> None:
        super().__init__(data, initial={"owner": owner})
        field = self.fields["owner"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = members


class TouchpointForm(forms.Form):
    """Everything about a touchpoint but its conditions, which are a formset beside it."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("What happens to the customer, such as “Delivery made” or “Ticket solved”."),
    )
    stage = forms.ModelChoiceField(label=gettext_lazy("Stage"), queryset=JourneyStage.objects.none(), empty_label=None)
    owner = forms.ModelChoiceField(
        label=pgettext_lazy("touchpoint", "Owner"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
        help_text=gettext_lazy("The person who makes this moment better."),
    )
    key = forms.SlugField(
        label=gettext_lazy("Key"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "How other systems call it: letters without accents, numbers, - and _. Left empty, it comes from the name."
        ),
        error_messages={"invalid": gettext_lazy("A key has letters without accents, numbers, - and _, and no spaces.")},
    )
    survey = forms.ModelChoiceField(
        label=gettext_lazy("Survey"),
        queryset=Survey.objects.none(),
        required=False,
        empty_label=gettext_lazy("None: nobody measures this moment"),
        help_text=gettext_lazy("Only surveys that are open for answers can be chosen."),
    )
    is_on = forms.BooleanField(
        label=gettext_lazy("Ask people about what happens here"),
        required=False,
        help_text=gettext_lazy("While this is off, nobody is asked; what happens is still counted."),
    )
    delay = forms.IntegerField(label=gettext_lazy("Ask after"), min_value=0, max_value=LONGEST_DELAY_DAYS * 24 * 60)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=list(UNIT_WORDS.items()))
    share = forms.IntegerField(
        label=gettext_lazy("Share who are asked, %"),
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("Drawn at random. 100 asks everybody who may be asked."),
    )
    daily_cap = forms.IntegerField(
        label=gettext_lazy("At most a day"),
        min_value=1,
        max_value=MOST_A_DAY,
        required=False,
        help_text=gettext_lazy("Left empty, there is no limit of this touchpoint."),
    )
    expires_days = forms.IntegerField(
        label=gettext_lazy("No longer ask after, days"),
        min_value=1,
        max_value=LONGEST_DELAY_DAYS,
        help_text=gettext_lazy("Nobody remembers a small thing for long: two weeks are plenty for most."),
    )
    date_property = forms.ChoiceField(
        label=gettext_lazy("It happens on a date that you know"),
        required=False,
        help_text=gettext_lazy(
            "Such as the end of a contract: people with such a date are asked without anybody telling."
        ),
    )
    date_days = forms.IntegerField(
        label=gettext_lazy("Days from that date"), min_value=0, max_value=LONGEST_DELAY_DAYS, required=False
    )
    date_side = forms.ChoiceField(
        label=gettext_lazy("Before or after it"), choices=list(SIDE_WORDS.items()), required=False
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Channels"),
        choices=lambda: [(each, channel_word(each)) for each in REACHING],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy(
            "Each person is asked on one of them: on the one they like best, else on the first that works. "
            "None chosen means e-mail."
        ),
    )
    if_held = forms.ChoiceField(
        label=gettext_lazy("Somebody was asked too recently"),
        choices=[(each, HELD_WORDS[each]) for each in IF_HELD],
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any],
        choices: Mapping[str, Any],
        is_used: bool = False,
    ) -> None:
        super().__init__(data, initial=dict(initial))
        for name, rows in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows
            elif isinstance(field, forms.ChoiceField):
                field.choices = rows
        if is_used:
            self.fields["key"].disabled = True
            self.fields["key"].help_text = _("Other systems know it by this key, so it stays.")

    def clean_name(self) -> str:
        """Return the name as one line without invisible characters."""
        return visible_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Keep the delay within a year, whatever its unit."""
        cleaned = super().clean() or {}
        if self.delay_minutes(cleaned) > LONGEST_DELAY_DAYS * MINUTES_OF_UNIT["days"]:
            self.add_error("delay", _("A year at most: nobody remembers longer."))
        return cleaned

    def delay_minutes(self, cleaned: Mapping[str, Any]) -> int:
        """Return the delay in minutes."""
        return int(cleaned.get("delay") or 0) * MINUTES_OF_UNIT.get(cleaned.get("unit", ""), 0)

    def settings(self, conditions: tuple[Condition, ...]) -> TouchpointSettings:
        """Return what was filled in, with the conditions beside it."""
        cleaned = self.cleaned_data
        plain = ("stage", "name", "key", "owner", "survey", "is_on", "share", "daily_cap", "expires_days", "if_held")
        days = (cleaned["date_days"] or 0) if cleaned["date_property"] else 0
        return TouchpointSettings(
            **{name: cleaned[name] for name in plain},
            delay_minutes=self.delay_minutes(cleaned),
            date_property=cleaned["date_property"],
            date_days=days if cleaned["date_side"] == AFTER else -days,
            conditions=conditions,
            channels=tuple(cleaned["channels"]),
        )


def initial_of(touchpoint: Touchpoint) -> dict[str, Any]:
    """Return what a form shows of a touchpoint before anything is changed."""
    delay, unit = delay_parts(touchpoint.delay_minutes)
    plain = ("name", "stage", "owner", "key", "survey", "is_on", "share", "daily_cap", "expires_days", "if_held")
    date = {
        "date_property": touchpoint.date_property,
        "date_days": abs(touchpoint.date_days),
        "date_side": AFTER if touchpoint.date_days > 0 else BEFORE,
    }
    return {
        **{name: getattr(touchpoint, name) for name in plain},
        "delay": delay,
        "unit": unit,
        "channels": touchpoint.channels or [EMAIL],
        **date,
    }


def visible_name(text: str) -> str:
    """Return a name as one line. Raises ValidationError where nothing of it can be seen."""
    name = clean_line(text)
    if not name:
        raise forms.ValidationError(_("Write a name with letters that can be seen."))
    return name
