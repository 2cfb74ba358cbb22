"""What is filled in so that members and chats are told of what happens."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from kuule.connect.models import Alert
from kuule.connect.rules.alerts import ALERT_EVENTS, HIGHEST_MOST_A_DAY, LONGEST_ALERT_NAME, USUAL_MOST_A_DAY
from kuule.connect.services.alerts.planning import GROUPS, AlertPlan
from kuule.connect.templatetags.connect import event_words
from kuule.insight.models import Theme
from kuule.insight.templatetags.insight import group_word
from kuule.surveys.models import Survey, Touchpoint
from kuule.surveys.selectors import surveys_of
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.rules import Refused
from kuule.workspaces.selectors import members, teams


def _ticks(label: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, widget=forms.CheckboxSelectMultiple, **options)


def _one(model: type[Model], label: Any, **options: Any) -> "forms.ModelChoiceField[Any]":
    return forms.ModelChoiceField(
        model._default_manager.none(), label=label, required=False, empty_label=gettext_lazy("All"), **options
    )


class ThemeChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # has no parameters at run time
    """A theme by its name in the language of the page."""

    def label_from_instance(self, obj: Theme) -> str:
        """Return how a theme is called."""
        return obj.name_in(get_language() or "", obj.workspace.language)


class AlertForm(forms.Form):
    """Of what is told, and who."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_ALERT_NAME)
    events = _ticks(gettext_lazy("What is told"))
    groups = _ticks(gettext_lazy("Only of these groups"), required=False)
    survey = _one(Survey, gettext_lazy("Survey"))
    touchpoint = _one(Touchpoint, gettext_lazy("Touchpoint"))
    theme = ThemeChoice(
        Theme.objects.none(),
        label=gettext_lazy("Theme of the comment"),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    team = _one(Team, gettext_lazy("Looked after by the team"))
    owner = _one(Member, gettext_lazy("Looked after by"))
    least_value = forms.DecimalField(
        label=gettext_lazy("Bought in twelve months, at least"),
        required=False,
        min_value=0,
        max_digits=18,
        decimal_places=2,
        help_text=gettext_lazy("A condition leaves out whatever does not have what it asks for."),
    )
    to_members = forms.ModelMultipleChoiceField(
        Member.objects.none(),
        label=gettext_lazy("Mail to members"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each reads what their role and teams let them see."),
    )
    to_team = forms.ModelChoiceField(
        Team.objects.none(),
        label=gettext_lazy("Mail to a team"),
        required=False,
        empty_label=pgettext_lazy("team", "None"),
    )
    to_chat = forms.BooleanField(
        label=gettext_lazy("The chat of the workspace"),
        required=False,
        help_text=gettext_lazy("Slack, Microsoft Teams, Discord or Google Chat, as set under Accounts, Coverage."),
    )
    shows_personal = forms.BooleanField(
        label=gettext_lazy("With names and comments in the chat"),
        required=False,
        help_text=gettext_lazy("Without it the chat reads scores and links alone."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    only_in_hours = forms.BooleanField(
        label=gettext_lazy("Only in working hours"),
        required=False,
        help_text=gettext_lazy("What happens at other times comes when they begin, in one message."),
    )
    most_a_day = forms.IntegerField(
        label=gettext_lazy("Messages a day, at most"),
        min_value=1,
        max_value=HIGHEST_MOST_A_DAY,
        initial=USUAL_MOST_A_DAY,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, workspace: Workspace, alert: Alert | None = None
    ) -> None:
        super().__init__(data, initial=_shown(alert))
        self._choose("events", [(each, event_words(each)) for each in ALERT_EVENTS])
        self._choose("groups", [(each, group_word(each)) for each in GROUPS])
        self._choose("language", [("", _("That of the reader")), *settings.LANGUAGES])
        rows: dict[str, QuerySet[Any]] = {
            "survey": surveys_of(workspace),
            "touchpoint": Touchpoint.objects.filter(workspace=workspace, archived_at=None).order_by("name"),
            "theme": Theme.objects.live().filter(workspace=workspace).select_related("workspace").order_by("pk"),
            **dict.fromkeys(("team", "to_team"), teams(workspace)),
            **dict.fromkeys(("owner", "to_members"), members(workspace)),
        }
        for name, found in rows.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]

    @property
    def plan(self) -> AlertPlan:
        """Return what was filled in."""
        return AlertPlan(**{**self.cleaned_data, "to_members": list(self.cleaned_data["to_members"])})

    def refuse(self, refused: Refused) -> None:
        """Say what stands in the way."""
        field, words = {
            "no_events": ("events", _("Choose what is told.")),
            "nobody": ("to_members", _("Choose who is told: members, a team or the chat.")),
            "no_chat": ("to_chat", _("No chat is set yet. Set one under Accounts, Coverage, Settings.")),
        }[refused.code]
        self.add_error(field, words)

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = choices


def _shown(alert: Alert | None) -> dict[str, Any]:
    if alert is None:
        return {}
    rows = ("survey", "touchpoint", "theme", "team", "owner", "to_team")
    same = ("name", "events", "groups", "least_value", "to_chat", "shows_personal", "language", "only_in_hours")
    return {
        **{name: getattr(alert, name) for name in (*same, "most_a_day")},
        **{name: getattr(alert, f"{name}_id") for name in rows},
        "to_members": list(alert.to_members.all()),
    }
