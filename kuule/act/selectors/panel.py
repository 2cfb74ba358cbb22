"""Who may be invited to the customer panel."""

from kuule.act.models import Case, PanelMember
from kuule.act.rules import DETRACTOR


def may_be_invited(case: Case) -> bool:
    """Tell whether closing a case is a moment to invite its customer: they were unhappy, and never invited."""
    contact = case.contact
    if contact is None or not contact.email or case.reason != DETRACTOR:
        return False
    return not PanelMember.objects.filter(contact=contact).exists()
