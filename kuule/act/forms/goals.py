"""A goal, and what is said beside one."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuule.act.metrics import METRIC_BY_KEY, METRICS
from kuule.act.models import Initiative
from kuule.act.rules import LONGEST_NAME, LONGEST_REASON
from kuule.act.rules.goals import LONGEST_AIM, LONGEST_PLACE, MONTH, QUARTER, YEAR, Fault, GoalFigure
from kuule.act.selectors.goals import segment_of_goal
from kuule.act.services.goals import GoalPlan
from kuule.act.templatetags.goals import METRIC_WORDS, WINDOW_WORDS, fault_words
from kuule.contacts.rules import CONTACT_ROLES
from kuule.insight.query import NPS_FAMILIES, Query
from kuule.insight.templatetags.insight import contact_role_word, family_word
from kuule.surveys.rules import RELATIONSHIP
from kuule.surveys.selectors import touchpoints_of
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.selectors.people import members

# Parameters of a query that the form has a field for; others that stand in the address are carried along.
CHOSEN = ("family", "touchpoint", "team", "role")
# Of those, what a goal can be about at all.
CARRIED = frozenset({"language", "account", "whom"})
PROPERTY_MARK = "p."


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def members_field(label: Any, **options: Any) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """Return a field for a member of the workspace, who is set by the form."""
    return forms.ModelChoiceField(label=label, queryset=Member.objects.none(), **options)


class GoalForm(forms.Form):
    """Everything about a goal. Nothing of it may be left open: what is not specific or not dated is no goal."""

    name = forms.CharField(
        label=gettext_lazy("What shall be better"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("In a few plain words, such as: invoices that nobody has to ask about."),
    )
    metric = forms.ChoiceField(
        label=gettext_lazy("Measured by"), choices=[(metric.key, METRIC_WORDS[metric.key]) for metric in METRICS]
    )
    window_days = forms.TypedChoiceField(
        label=gettext_lazy("Made of the answers"),
        coerce=int,
        choices=[(days, WINDOW_WORDS[days]) for days in (QUARTER, MONTH, YEAR)],
        help_text=gettext_lazy("Coverage, earned growth and retention are always of twelve months."),
    )
    target = forms.FloatField(
        label=gettext_lazy("Target"), help_text=gettext_lazy("In points for a score, else in percent.")
    )
    due_on = day_field(gettext_lazy("On which day"))
    owner = members_field(
        pgettext_lazy("goal", "Owner"), help_text=gettext_lazy("They are asked to accept it by name.")
    )
    means = forms.CharField(
        label=gettext_lazy("What you will do for it"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_paid = forms.BooleanField(label=gettext_lazy("Somebody's bonus or rating depends on it"), required=False)
    family = forms.ChoiceField(
        label=gettext_lazy("Kind of survey"), choices=[(RELATIONSHIP, "")], required=False, initial=RELATIONSHIP
    )
    touchpoint = forms.ChoiceField(label=gettext_lazy("Touchpoint"), required=False)
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, workspace: Workspace, address: Mapping[str, str]
    ) -> None:
        given = {name: address[name] for name in (*CHOSEN, "metric") if name in address}
        super().__init__(data, initial=given)
        self._workspace = workspace
        self.carried = {
            name: value for name, value in address.items() if name in CARRIED or name.startswith(PROPERTY_MARK)
        }
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101 - tells the type
        owner.queryset = members(workspace)
        anything = ("", _("all"))
        self._choose("family", [(each, family_word(each)) for each in NPS_FAMILIES])
        self._choose("touchpoint", [anything, *((str(each.pk), each.name) for each in touchpoints_of(workspace))])
        teams = Team.objects.filter(workspace=workspace).order_by("name")
        self._choose("team", [anything, *((str(each.pk), each.name) for each in teams)])
        self._choose("role", [anything, *((role, contact_role_word(role)) for role in CONTACT_ROLES)])

    def clean(self) -> dict[str, Any]:
        """Complain about a cut that the figure does not know; set the time that a figure is always made of."""
        cleaned = super().clean() or self.cleaned_data
        metric = METRIC_BY_KEY.get(cleaned.get("metric", ""))
        if metric is None:
            return cleaned
        if cleaned.get("window_days") not in metric.windows:
            cleaned["window_days"] = metric.windows[0]
        plain = Query(workspace_id=self._workspace.pk, timezone=self._workspace.timezone)
        asked = {each.name for each in fields(Query) if getattr(self.segment, each.name) != getattr(plain, each.name)}
        if asked - metric.fields - {"period", "few_below"}:
            words = _("%(metric)s is not known of this part alone. Choose all, or measure by something else.")
            raise forms.ValidationError(words % {"metric": METRIC_WORDS[metric.key]})
        return cleaned

    @property
    def segment(self) -> Query:
        """Return whom the goal is about."""
        chosen = {name: self.cleaned_data.get(name, "") for name in CHOSEN}
        return segment_of_goal(self._workspace, self.carried | {name: text for name, text in chosen.items() if text})

    def plan(self) -> GoalPlan:
        """Return the goal as it was filled in."""
        params = {name: text for name, text in self.segment.to_params().items() if name != "period"}
        kept = ("name", "metric", "target", "due_on", "owner", "window_days", "means", "is_paid")
        return GoalPlan(segment=params, **{name: self.cleaned_data[name] for name in kept})

    def refuse(self, fault: Fault, baseline: GoalFigure) -> None:
        """Show why the goal is refused at the field that can mend it."""
        field = {"in_past": "due_on", "too_far": "due_on", "no_baseline": "metric"}.get(fault.code, "target")
        metric, target = self.cleaned_data["metric"], self.cleaned_data["target"]
        self.add_error(field, fault_words(fault, baseline, metric, target))

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = choices


class GiveUpForm(forms.Form):
    """Why a goal is followed no more."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST_REASON)


class HandOverForm(forms.Form):
    """Whose a goal becomes."""

    owner = members_field(gettext_lazy("New owner"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, workspace: Workspace) -> None:
        super().__init__(data)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101 - tells the type
        owner.queryset = members(workspace)


class OfInitiativeForm(forms.Form):
    """Something beside a goal that may be about an initiative."""

    initiative = forms.ModelChoiceField(
        label=gettext_lazy("About the initiative"),
        queryset=Initiative.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        workspace: Workspace,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        field = self.fields["initiative"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
        field.queryset = Initiative.objects.filter(workspace=workspace).order_by("title", "pk")


class PilotForm(OfInitiativeForm):
    """What is tried out where, until when, and by which rule it goes on."""

    place = forms.CharField(
        label=gettext_lazy("Where"),
        max_length=LONGEST_PLACE,
        help_text=gettext_lazy("Such as one team, one country or ten accounts."),
    )
    until = day_field(gettext_lazy("Until"))
    rule = forms.CharField(
        label=gettext_lazy("It goes on if"),
        max_length=LONGEST_AIM,
        help_text=gettext_lazy("Written before it is known how it ends."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class StoryForm(OfInitiativeForm):
    """What was done, for others to learn from."""

    title = forms.CharField(label=gettext_lazy("Headline"), max_length=LONGEST_NAME)
    words = forms.CharField(
        label=gettext_lazy("What was done, and what came of it"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    is_shareable = forms.BooleanField(label=gettext_lazy("May be told outside the company"), required=False)
