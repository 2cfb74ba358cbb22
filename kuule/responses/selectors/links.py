"""What can be read about answers, and what the links to answer lead to."""

from dataclasses import dataclass, replace
from datetime import datetime

from kuule.dispatch.models import Collector, Delivery, Invitation
from kuule.dispatch.rules import TIP, answer_path
from kuule.lib.tokens import hash_token, is_well_formed
from kuule.responses.models import Response
from kuule.responses.rules import LINK, takes_answers
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import SCORE_FIELD, Value, best_language, shared_path, verbatim_field
from kuule.surveys.rules.blind import is_blind
from kuule.surveys.selectors import published_version_by_number, version_by_slug
from kuule.workspaces.models import Workspace

# What an answer needs of seven tables, in one query: loading the whole rows takes twice the time. The texts of the
# survey are left out, because an answer that is accepted shows none.
_JOINED = ("workspace", "invitation__contact__account", "invitation__version__survey")
_NEEDED = (
    "channel",
    "workspace__name",
    "workspace__hash_key",
    "invitation__workspace_id",
    "invitation__language",
    "invitation__properties",
    "invitation__expires_at",
    "invitation__answered_at",
    "invitation__contact__role",
    "invitation__contact__properties",
    "invitation__contact__account__properties",
    "invitation__version__workspace_id",
    "invitation__version__languages",
    "invitation__version__questions",
    "invitation__version__survey__name",
    "invitation__version__survey__family",
    "invitation__version__survey__state",
    "invitation__version__survey__archived_at",
    "invitation__version__survey__is_anonymous",
)
# A tip asks nothing: its token opens no page to answer on.
_PERSONAL_LINKS = Delivery.objects.exclude(purpose=TIP).select_related(*_JOINED).only(*_NEEDED)


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """What a link to answer leads to. `token` is "" for a shared link: everyone who opens it gets one of their own.

    `collector` is the place at which a shared link was met, if it is one.
    """

    path: str
    token: str
    workspace: Workspace
    version: SurveyVersion
    channel: str
    language: str
    invitation: Invitation | None = None
    response: Response | None = None
    collector: Collector | None = None

    @property
    def is_personal(self) -> bool:
        """Tell whether we asked this person, and so know who they are."""
        return self.invitation is not None

    @property
    def is_anonymous(self) -> bool:
        """Tell whether nothing may be kept that leads from this link to the answer."""
        return self.version.survey.is_anonymous

    @property
    def is_blind(self) -> bool:
        """Tell whether who asks is named only after the answer, so that it can be withdrawn then, and not changed."""
        return is_blind(self.version.survey.family)

    @property
    def can_be_withdrawn(self) -> bool:
        """Tell whether the answer given by this link can be taken back: an anonymous one is nobody's any more."""
        return self.is_blind and not self.is_anonymous and bool(self.token)

    @property
    def is_answered(self) -> bool:
        """Tell whether an answer was given by this link."""
        return self.response is not None or (self.invitation is not None and self.invitation.answered_at is not None)

    def takes_answers(self, now: datetime) -> bool:
        """Tell whether an answer may still be given or changed here."""
        survey = self.version.survey
        if self.collector is not None and self.collector.revoked_at is not None:
            return False
        return takes_answers(
            survey_state=survey.state,
            archived_at=survey.archived_at,
            expires_at=self.invitation.expires_at if self.invitation else None,
            now=now,
        )


def link_by_token(token: str) -> AnswerLink | None:
    """Return what `/a/<token>` leads to: a personal link, or the answer somebody gave by a shared one."""
    if not is_well_formed(token):
        return None
    try:
        delivery = _PERSONAL_LINKS.get(token_hash=hash_token(token))
    except Delivery.DoesNotExist:
        return _link_to_answer(token)
    invitation = delivery.invitation
    return AnswerLink(
        path=answer_path(token),
        token=token,
        workspace=delivery.workspace,
        version=invitation.version,
        channel=delivery.channel,
        language=invitation.language,
        invitation=invitation,
    )


def _link_to_answer(token: str) -> AnswerLink | None:
    answers = Response.objects.select_related("workspace", "version__survey")
    response = answers.filter(token_hash=hash_token(token)).first()
    if response is None:
        return None
    return AnswerLink(
        path=answer_path(token),
        token=token,
        workspace=response.workspace,
        version=response.version,
        channel=response.channel,
        language=response.language,
        response=response,
    )


def link_by_slug(slug: str, *, accepted_languages: str) -> AnswerLink | None:
    """Return what the shared link `/s/<slug>` leads to, in the language that the browser asks for."""
    version = version_by_slug(slug)
    if version is None:
        return None
    return AnswerLink(
        path=shared_path(slug),
        token="",
        workspace=version.workspace,
        version=version,
        channel=LINK,
        language=best_language(accepted_languages, version.languages, version.workspace.language),
    )


def link_as_shown(link: AnswerLink, number: str) -> AnswerLink:
    """Return a shared link with the wording that the page had, whose number its form sends: answers keep that one.

    A number that no published version has leaves the link as it is.
    """
    if link.token or link.is_personal or number == str(link.version.number):
        return link
    version = published_version_by_number(link.workspace, survey=link.version.survey, number=number)
    return replace(link, version=version) if version else link


def given_answer(link: AnswerLink) -> Response | None:
    """Return the answer that a person gave by this link, or None. A first visit costs no query."""
    if link.invitation is None or link.invitation.answered_at is None:
        return link.response
    return Response.objects.select_related("version").filter(invitation=link.invitation).first()


def answer_by(link: AnswerLink) -> Response | None:
    """Return the answer that came by this link, whoever gave it: also one that is not known to be a person's."""
    if link.invitation is None:
        return link.response
    return Response.objects.select_related("version").filter(invitation=link.invitation).first()


def given_values(given: Response) -> dict[str, Value]:
    """Return an answer as the values of the form's fields, with what was answered before another score was chosen."""
    verbatim = verbatim_field(given.version.questions)
    return {**given.answers, SCORE_FIELD: given.score, verbatim: given.verbatim, **(given.not_asked or {})}
