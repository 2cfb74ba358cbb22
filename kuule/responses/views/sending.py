"""Answers that a script sends as JSON, from a screen or from another website."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from kuule.dispatch.models import Collector
from kuule.dispatch.rules.collectors import KIOSK
from kuule.lib.bodies import body_of
from kuule.lib.tokens import is_well_formed
from kuule.responses.auth import SEAL_FIELD, SIGNAL_FIELD
from kuule.responses.forms import SentForm
from kuule.responses.rules import PERSON
from kuule.responses.selectors import AnswerLink, link_as_shown, person_behind
from kuule.responses.services import OutweighedError, TokenTakenError
from kuule.responses.views.pages import Visit
from kuule.responses.views.saving import keep, score_of
from kuule.responses.views.visits import FIRST, SAVE, Judged, judged, keep_save
from kuule.surveys.question_types.base import SEPARATOR, Question
from kuule.surveys.rules import read_reply, shown_problems
from kuule.surveys.rules.replies import field_names

LARGEST_BODY = 100_000
_ABOUT = ("language", "version", SEAL_FIELD, SIGNAL_FIELD)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of an answer: nothing to mend, or a sentence for each field that cannot be kept."""

    problems: Mapping[str, str] = field(default_factory=dict)


def sent_json(request: HttpRequest) -> dict[str, Any] | None:
    """Return the JSON object that was posted, or None for anything else."""
    body = body_of(request, most=LARGEST_BODY)
    try:
        sent = json.loads(body) if body else None
    except (ValueError, RecursionError):
        return None
    return sent if isinstance(sent, dict) else None


def sent_fields(sent: Mapping[str, Any], questions: Sequence[Question]) -> dict[str, str]:
    """Return what was sent as the fields of a form."""
    values = sent.get("values")
    given = values if isinstance(values, dict) else {}
    fields = {name: _text(given[name]) for name in field_names(questions) if name in given}
    return {**fields, **{name: _text(sent[name]) for name in _ABOUT if name in sent}, "first": _text(sent.get("first"))}


def keep_sent(
    request: HttpRequest, link: AnswerLink, fields: Mapping[str, str], token: str, *, collector: Collector
) -> Sent:
    """Keep an answer by the same verdict as one from a page. A first tap keeps the score alone."""
    link = link_as_shown(link, fields.get("version", ""))
    form, is_finished = SentForm(fields), not fields.get("first")
    visit = Visit.by(request, link, fields.get("language", ""))
    reply = read_reply(link.version.questions, fields, person=person_behind(link, now=timezone.now()))
    made = judged(request, link, form, token=token, act=SAVE if is_finished else FIRST, score=score_of(reply))
    if is_finished and reply.problems:
        keep_save(link, made)
        told = shown_problems(reply.problems, visit.text, values=reply.values, questions=link.version.questions)
        return Sent({each.field: each.sentence for each in told})
    if not is_well_formed(token) or score_of(reply) is None:
        return Sent({"form": visit.text["error_unreadable"]})
    if not is_finished and made.click.verdict.verdict != PERSON:
        keep_save(link, made)
        return Sent()
    try:
        keep(replace(link, collector=collector), reply, form, token, made, is_finished=is_finished)
    except TokenTakenError:
        return Sent({"form": visit.text["error_unreadable"]})
    except OutweighedError:
        keep_save(link, made)
        return Sent({"form": visit.text["error_quick"]})
    return Sent()


def keep_from_screen(request: HttpRequest, link: AnswerLink, sent: Mapping[str, Any], *, uid: str, at: datetime) -> str:
    """Keep an answer that a screen kept until now, once by its `uid`. Returns a code of what is wrong, or ""."""
    link = link_as_shown(link, _text(sent.get("version")))
    fields = sent_fields(sent, link.version.questions)
    reply, is_finished = read_reply(link.version.questions, fields), not fields.get("first")
    score, collector = score_of(reply), link.collector
    if score is None or collector is None or (is_finished and reply.problems):
        return "not-valid"
    made = judged(request, link, SentForm(fields), token=collector.token, act=SAVE, score=score)
    held = f"{KIOSK.key} {collector.pk} {uid}"
    keep(link, reply, SentForm(fields), held, Judged(replace(made.click, at=at)), is_finished=is_finished)
    return ""


def _text(value: Any) -> str:
    if isinstance(value, list):
        return SEPARATOR.join(_text(each) for each in value)
    return "" if value is None or isinstance(value, dict | bool) else str(value)
