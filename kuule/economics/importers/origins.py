"""A file of what brought customers."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from kuule.contacts.rules.moments import past_moments
from kuule.contacts.rules.rows import PersonRow, remembering
from kuule.economics.importers import cells, words
from kuule.economics.importers.base import MoneySheet, Said
from kuule.economics.importers.cells import Reader
from kuule.economics.importers.headers import DAY_WORDS
from kuule.economics.rules import imported as to
from kuule.economics.rules.told import OriginTold


class OriginsSheet(MoneySheet):
    """One customer a line."""

    kind = "origins"
    title = _("Origins")
    act = "origins_imported"
    help_template = "economics/_import_origins_help.html"
    group = _("What brought them")
    fields = ((to.ORIGIN, _("What brought them")), (to.HAPPENED_AT, _("When they said it")))
    needed = {to.ORIGIN: ("no_origin_column", "no_origin")}
    headers = {
        to.ORIGIN: (
            "origin|source|lead source|what brought you here|how did you hear about us|acquisition channel|alkupera|"
            "lahde|mista kuulit meista|ursprung|kalla|hur horde du talas om oss|herkunft|quelle"
        ),
        to.HAPPENED_AT: f"said at|asked at|{DAY_WORDS}",
    }
    dated = (to.HAPPENED_AT,)

    def cells(self, options: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Mapping[str, Reader]:
        """Return what reads the cells of each target."""
        return {
            to.ORIGIN: remembering(cells.word_reader(words.ORIGIN_WORDS, "unknown_origin")),
            to.HAPPENED_AT: remembering(past_moments(zone=zone, order=options.get("order", ""), now=now)),
        }

    def told(self, said: Said, who: PersonRow, options: Mapping[str, str]) -> OriginTold:
        """Return what brought a customer."""
        del options
        return OriginTold(who, said[to.ORIGIN], said.get(to.HAPPENED_AT))
