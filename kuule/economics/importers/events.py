"""A file of what happened with customers besides sales."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from kuule.contacts.rules import cells as facts
from kuule.contacts.rules.moments import past_moments
from kuule.contacts.rules.rows import PersonRow, remembering
from kuule.economics.importers import cells, words
from kuule.economics.importers.base import Fields, MoneySheet, Said
from kuule.economics.importers.cells import Reader
from kuule.economics.importers.headers import DAY_WORDS
from kuule.economics.rules import EVENT_KINDS, LONGEST_NOTE, OFFER
from kuule.economics.rules import imported as to
from kuule.economics.rules.imported import Wrong
from kuule.economics.rules.told import EventTold
from kuule.economics.templatetags.money import event_kind
from kuule.workspaces.models import Workspace


class EventsSheet(MoneySheet):
    """One event a line."""

    kind = "customer_events"
    title = _("Customer events")
    act = "customer_events_imported"
    help_template = "economics/_import_events_help.html"
    group = _("What happened")
    fields = (
        (to.HAPPENED_AT, _("When it happened")),
        (to.KIND, _("Kind: left, incident, offer, referral or contact")),
        (to.OUTCOME, _("Outcome: taken or reached, or not")),
        (to.AT_RANDOM, _("Picked at random")),
        (to.NOTE, _("Note")),
        (to.ROW_ID, _("Your id of what happened")),
    )
    needed = {to.HAPPENED_AT: ("no_day_column", "no_day")}
    headers = {
        to.HAPPENED_AT: f"happened at|happened|when|time|timestamp|tapahtunut|aika|tidpunkt|zeitpunkt|{DAY_WORDS}",
        to.KIND: "kind|type|event|event type|laji|tyyppi|tapahtuma|typ|handelse|ereignis|art",
        to.OUTCOME: "outcome|taken|accepted|reached|result|lopputulos|otettu|tavoitettu|utfall|antagen|ergebnis",
        to.AT_RANDOM: "at random|random|randomized|satunnainen|arvottu|slumpvis|zufallig",
        to.NOTE: "note|notes|comment|description|huomautus|kuvaus|muistiinpano|anteckning|notiz|bemerkung",
        to.ROW_ID: "id|event id|incident id|offer id|ticket id|tapahtuman id|handelse id|ereignis id|ereignisnummer",
    }
    dated = (to.HAPPENED_AT,)

    def begin_fields(self, workspace: Workspace) -> Fields:
        """Ask what all of it is, unless a column says so."""
        del workspace
        kinds = [("", _("a column of the file says so")), *((kind, event_kind(kind)) for kind in EVENT_KINDS)]
        return {"events": forms.ChoiceField(label=_("What the file tells"), choices=kinds, required=False)}

    def cells(self, options: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Mapping[str, Reader]:
        """Return what reads the cells of each target."""
        return {
            to.HAPPENED_AT: remembering(past_moments(zone=zone, order=options.get("order", ""), now=now)),
            to.KIND: remembering(cells.word_reader(words.EVENT_WORDS, "unknown_event_kind")),
            to.OUTCOME: remembering(cells.yes_reader(words.EVENT_OUTCOME_WORDS)),
            to.AT_RANDOM: remembering(cells.yes_reader()),
            to.NOTE: facts.limited(LONGEST_NOTE),
            to.ROW_ID: facts.limited(150),
        }

    def told(self, said: Said, who: PersonRow, options: Mapping[str, str]) -> EventTold | Wrong:
        """Return an event."""
        kind = said.get(to.KIND) or options.get("events")
        if not kind:
            return Wrong("no_event_kind", to.KIND)
        outcome = said.get(to.OUTCOME)
        if kind == OFFER and outcome is None:
            return Wrong("no_offer_outcome", to.OUTCOME)
        return EventTold(
            external_id="",
            who=who,
            kind=kind,
            happened_at=said[to.HAPPENED_AT],
            outcome=outcome,
            at_random=said.get(to.AT_RANDOM, False),
            note=said.get(to.NOTE, ""),
        )
