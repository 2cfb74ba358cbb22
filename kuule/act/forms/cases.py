"""The acts of a case, as they are filled in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.act.models import Case, RootCause
from kuule.act.rules import LONGEST_NAME, LONGEST_REASON
from kuule.act.rules.cases import LONGEST_SNOOZE, LONGEST_WORDS
from kuule.act.services.cases import Closing, NewCause
from kuule.act.templatetags.cases import case_line, outcome_choices
from kuule.ui.paging import row_id
from kuule.workspaces.models import Member, Team

_AT_WORK = time(7)
_INDENT = "\u2003"


class ActForm(forms.Form):
    """An act in a case. `seen` is the newest event that was on the page on which it was filled in."""

    # Several forms stand on one page: each has ids of its own, and none keeps another from being sent.
    use_required_attribute = False
    name = ""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, auto_id=f"{self.name}_%s", initial=dict(initial or {}), prefix=prefix)

    @property
    def seen_event(self) -> int | None:
        """Return the newest event that was seen, None where the form does not say."""
        return row_id(self.cleaned_data.get("seen", ""))


def _words(label: Any, *, required: bool = False, rows: int = 3, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_WORDS,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class CallForm(ActForm):
    """A call that was made."""

    name = "call"

    reached = forms.ChoiceField(
        label=gettext_lazy("Did you reach them?"),
        choices=[("yes", gettext_lazy("Yes, we spoke")), ("no", gettext_lazy("No, not yet"))],
        initial="yes",
        widget=forms.RadioSelect,
    )
    words = _words(gettext_lazy("What was said"))

    @property
    def was_reached(self) -> bool:
        """Tell whether the customer was reached."""
        return bool(self.cleaned_data["reached"] == "yes")


class NoteForm(ActForm):
    """A note."""

    name = "note"

    words = _words(gettext_lazy("Note"), required=True)


class PromiseForm(ActForm):
    """What was promised to the customer."""

    name = "promise"

    text = forms.CharField(label=gettext_lazy("What was promised"), max_length=LONGEST_REASON)
    due_on = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    owner = forms.ChoiceField(label=gettext_lazy("Who does it"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, people: Sequence[Member], by: Member) -> None:
        super().__init__(data, initial={"owner": str(by.pk)})
        self._people = {str(each.pk): each for each in people}
        self.fields["owner"].choices = [(pk, str(each)) for pk, each in self._people.items()]  # type: ignore[attr-defined]

    @property
    def member(self) -> Member:
        """Return who does it."""
        return self._people[self.cleaned_data["owner"]]


class HandOverForm(ActForm):
    """Whose the case becomes."""

    name = "hand_over"

    to = forms.ChoiceField(label=gettext_lazy("To"))
    words = _words(gettext_lazy("Why, and what they need to know"), rows=2)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        people: Sequence[Member],
        teams: Sequence[Team],
        but_not: Member | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix)
        members = {f"m{each.pk}": each for each in people if each != but_not}
        groups = {f"t{each.pk}": each for each in teams}
        self._known: dict[str, Member | Team] = {**members, **groups}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            (_("People"), [(key, str(each)) for key, each in members.items()]),
            (_("Teams: whoever is free takes it"), [(key, str(each)) for key, each in groups.items()]),
        ]

    @property
    def new_owner(self) -> Member | Team:
        """Return the member or the team."""
        return self._known[self.cleaned_data["to"]]


class SnoozeForm(ActForm):
    """Until when a case rests, and why."""

    name = "snooze"

    until = forms.DateField(
        label=gettext_lazy("Until the morning of"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    words = _words(gettext_lazy("Why it can wait"), required=True, rows=2)

    def __init__(self, data: Mapping[str, Any] | None = None, *, prefix: str | None = None) -> None:
        super().__init__(data, initial={"until": timezone.localdate() + timedelta(days=1)}, prefix=prefix)

    @property
    def moment(self) -> datetime:
        """Return the morning of the day that was chosen, on the clock of the workspace."""
        day: date = self.cleaned_data["until"]
        return datetime.combine(day, _AT_WORK, timezone.get_current_timezone())

    def clean_until(self) -> date:
        """Complain about a day that is over, or too far away."""
        day: date = self.cleaned_data["until"]
        if not timezone.localdate() < day <= timezone.localdate() + LONGEST_SNOOZE:
            raise forms.ValidationError(
                _("Choose a day from tomorrow on, within %(days)s days.") % {"days": LONGEST_SNOOZE.days}
            )
        return day


class _WithCause(ActForm):
    """A form that asks for a root cause: one of the tree, or a new one below the one that is chosen."""

    cause = forms.ChoiceField(label=gettext_lazy("Root cause"), required=False)
    new_cause = forms.CharField(
        label=gettext_lazy("Or a new one"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("It becomes a narrower one of the cause that is chosen, or stands on top."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        causes: Sequence[tuple[RootCause, int]],
        cause: RootCause | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, initial={"cause": str(cause.pk) if cause else ""}, prefix=prefix)
        self._causes = {str(each.pk): each for each, _depth in causes}
        # The cause that a case has may be archived: it can stay.
        kept = [(str(cause.pk), cause.name)] if cause and str(cause.pk) not in self._causes else []
        if cause:
            self._causes.setdefault(str(cause.pk), cause)
        self.fields["cause"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *kept,
            *((str(each.pk), _INDENT * depth + each.name) for each, depth in causes),
        ]

    @property
    def chosen(self) -> RootCause | NewCause | None:
        """Return the cause that was chosen or named, None for neither."""
        known = self._causes.get(self.cleaned_data["cause"])
        name = self.cleaned_data["new_cause"].strip()
        return NewCause(name, known) if name else known


class CauseForm(_WithCause):
    """Why a customer was unhappy."""

    name = "cause"

    def clean(self) -> dict[str, Any]:
        """Complain where nothing was chosen or named."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and self.chosen is None:
            self.add_error("cause", _("Choose a cause, or name a new one."))
        return cleaned


