"""What is known of whoever answers, so that a question can be for some people only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kuule.contacts.models import Contact
from kuule.contacts.rules.snapshots import snapshot
from kuule.contacts.selectors import property_snapshot
from kuule.dispatch.models import Invitation
from kuule.responses.selectors.links import AnswerLink, answer_by
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import STRANGER, Person
from kuule.surveys.rules.showing import asks_about_persons
from kuule.surveys.selectors import told_facts
from kuule.workspaces.models import Workspace


def person_behind(link: AnswerLink, *, now: datetime) -> Person:
    """Return what is known of whoever answers by a link.

    Once they have answered it is what was true then, on that day: they see the same questions whenever they come back.
    Where no question asks for it nothing is looked up, and of an anonymous survey nothing is known.
    """
    if link.is_anonymous or not asks_about_persons(link.version.questions):
        return STRANGER
    given = answer_by(link)
    if given is not None:
        known = {**_told(link.workspace, given.account_id, given.contact_id), **given.properties}
        return _on_day(link.workspace, known, given.answered_at)
    if link.invitation is not None and link.invitation.contact is not None:
        return person_asked(link.version, contact=link.invitation.contact, invitation=link.invitation, now=now)
    account = link.collector.account if link.collector else None
    if account is None:
        return STRANGER
    known = snapshot(role="", own={}, of_account=account.properties)
    return _on_day(link.workspace, {**_told(link.workspace, account.pk, None), **known}, now)


def person_asked(
    version: SurveyVersion, *, contact: Contact, now: datetime, invitation: Invitation | None = None
) -> Person:
    """Return what is known now of somebody who is asked, as far as a question asks for it."""
    if version.survey.is_anonymous or not asks_about_persons(version.questions):
        return STRANGER
    of_invitation = invitation.properties if invitation else {}
    told = _told(version.workspace, contact.account_id, contact.pk)
    return _on_day(version.workspace, {**told, **property_snapshot(contact), **of_invitation}, now)


def _told(workspace: Workspace, account_id: int | None, contact_id: int | None) -> dict[str, Any]:
    return told_facts(workspace, account_id=account_id, contact_id=contact_id)


def _on_day(workspace: Workspace, facts: Mapping[str, Any], moment: datetime) -> Person:
    return Person(facts, moment.astimezone(ZoneInfo(workspace.timezone)).date())
