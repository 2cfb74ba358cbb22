"""Names as they stand in letters."""

from django.utils.translation import gettext as _

from kuule.act.models import Case, Letter
from kuule.contacts.models import Contact
from kuule.dispatch.channels.survey_mail import set_in
from kuule.dispatch.channels.words import one_line
from kuule.workspaces.models import Member

LONGEST = 100


def greeting_to(contact: Contact | None, language: str) -> str:
    """Return the greeting of a customer: by name where we know it."""
    name = one_line(contact.name, LONGEST) if contact else ""
    return _("Hi %(name)s,") % {"name": set_in(name, language)} if name else _("Hello,")


def greeting_to_member(letter: Letter, language: str) -> str:
    """Return the greeting of a member."""
    name = one_line(letter.member.user.name, LONGEST) if letter.member else ""
    return _("Hi %(name)s,") % {"name": set_in(name, language)} if name else _("Hello,")


def name_of(member: Member | None) -> str:
    """Return what a member is called, "" for nobody."""
    return one_line(str(member), LONGEST) if member else ""


def customer_of(case: Case) -> str:
    """Return who a case is about: the person and their company, as far as they are known."""
    parts = [one_line(str(each), LONGEST) for each in (case.contact, case.account) if each]
    return ", ".join(parts) or _("a customer")
