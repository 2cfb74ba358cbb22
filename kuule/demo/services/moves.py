"""What became of some people: they changed from one customer to another, or somebody asked to leave them alone."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from kuule.contacts.models import Account
from kuule.contacts.services import change_contact
from kuule.demo.rules.cast import address
from kuule.demo.rules.customers import AccountSketch
from kuule.demo.selectors import promoters_asked_before, silent_invitations
from kuule.demo.services.company import Company
from kuule.dispatch.services import take_out

MOVED_AGO = (timedelta(days=9), timedelta(days=16), timedelta(days=23))
# To these they went: customers that somebody who knows Kellokaari does good.
NEW_PLACES = ("brombeck", "helmisaari", "klitbo")
LEFT_ALONE = (
    ("aino", "On sick leave until the new year. Her team asked us to wait.", timedelta(days=5)),
    ("erik", "Told me twice that surveys go to his deputy.", timedelta(days=12)),
)


def move_people(company: Company, *, accounts: Iterable[AccountSketch], now: datetime) -> None:
    """Let some happy people change to another customer, with their new address."""
    sketches = {each.key: each for each in accounts}
    for key, ago in zip(NEW_PLACES, MOVED_AGO, strict=True):
        account = Account.objects.get(workspace=company.workspace, name=sketches[key].name)
        contact = promoters_asked_before(company.workspace, moment=now - ago, but_not_in=account).first()
        if contact is not None:
            email = address(contact.name, key)
            change_contact(contact=contact, account=account, email=email, actor=company.actor, now=now - ago)


def leave_alone(company: Company, *, now: datetime) -> None:
    """Take some people out, each with the reason that was given."""
    silent = silent_invitations(company.workspace, count=len(LEFT_ALONE), skip=10)
    for invitation, (name, reason, ago) in zip(silent, LEFT_ALONE, strict=False):
        if invitation.contact is not None:
            take_out(contact=invitation.contact, reason=reason, member=company.members[name], now=now - ago)
