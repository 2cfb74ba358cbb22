"""What huddles wrote down about a customer: in words of the team, about a case of theirs or with their address."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from kuule.act.models import HuddleItem
from kuule.contacts.models import Contact
from kuule.contacts.services.persons import PersonHolder, Section, traces_of


def _about(contact: Contact) -> list[HuddleItem]:
    """Return what was written down about cases of a person, or names their address or phone."""
    items, traces = HuddleItem.objects.filter(workspace_id=contact.workspace_id), traces_of(contact)
    known = list(items.filter(case__contact=contact).order_by("made_at", "pk"))
    others = items.exclude(pk__in=[each.pk for each in known]).only("text", "reason").iterator(2_000)
    return known + [each for each in others if traces.are_in(each.text) or traces.are_in(each.reason)]


def _erase(contact: Contact, now: datetime) -> None:
    """Keep that something was decided or promised, without its words."""
    del now
    found = [each.pk for each in _about(contact)]
    HuddleItem.objects.filter(pk__in=found).update(text="", reason="")


def _export(contact: Contact) -> Sequence[Section]:
    rows = [{"made_at": each.made_at, "text": each.text, "due_on": each.due_on} for each in _about(contact)]
    words = {"made_at": _("When"), "text": _("What was written down"), "due_on": _("Promised by")}
    return [Section("huddles", _("What teams wrote down in huddles"), rows, words)]


HUDDLE_HOLDER = PersonHolder(room="act_huddles", tables=(HuddleItem,), export=_export, erase=_erase)
