"""What narrows an inbox."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuule.act.models import Playbook
from kuule.act.query import ASLEEP, DUE_FIRST, EVERY, LONGEST_SEARCH, MOST_AT_STAKE, NO_CAUSE, CaseQuery
from kuule.act.rules import CASE_REASONS, CLOSED
from kuule.act.selectors.causes import causes_to_choose
from kuule.act.templatetags.cases import reason_word
from kuule.insight.selectors.touchpoints import touchpoints_by_survey
from kuule.workspaces.models import Workspace

_INDENT = "\u2003"


class InboxForm(forms.Form):
    """The filters above an inbox. What the address asks for is read by `CaseQuery`; this shows it."""

    search = forms.CharField(
        label=gettext_lazy("Customer, or number of the case"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    show = forms.ChoiceField(
        label=pgettext_lazy("cases", "Which"),
        required=False,
        choices=[
            ("", gettext_lazy("Waiting")),
            (ASLEEP, gettext_lazy("Resting")),
            (CLOSED, gettext_lazy("Closed")),
            (EVERY, gettext_lazy("All of these")),
        ],
    )
    order = forms.ChoiceField(
        label=pgettext_lazy("cases", "Order"),
        required=False,
        choices=[(DUE_FIRST, gettext_lazy("Due first")), (MOST_AT_STAKE, gettext_lazy("Most at stake first"))],
    )
    reason = forms.ChoiceField(label=gettext_lazy("Why opened"), required=False)
    cause = forms.ChoiceField(label=gettext_lazy("Root cause"), required=False)
    playbook = forms.ChoiceField(label=gettext_lazy("Playbook"), required=False)
    touchpoint = forms.ChoiceField(label=gettext_lazy("Touchpoint"), required=False)

    def __init__(self, *, query: CaseQuery, workspace: Workspace) -> None:
        super().__init__(initial=query.to_params())
        every = ("", _("All"))
        offered: dict[str, list[tuple[str, Any]]] = {
            "reason": [(each, reason_word(each)) for each in CASE_REASONS],
            "cause": [
                (str(NO_CAUSE), _("Not named")),
                *((str(each.pk), _INDENT * depth + each.name) for each, depth in causes_to_choose(workspace)),
            ],
            "playbook": [(str(pk), name) for pk, name in _playbooks(workspace)],
            "touchpoint": [(str(pk), name) for pk, name in sorted(set(touchpoints_by_survey(workspace.pk).values()))],
        }
        for name, choices in offered.items():
            if choices:
                self.fields[name].choices = [every, *choices]  # type: ignore[attr-defined]
            else:
                del self.fields[name]


def _playbooks(workspace: Workspace) -> list[tuple[int, str]]:
    known = Playbook.objects.filter(workspace=workspace).order_by("position", "pk")
    return list(known.values_list("pk", "name"))
