"""Opening cases about key contacts who fell silent."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction

from kuule.act.models import Case, Playbook
from kuule.act.rules import OPEN, SILENT
from kuule.act.rules.playbooks import Heard, fits
from kuule.act.selectors.office import Office
from kuule.act.selectors.playbooks import live_playbooks, rule_of
from kuule.act.selectors.silence import silent_contacts
from kuule.act.selectors.staff import day_in
from kuule.act.services.opening import open_case
from kuule.act.services.planning import plan_case, stake_of
from kuule.contacts.models import Contact
from kuule.contacts.selectors import property_snapshot
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM

# A day on which very many fall silent at once opens no more cases than people can look at.
MOST_A_CALL = 50


def hear_silence(*, workspace: Workspace, now: datetime, limit: int = MOST_A_CALL) -> int:
    """Open a case about each key contact who has been silent for as long as a playbook says. Return how many.

    The first playbook that fits somebody decides; nobody has two open cases about their silence.
    """
    opened, office = 0, Office(workspace, now=now)
    for playbook in live_playbooks(workspace).values():
        if playbook.reason != SILENT:
            continue
        for contact in islice(fitting_contacts(workspace, playbook, now=now), limit - opened):
            opened += _open(office, playbook, contact)
    return opened


def fitting_contacts(workspace: Workspace, playbook: Playbook, *, now: datetime) -> Iterator[Contact]:
    """Yield the silent contacts that a playbook is about."""
    rule = rule_of(playbook)
    for contact in silent_contacts(workspace, days=playbook.silent_days or 0, now=now).iterator(chunk_size=200):
        value = None
        if rule.asks_value:
            value, _ends = stake_of(workspace, account=contact.account, contact=contact, day=day_in(workspace, now))
        heard = Heard(
            group="",
            score=0,
            family="",
            lot=0,
            properties=property_snapshot(contact),
            account_owner=contact.account.owner_id if contact.account else None,
            value=value,
        )
        if fits(rule, heard):
            yield contact


@transaction.atomic
def _open(office: Office, playbook: Playbook, contact: Contact) -> int:
    # One case a person, also where two workers look at once.
    Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    if Case.objects.filter(workspace=office.workspace, contact=contact, reason=SILENT, state=OPEN).exists():
        return 0
    plan = plan_case(
        office=office,
        reason=SILENT,
        playbook=playbook,
        since=office.now,
        contact=contact,
        account=contact.account,
    )
    open_case(workspace=office.workspace, plan=plan, actor=SYSTEM, now=office.now)
    return 1
