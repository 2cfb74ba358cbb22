"""Talking with the customer, and writing down what was said."""

from datetime import datetime

from django.db import transaction

from kuule.act.models import Case, CaseEvent
from kuule.act.rules import CALLED, CONTACTED, NOTED
from kuule.act.rules.cases import NO_WORDS
from kuule.act.selectors.merged import cases_within
from kuule.act.services.cases.beginning import actor_of, case_at_hand, kept_words
from kuule.act.services.history import note_event
from kuule.contacts.rules.rows import PersonRow
from kuule.economics.rules import CONTACTED as CUSTOMER_CONTACTED
from kuule.economics.rules.told import EventTold, names_customer
from kuule.economics.services.events import record_events
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def add_note(*, case: Case, words: str, by: Member | None, now: datetime, actor: Actor | None = None) -> CaseEvent:
    """Write something down in a case, open or not. Raises Refused("no_words") or Refused("too_long")."""
    kept = kept_words(words, case=case)
    if not kept:
        raise Refused(NO_WORDS)
    event = note_event(case=case, kind=NOTED, now=now, by=by, actor=actor, words=kept)
    record(workspace=case.workspace, actor=actor_of(by, actor), act="case_noted", subject=case, now=now)
    return event


@transaction.atomic
def log_call(
    *,
    case: Case,
    was_reached: bool,
    by: Member | None,
    now: datetime,
    words: str = "",
    actor: Actor | None = None,
) -> Case:
    """Write a call down. Only one that reached the customer is a contact.

    Somebody else's act meanwhile does not hinder it: a call that was made is a fact.

    Raises:
        Refused: `no_note`, `too_long`, `not_open`.
    """
    row = case_at_hand(case, by=by)
    kept = kept_words(words, case=row, moment=CALLED)
    event = note_event(
        case=row, kind=CALLED, now=now, by=by, actor=actor, is_contact=was_reached, words=kept, was_reached=was_reached
    )
    if was_reached:
        _was_contacted(row, event, by, actor_of(by, actor), now)
    record(workspace=row.workspace, actor=actor_of(by, actor), act="case_called", subject=row, now=now)
    return row


@transaction.atomic
def mark_contacted(*, case: Case, by: Member | None, now: datetime) -> Case:
    """Say that a person of the company reached the customer otherwise than by a call, such as by a letter that left.

    Only the first contact sets the time; each of them answers a reply that waited. A case that is closed keeps that.
    """
    row = Case.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=case.pk)
    event = note_event(case=row, kind=CONTACTED, now=now, by=by, is_contact=True)
    _was_contacted(row, event, by, actor_of(by), now)
    record(workspace=row.workspace, actor=actor_of(by), act="case_contacted", subject=row, now=now)
    return row


def _was_contacted(case: Case, event: CaseEvent, by: Member | None, actor: Actor, now: datetime) -> None:
    """Keep when a customer was reached first, here and in the cases of the same person that were merged into it."""
    same = Case.objects.filter(pk__in=cases_within(case), contact=case.contact_id, contacted_at=None)
    same.update(contacted_at=now, contacted_by=by)
    case.contacted_at, case.contacted_by = (case.contacted_at, case.contacted_by) if case.contacted_at else (now, by)
    case.reply_waits_since = None
    case.save(update_fields=["contacted_at", "contacted_by", "reply_waits_since"])
    who = _customer(case)
    if names_customer(who):
        told = EventTold(f"case-{case.uid}-{event.pk}", who, CUSTOMER_CONTACTED, now, outcome=True)
        record_events(workspace=case.workspace, items=[told], actor=actor, now=now)


def _customer(case: Case) -> PersonRow:
    """Return whom a case is about, as it is told: of a person nothing but the person, so that no colleague counts."""
    if case.contact is not None:
        person = case.contact
        return PersonRow(0, external_id=person.external_id, email=person.email, phone=person.phone)
    account = case.account
    return PersonRow(0, account_id=account.external_id if account else "", account_name=account.name if account else "")
