"""Tells those above the owner of a case that the customer has waited too long."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.act.models import Letter
from kuule.act.rules.letters import ESCALATION
from kuule.act.wordings.base import PlainWording, Said, case_of
from kuule.act.wordings.case_acts import case_buttons, foot_with_links
from kuule.act.wordings.due import due_moment, waits, words_of
from kuule.act.wordings.persons import customer_of, greeting_to_member, name_of


class EscalationWording(PlainWording):
    """A mail without blame: who waits, since when, whose case it is."""

    purpose = ESCALATION

    def stands(self, letter: Letter) -> bool:
        """Tell whether the customer waits still."""
        return waits(case_of(letter))

    def said(self, letter: Letter) -> Said:
        """Return who waits, since when, and whose case it is."""
        case = case_of(letter)
        who, facts = customer_of(case), {"customer": customer_of(case), "moment": due_moment(case)}
        body = _("%(customer)s was to hear from us by %(moment)s, and nobody has contacted them yet.") % facts
        if case.owner:
            owner = _("The case is with %(name)s. Can you help, or hand it to somebody who has time?")
            owner = owner % {"name": name_of(case.owner)}
        else:
            owner = _("The case is with nobody yet. Please take it, or hand it to somebody who has time.")
        return Said(
            subject=_("%(customer)s has waited too long") % {"customer": who},
            greeting=greeting_to_member(letter, get_language() or "en"),
            body=f"{body}\n\n{owner}",
            quote=words_of(case),
            buttons=case_buttons(letter),
            foot=foot_with_links(_("You get this mail because you look after this team or this workspace.")),
        )
