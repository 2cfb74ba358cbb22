"""The survey as customers get it, sent to a member who wants to see it first."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.act.models import Letter
from kuule.act.rules.letters import TRY_OUT
from kuule.act.wordings.base import Parts, Wording
from kuule.dispatch.channels.base import Envelope
from kuule.dispatch.rules import language_for
from kuule.dispatch.services import sample_letter
from kuule.surveys.models import Survey
from kuule.surveys.selectors import published_version


class TryOutWording(Wording):
    """The mail of the survey in `params["survey"]`; its links lead nowhere, so that no answer can come of it."""

    purpose = TRY_OUT

    def stands(self, letter: Letter) -> bool:
        """Tell whether the survey is still published."""
        return _envelope(letter) is not None

    def parts(self, letter: Letter) -> Parts:
        """Return the mail of the survey, marked as a trial."""
        mail = _envelope(letter)
        if mail is None:
            raise ValueError(f"The survey of letter {letter.pk} is not published any more.")
        return Parts(_("Trial: %(subject)s") % {"subject": mail.subject}, mail.text, mail.html)


def _envelope(letter: Letter) -> Envelope | None:
    survey = Survey.objects.filter(workspace=letter.workspace_id, pk=letter.params.get("survey")).first()
    version = published_version(letter.workspace, survey=survey) if survey else None
    if version is None or letter.member is None:
        return None
    language = language_for(get_language() or "", offered=version.languages, fallback=letter.workspace.language)
    return sample_letter(workspace=letter.workspace, version=version, language=language, name=letter.member.user.name)
