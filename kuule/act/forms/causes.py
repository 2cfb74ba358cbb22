"""A root cause, as it is filled in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuule.act.models import RootCause
from kuule.act.rules import LONGEST_NAME

_INDENT = "\u2003"


class _TreeForm(forms.Form):
    """A form in which a cause of the tree can be chosen; `but_not` are not offered."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        causes: Sequence[tuple[RootCause, int]],
        nothing: str,
        field: str,
        but_not: Sequence[int] = (),
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self._field = field
        self._causes = {str(each.pk): each for each, _depth in causes if each.pk not in but_not}
        shown = [(pk, depth) for each, depth in causes if (pk := str(each.pk)) in self._causes]
        self.fields[field].choices = [  # type: ignore[attr-defined]
            ("", nothing),
            *((pk, _INDENT * depth + self._causes[pk].name) for pk, depth in shown),
        ]

    @property
    def chosen(self) -> RootCause | None:
        """Return the cause that was chosen, None for none."""
        return self._causes.get(self.cleaned_data[self._field])


class CauseNameForm(_TreeForm):
    """The name of a root cause, and what it is a part of."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    parent = forms.ChoiceField(label=pgettext_lazy("a root cause", "Part of"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        causes: Sequence[tuple[RootCause, int]],
        cause: RootCause | None = None,
        but_not: Sequence[int] = (),
    ) -> None:
        told = {"name": cause.name, "parent": str(cause.parent_id or "")} if cause else {}
        super().__init__(
            data, causes=causes, nothing=_("Nothing: it stands on top"), field="parent", but_not=but_not, initial=told
        )


class CauseMergeForm(_TreeForm):
    """Which cause another becomes part of."""

    into = forms.ChoiceField(label=gettext_lazy("Becomes part of"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        causes: Sequence[tuple[RootCause, int]],
        but_not: Sequence[int] = (),
    ) -> None:
        super().__init__(data, causes=causes, nothing=_("Choose"), field="into", but_not=but_not)
