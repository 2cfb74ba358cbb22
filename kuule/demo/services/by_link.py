"""The smaller surveys: made, published, and answered through their shared links."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from kuule.demo.rules.by_link import LinkSurvey, answers_by_link, with_suppliers
from kuule.demo.rules.voices import Said
from kuule.demo.services.answering import answers_as_given
from kuule.demo.services.company import Company
from kuule.lib.tokens import hash_token, mint_token
from kuule.responses.rules import UNDOUBTED
from kuule.responses.rules.answers import LINK
from kuule.responses.services import accept_anonymous_answer, accept_answer
from kuule.surveys.models import SurveyVersion
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import change_draft, create_from_starter, publish_survey

PUBLISHED_AHEAD = timedelta(days=3)


def ask_by_link(company: Company, *, surveys: Iterable[LinkSurvey], now: datetime, zone: ZoneInfo) -> None:
    """Make each survey a little before its first answer, and let everybody answer who followed the link."""
    for told in surveys:
        answers = answers_by_link(told, now=now, zone=zone)
        made_at = min(answers[0].at - PUBLISHED_AHEAD, now - timedelta(days=told.made_days_ago))
        version = _published(company, told, made_at)
        for answer in answers:
            _keep(version, answer)


def _published(company: Company, told: LinkSurvey, at: datetime) -> SurveyVersion:
    actor = company.actor
    survey = create_from_starter(workspace=company.workspace, name=told.name, starter=told.starter, actor=actor, now=at)
    if told.suppliers:
        change = partial(with_suppliers, suppliers=told.suppliers)
        draft = newest_version(company.workspace, survey=survey)
        change_draft(version=draft, change=change, is_as_seen=lambda _: True, actor=actor, now=at)
    publish_survey(survey=survey, actor=actor, now=at)
    return newest_version(company.workspace, survey=survey)


def _keep(version: SurveyVersion, answer: Said) -> None:
    once = hash_token(mint_token())
    given: dict[str, Any] = {
        "version": version,
        "score": answer.score,
        "verbatim": answer.verbatim,
        "answers": answers_as_given(version, answer),
        "language": answer.language,
        "channel": LINK,
        "now": answer.at,
        "verdict": UNDOUBTED,
    }
    if version.survey.is_anonymous:
        accept_anonymous_answer(once=once, **given)
    else:
        accept_answer(token_hash=once, **given)
