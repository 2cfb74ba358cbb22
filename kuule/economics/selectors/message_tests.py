"""Which messages are tried out, and what was shown to whom."""

from dataclasses import replace

from django.db.models import Count, QuerySet

from kuule.economics.models import MessageShown, MessageTest
from kuule.economics.rules.messages import RUNNING, Message, message_in
from kuule.insight.selectors.languages import languages_offered
from kuule.responses.models import Response
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import Wording
from kuule.surveys.selectors import wording_of, wording_of_strangers
from kuule.workspaces.models import Workspace


def message_tests_of(workspace: Workspace) -> QuerySet[MessageTest]:
    """Return all tests with `seen`, how many were drawn for, the newest first."""
    return MessageTest.objects.filter(workspace=workspace).annotate(seen=Count("shown")).order_by("-pk")


def running_test(workspace: Workspace) -> MessageTest | None:
    """Return the test that runs now, or None."""
    return MessageTest.objects.filter(workspace=workspace, state=RUNNING).first()


def shown_after(response: Response) -> MessageShown | None:
    """Return what was shown after an answer, with its test, or None."""
    return MessageShown.objects.select_related("test").filter(response=response).first()


def message_shown(shown: MessageShown, *, language: str) -> Message | None:
    """Return the message that somebody was shown; None for whoever is held out."""
    return message_in(shown.test.messages, number=shown.message, language=language)


def languages_asked(workspace: Workspace) -> list[str]:
    """Return the languages that respondents may read, that of the workspace first."""
    others = [language for language in languages_offered(workspace) if language != workspace.language]
    return [workspace.language, *others]


def thanks_wording(workspace: Workspace, *, language: str) -> Wording:
    """Return the texts of the newest survey in a language, our own where none has it."""
    versions = SurveyVersion.objects.filter(workspace=workspace, published_at__isnull=False).select_related("survey")
    version = next((each for each in versions.order_by("-pk") if language in each.languages), None)
    if version is None:
        return replace(wording_of_strangers(accepted=language), company=workspace.name)
    return wording_of(version, language=language, company=workspace.name)
