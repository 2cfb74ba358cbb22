"""What is filled in to ask people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.contacts.models import Account
from kuule.contacts.query import ACCOUNT_PREFIX, AccountFilter, ContactFilter
from kuule.contacts.rules import DECISION_MAKER, INFLUENCER, USER
from kuule.contacts.selectors import account_by_text, accounts_matching, definitions, languages_in_use
from kuule.surveys.models import Survey
from kuule.surveys.rules import PUBLISHED
from kuule.surveys.selectors import surveys_of
from kuule.ui.clean import visible_text
from kuule.ui.formats import language_word
from kuule.workspaces.models import Team, Workspace
from kuule.workspaces.rules import Refused
from kuule.workspaces.selectors import teams

NOW, LATER = "now", "later"
OFFERED_ACCOUNTS = 200
AUDIENCE = ("search", "role", "language", "account", "team", "property_key", "property_value")


class WaveForm(forms.Form):
    """A wave: which survey, to whom, and when."""

    survey = forms.ModelChoiceField(Survey.objects.none(), label=gettext_lazy("Survey"), empty_label=None)
    name = forms.CharField(
        label=gettext_lazy("Name of this wave"),
        max_length=200,
        help_text=gettext_lazy("Only your colleagues see it."),
    )
    search = forms.CharField(
        label=gettext_lazy("Name or address contains"), max_length=200, required=False, widget=forms.TextInput()
    )
    role = forms.ChoiceField(label=gettext_lazy("Role in the account"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    account = forms.CharField(
        label=gettext_lazy("Account"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "accounts", "autocomplete": "off"}),
    )
    team = forms.ModelChoiceField(Team.objects.none(), label=gettext_lazy("Team"), required=False)
    property_key = forms.ChoiceField(label=gettext_lazy("Property"), required=False)
    property_value = forms.CharField(label=gettext_lazy("Value of the property"), max_length=200, required=False)
    when = forms.ChoiceField(
        label=gettext_lazy("The survey goes out"),
        choices=[(NOW, gettext_lazy("Now")), (LATER, gettext_lazy("Later"))],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    due_at = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, workspace: Workspace, **options: Any) -> None:
        super().__init__(data, **options)
        self.workspace = workspace
        anyone = ("", _("All"))
        self._fill("survey", surveys_of(workspace).filter(state=PUBLISHED))
        self._fill("team", teams(workspace))
        self.fields["due_at"].help_text = _("Time zone: %(name)s") % {"name": workspace.timezone}
        self._choose("role", [anyone, *role_choices()])
        self._choose("language", [anyone, *((code, language_word(code)) for code in languages_in_use(workspace))])
        self._choose("property_key", [anyone, *_properties(workspace)])

    def clean_name(self) -> str:
        """Return the name as one visible line."""
        name = " ".join(visible_text(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean_account(self) -> int | None:
        """Return the id of the account that was named by its name or your id."""
        text = self.cleaned_data["account"].strip()
        if not text:
            return None
        found = account_by_text(self.workspace, text=text)
        if not found:
            raise forms.ValidationError(_("No account is called “%(name)s”. Check the spelling.") % {"name": text})
        if len(found) > 1:
            raise forms.ValidationError(
                _("More than one account is called “%(name)s”. Write your id of the account instead.") % {"name": text}
            )
        return found[0].pk

    def clean_property_value(self) -> str:
        """Return the value; a property that was chosen needs one."""
        value: str = self.cleaned_data["property_value"].strip()
        if self.cleaned_data.get("property_key") and not value:
            raise forms.ValidationError(_("Write the value to look for, or choose no property."))
        return value

    def clean_due_at(self) -> datetime | None:
        """Return the moment; whoever chose “later” has to say when."""
        due_at: datetime | None = self.cleaned_data["due_at"]
        if self.cleaned_data.get("when") == LATER and due_at is None:
            raise forms.ValidationError(_("Choose the day and time when the survey goes out."))
        return due_at

    @property
    def audience(self) -> ContactFilter | None:
        """Return the segment that was chosen, or None when a part of it cannot be read."""
        if any(name in self.errors for name in AUDIENCE):
            return None
        chosen = self.cleaned_data
        team: Team | None = chosen["team"]
        has_property = bool(chosen["property_key"])
        return ContactFilter(
            search=chosen["search"].strip(),
            role=chosen["role"],
            language=chosen["language"],
            account_id=chosen["account"],
            team_id=team.pk if team else None,
            property_key=chosen["property_key"],
            property_value=chosen["property_value"] if has_property else "",
        )

    @property
    def chosen_survey(self) -> Survey | None:
        """Return the survey that was chosen, or None."""
        return None if "survey" in self.errors else self.cleaned_data["survey"]

    @property
    def first_accounts(self) -> QuerySet[Account]:
        """Return accounts to offer while somebody types; any other can be typed, too."""
        return accounts_matching(self.workspace, filter=AccountFilter()).order_by("name_key", "pk")[:OFFERED_ACCOUNTS]

    def due_or(self, now: datetime) -> datetime:
        """Return when the wave is due: the chosen moment, else `now`."""
        due_at: datetime | None = self.cleaned_data.get("due_at")
        return due_at if due_at is not None and self.cleaned_data.get("when") == LATER else now

    def forget_errors(self) -> None:
        """Drop complaints about what is not about people: somebody only wants to see who would be asked."""
        for name in set(self.errors) - {"survey", *AUDIENCE}:
            del self.errors[name]

    def refuse(self, refused: Refused) -> None:
        """Show why a wave could not be scheduled at the field that can mend it."""
        field, words = {
            "survey_not_published": ("survey", _("This survey is not published. Publish it first.")),
            "due_in_the_past": ("due_at", _("This moment has passed. Choose one that is still to come.")),
            "nobody_matches": (None, _("Nobody matches this choice. Choose a wider group of people.")),
            "too_few_for_anonymous": (
                None,
                _(
                    "This survey is anonymous. Fewer than %(least)s people would be asked, "
                    "and each could be recognised. Choose a wider group."
                )
                % {"least": refused.params.get("least", "")},
            ),
        }[refused.code]
        self.add_error(field, words)

    def _fill(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = rows
        if field.empty_label is not None:
            field.empty_label = _("All")

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = choices


def name_of_month(now: datetime) -> str:
    """Return the name that a wave begun at `now` is given unless somebody thinks of a better one."""
    return date_format(now, "F Y")


def role_choices() -> list[tuple[str, str]]:
    """Return the roles that people have in their account, as key and label."""
    return [(DECISION_MAKER, _("Decision-maker")), (INFLUENCER, _("Influencer")), (USER, _("User"))]


def _properties(workspace: Workspace) -> list[tuple[str, str]]:
    return [
        (ACCOUNT_PREFIX + each.key, _("Account: %(label)s") % {"label": each.label})
        if each.of == "account"
        else (each.key, each.label)
        for each in definitions(workspace)
    ]
