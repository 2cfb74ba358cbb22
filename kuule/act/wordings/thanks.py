"""Thanks for an answer, fitting to what was said."""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.act.models import Case, Letter
from kuule.act.rules import OPEN
from kuule.act.rules.letters import THANKS
from kuule.act.rules.links import letter_stop_path
from kuule.act.wordings.base import PlainWording, Said
from kuule.act.wordings.persons import greeting_to, name_of
from kuule.responses.models import Response
from kuule.surveys.question_types.scales import DETRACTOR, PROMOTER, group_on


class ThanksWording(PlainWording):
    """A mail of thanks. It asks nothing, and promises a call only where somebody has it as their task."""

    purpose = THANKS

    def stands(self, letter: Letter) -> bool:
        """Tell whether the answer is still there, and still counts."""
        return _answer_of(letter) is not None

    def said(self, letter: Letter) -> Said:
        """Return the thanks that fit the answer."""
        answer, language = _answer_of(letter), get_language() or "en"
        if answer is None:
            raise ValueError(f"The answer that letter {letter.pk} thanks for is gone.")
        words = thanks_for(group_on(answer.scale, answer.score), has_comment=bool(answer.verbatim.strip()))
        promise = _promise(letter, answer)
        return Said(
            subject=_("Thank you for your answer"),
            greeting=greeting_to(letter.contact, language),
            body="\n\n".join(part for part in (words, promise, letter.workspace.name) if part),
            foot=_("You get this mail because you answered our question."),
            stop_url=settings.KUULE_BASE_URL + letter_stop_path(letter.link_token),
        )


def thanks_for(group: str, *, has_comment: bool) -> str:
    """Return the thanks for an answer of a group of scores, in the active language."""
    if group == PROMOTER:
        if has_comment:
            return _(
                "Thank you for answering, and for telling us why. The people your words are about will read them: "
                "it is good to hear what we should go on doing."
            )
        return _("Thank you for answering, and for your trust. We will work to keep it.")
    if group == DETRACTOR:
        if has_comment:
            return _(
                "Thank you for telling us openly what went wrong. We are sorry that we let you down. "
                "Your words are with the people who can do something about it."
            )
        return _("Thank you for your honest answer. We are sorry that we did not do better for you.")
    if has_comment:
        return _(
            "Thank you for answering, and for telling us what would make it better. We read every comment, "
            "and yours is one that we can learn from."
        )
    return _("Thank you for answering. We would like to do better for you than this.")


def _promise(letter: Letter, answer: Response) -> str:
    case = Case.objects.filter(workspace=letter.workspace_id, response=answer).select_related("owner__user").first()
    if case is None or case.state != OPEN or case.contacted_at is not None:
        return ""
    day = date_format(localtime(case.due_at), _("l j F"))
    if case.owner is None:
        return _("One of us will contact you by %(day)s.") % {"day": day}
    return _("%(name)s will contact you by %(day)s.") % {"name": name_of(case.owner), "day": day}


def _answer_of(letter: Letter) -> Response | None:
    wanted = letter.params.get("response")
    return Response.objects.filter(workspace=letter.workspace_id, contact=letter.contact_id, pk=wanted).first()
