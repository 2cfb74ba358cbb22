"""Bringing the customer companies and their people in, each when they came."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from kuule.contacts.models import Account, Contact
from kuule.contacts.services import add_contact, archive_contact, open_account
from kuule.demo.rules.cast import Customer, Person
from kuule.demo.services.agenda import Agenda
from kuule.demo.services.company import Company


class Arrivals:
    """Who came: the accounts by the key of their customer, and the people of the story by their contact's id."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.people: dict[int, Person] = {}


def invite_customers(
    agenda: Agenda, company: Company, *, customers: Iterable[Customer], people: Iterable[Person]
) -> Arrivals:
    """Put on the agenda when accounts are opened and people come and go. Returns where those who came are found."""
    arrivals = Arrivals()
    for customer in customers:
        agenda.add(customer.started_at, partial(_open, company, arrivals, customer))
    for person in people:
        agenda.add(person.joined_at, partial(_join, agenda, company, arrivals, person))
    return arrivals


def _open(company: Company, arrivals: Arrivals, customer: Customer, at: datetime) -> None:
    sketch = customer.sketch
    arrivals.accounts[sketch.key] = open_account(
        workspace=company.workspace,
        name=sketch.name,
        owner=company.members[sketch.owner],
        team=company.teams[sketch.team],
        properties=customer.properties,
        actor=company.actor,
        now=at,
    )


def _join(agenda: Agenda, company: Company, arrivals: Arrivals, person: Person, at: datetime) -> None:
    contact = add_contact(
        workspace=company.workspace,
        account=arrivals.accounts[person.customer.sketch.key],
        name=person.name,
        email=person.email,
        role=person.role,
        title=person.title,
        language=person.language,
        properties={"panel": str(person.panel)},
        actor=company.actor,
        now=at,
    )
    arrivals.people[contact.pk] = person
    if person.leaves_at:
        agenda.add(person.leaves_at, partial(_leave, company, contact))


def _leave(company: Company, contact: Contact, at: datetime) -> None:
    archive_contact(contact=contact, actor=company.actor, now=at)
