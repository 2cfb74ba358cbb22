"""What is planned about an initiative."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuule.act.models import Initiative, RootCause
from kuule.act.rules.initiatives import (
    HEARD_FROM,
    LONGEST_PART,
    LONGEST_TITLE,
    LONGEST_WORDS,
    NOT_HAPPY,
    SIZES,
    SOME,
    USUAL_LOOK_BACK,
)
from kuule.act.services.initiatives import InitiativePlan
from kuule.act.templatetags.initiatives import HEARD_WORDS, SIZE_WORDS
from kuule.economics.selectors.effects import touchpoints_judged
from kuule.insight.models import Theme
from kuule.insight.rules import EARLIEST_DAY, LATEST_DAY
from kuule.insight.selectors.themes import live_themes
from kuule.insight.templatetags.themes import theme_name
from kuule.surveys.models import Touchpoint
from kuule.surveys.rules.touchpoints import Condition
from kuule.surveys.selectors import touchpoints_of
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.selectors import members, teams

_DAYS = ("planned_start", "planned_end", "heard_since")


class DayField(forms.DateField):
    """A day, chosen or typed. Refuses years that nobody means."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)

    def clean(self, value: Any) -> date | None:
        """Return the day, or None."""
        day: date | None = super().clean(value)
        if day is not None and not EARLIEST_DAY <= day <= LATEST_DAY:
            raise forms.ValidationError(_("This day is very far away. Correct the year."))
        return day


class AmountField(forms.DecimalField):
    """An amount in the currency of the workspace, from 0 up."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_digits=18, decimal_places=2, **options)


class _ThemeField(forms.ModelChoiceField[Theme]):
    def label_from_instance(self, theme: Theme) -> str:
        return theme_name(theme)


class _CauseField(forms.ModelChoiceField[RootCause]):
    def label_from_instance(self, cause: RootCause) -> str:
        return f"{cause.parent} › {cause}" if cause.parent else str(cause)


class InitiativeForm(forms.Form):
    """Everything about an initiative but the conditions of its segment, which have lines of their own."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=LONGEST_TITLE)
    cause = forms.CharField(
        label=gettext_lazy("The cause, in your words"),
        max_length=LONGEST_WORDS,
        help_text=gettext_lazy("Why customers were let down, as the people who work there would say it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    if_we = forms.CharField(label=gettext_lazy("If we …"), max_length=LONGEST_PART)
    then_it = forms.CharField(label=gettext_lazy("then …"), max_length=LONGEST_PART)
    for_whom = forms.CharField(
        label=gettext_lazy("for …"),
        max_length=LONGEST_PART,
        help_text=gettext_lazy(
            "For example: if we answer within four hours, then fewer wait angrily, for small firms."
        ),
    )
    root_cause = _CauseField(label=gettext_lazy("Root cause"), queryset=RootCause.objects.none(), required=False)
    theme = _ThemeField(label=gettext_lazy("Theme"), queryset=Theme.objects.none(), required=False)
    touchpoint = forms.ModelChoiceField(
        label=gettext_lazy("Touchpoint"), queryset=Touchpoint.objects.none(), required=False
    )
    heard_from = forms.ChoiceField(
        label=gettext_lazy("Whose words count"),
        choices=[(each, HEARD_WORDS[each]) for each in HEARD_FROM],
        initial=NOT_HAPPY,
        help_text=gettext_lazy("Of the theme and the touchpoint. Cases with the root cause count all."),
    )
    heard_since = DayField(label=gettext_lazy("Heard since"))
    owner = forms.ModelChoiceField(
        label=pgettext_lazy("initiative", "Owner"),
        queryset=Member.objects.none(),
        required=False,
        help_text=gettext_lazy("They take it on by name before the work begins."),
    )
    sponsor = forms.ModelChoiceField(label=gettext_lazy("Sponsor"), queryset=Member.objects.none(), required=False)
    team = forms.ModelChoiceField(label=gettext_lazy("Team"), queryset=Team.objects.none(), required=False)
    impact = forms.TypedChoiceField(
        label=gettext_lazy("Impact on customers"),
        choices=[(each, SIZE_WORDS[each]) for each in SIZES],
        coerce=int,
        initial=SOME,
    )
    effort = forms.TypedChoiceField(
        label=gettext_lazy("Effort"), choices=[(each, SIZE_WORDS[each]) for each in SIZES], coerce=int, initial=SOME
    )
    planned_start = DayField(label=gettext_lazy("Planned start"), required=False)
    planned_end = DayField(label=gettext_lazy("Planned end"), required=False)
    judged_by = forms.ModelChoiceField(
        label=gettext_lazy("Judged by"), queryset=Touchpoint.objects.none(), required=False
    )
    hoped_for = AmountField(
        label=gettext_lazy("Hoped to be worth"),
        required=False,
        help_text=gettext_lazy("Kept apart from what is shown, and in no sum with it."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        workspace: Workspace,
        today: date,
        initiative: Initiative | None = None,
        begun_from: Mapping[str, Any] | None = None,
    ) -> None:
        usual = {"heard_since": today - USUAL_LOOK_BACK, **(begun_from or {})}
        super().__init__(data, initial=_shown(initiative) if initiative else usual)
        causes = RootCause.objects.filter(workspace=workspace, archived_at=None).select_related("parent")
        self._offer("root_cause", causes.order_by("parent__position", "position", "pk"), _("None"))
        self._offer("theme", live_themes(workspace), _("None"))
        self._offer("touchpoint", touchpoints_of(workspace), _("None"))
        self._offer("owner", members(workspace), _("Nobody yet"))
        self._offer("sponsor", members(workspace), _("Nobody yet"))
        self._offer("team", teams(workspace), _("None"))
        judged = Touchpoint.objects.filter(pk__in=[each.pk for each in touchpoints_judged(workspace)])
        self._offer("judged_by", judged, _("The relationship score"))

    def clean(self) -> dict[str, Any]:
        """Complain about an end before the start."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("planned_start"), cleaned.get("planned_end")
        if first and last and last < first:
            self.add_error("planned_end", _("The last day is before the first. Correct one of them."))
        return cleaned

    def plan(self, *, segment: Iterable[Condition]) -> InitiativePlan:
        """Return what was filled in, with the conditions beside it."""
        return InitiativePlan(segment=tuple(segment), **self.cleaned_data)

    def _offer(self, name: str, rows: Any, nothing: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
        field.queryset, field.empty_label = rows, nothing


def _shown(initiative: Initiative) -> dict[str, Any]:
    plain = ("title", "cause", "if_we", "then_it", "for_whom", "heard_from", "impact", "effort", "hoped_for", *_DAYS)
    links = ("root_cause", "theme", "touchpoint", "owner", "sponsor", "team", "judged_by")
    return {name: getattr(initiative, name) for name in plain} | {
        name: getattr(initiative, f"{name}_id") for name in links
    }
