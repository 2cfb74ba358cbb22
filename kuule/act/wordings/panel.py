"""The invitation to the customer panel."""

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.act.models import Letter, PanelMember
from kuule.act.rules.letters import PANEL
from kuule.act.rules.links import letter_path, letter_stop_path
from kuule.act.wordings.base import Button, PlainWording, Said
from kuule.act.wordings.persons import greeting_to, name_of


class PanelWording(PlainWording):
    """Asks somebody whom we let down to help us get better; saying nothing is a no."""

    purpose = PANEL

    def stands(self, letter: Letter) -> bool:
        """Tell whether they are invited and have not joined meanwhile."""
        invited = PanelMember.objects.filter(workspace=letter.workspace_id, contact=letter.contact_id)
        return invited.filter(joined_at=None).exists()

    def said(self, letter: Letter) -> Said:
        """Return the invitation, in the name of who invites."""
        company, name = letter.workspace.name, name_of(letter.written_by)
        body = _(
            "What you told us helped us to see what we have to change. A few customers look at such changes with us "
            "before they are made: now and then a question by mail, or a talk. Would you like to be one of them? "
            "You can leave at any time."
        )
        by = f"{name}, {company}" if name else company
        return Said(
            subject=_("Would you help us to get better?"),
            greeting=greeting_to(letter.contact, get_language() or "en"),
            body=f"{body}\n\n{by}",
            buttons=(Button(_("See what it means"), settings.KUULE_BASE_URL + letter_path(letter.link_token)),),
            foot=_("You get this mail because we worked on your answer. If you do nothing, nothing happens."),
            stop_url=settings.KUULE_BASE_URL + letter_stop_path(letter.link_token),
        )
