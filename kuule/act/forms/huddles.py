"""What is filled in about a huddle: its rhythm, and what is written down in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.act.models import Case, HuddlePlan
from kuule.act.rules.huddles import DECISION, HANDED_ON, LONGEST_ITEM, MONDAY, PROMISE, USUAL_HOUR
from kuule.act.services.huddles import ItemWritten, Rhythm
from kuule.insight.models import Theme
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Member, Team

KIND_WORDS = {
    PROMISE: gettext_lazy("A promise: somebody does it by a day"),
    DECISION: gettext_lazy("A decision"),
    HANDED_ON: gettext_lazy("Handed on: others have to look after it"),
}


class RhythmForm(forms.Form):
    """When a team meets about what its customers said, or about a touchpoint."""

    team = forms.ModelChoiceField(
        Team.objects.none(), label=gettext_lazy("Team"), required=False, empty_label=gettext_lazy("no team")
    )
    touchpoint = forms.ModelChoiceField(
        Touchpoint.objects.none(),
        label=gettext_lazy("About the answers at a touchpoint"),
        required=False,
        empty_label=gettext_lazy("the accounts of the team"),
        help_text=gettext_lazy("Its owner is in the huddle too, also without a team."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On these days"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        initial=[MONDAY],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Once a week is usual. With every working day it is a daily huddle."),
    )
    at = forms.TimeField(
        label=gettext_lazy("At what time"),
        initial=USUAL_HOUR,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    is_on = forms.BooleanField(
        label=gettext_lazy("The huddle is held"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Its agenda is mailed at 8 in the morning of the working day before."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        teams: Sequence[Team],
        touchpoints: Sequence[Touchpoint],
        plan: HuddlePlan | None = None,
    ) -> None:
        kept = None if plan is None else {"weekdays": plan.weekdays, "at": plan.at, "is_on": plan.is_on}
        super().__init__(data, initial=kept)
        self._plan = plan
        if plan is not None:
            del self.fields["team"], self.fields["touchpoint"]
            return
        self._field("team").queryset = Team.objects.filter(pk__in=[each.pk for each in teams]).order_by("name")
        known = Touchpoint.objects.filter(pk__in=[each.pk for each in touchpoints])
        self._field("touchpoint").queryset = known.order_by("stage__position", "position", "pk")

    def clean(self) -> dict[str, Any]:
        """Say that a huddle needs somebody."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self._plan is None and not self.errors and not (cleaned.get("team") or cleaned.get("touchpoint")):
            self.add_error("team", _("Choose a team, a touchpoint, or both."))
        return cleaned

    @property
    def rhythm(self) -> Rhythm:
        """Return what was filled in."""
        plan, filled = self._plan, self.cleaned_data
        return Rhythm(
            team=plan.team if plan else filled["team"],
            touchpoint=plan.touchpoint if plan else filled["touchpoint"],
            weekdays=filled["weekdays"],
            at=filled["at"],
            is_on=filled["is_on"],
        )

    def _field(self, name: str) -> forms.ModelChoiceField[Any]:
        field: Any = self.fields[name]
        return field  # type: ignore[no-any-return]


class ItemForm(forms.Form):
    """Something that a huddle writes down."""

    kind = forms.ChoiceField(label=gettext_lazy("What is written down"), choices=list(KIND_WORDS.items()))
    text = forms.CharField(
        label=gettext_lazy("In words"), max_length=LONGEST_ITEM, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner = forms.ModelChoiceField(
        Member.objects.none(), label=gettext_lazy("Who"), required=False, empty_label=gettext_lazy("nobody yet")
    )
    due_on = forms.DateField(
        label=gettext_lazy("By which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    case = forms.ModelChoiceField(
        Case.objects.none(), label=gettext_lazy("About the case"), required=False, empty_label=gettext_lazy("no case")
    )
    theme = forms.ModelChoiceField(
        Theme.objects.none(),
        label=gettext_lazy("About the theme"),
        required=False,
        empty_label=gettext_lazy("no theme"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        owners: Sequence[Member],
        cases: Sequence[Case],
        themes: Sequence[tuple[int, str]],
    ) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["owner"].queryset = Member.objects.filter(pk__in=[each.pk for each in owners]).select_related("user")
        fields["owner"].queryset = fields["owner"].queryset.order_by("user__name")
        fields["case"].queryset = Case.objects.filter(pk__in=[each.pk for each in cases]).select_related(
            "account", "contact"
        )
        fields["case"].label_from_instance = _case_name
        fields["theme"].queryset = Theme.objects.filter(pk__in=[pk for pk, _name in themes])
        fields["theme"].label_from_instance = lambda theme: dict(themes)[theme.pk]
        if not cases:
            del self.fields["case"]
        if not themes:
            del self.fields["theme"]

    def clean(self) -> dict[str, Any]:
        """Say that a promise needs somebody and a day."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == PROMISE:
            for name, words in (("owner", _("Say who does it.")), ("due_on", _("Say by which day."))):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return cleaned

    @property
    def item(self) -> ItemWritten:
        """Return what was filled in."""
        filled = self.cleaned_data
        return ItemWritten(
            kind=filled["kind"],
            text=filled["text"],
            owner=filled["owner"],
            due_on=filled["due_on"],
            case=filled.get("case"),
            theme=filled.get("theme"),
        )


class SettleForm(forms.Form):
    """That a promise was kept, or is dropped and why."""

    outcome = forms.ChoiceField(choices=[(each, each) for each in ("done", "dropped")])
    reason = forms.CharField(required=False, max_length=LONGEST_ITEM)


def _case_name(case: Case) -> str:
    return ", ".join(str(each) for each in (case.account, case.contact) if each) or _("a customer")
