"""Tells the owner of a case that the customer wrote back."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.act.models import IncomingLetter, Letter
from kuule.act.rules.letters import REPLY_CAME
from kuule.act.wordings.base import Button, PlainWording, Said, case_of, case_url
from kuule.act.wordings.persons import customer_of, greeting_to_member

SHOWN = 2_000


class ReplyCameWording(PlainWording):
    """A mail with the words of the customer. Files that came along stay in the case."""

    purpose = REPLY_CAME

    def stands(self, letter: Letter) -> bool:
        """Tell whether the reply is still there."""
        return _reply_of(letter) is not None

    def said(self, letter: Letter) -> Said:
        """Return who wrote what, and the way to the case."""
        reply, case = _reply_of(letter), case_of(letter)
        if reply is None:
            raise ValueError(f"The reply that letter {letter.pk} tells of is gone.")
        who = customer_of(case)
        body = _("%(customer)s wrote back.") % {"customer": who}
        if not reply.is_from_contact:
            body = _("Somebody answered your letter to %(customer)s, from another address than we know of them.") % {
                "customer": who
            }
        return Said(
            subject=_("%(customer)s wrote back") % {"customer": who},
            greeting=greeting_to_member(letter, get_language() or "en"),
            body=body,
            quote=reply.text[:SHOWN],
            buttons=(Button(_("Open the case"), case_url(case, slug=letter.workspace.slug)),),
            foot=_("You get this mail because the case is yours."),
        )


def _reply_of(letter: Letter) -> IncomingLetter | None:
    found = IncomingLetter.objects.filter(workspace=letter.workspace_id, case=letter.case_id)
    return found.filter(pk=letter.params.get("incoming")).first()