class CloseForm(_WithCause):
    """What came of a case."""

    name = "close"

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what came of it.")},
    )
    words = _words(gettext_lazy("In a word"), rows=2)
    panel = forms.BooleanField(
        label=gettext_lazy("Invite them to the customer panel"),
        required=False,
        help_text=gettext_lazy("They get a mail and decide. Nobody is invited twice."),
    )

    field_order = ("outcome", "cause", "new_cause", "words", "panel")

    def __init__(self, data: Mapping[str, Any] | None = None, *, may_invite: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        if not may_invite:
            del self.fields["panel"]
        self.fields["outcome"].choices = outcome_choices()  # type: ignore[attr-defined]

    @property
    def closing(self) -> Closing:
        """Return what was filled in."""
        told = self.cleaned_data
        invites = told.get("panel", False)
        return Closing(outcome=told["outcome"], cause=self.chosen, words=told["words"], invites=invites)


class ReopenForm(ActForm):
    """Why a closed case is opened again."""

    name = "reopen"

    words = _words(gettext_lazy("Why it is opened again"), required=True, rows=2)


class DropForm(ActForm):
    """Why a promise is not kept."""

    name = "drop"

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST_REASON)


class MergeForm(ActForm):
    """Into which case a case goes."""

    name = "merge"

    into = forms.ChoiceField(label=gettext_lazy("Look after it in"), widget=forms.RadioSelect)

    def __init__(self, data: Mapping[str, Any] | None = None, *, cases: Sequence[Case]) -> None:
        super().__init__(data)
        self._cases = {str(each.pk): each for each in cases}
        self.fields["into"].choices = list(self._choices())  # type: ignore[attr-defined]

    @property
    def target(self) -> Case:
        """Return the case that was chosen."""
        return self._cases[self.cleaned_data["into"]]

    def _choices(self) -> Iterator[tuple[str, str]]:
        yield from ((pk, case_line(each)) for pk, each in self._cases.items())
