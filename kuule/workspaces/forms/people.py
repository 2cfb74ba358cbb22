"""Members, invitations, teams, and one's own profile."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from kuule.workspaces.forms.fields import AddressField, LineField
from kuule.workspaces.models import Team
from kuule.workspaces.rules import ANALYST, FRONTLINE, MANAGER, OWNER, VIEWER

ROLE_CHOICES = (
    (OWNER, gettext_lazy("Owner: everything, also members, settings and keys")),
    (MANAGER, gettext_lazy("Manager: runs the programme, changes people, sends surveys")),
    (ANALYST, gettext_lazy("Analyst: sees results, people and surveys")),
    (FRONTLINE, gettext_lazy("Frontline: sees results, comments and people")),
    (VIEWER, gettext_lazy("Viewer: sees results and comments")),
)


class RoleForm(forms.Form):
    """What a member may do, and with whom they work."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLE_CHOICES, widget=forms.RadioSelect)
    teams = forms.ModelMultipleChoiceField(
        Team.objects.none(), label=gettext_lazy("Teams"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["teams"]
        assert isinstance(choice, forms.ModelMultipleChoiceField)  # noqa: S101 - tells the type
        choice.queryset = teams
        if not teams:
            del self.fields["teams"]


class InviteForm(RoleForm):
    """Whom to invite."""

    email = AddressField(
        label=gettext_lazy("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off", "autofocus": True})
    )

    field_order = ("email", "role", "teams")


class TeamForm(forms.Form):
    """How a team is called."""

    name = LineField(label=gettext_lazy("Name of the team"), max_length=200)


class ProfileForm(forms.Form):
    """How Kuule speaks to a person."""

    name = LineField(
        label=gettext_lazy("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("", gettext_lazy("As in my browser")), *settings.LANGUAGES],
        required=False,
        help_text=gettext_lazy("For the pages of Kuule and the mails it sends to you."),
    )
