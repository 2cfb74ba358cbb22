"""Cases beside what they are about: answers, people, accounts."""

from collections.abc import Collection, Mapping, Sequence

from kuule.act.models import Case
from kuule.act.rules import MERGED, OPEN
from kuule.act.selectors.visible import cases_seen_by
from kuule.contacts.models import Account, Contact
from kuule.workspaces.models import Member

SHOWN = 5


def cases_of_answers(member: Member, *, responses: Collection[int]) -> Mapping[int, Case]:
    """Return the case of each of these answers that a member may see, by answer."""
    found = cases_seen_by(member).filter(response__in=list(responses)).select_related("owner__user")
    return {case.response_id: case for case in found if case.response_id is not None}


def cases_of_customer(member: Member, *, customer: Contact | Account) -> tuple[Sequence[Case], int]:
    """Return the newest cases of a person or an account, open ones first, and how many there are."""
    place = {"contact": customer} if isinstance(customer, Contact) else {"account": customer}
    found = cases_seen_by(member).filter(**place).exclude(state=MERGED)
    rows = found.select_related("contact", "account", "owner__user", "response").order_by("-opened_at", "-pk")
    newest = list(rows[: SHOWN + 1])
    total = len(newest) if len(newest) <= SHOWN else found.count()
    return sorted(newest[:SHOWN], key=lambda case: case.state != OPEN), total
