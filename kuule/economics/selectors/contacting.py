"""Who was contacted after an answer, and who was asked again and whether they answered."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from kuule.dispatch.models import Invitation
from kuule.economics.models import CustomerEvent
from kuule.economics.rules import CONTACTED
from kuule.economics.rules.contacting import Contacted
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.workspaces.models import Workspace

CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Contacts:
    """Contacts in the order of their days: of people by their id, and of customers where no person is named."""

    of_people: dict[Hashable, list[Contacted]]
    of_customers: dict[int, list[Contacted]]

    def after(self, person: Hashable, customer: int) -> list[Contacted]:
        """Return the contacts with somebody, those with their whole company among them."""
        both = [*self.of_people.get(person, ()), *self.of_customers.get(customer, ())]
        return sorted(both, key=lambda contact: contact.day)


def contacts_of(workspace: Workspace, *, until: date) -> Contacts:
    """Return every contact up to a day.

    Of those that chance decided everybody counts who was to be contacted, reached or not, beside those who were to be
    left alone; of the others those who were reached.
    """
    merged, zone = merged_accounts(workspace), ZoneInfo(workspace.timezone)
    people, customers = defaultdict[Hashable, list[Contacted]](list), defaultdict[int, list[Contacted]](list)
    rows = CustomerEvent.objects.filter(workspace=workspace, kind=CONTACTED).order_by("happened_at", "pk")
    columns = rows.values_list("account_id", "contact_id", "happened_at", "outcome", "at_random")
    for account, contact, happened_at, outcome, at_random in columns.iterator(chunk_size=CHUNK):
        day, customer = happened_at.astimezone(zone).date(), customer_code(account, contact, merged)
        if customer is not None and day <= until and (at_random or outcome):
            told = Contacted(day, outcome is not False, at_random)
            (customers[customer] if contact is None else people[contact]).append(told)
    return Contacts(dict(people), dict(customers))


def asks_of_people(workspace: Workspace, *, until: date) -> dict[Hashable, list[tuple[date, bool]]]:
    """Return when each person was asked, up to a day, and whether they answered; in order."""
    zone = ZoneInfo(workspace.timezone)
    asked = Invitation.objects.filter(workspace=workspace, asked_at__isnull=False, contact__isnull=False)
    rows = asked.order_by("asked_at", "pk").values_list("contact_id", "asked_at", "answered_at")
    found = defaultdict[Hashable, list[tuple[date, bool]]](list)
    for contact, asked_at, answered_at in rows.iterator(chunk_size=CHUNK):
        day = asked_at.astimezone(zone).date() if asked_at else until
        if day <= until:
            found[contact].append((day, answered_at is not None))
    return dict(found)
