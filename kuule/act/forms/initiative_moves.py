"""The small forms on the page of an initiative: money, reviews, tasks, and what it is judged by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kuule.act.forms.initiatives import AmountField, DayField
from kuule.act.rules import LONGEST_REASON
from kuule.act.rules.initiatives import ASKED, DONE, GRANTED, LONGEST_PART, REFUSED, REVIEW_VERDICTS, STOPPED, UNDER_WAY
from kuule.act.templatetags.initiatives import REVIEW_WORDS
from kuule.economics.rules.effects import LONGEST_WINDOW, SHORTEST_WINDOW, USUAL_WINDOW
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.selectors import members


class _Words(forms.CharField):
    def __init__(self, label: Any, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2})
        super().__init__(label=label, max_length=LONGEST_REASON, widget=widget, **options)


class AskForm(forms.Form):
    """Asking for money and a yes."""

    asked = AmountField(label=gettext_lazy("Money asked for"), help_text=gettext_lazy("0 where it only takes a yes."))
    words = _Words(gettext_lazy("What it is for"), required=False)


class GrantForm(forms.Form):
    """Granting what was asked for, or less."""

    granted = AmountField(label=gettext_lazy("Money granted"))
    words = _Words(gettext_lazy("With these words"), required=False)


class ReasonForm(forms.Form):
    """Refusing or stopping, which takes a reason."""

    words = _Words(gettext_lazy("Why"))


class BeginForm(forms.Form):
    """Beginning the work: from when on customers feel it, and in which windows its effect is looked for."""

    felt_from = DayField(
        label=gettext_lazy("Customers feel it from"),
        help_text=gettext_lazy(
            "From this day on its effect is looked for. It is written down before, so that nobody "
            "can choose it by the figure."
        ),
    )
    before_days = forms.IntegerField(
        label=gettext_lazy("Days before"), min_value=SHORTEST_WINDOW, max_value=LONGEST_WINDOW, initial=USUAL_WINDOW
    )
    after_days = forms.IntegerField(
        label=gettext_lazy("Days from then on"),
        min_value=SHORTEST_WINDOW,
        max_value=LONGEST_WINDOW,
        initial=USUAL_WINDOW,
    )


class DoneForm(forms.Form):
    """Saying that it is done."""

    words = _Words(gettext_lazy("What was done"), required=False)


# The form that a move takes; a move without one is made by its button alone.
MOVE_FORMS: dict[str, type[forms.Form]] = {
    ASKED: AskForm,
    GRANTED: GrantForm,
    REFUSED: ReasonForm,
    UNDER_WAY: BeginForm,
    DONE: DoneForm,
    STOPPED: ReasonForm,
}


class ReviewDayForm(forms.Form):
    """A day on which somebody decides whether it goes on."""

    due_on = DayField(label=gettext_lazy("Day"))


class ReviewForm(forms.Form):
    """What was decided on such a day."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=[(each, REVIEW_WORDS[each]) for each in REVIEW_VERDICTS]
    )
    reason = _Words(gettext_lazy("Why"))
    next_on = DayField(label=gettext_lazy("Next review"), required=False)


class TaskForm(forms.Form):
    """One step: what, who, until when."""

    text = forms.CharField(label=gettext_lazy("Task"), max_length=LONGEST_PART)
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who"), queryset=Member.objects.none(), required=False, empty_label="–"
    )
    due_on = DayField(label=gettext_lazy("Until"), required=False)

    def __init__(self, data: Any = None, *, workspace: Workspace) -> None:
        super().__init__(data)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
        field.queryset = members(workspace)


class SpentForm(forms.Form):
    """What was spent up to now."""

    spent = AmountField(label=gettext_lazy("Spent up to now"))
    words = _Words(gettext_lazy("What for"), required=False)


class NoteForm(forms.Form):
    """A note for the log."""

    words = _Words(gettext_lazy("Note"))
