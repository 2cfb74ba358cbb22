"""The texts of surveys as people read them."""

from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.rules import Wording, best_language
from kuule.surveys.selectors.starters import STARTERS, anonymous_texts, starter_survey


def wording_of(version: SurveyVersion, *, language: str, company: str) -> Wording:
    """Return a version's texts in one language; a text that it lacks is taken from the first starter."""
    return Wording({**starter_survey(STARTERS[0])["texts"], **version.texts}, language, company)


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
