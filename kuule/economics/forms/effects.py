"""What is written down about something that was done to customers, before its effect is looked at."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.contacts.models import Account
from kuule.economics.models import Treatment
from kuule.economics.rules.effects import (
    CAUSE,
    LONGEST_HYPOTHESIS,
    LONGEST_TREATMENT_NAME,
    LONGEST_WINDOW,
    MOST_ACCOUNTS,
    SHORTEST_WINDOW,
    TREATMENT_KINDS,
    USUAL_WINDOW,
)
from kuule.economics.selectors.effects import accounts_named
from kuule.economics.services.effects import TreatmentPlan
from kuule.economics.templatetags.effects import KIND_WORDS
from kuule.insight.models import Annotation
from kuule.insight.rules import EARLIEST_DAY, LATEST_DAY
from kuule.surveys.models import Touchpoint
from kuule.surveys.rules.touchpoints import Condition
from kuule.workspaces.models import Workspace

UNKNOWN_SHOWN = 5


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def _window(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=SHORTEST_WINDOW, max_value=LONGEST_WINDOW, initial=USUAL_WINDOW)


class TreatmentForm(forms.Form):
    """Everything about a treatment but the conditions, which have lines of their own."""

    name = forms.CharField(label=gettext_lazy("What was done"), max_length=LONGEST_TREATMENT_NAME)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[(kind, KIND_WORDS[kind]) for kind in TREATMENT_KINDS])
    hypothesis = forms.CharField(
        label=gettext_lazy("What you expect, and why"),
        max_length=LONGEST_HYPOTHESIS,
        help_text=gettext_lazy("Written before the figure is seen. Later changes are kept with their day."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    starts_on = _day(gettext_lazy("First day"))
    ends_on = _day(
        gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Leave it empty for something that stays.")
    )
    touchpoint = forms.ModelChoiceField(
        label=gettext_lazy("Judged by"), queryset=Touchpoint.objects.none(), required=False
    )
    before_days = _window(gettext_lazy("Days before the start"))
    after_days = _window(gettext_lazy("Days from the start on"))
    accounts = forms.CharField(
        label=gettext_lazy("Accounts that were touched"),
        required=False,
        help_text=gettext_lazy(
            "One a line, by name or by the id of your other system, such as a column of a spreadsheet. "
            "Leave it empty to say by conditions who was touched."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    hoped_for = forms.DecimalField(
        label=gettext_lazy("Hoped to be worth"),
        required=False,
        min_value=0,
        max_digits=18,
        decimal_places=2,
        help_text=gettext_lazy("Of a cause that is removed. Kept apart from what is shown."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        workspace: Workspace,
        touchpoints: Iterable[Touchpoint],
        treatment: Treatment | None = None,
        annotation: Annotation | None = None,
    ) -> None:
        super().__init__(data, initial=_shown(treatment, annotation))
        self._workspace = workspace
        field = self.fields["touchpoint"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
        field.queryset = Touchpoint.objects.filter(pk__in=[each.pk for each in touchpoints])
        field.empty_label = _("The relationship score")

    def clean_starts_on(self) -> Any:
        """Return the first day. Refuses years that nobody means."""
        return self._likely("starts_on")

    def clean_ends_on(self) -> Any:
        """Return the last day, or None."""
        return self._likely("ends_on") if self.cleaned_data["ends_on"] else None

    def clean_accounts(self) -> list[Account]:
        """Return the accounts that the lines name. Refuses lines that name none, or several."""
        lines = [line.strip() for line in self.cleaned_data["accounts"].splitlines()]
        wanted = list(dict.fromkeys(line for line in lines if line))
        if len(wanted) > MOST_ACCOUNTS:
            raise forms.ValidationError(_("More than 5,000 lines. Give these accounts a property and ask for that."))
        found, unknown = accounts_named(self._workspace, lines=wanted)
        if unknown:
            words = _("No account, or several, are called: %(names)s. Write the id of the other system instead.")
            shown = ", ".join(unknown[:UNKNOWN_SHOWN]) + (" …" if len(unknown) > UNKNOWN_SHOWN else "")
            raise forms.ValidationError(words % {"names": shown})
        return found

    def clean(self) -> dict[str, Any]:
        """Complain about an end before the start, and about a hope for what is no cause that was removed."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first. Correct one of them."))
        if cleaned.get("hoped_for") is not None and cleaned.get("kind") not in (CAUSE, None):
            self.add_error("hoped_for", _("Only of a cause that is removed a value is hoped for. Empty this."))
        return cleaned

    def plan(self, *, touched: Iterable[Condition], comparison: Iterable[Condition]) -> TreatmentPlan:
        """Return what was filled in, with the conditions beside it."""
        return TreatmentPlan(touched=tuple(touched), comparison=tuple(comparison), **self.cleaned_data)

    def _likely(self, name: str) -> Any:
        day = self.cleaned_data[name]
        if not EARLIEST_DAY <= day <= LATEST_DAY:
            raise forms.ValidationError(_("This day is very far away. Correct the year."))
        return day


def _shown(treatment: Treatment | None, annotation: Annotation | None) -> dict[str, Any]:
    if treatment is None:
        return {"name": annotation.name, "starts_on": annotation.day} if annotation else {}
    names = ("name", "kind", "hypothesis", "starts_on", "ends_on", "before_days", "after_days", "hoped_for")
    listed = treatment.accounts.order_by("account__name_key", "account_id").values_list("account__name", flat=True)
    return {name: getattr(treatment, name) for name in names} | {
        "touchpoint": treatment.touchpoint_id,
        "accounts": "\n".join(listed),
    }
