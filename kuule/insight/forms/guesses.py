"""What an owner believes of each of their accounts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from kuule.contacts.models import Account
from kuule.insight.rules import SCORES
from kuule.ui.paging import row_id

_PREFIX = "account_"


def accounts_named(data: Mapping[str, Any]) -> list[int]:
    """Return the ids of the accounts that a form speaks of."""
    ids = (row_id(name.removeprefix(_PREFIX)) for name in data if name.startswith(_PREFIX))
    return [each for each in ids if each is not None]


class GuessesForm(forms.Form):
    """One score for each account, or none."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, accounts: Sequence[Account], chosen: Mapping[int, int] | None = None
    ) -> None:
        super().__init__(data)
        for account in accounts:
            self.fields[f"{_PREFIX}{account.pk}"] = forms.TypedChoiceField(
                label=account.name,
                choices=[(score, str(score)) for score in SCORES],
                coerce=int,
                empty_value=None,
                required=False,
                initial=(chosen or {}).get(account.pk),
                widget=forms.RadioSelect(attrs={"class": "scores"}),
            )
        # The account whose score was tapped in a mail.
        self.brought = [f"{_PREFIX}{account}" for account in chosen or {}]

    @property
    def guesses(self) -> dict[int, int]:
        """Return what was filled in: account id to score."""
        found = self.cleaned_data.items()
        return {int(name.removeprefix(_PREFIX)): score for name, score in found if score is not None}
