"""The message that is tried out, below the thanks for an answer."""

from collections.abc import Mapping
from typing import Any

import structlog
from django.db import DatabaseError, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from kuule.dispatch.rules.collectors import KIOSK
from kuule.economics.rules.messages import languages_of
from kuule.economics.selectors.message_tests import message_shown, running_test, shown_after
from kuule.economics.services.message_tests import show_message
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.responses.selectors import AnswerLink
from kuule.workspaces.rules import CUSTOMER

log = structlog.get_logger("kuule.economics")


def tried_message(page: Mapping[str, Any]) -> str:
    """Return the message drawn for somebody who answered, in the language of the page; "" for most.

    Who answered anonymously, blindly, on a screen that others use, or in a language that the messages lack takes no
    part, nor do staff and partners. The page is shown even when nothing can be written. A preview names the message
    that is `tried`.
    """
    if "tried" in page:
        return render_to_string("economics/message.html", {"message": page["tried"]})
    given, link, language = page.get("given"), page.get("link"), page["text"].language
    if given is None or link is None or not _takes_part(given, link):
        return ""
    try:
        with transaction.atomic():
            return _message(given, link, language)
    except DatabaseError:
        log.exception("message_not_shown")
        return ""


def _takes_part(given: Response, link: AnswerLink) -> bool:
    is_known_person = given.verdict == PERSON and given.is_finished
    return (
        is_known_person and bool(link.token) and not (link.is_anonymous or link.is_blind or link.channel == KIOSK.key)
    )


def _message(given: Response, link: AnswerLink, language: str) -> str:
    shown = shown_after(given)
    if shown is None:
        test = running_test(link.workspace)
        if test is None or language not in languages_of(test.messages) or link.version.survey.measures != CUSTOMER:
            return ""
        shown = show_message(test=test, response=given, now=timezone.now())
    message = message_shown(shown, language=language) if shown else None
    return render_to_string("economics/message.html", {"message": message, "token": link.token}) if message else ""
