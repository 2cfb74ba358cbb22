"""A file of contracts."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from kuule.contacts.rules import cells as facts
from kuule.contacts.rules.rows import PersonRow, remembering
from kuule.economics.importers import cells, words
from kuule.economics.importers.base import Fields, MoneySheet, Said, currency_of
from kuule.economics.importers.cells import Reader
from kuule.economics.rules import LONGEST_PRODUCT
from kuule.economics.rules import imported as to
from kuule.economics.rules.imported import Wrong
from kuule.economics.rules.told import ContractTold
from kuule.workspaces.models import Workspace

_OPEN = "open"


class ContractsSheet(MoneySheet):
    """One contract a line."""

    kind = "contracts"
    title = _("Contracts")
    act = "contracts_imported"
    help_template = "economics/_import_contracts_help.html"
    group = _("Contract")
    fields = (
        (to.STARTS_ON, _("Starts")),
        (to.ENDS_ON, _("Ends")),
        (to.VALUE, _("Value")),
        (to.CURRENCY, _("Currency")),
        (to.PRODUCT, _("Product")),
        (to.OUTCOME, _("Outcome: renewed or lost")),
        (to.DECIDED_ON, _("Day of the decision")),
        (to.ROW_ID, _("Your id of the contract")),
    )
    needed = {to.STARTS_ON: ("no_start_column", "no_start"), to.VALUE: ("no_value_column", "no_value")}
    headers = {
        to.STARTS_ON: (
            "start|starts on|start date|contract start|from|valid from|begin|alku|alkaa|alkupaiva|alkaen|startdatum|"
            "start datum|fran|avtalsstart|beginn|vertragsbeginn|gultig ab|von"
        ),
        to.ENDS_ON: (
            "end|ends on|end date|contract end|to|valid to|renewal date|expires|expiry date|loppu|paattyy|loppupaiva|"
            "paattymispaiva|slut|slutdatum|till|avtalsslut|ende|vertragsende|gultig bis|bis"
        ),
        to.VALUE: (
            "value|value of a year|yearly value|annual value|arr|acv|mrr|amount|contract value|monthly charges|arvo|"
            "vuosiarvo|sopimuksen arvo|varde|arsvarde|avtalsvarde|wert|jahreswert|vertragswert"
        ),
        to.OUTCOME: "outcome|renewed or lost|status|renewal|result|lopputulos|tila|tulos|utfall|ergebnis|ausgang",
        to.DECIDED_ON: (
            "decided on|decision date|decided|cancelled on|renewed on|paatetty|paatospaiva|beslutsdatum|beslutad|"
            "entschieden am|kundigungsdatum"
        ),
        to.ROW_ID: (
            "id|contract id|contract number|contract|agreement id|subscription id|sopimuksen id|sopimusnumero|sopimus|"
            "avtalsnummer|avtals id|vertragsnummer|vertrags id"
        ),
    }
    dated = (to.STARTS_ON, to.ENDS_ON, to.DECIDED_ON)
    amounts = (to.VALUE,)

    def option_fields(self, workspace: Workspace) -> Fields:
        """Ask also what the values are for."""
        spans = ((to.YEAR, _("a year")), (to.MONTH, _("a month")), (to.WHOLE, _("the whole time of the contract")))
        field = forms.ChoiceField(label=_("Values are for"), choices=spans, required=False)
        return {"per": field, **super().option_fields(workspace)}

    def cells(self, options: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Mapping[str, Reader]:
        """Return what reads the cells of each target."""
        order = options.get("order", "")
        day = remembering(cells.day_reader(zone=zone, order=order))
        past = remembering(cells.day_reader(zone=zone, order=order, latest=cells.day_of(now, zone)))
        outcomes = {**words.OUTCOME_WORDS, _OPEN: words.OPEN_WORDS}
        return {
            to.STARTS_ON: day,
            to.ENDS_ON: day,
            to.DECIDED_ON: past,
            to.VALUE: cells.amount_reader(options.get("comma", "")),
            to.CURRENCY: remembering(cells.currency),
            to.OUTCOME: remembering(cells.word_reader(outcomes, "unknown_outcome")),
            to.PRODUCT: facts.limited(LONGEST_PRODUCT),
            to.ROW_ID: facts.limited(150),
        }

    def told(self, said: Said, who: PersonRow, options: Mapping[str, str]) -> ContractTold | Wrong:
        """Return a contract, its value for a year."""
        currency = currency_of(said, options, to.VALUE)
        if isinstance(currency, Wrong):
            return currency
        starts_on, ends_on = said[to.STARTS_ON], said.get(to.ENDS_ON)
        value = _for_a_year(said[to.VALUE].value, options.get("per", to.YEAR), starts_on, ends_on)
        if isinstance(value, Wrong):
            return value
        outcome = said.get(to.OUTCOME, "")
        return ContractTold(
            external_id="",
            who=who,
            starts_on=starts_on,
            ends_on=ends_on,
            yearly_value=value,
            currency=currency,
            product=said.get(to.PRODUCT, ""),
            outcome="" if outcome == _OPEN else outcome,
            decided_on=said.get(to.DECIDED_ON),
        )


def _for_a_year(value: Decimal, per: str, starts_on: date, ends_on: date | None) -> Decimal | Wrong:
    if per == to.MONTH:
        return value * to.MONTHS_IN_A_YEAR
    if per != to.WHOLE:
        return value
    if ends_on is None or ends_on < starts_on:
        return Wrong("no_end_for_value", to.ENDS_ON)
    return value * Decimal(to.DAYS_IN_A_YEAR) / ((ends_on - starts_on).days + 1)
