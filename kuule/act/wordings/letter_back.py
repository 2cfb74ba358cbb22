"""Tells the owner of a case that a letter to the customer came back, so that they were not reached."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.act.models import Letter
from kuule.act.rules.letters import LETTER_BACK
from kuule.act.wordings.base import PlainWording, Said, case_of
from kuule.act.wordings.case_acts import case_buttons, foot_with_links
from kuule.act.wordings.due import due_moment, waits
from kuule.act.wordings.persons import customer_of, greeting_to_member


class LetterBackWording(PlainWording):
    """A mail about a letter that reached nobody, and until when somebody else has to."""

    purpose = LETTER_BACK

    def said(self, letter: Letter) -> Said:
        """Return whose letter came back, and what to do now."""
        case = case_of(letter)
        told = {"customer": customer_of(case), "moment": due_moment(case)}
        body = [_("The letter to %(customer)s came back, so it does not count as contact.") % told]
        if waits(case):
            body.append(_("Please call by %(moment)s, and correct the address if you can.") % told)
        return Said(
            subject=_("Your letter to %(customer)s came back") % told,
            greeting=greeting_to_member(letter, get_language() or "en"),
            body="\n\n".join(body),
            buttons=case_buttons(letter),
            foot=foot_with_links(_("You get this mail because you look after this customer.")),
        )
