"""Tells a member that a customer is theirs to call, with links that do the most usual acts without signing in."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.act.models import Letter
from kuule.act.rules.letters import NEW_CASE
from kuule.act.templatetags.cases import reason_word
from kuule.act.wordings.base import PlainWording, Said, case_of
from kuule.act.wordings.case_acts import case_buttons, foot_with_links
from kuule.act.wordings.due import due_moment, waits, words_of
from kuule.act.wordings.persons import customer_of, greeting_to_member
from kuule.economics.selectors.settings import money_settings
from kuule.ui.money import money
from kuule.workspaces.rules import is_allowed


class NewCaseWording(PlainWording):
    """A mail about one customer: who they are, what they said, until when somebody reaches out."""

    purpose = NEW_CASE

    def stands(self, letter: Letter) -> bool:
        """Tell whether the customer waits still, for whom the letter goes to."""
        case = case_of(letter)
        return waits(case) and case.owner_id == letter.member_id

    def said(self, letter: Letter) -> Said:
        """Return who waits and until when; what they are worth only to those who may see it."""
        case = case_of(letter)
        return Said(
            subject=_("%(customer)s waits to hear from you") % {"customer": customer_of(case)},
            greeting=greeting_to_member(letter, get_language() or "en"),
            body="\n".join(self._facts(letter)),
            quote=words_of(case),
            buttons=case_buttons(letter),
            foot=foot_with_links(_("You get this mail because the case is yours.")),
        )

    def _facts(self, letter: Letter) -> list[str]:
        case, member = case_of(letter), letter.member
        facts = [
            _("%(customer)s waits to hear from us. Please call by %(moment)s.")
            % {"customer": customer_of(case), "moment": due_moment(case)},
            "",
            _("Why: %(reason)s") % {"reason": reason_word(case.reason)},
        ]
        if case.response is not None:
            facts.append(_("Score: %(score)s") % {"score": case.response.score})
        if case.contact is not None and case.contact.phone:
            facts.append(_("Phone: %(phone)s") % {"phone": case.contact.phone})
        if case.value is not None and member is not None and is_allowed(member.role, "see_value"):
            bought = money(case.value, money_settings(letter.workspace).currency)
            facts.append(_("Bought in twelve months: %(amount)s") % {"amount": bought})
        return facts
