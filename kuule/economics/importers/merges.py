"""A file of accounts that became part of another."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from kuule.contacts.rules import cells as facts
from kuule.contacts.rules.rows import PersonRow, remembering
from kuule.economics.importers import cells
from kuule.economics.importers.base import MoneySheet, Said
from kuule.economics.importers.cells import Reader
from kuule.economics.importers.headers import DAY_WORDS
from kuule.economics.rules import imported as to
from kuule.economics.rules.imported import Wrong
from kuule.economics.rules.told import MergeTold, names_account


class MergesSheet(MoneySheet):
    """One account that became part of another a line."""

    kind = "account_merges"
    title = _("Merged accounts")
    act = "account_merges_imported"
    help_template = "economics/_import_merges_help.html"
    group = _("Became part of")
    fields = (
        (to.INTO, _("Name of the account it became part of")),
        (to.INTO_ID, _("Your id of the account it became part of")),
        (to.DAY, _("Day")),
    )
    needed = {to.DAY: ("no_day_column", "no_day")}
    headers = {
        to.INTO: (
            "became part of|merged into|into|new account|osaksi|yhdistyi|uusi asiakas|blev del av|uppgick i|"
            "wurde teil von|neuer kunde"
        ),
        to.INTO_ID: (
            "became part of id|merged into id|into id|new account id|uuden asiakkaan id|nytt kundnummer|"
            "neue kundennummer"
        ),
        to.DAY: f"merged on|{DAY_WORDS}",
    }
    dated = (to.DAY,)

    def cells(self, options: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Mapping[str, Reader]:
        """Return what reads the cells of each target."""
        latest = cells.day_of(now, zone)
        return {
            to.INTO: facts.limited(200),
            to.INTO_ID: facts.limited(200),
            to.DAY: remembering(cells.day_reader(zone=zone, order=options.get("order", ""), latest=latest)),
        }

    def told(self, said: Said, who: PersonRow, options: Mapping[str, str]) -> MergeTold | Wrong:
        """Return which account became part of which."""
        del options
        into = PersonRow(who.line, account_id=said.get(to.INTO_ID, ""), account_name=said.get(to.INTO, ""))
        if not names_account(who) or not names_account(into):
            return Wrong("no_two_accounts", to.INTO)
        return MergeTold(who, into, said[to.DAY])
