"""Reminds a member of what they promised to a customer."""

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.act.models import AgreedAction, Letter
from kuule.act.rules.letters import PROMISE_DUE
from kuule.act.wordings.base import Button, PlainWording, Said, case_of, case_url
from kuule.act.wordings.persons import customer_of, greeting_to_member


class PromiseDueWording(PlainWording):
    """A mail about one agreed action, named by `params["action"]`."""

    purpose = PROMISE_DUE

    def stands(self, letter: Letter) -> bool:
        """Tell whether it is neither done nor dropped."""
        return _promise_of(letter) is not None

    def said(self, letter: Letter) -> Said:
        """Return what was promised to whom, until when."""
        promise, case = _promise_of(letter), case_of(letter)
        if promise is None:
            raise ValueError(f"The promise that letter {letter.pk} reminds of is settled.")
        who = customer_of(case)
        return Said(
            subject=_("Promised to %(customer)s") % {"customer": who},
            greeting=greeting_to_member(letter, get_language() or "en"),
            body=_("This was promised to %(customer)s by %(day)s:")
            % {"customer": who, "day": date_format(promise.due_on, _("l j F"))},
            quote=promise.text,
            buttons=(Button(_("Open the case"), case_url(case, slug=letter.workspace.slug)),),
            foot=_("You get this mail because you took this on."),
        )


def _promise_of(letter: Letter) -> AgreedAction | None:
    waiting = AgreedAction.objects.filter(workspace=letter.workspace_id, case=letter.case_id)
    return waiting.filter(pk=letter.params.get("action"), done_at=None, dropped_at=None).first()
