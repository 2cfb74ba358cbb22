"""Reminds the owner of a case that the customer waits."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.act.models import Letter
from kuule.act.rules.letters import REMINDER
from kuule.act.wordings.base import PlainWording, Said, case_of
from kuule.act.wordings.case_acts import case_buttons, foot_with_links
from kuule.act.wordings.due import due_moment, waits, words_of
from kuule.act.wordings.persons import customer_of, greeting_to_member, name_of


class ReminderWording(PlainWording):
    """A mail some hours before somebody has to have reached out."""

    purpose = REMINDER

    def stands(self, letter: Letter) -> bool:
        """Tell whether the customer waits still."""
        return waits(case_of(letter))

    def said(self, letter: Letter) -> Said:
        """Return who waits, until when, and what they said."""
        case = case_of(letter)
        who, moment = customer_of(case), due_moment(case)
        return Said(
            subject=_("%(customer)s waits to hear from you") % {"customer": who},
            greeting=greeting_to_member(letter, get_language() or "en"),
            body=_("Nobody has contacted %(customer)s yet. Please call or write by %(moment)s.")
            % {"customer": who, "moment": moment},
            quote=words_of(case),
            buttons=case_buttons(letter),
            foot=foot_with_links(self._why(letter)),
        )

    def _why(self, letter: Letter) -> str:
        owner = case_of(letter).owner
        if owner is None or owner.pk == letter.member_id:
            return _("You get this mail because the case is yours.")
        return _("You get this mail because you stand in for %(name)s.") % {"name": name_of(owner)}
