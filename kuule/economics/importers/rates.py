"""A file of exchange rates."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from kuule.contacts.rules.rows import PersonRow, remembering
from kuule.economics.importers import cells
from kuule.economics.importers.base import Fields, MoneySheet, Said
from kuule.economics.importers.cells import Reader
from kuule.economics.importers.headers import DAY_WORDS
from kuule.economics.rules import BUYS, COSTS, MOST_RATE
from kuule.economics.rules import imported as to
from kuule.economics.rules.imported import Wrong
from kuule.economics.rules.told import RateTold
from kuule.workspaces.models import Workspace


class RatesSheet(MoneySheet):
    """One rate of one day a line."""

    kind = "rates"
    title = _("Exchange rates")
    act = "rates_imported"
    help_template = "economics/_import_rates_help.html"
    group = _("Rate")
    fields = (
        (to.DAY, _("Day")),
        (to.CURRENCY, _("Currency")),
        (to.RATE, _("Rate")),
        (to.BASE, _("Into which currency")),
    )
    needed = {
        to.DAY: ("no_day_column", "no_day"),
        to.CURRENCY: ("no_currency_column", "no_currency"),
        to.RATE: ("no_rate_column", "no_rate"),
    }
    headers = {
        to.DAY: f"from|valid from|time period|{DAY_WORDS}",
        to.RATE: "rate|exchange rate|value|obs value|kurssi|vaihtokurssi|kurs|vaxelkurs|wechselkurs",
        to.BASE: "base|base currency|to|into|perusvaluutta|basvaluta|basiswahrung|zielwahrung",
        to.CURRENCY: "currency|currency code|from currency|valuutta|valuta|wahrung",
    }
    dated = (to.DAY,)
    amounts = (to.RATE,)
    has_customer = False

    def begin_fields(self, workspace: Workspace) -> Fields:
        """Ask in which way the rates are quoted."""
        del workspace
        quotes = (
            (COSTS, _("what one unit of the currency costs: 1 NOK = 0.085 €")),
            (BUYS, _("how much of the currency one unit of yours buys: 1 € = 11.7 NOK")),
        )
        return {"quote": forms.ChoiceField(label=_("A rate says"), choices=quotes, required=False)}

    def cells(self, options: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Mapping[str, Reader]:
        """Return what reads the cells of each target."""
        del now
        return {
            to.DAY: remembering(cells.day_reader(zone=zone, order=options.get("order", ""))),
            to.CURRENCY: remembering(cells.currency),
            to.BASE: remembering(cells.currency),
            to.RATE: cells.rate_reader(options.get("comma", "")),
        }

    def told(self, said: Said, who: PersonRow, options: Mapping[str, str]) -> RateTold | Wrong:
        """Return a rate, in the way we keep it."""
        del who
        rate: Decimal = said[to.RATE]
        if not 0 < rate < MOST_RATE:
            return Wrong("bad_rate", to.RATE, str(rate))
        told = RateTold(
            said[to.CURRENCY], said[to.DAY], 1 / rate if options.get("quote") == BUYS else rate, said.get(to.BASE, "")
        )
        unkept = told.unkept(options["own"])
        return Wrong(unkept.code, unkept.field) if unkept else told
