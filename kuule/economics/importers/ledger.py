"""A file of what customers paid and cost."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from kuule.contacts.rules import cells as facts
from kuule.contacts.rules.moments import A_DAY
from kuule.contacts.rules.rows import PersonRow, remembering
from kuule.economics.importers import cells, words
from kuule.economics.importers.base import Fields, MoneySheet, Said, currency_of
from kuule.economics.importers.cells import Reader
from kuule.economics.importers.headers import AMOUNT_WORDS, DAY_WORDS
from kuule.economics.rules import COST, LONGEST_PRODUCT, REFUND, REVENUE
from kuule.economics.rules import imported as to
from kuule.economics.rules.imported import Wrong
from kuule.economics.rules.told import EntryTold
from kuule.workspaces.models import Workspace


class LedgerSheet(MoneySheet):
    """One line of money a line."""

    kind = "ledger"
    title = _("Ledger")
    act = "ledger_imported"
    help_template = "economics/_import_ledger_help.html"
    group = _("Money")
    fields = (
        (to.DAY, _("Day")),
        (to.AMOUNT, _("Amount")),
        (to.CURRENCY, _("Currency")),
        (to.KIND, _("Kind: revenue, refund or cost")),
        (to.MARGIN, _("Margin")),
        (to.PRODUCT, _("Product")),
        (to.ROW_ID, _("Your id of the line")),
    )
    needed = {to.DAY: ("no_day_column", "no_day"), to.AMOUNT: ("no_amount_column", "no_amount")}
    headers = {
        to.DAY: DAY_WORDS,
        to.AMOUNT: AMOUNT_WORDS,
        to.KIND: "kind|type|entry type|line type|laji|tyyppi|tapahtumalaji|typ|art|buchungsart",
        to.MARGIN: (
            "margin|gross margin|profit|gross profit|contribution|kate|myyntikate|katetuotto|marginal|"
            "tackningsbidrag|marge|deckungsbeitrag|rohertrag"
        ),
        to.ROW_ID: (
            "id|line id|entry id|invoice id|invoice number|invoice|invoice line|transaction id|order id|rivin id|"
            "rivitunnus|laskun numero|laskunumero|tositenumero|fakturanummer|radnummer|rechnungsnummer|belegnummer"
        ),
    }
    dated = (to.DAY,)
    amounts = (to.AMOUNT, to.MARGIN)

    def option_fields(self, workspace: Workspace) -> Fields:
        """Ask also what lines are that do not say it."""
        kinds = ((REVENUE, _("revenue")), (REFUND, _("refunds")), (COST, _("costs to serve")))
        field = forms.ChoiceField(label=_("Lines without a kind are"), choices=kinds, required=False)
        return {"lines": field, **super().option_fields(workspace)}

    def cells(self, options: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Mapping[str, Reader]:
        """Return what reads the cells of each target."""
        # An invoice of today may carry the day of tomorrow, somewhere in the world.
        latest = cells.day_of(now + A_DAY, zone)
        amount = cells.amount_reader(options.get("comma", ""))
        return {
            to.DAY: remembering(cells.day_reader(zone=zone, order=options.get("order", ""), latest=latest)),
            to.AMOUNT: amount,
            to.MARGIN: amount,
            to.CURRENCY: remembering(cells.currency),
            to.KIND: remembering(cells.word_reader(words.ENTRY_WORDS, "unknown_entry_kind")),
            to.PRODUCT: facts.limited(LONGEST_PRODUCT),
            to.ROW_ID: facts.limited(150),
        }

    def told(self, said: Said, who: PersonRow, options: Mapping[str, str]) -> EntryTold | Wrong:
        """Return a line of money."""
        currency = currency_of(said, options, to.AMOUNT, to.MARGIN)
        if isinstance(currency, Wrong):
            return currency
        return EntryTold(
            external_id="",
            who=who,
            kind=said.get(to.KIND) or options.get("lines") or REVENUE,
            day=said[to.DAY],
            amount=said[to.AMOUNT].value,
            currency=currency,
            margin=said[to.MARGIN].value if to.MARGIN in said else None,
            product=said.get(to.PRODUCT, ""),
        )
