"""The forms of the set-up path."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kuule.act.forms.goals import day_field, members_field
from kuule.act.rules.goals import LONGEST_AIM
from kuule.act.rules.setup import MOST_PILOT_ACCOUNTS, MOST_PILOT_PEOPLE
from kuule.act.selectors.setup import surveys_to_ask
from kuule.act.services.setup import CharterPlan
from kuule.contacts.models import Account
from kuule.surveys.models import Survey
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import Refused
from kuule.workspaces.selectors.people import members

PERIODS = ((91, gettext_lazy("every quarter")), (182, gettext_lazy("twice a year")), (364, gettext_lazy("once a year")))


class AimForm(forms.Form):
    """What a programme is for, and how exact its answers have to be."""

    aim = forms.CharField(
        label=gettext_lazy("What will you decide with what you hear?"),
        max_length=LONGEST_AIM,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Such as: which accounts we call first, and which one cause we remove each quarter. Whoever accepts it, "
            "accepts these words."
        ),
    )
    first_result_on = day_field(gettext_lazy("First result on"))
    margin = forms.FloatField(
        label=gettext_lazy("Exact to so many points"),
        min_value=2,
        max_value=30,
        initial=10,
        help_text=gettext_lazy("Half the range of the score that is good enough to decide. 10 is usual."),
    )
    case_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes for one unhappy customer"), min_value=5, max_value=480, initial=45
    )
    case_hours = forms.IntegerField(
        label=gettext_lazy("Hours a week for calls, of all together"), min_value=1, max_value=2_000, initial=8
    )

    def plan(self) -> CharterPlan:
        """Return what was filled in."""
        return CharterPlan(**self.cleaned_data)


class NamesForm(forms.Form):
    """Who stands behind the programme."""

    sponsor = members_field(
        gettext_lazy("Sponsor"),
        help_text=gettext_lazy("Who leads the company, or the part of it that this is for."),
    )
    owners = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Owners"),
        queryset=Member.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Who will listen, call and mend, each in their part."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, workspace: Workspace, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        for name in ("sponsor", "owners"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
            field.queryset = members(workspace)


class SurveyField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The published surveys of a workspace that ask how likely people are to recommend."""

    def __init__(self) -> None:
        super().__init__(label=gettext_lazy("Survey"), queryset=Survey.objects.none())


class CadenceForm(forms.Form):
    """The programme that will ask everybody."""

    survey = SurveyField()
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    period_days = forms.TypedChoiceField(
        label=gettext_lazy("Each person is asked"), coerce=int, choices=PERIODS, initial=182
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, workspace: Workspace) -> None:
        super().__init__(data, initial={"name": _("Customers")})
        choose_survey(self, workspace)


class YourselfForm(forms.Form):
    """Which survey to send to oneself."""

    survey = SurveyField()

    def __init__(self, data: Mapping[str, Any] | None = None, *, workspace: Workspace) -> None:
        super().__init__(data)
        choose_survey(self, workspace)


class PilotAskForm(forms.Form):
    """Which accounts are asked first."""

    survey = SurveyField()
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    accounts = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Accounts"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, workspace: Workspace, accounts: Sequence[Account]
    ) -> None:
        super().__init__(data, initial={"name": _("Pilot")})
        choose_survey(self, workspace)
        field = self.fields["accounts"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = [(each.pk, _with_people(each)) for each in accounts]
        field.help_text = _("Up to %(accounts)s accounts with %(people)s people together.") % {
            "accounts": MOST_PILOT_ACCOUNTS,
            "people": MOST_PILOT_PEOPLE,
        }

    def refuse(self, refused: Refused) -> None:
        """Show why nobody is asked yet."""
        words = {
            "no_aim": _("Say first what the programme is for."),
            "too_many_accounts": _("These are too many accounts for a pilot. Choose up to %(most)s.")
            % {"most": MOST_PILOT_ACCOUNTS},
            "too_many_people": _("These are %(people)s people, too many for a pilot. Choose fewer accounts.")
            % {"people": refused.params.get("people", "")},
            "survey_not_published": _("This survey is not published. Publish it first."),
            "nobody_matches": _("Nobody in these accounts is a customer who can be asked with this survey."),
            "already_scheduled": _("This pilot is on its way already. It goes out once."),
            "too_few_for_anonymous": _("This survey is anonymous, and these are too few people for that."),
        }
        self.add_error(None, words[refused.code])


def choose_survey(form: forms.Form, workspace: Workspace) -> None:
    """Offer the surveys that can be asked; the newest is chosen."""
    field = form.fields["survey"]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
    field.queryset = surveys_to_ask(workspace)
    form.initial.setdefault("survey", field.queryset.first())


def _with_people(account: Account) -> str:
    people: int = account.people  # type: ignore[attr-defined]
    return _("%(account)s, %(people)s") % {
        "account": account.name,
        "people": ngettext("%(n)s person", "%(n)s people", people) % {"n": people},
    }
