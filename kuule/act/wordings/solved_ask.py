"""After a case: thanks, and the question whether it was solved."""

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.act.models import Letter
from kuule.act.rules import CLOSED
from kuule.act.rules.letters import SOLVED_ASK
from kuule.act.rules.links import letter_path, letter_stop_path
from kuule.act.wordings.base import Button, PlainWording, Said, case_of
from kuule.act.wordings.persons import greeting_to, name_of

YES, NO = "yes", "no"


class SolvedAskWording(PlainWording):
    """A mail with a yes and a no; each leads to a page, and only what is pressed there counts."""

    purpose = SOLVED_ASK

    def stands(self, letter: Letter) -> bool:
        """Tell whether the case is closed still."""
        return case_of(letter).state == CLOSED

    def said(self, letter: Letter) -> Said:
        """Return the question, in the name of whoever looked after the case."""
        case, company = case_of(letter), letter.workspace.name
        link = settings.KUULE_BASE_URL
        name = name_of(case.owner)
        body = _("Thank you for letting us work on what you told us. Is it solved for you?")
        by = f"{name}, {company}" if name else company
        return Said(
            subject=_("Is it solved for you?"),
            greeting=greeting_to(letter.contact, get_language() or "en"),
            body=f"{body}\n\n{by}",
            buttons=(
                Button(_("Yes, it is solved"), link + letter_path(letter.link_token, YES)),
                Button(_("No, not yet"), link + letter_path(letter.link_token, NO)),
            ),
            foot=_("You get this mail because we worked on your answer."),
            stop_url=link + letter_stop_path(letter.link_token),
        )
