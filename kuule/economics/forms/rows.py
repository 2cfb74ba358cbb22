"""Which rows of money, contracts, events or origins somebody wants to see."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuule.contacts.models import Account, Contact
from kuule.contacts.rules.keys import address_key
from kuule.contacts.selectors import account_by_text, account_of
from kuule.economics.rules import ENTRY_KINDS, EVENT_KINDS, LOST, ORIGINS, RENEWED
from kuule.economics.rules.asked import MERGED, NEGATIVE, OVERLAPPING, WITHOUT_CUSTOMER, WITHOUT_RATE, RowsAsked
from kuule.economics.selectors.rows import currencies_in_use
from kuule.economics.templatetags.money import entry_kind, event_kind, origin_word, outcome_word
from kuule.lib.bulk import among
from kuule.ui.paging import row_id
from kuule.workspaces.models import Workspace

Choices = Sequence[tuple[str, str | Promise]]

_ODD_NAMES: dict[str, str | Promise] = {
    WITHOUT_RATE: gettext_lazy("without an exchange rate"),
    WITHOUT_CUSTOMER: gettext_lazy("without a customer"),
    NEGATIVE: gettext_lazy("revenue below zero"),
    OVERLAPPING: gettext_lazy("overlapping contracts"),
    MERGED: gettext_lazy("of accounts that became part of another"),
}


class _RowsForm(forms.Form):
    """A choice of rows. Whatever stands in an address that is no choice here is told, and nothing is shown."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    customer = forms.CharField(
        label=gettext_lazy("Customer"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Name, id or e-mail")}),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)
    since = forms.DateField(
        label=pgettext_lazy("period", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=pgettext_lazy("period", "To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    odd = forms.ChoiceField(label=gettext_lazy("Only"), required=False)

    kinds: Choices = ()
    odds: Sequence[str] = ()

    def __init__(self, data: Any, *, workspace: Workspace) -> None:
        super().__init__(data)
        self._workspace = workspace
        self._choose("kind", gettext_lazy("all kinds"), self.kinds)
        self._choose("odd", gettext_lazy("all rows"), [(odd, _ODD_NAMES[odd]) for odd in self.odds])
        self._choose(
            "currency", gettext_lazy("all currencies"), [(code, code) for code in currencies_in_use(workspace)]
        )

    def _choose(self, name: str, all_of_them: str | Promise, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = [("", all_of_them), *choices]

    def clean_customer(self) -> Account | Contact | None:
        """Return the account that was named, by its name, its id or as `account:7`, or the person by e-mail or id."""
        text = str(self.cleaned_data["customer"]).strip()
        if not text:
            return None
        found = self._by_number(text) or self._by_words(text)
        if found is None:
            raise forms.ValidationError(_("Nobody here is called “%(name)s”. Check the spelling.") % {"name": text})
        return found

    def _by_number(self, text: str) -> Account | Contact | None:
        table, _colon, number = text.partition(":")
        pk = row_id(number)
        if pk is None or table not in ("account", "contact"):
            return None
        people = Contact.objects.filter(workspace=self._workspace, pk=pk)
        return account_of(self._workspace, account_id=pk) if table == "account" else people.first()

    def _by_words(self, text: str) -> Account | Contact | None:
        accounts = account_by_text(self._workspace, text=text)
        if len(accounts) > 1:
            raise forms.ValidationError(
                _("More than one account is called “%(name)s”. Write your id of the account instead.") % {"name": text}
            )
        people = Contact.objects.filter(workspace=self._workspace)
        named = people.filter(among("email", [address_key(text)])) | people.filter(among("external_id", [text]))
        return accounts[0] if accounts else named.first()

    @property
    def asked(self) -> RowsAsked:
        """Return the choice; everything where the form was not filled in rightly."""
        told = self.cleaned_data
        customer = told.get("customer")
        return RowsAsked(
            kind=told.get("kind", ""),
            account=customer.pk if isinstance(customer, Account) else None,
            contact=customer.pk if isinstance(customer, Contact) else None,
            currency=told.get("currency", ""),
            since=told.get("since"),
            until=told.get("until"),
            odd=told.get("odd", ""),
        )


class LedgerRowsForm(_RowsForm):
    """A choice of lines of money."""

    odds = (WITHOUT_RATE, NEGATIVE, WITHOUT_CUSTOMER, MERGED)

    @property
    def kinds(self) -> Choices:  # type: ignore[override]
        """Return the kinds of lines."""
        return [(kind, entry_kind(kind)) for kind in ENTRY_KINDS]


class ContractRowsForm(_RowsForm):
    """A choice of contracts, by when they end."""

    odds = (WITHOUT_RATE, OVERLAPPING, WITHOUT_CUSTOMER, MERGED)

    @property
    def kinds(self) -> Choices:  # type: ignore[override]
        """Return how contracts end."""
        return [("open", outcome_word("")), *((outcome, outcome_word(outcome)) for outcome in (RENEWED, LOST))]


class EventRowsForm(_RowsForm):
    """A choice of events."""

    odds = (WITHOUT_CUSTOMER, MERGED)

    def __init__(self, data: Any, *, workspace: Workspace) -> None:
        super().__init__(data, workspace=workspace)
        del self.fields["currency"]

    @property
    def kinds(self) -> Choices:  # type: ignore[override]
        """Return the kinds of events."""
        return [(kind, event_kind(kind)) for kind in EVENT_KINDS]


class OriginRowsForm(_RowsForm):
    """A choice of what brought customers."""

    odds = (MERGED,)

    def __init__(self, data: Any, *, workspace: Workspace) -> None:
        super().__init__(data, workspace=workspace)
        del self.fields["currency"]

    @property
    def kinds(self) -> Choices:  # type: ignore[override]
        """Return what can bring customers."""
        return [(origin, origin_word(origin)) for origin in ORIGINS]
