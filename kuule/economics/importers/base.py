"""What every kind of file about money says of itself: its columns, what it needs, and how a line is read."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuule.contacts.importers.options import country_field, order_field
from kuule.contacts.rules.columns import ColumnMapping
from kuule.contacts.rules.rows import PersonRow
from kuule.economics.importers.cells import Amount, Reader
from kuule.economics.importers.headers import by_header
from kuule.economics.rules import DEFAULT_CURRENCY
from kuule.economics.rules import imported as to
from kuule.economics.rules.imported import Wrong
from kuule.economics.selectors.rows import currencies_in_use
from kuule.economics.selectors.settings import money_settings
from kuule.workspaces.models import Workspace

Fields = Mapping[str, forms.ChoiceField]
Said = dict[str, Any]


class MoneySheet(ABC):
    """One kind of file. Each line is about one customer, unless `has_customer` is False.

    `fields` are what columns can become, `needed` those that must be there: for each what a file and a line without it
    are told. `headers` says which further ones mean what.
    """

    kind: ClassVar[str]
    title: ClassVar[str | Promise]
    act: ClassVar[str]
    help_template: ClassVar[str]
    group: ClassVar[str | Promise]
    fields: ClassVar[Sequence[tuple[str, str | Promise]]]
    needed: ClassVar[Mapping[str, tuple[str, str]]]
    headers: ClassVar[Mapping[str, str]]
    dated: ClassVar[Sequence[str]] = ()
    amounts: ClassVar[Sequence[str]] = ()
    has_customer: ClassVar[bool] = True

    def __init__(self) -> None:
        """Know its headers."""
        self.by_header = by_header(self.headers)

    @property
    def targets(self) -> tuple[str, ...]:
        """Return what columns can become besides what is known of people."""
        return tuple(target for target, _name in self.fields)

    def begin_fields(self, workspace: Workspace) -> Fields:
        """Return what a person chooses beside the file."""
        del workspace
        return {}

    def option_fields(self, workspace: Workspace) -> Fields:
        """Return what a person chooses for the whole file: dates, numbers, and where phone numbers are from."""
        fields: dict[str, forms.ChoiceField] = {"order": order_field()}
        if self.amounts:
            fields["comma"] = comma_field()
        if to.CURRENCY in self.targets and self.has_customer:
            fields["currency"] = currency_field(workspace)
        return {**fields, "country": country_field()} if self.has_customer else fields

    @abstractmethod
    def cells(self, options: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Mapping[str, Reader]:
        """Return what reads the cells of each target."""

    @abstractmethod
    def told(self, said: Said, who: PersonRow, options: Mapping[str, str]) -> Any:
        """Return what a line tells, or the `Wrong` that keeps it out. `said` are its cells, by target."""

    def reader_options(self, mapping: ColumnMapping, workspace: Workspace) -> Mapping[str, str]:
        """Return what was chosen for the file, with the currency of the company."""
        return {**mapping.options, "own": money_settings(workspace).currency}


def currency_of(said: Said, options: Mapping[str, str], *amounts: str) -> str | Wrong:
    """Return the currency of a line: its own, the one beside an amount, or the one that was chosen for such lines."""
    written = {said[name].currency for name in amounts if isinstance(said.get(name), Amount)} - {""}
    own = said.get(to.CURRENCY, "")
    if len(written | ({own} if own else set())) > 1:
        return Wrong("other_currency", to.CURRENCY, own)
    return own or next(iter(written), "") or options.get("currency") or Wrong("no_currency", to.CURRENCY)


def comma_field() -> forms.ChoiceField:
    """Return the choice of what a comma means in numbers that are two, depending on it."""
    choices = (
        ("", _("not said: such numbers are kept out")),
        (to.THOUSANDS, _("one thousand two hundred and thirty-four")),
        (to.DECIMALS, _("a little more than one")),
    )
    return forms.ChoiceField(label=_("A number such as 1,234 is"), choices=choices, required=False)


def currency_field(workspace: Workspace) -> forms.ChoiceField:
    """Return the choice of a currency for lines that do not say theirs."""
    known = dict.fromkeys((money_settings(workspace).currency, *currencies_in_use(workspace), DEFAULT_CURRENCY))
    return forms.ChoiceField(
        label=_("Lines without a currency are in"),
        choices=[("", _("not said: such lines are kept out")), *((code, code) for code in known)],
        required=False,
    )
