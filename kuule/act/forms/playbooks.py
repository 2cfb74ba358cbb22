"""What a playbook asks for and does."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kuule.act.models import Playbook
from kuule.act.rules import (
    BY_NAME,
    BY_TURN,
    DETRACTOR,
    DRAWN,
    LONGEST_NAME,
    MOST_HOURS,
    OWNER_RULES,
    SILENT,
    URGENT,
    USUAL_HOURS,
)
from kuule.act.selectors.staff import workers
from kuule.act.services.playbooks import ALL, PlaybookPlan
from kuule.act.templatetags.playbooks import NOTE_WORDS, OWNER_WORDS, REASON_WORDS, URGENCY_WORDS
from kuule.insight.models import Theme
from kuule.insight.templatetags.insight import group_word
from kuule.surveys.models import Touchpoint
from kuule.surveys.question_types.scales import PASSIVE, PROMOTER
from kuule.surveys.rules import FAMILIES, OF_STAFF
from kuule.surveys.templatetags.surveys import family_word
from kuule.workspaces.models import Member, Team, Workspace

FEWEST_SILENT_DAYS, MOST_SILENT_DAYS = 30, 730


def _ticks(label: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple, **options)


class PlaybookForm(forms.Form):
    """A playbook without its reason, which is chosen first and stays, and its conditions, which have their lines."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    groups = _ticks(gettext_lazy("Which of them"))
    share = forms.IntegerField(
        label=gettext_lazy("How many in a hundred are drawn"), min_value=1, max_value=100, initial=10
    )
    most_score = forms.IntegerField(
        label=gettext_lazy("Score at most"),
        required=False,
        min_value=0,
        max_value=10,
        help_text=gettext_lazy("Leave it empty for every score."),
    )
    silent_days = forms.IntegerField(
        label=gettext_lazy("Days without an answer"),
        min_value=FEWEST_SILENT_DAYS,
        max_value=MOST_SILENT_DAYS,
        initial=180,
        help_text=gettext_lazy("They were asked in these days and had a week to answer."),
    )
    families = _ticks(gettext_lazy("Kinds of survey"), help_text=gettext_lazy("Without a tick, all."))
    touchpoints = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Touchpoints"),
        queryset=Touchpoint.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = _ticks(
        gettext_lazy("Themes of the comment"),
        help_text=gettext_lazy("One of these is enough. The comment is waited for half a minute."),
    )
    account_owners = _ticks(gettext_lazy("Accounts owned by"))
    least_value = forms.DecimalField(
        label=gettext_lazy("Bought in twelve months, at least"),
        required=False,
        min_value=0,
        max_digits=18,
        decimal_places=2,
    )
    owner_rule = forms.ChoiceField(
        label=gettext_lazy("Whose the case is"), choices=[(rule, OWNER_WORDS[rule]) for rule in OWNER_RULES]
    )
    member = forms.ModelChoiceField(label=gettext_lazy("The member"), queryset=Member.objects.none(), required=False)
    team = forms.ModelChoiceField(
        label=gettext_lazy("The team"),
        queryset=Team.objects.none(),
        required=False,
        help_text=gettext_lazy("It looks after the case, and takes it in turn where the rule finds nobody."),
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Reach out within so many hours"),
        min_value=1,
        max_value=MOST_HOURS,
        initial=USUAL_HOURS,
        help_text=gettext_lazy(
            "By the clock, at most 48. What falls on a day off is due when the next working day ends."
        ),
    )
    urgency = forms.TypedChoiceField(
        label=gettext_lazy("How urgent it is"), coerce=int, choices=list(URGENCY_WORDS.items())
    )
    note_moments = _ticks(
        gettext_lazy("A note is asked for"),
        choices=list(NOTE_WORDS.items()),
        help_text=gettext_lazy("Whoever does this writes a word about it. Why a case rests is always asked."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        workspace: Workspace,
        reason: str,
        playbook: Playbook | None = None,
    ) -> None:
        super().__init__(data, initial=_shown(playbook, reason))
        self._reason = reason
        for name in _UNUSED[reason]:
            del self.fields[name]
        language = get_language() or ""
        choices = {
            "groups": [(each, group_word(each)) for each in (PASSIVE, PROMOTER)],
            "families": [(each, family_word(each)) for each in FAMILIES if each not in OF_STAFF],
            "themes": [
                (str(each.pk), each.name_in(language, workspace.language))
                for each in Theme.objects.live().filter(workspace=workspace).order_by("pk")
            ],
            "account_owners": [(str(each.pk), str(each)) for each in workers(workspace)],
        }
        for name, found in choices.items():
            if name in self.fields:
                self.fields[name].choices = found  # type: ignore[attr-defined]
        rows = {
            "touchpoints": Touchpoint.objects.filter(workspace=workspace, archived_at=None).order_by("name"),
            "member": workers(workspace),
            "team": Team.objects.filter(workspace=workspace).order_by("name"),
        }
        for name, queryset in rows.items():
            if name in self.fields:
                self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        if "touchpoints" in self.fields and not rows["touchpoints"].exists():
            del self.fields["touchpoints"]

    def clean(self) -> dict[str, Any]:
        """Ask for the member or the team that the rule needs."""
        cleaned = super().clean() or self.cleaned_data
        rule = cleaned.get("owner_rule")
        if rule == BY_NAME and not cleaned.get("member") and "member" not in self.errors:
            self.add_error("member", _("Choose the member who gets these cases."))
        if rule == BY_TURN and not cleaned.get("team") and "team" not in self.errors:
            self.add_error("team", _("Choose the team that takes these cases in turn."))
        return cleaned

    def plan(self, conditions: Any) -> PlaybookPlan:
        """Return what was filled in, with the conditions beside it."""
        given = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        for name in ("themes", "account_owners"):
            given[name] = tuple(int(each) for each in given.get(name, ()))
        given["note_moments"] = tuple(given["note_moments"])
        given["touchpoints"] = tuple(given.get("touchpoints", ()))
        given.setdefault("share", ALL)
        return PlaybookPlan(reason=self._reason, conditions=tuple(conditions), **given)


_OF_ANSWERS = ("families", "touchpoints", "themes", "most_score")
_UNUSED: Mapping[str, tuple[str, ...]] = {
    DETRACTOR: ("groups", "share", "silent_days"),
    DRAWN: ("silent_days", "most_score"),
    URGENT: ("groups", "share", "silent_days", "most_score"),
    SILENT: ("groups", "share", *_OF_ANSWERS),
}


def _shown(playbook: Playbook | None, reason: str) -> dict[str, Any]:
    if playbook is None:
        return {"name": REASON_WORDS[reason], "hours": USUAL_HOURS if reason == DETRACTOR else MOST_HOURS}
    plain = ("name", "groups", "share", "most_score", "silent_days", "families", "least_value", "owner_rule")
    return {name: getattr(playbook, name) for name in (*plain, "hours", "urgency", "note_moments")} | {
        "themes": [str(each) for each in playbook.themes],
        "account_owners": [str(each) for each in playbook.account_owners],
        "touchpoints": list(playbook.touchpoints.all()),
        "member": playbook.member_id,
        "team": playbook.team_id,
    }
