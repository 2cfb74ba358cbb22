"""The mail that says what was done about what somebody told us."""

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.act.models import Letter
from kuule.act.rules.letters import TOLD_DONE
from kuule.act.rules.links import letter_stop_path
from kuule.act.wordings.base import PlainWording, Said
from kuule.act.wordings.persons import greeting_to


class ToldDoneWording(PlainWording):
    """Says in a member's own words what was done; it asks nothing and sells nothing."""

    purpose = TOLD_DONE

    def said(self, letter: Letter) -> Said:
        """Return what the member wrote, with the greeting and the foot around it."""
        return Said(
            subject=letter.subject,
            greeting=greeting_to(letter.contact, get_language() or "en"),
            body=f"{letter.words}\n\n{letter.workspace.name}",
            foot=_("You get this mail because you answered our question."),
            stop_url=settings.KUULE_BASE_URL + letter_stop_path(letter.link_token),
        )
