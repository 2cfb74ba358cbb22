"""The texts of surveys as people read them."""

from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.rules import BLIND, Wording, best_language
from kuule.surveys.rules.blind import is_blind
from kuule.surveys.selectors.starters import STARTERS, STARTERS_BY_FAMILY, anonymous_texts, starter_survey


def wording_of(version: SurveyVersion, *, language: str, company: str) -> Wording:
    """Return a version's texts in one language; a text that it lacks is taken from the first starter.

    A double-blind study says more than others, so its own starter has what it lacks.
    """
    model = STARTERS_BY_FAMILY[BLIND] if is_blind(version.survey.family) else STARTERS[0]
    return Wording({**starter_survey(model)["texts"], **version.texts}, language, company)


def asker_of(version: SurveyVersion, *, company: str) -> str:
    """Return by whom people are asked, as far as they may know it before they answer."""
    survey = version.survey
    return survey.name if is_blind(survey.family) else company


def wording_of_strangers(*, accepted: str) -> Wording:
    """Return our own texts, for somebody whose link leads to no survey, in the language their browser asks for."""
    model = starter_survey(STARTERS[0])
    return Wording(model["texts"], best_language(accepted, model["languages"], "en"), company="")


def unread_parts(survey: Survey, version: SurveyVersion) -> list[str]:
    """Return the texts about names that nobody may have read since the survey became, or ceased to be, anonymous.

    In an anonymous survey those that differ from ours; else those that are still ours for anonymous ones.
    """
    ours = anonymous_texts()
    if survey.is_anonymous:
        return [part for part in ours if set(version.texts.get(part, {}).items()) - set(ours[part].items())]
    return [part for part in ours if set(version.texts.get(part, {}).items()) & set(ours[part].items())]
