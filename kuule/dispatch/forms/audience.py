"""Whom: the choice of people that waves and programmes share."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.contacts.models import Account
from kuule.contacts.query import ACCOUNT_PREFIX, AccountFilter, ContactFilter
from kuule.contacts.rules import DECISION_MAKER, INFLUENCER, USER
from kuule.contacts.rules.wishes import EMAIL, REACHING
from kuule.contacts.selectors import account_by_text, account_of, accounts_matching, definitions, languages_in_use
from kuule.dispatch.templatetags.dispatch import channel_word
from kuule.surveys.models import Survey
from kuule.ui.clean import visible_text
from kuule.ui.formats import language_word
from kuule.ui.paging import row_id
from kuule.workspaces.models import Team, Workspace
from kuule.workspaces.rules import PEOPLE_GROUPS
from kuule.workspaces.selectors import teams
from kuule.workspaces.templatetags.workspaces import people_group

OFFERED_ACCOUNTS = 200
AUDIENCE = ("search", "role", "language", "account", "team", "group", "property_key", "property_value", "ids")
MOST_IDS = 10_000


def channel_choices() -> list[tuple[str, str]]:
    """Return the channels on which people can be asked."""
    return [(kind, channel_word(kind)) for kind in REACHING]


class AudienceForm(forms.Form):
    """A segment of people, and the channels to them. Fields left empty ask nothing; the group is the survey's."""

    known_survey: Survey | None = None

    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Channels"),
        choices=channel_choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[EMAIL],
        required=False,
        help_text=gettext_lazy(
            "Each person is asked on one of them: on the one they like best, else on the first that works. "
            "None chosen means e-mail."
        ),
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
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    property_key = forms.ChoiceField(label=gettext_lazy("Property"), required=False)
    property_value = forms.CharField(label=gettext_lazy("Value of the property"), max_length=200, required=False)

    ids = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200_000)

    def __init__(self, data: Mapping[str, Any] | None = None, *, workspace: Workspace, **options: Any) -> None:
        super().__init__(data, **options)
        self.workspace = workspace
        anyone = ("", _("All"))
        self._fill("team", teams(workspace))
        self._choose("role", [anyone, *role_choices()])
        whom = ("", _("those whom the survey asks"))
        self._choose("group", [whom, *((each, people_group(each)) for each in PEOPLE_GROUPS)])
        self._choose("language", [anyone, *((code, language_word(code)) for code in languages_in_use(workspace))])
        self._choose("property_key", [anyone, *property_choices(workspace)])

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

    def clean_ids(self) -> tuple[int, ...]:
        """Return the people who were chosen one by one on another page."""
        parts = [each.strip() for each in self.cleaned_data["ids"].split(",") if each.strip()]
        if len(parts) > MOST_IDS or any(row_id(each) is None for each in parts):
            raise forms.ValidationError(
                _("The people chosen one by one cannot be read. Go back to the page where you chose them.")
            )
        return tuple(int(each) for each in parts)

    @property
    def chosen_ids(self) -> int:
        """Return how many people were chosen one by one."""
        value = self["ids"].value() or ""
        return len([each for each in str(value).split(",") if each.strip()])

    def clean(self) -> dict[str, Any]:
        """Return what was filled in; a group that the survey does not ask is complained about."""
        chosen = super().clean() or self.cleaned_data
        survey: Survey | None = chosen.get("survey") or self.known_survey
        if survey is not None and chosen.get("group") and chosen["group"] != survey.measures:
            self.add_error(
                "group",
                _("This survey asks: %(whom)s. Choose them here, or a survey of this group.")
                % {"whom": people_group(survey.measures)},
            )
        return chosen

    def clean_property_value(self) -> str:
        """Return the value; a property that was chosen needs one."""
        value: str = self.cleaned_data["property_value"].strip()
        if self.cleaned_data.get("property_key") and not value:
            raise forms.ValidationError(_("Write the value to look for, or choose no property."))
        return value

    def clean_channels(self) -> list[str]:
        """Return the channels; a form without the choice, as in a link that was kept, means e-mail."""
        return list(self.cleaned_data["channels"]) or [EMAIL]

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
            ids=chosen["ids"],
        )

    @property
    def first_accounts(self) -> QuerySet[Account]:
        """Return accounts to offer while somebody types; any other can be typed, too."""
        return accounts_matching(self.workspace, filter=AccountFilter()).order_by("name_key", "pk")[:OFFERED_ACCOUNTS]

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


def one_line(field: forms.Field, text: str) -> str:
    """Return a name as one visible line. Raises ValidationError where nothing of it is visible."""
    name = " ".join(visible_text(text).split())
    if not name:
        raise forms.ValidationError(field.error_messages["required"])
    return name


def as_chosen(workspace: Workspace, audience: ContactFilter) -> dict[str, Any]:
    """Return a segment as the form shows it."""
    account = account_of(workspace, account_id=audience.account_id) if audience.account_id else None
    return {
        "search": audience.search,
        "role": audience.role,
        "language": audience.language,
        "account": account.name if account else "",
        "team": audience.team_id,
        "property_key": audience.property_key,
        "property_value": audience.property_value,
        "ids": ",".join(str(each) for each in audience.ids),
    }


def role_choices() -> list[tuple[str, str]]:
    """Return the roles that people have in their account, as key and label."""
    return [(DECISION_MAKER, _("Decision-maker")), (INFLUENCER, _("Influencer")), (USER, _("User"))]


def property_choices(workspace: Workspace, *, kind: str = "") -> list[tuple[str, str]]:
    """Return the properties of people and of their accounts, or those of one kind, as key and label."""
    return [
        (ACCOUNT_PREFIX + each.key, _("Account: %(label)s") % {"label": each.label})
        if each.of == "account"
        else (each.key, each.label)
        for each in definitions(workspace)
        if kind in ("", each.kind)
    ]
