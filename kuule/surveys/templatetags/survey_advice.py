"""The sentences about what could be better in a survey, and what keeps it from being opened."""

from collections.abc import Callable, Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.surveys.rules import Advice, Blocker, headline, linting, publishing
from kuule.ui.formats import count, language_word

register = template.Library()


@register.filter
def advice_sentence(advice: Advice) -> str:
    """Return what could be better, in one sentence."""
    params = advice.params
    sentences: Mapping[str, Callable[[], str]] = {
        linting.MANY_QUESTIONS: lambda: _("%(count)s questions: ask at most %(best)s.") % params,
        linting.NO_OPEN: lambda: _("No question lets people answer in their own words."),
        linting.MANY_OPEN: lambda: _("%(count)s questions ask for a text: one is enough.") % params,
        linting.REQUIRED: lambda: _("This question cannot be skipped."),
        linting.LEADING: lambda: _("Words that push the answer: %(words)s.") % _listed(params),
        linting.LONG: lambda: _("The question is long: %(count)s characters, better at most %(best)s.") % params,
        linting.TWO_IN_ONE: lambda: _("It may ask two things at once."),
        linting.NO_ENDS: lambda: _("The ends of the scale have no meaning in words."),
        linting.MANY_OPTIONS: lambda: _("%(count)s options: better at most %(best)s.") % params,
        linting.NO_OTHER: lambda: _("No option for those whom none of the others fits."),
        linting.NO_READER: lambda: _("The page does not say who reads the answer."),
        linting.NAMES_PROMISED: lambda: _("Read again what the texts say about names."),
        linting.COMMENT_FOR_SOME: lambda: _("Only some are asked for a comment."),
        linting.UNTRANSLATED: lambda: _untranslated(params),
        linting.UNKNOWN_PLACE: lambda: _("Nothing will be filled in here: %(words)s.") % _listed(params, "{{{}}}"),
    }
    return sentences[advice.code]()


@register.filter
def advice_reason(advice: Advice) -> str:
    """Return why it could be better."""
    reasons = {
        linting.MANY_QUESTIONS: _("With each further question fewer people finish, and those who do think less."),
        linting.NO_OPEN: _("The score says how it is; only their own words say why, and what to do."),
        linting.MANY_OPEN: _("Writing is work. A second text box mostly gets what the first one got, or nothing."),
        linting.REQUIRED: _("Who cannot skip it leaves, and the score is lost with them."),
        linting.LEADING: _(
            "Praise or blame in the question comes back as the answer: the score tells of your wording."
        ),
        linting.LONG: _("Long questions are skimmed, most of all on a phone."),
        linting.TWO_IN_ONE: _(
            "Who is content with one and not with the other cannot answer, and you cannot tell which."
        ),
        linting.NO_ENDS: _("Without words some take 1 for the best. The scale must say which end is which."),
        linting.MANY_OPTIONS: _("Long lists are read from the top: what stands first is chosen more often."),
        linting.NO_OTHER: _("People choose something that is not true rather than nothing, or leave."),
        linting.NO_READER: _("People speak freely only when they know who listens, and whether their name is seen."),
        linting.NAMES_PROMISED: _(
            "Whether answers carry names was changed, or the texts were: they must say the same."
        ),
        linting.COMMENT_FOR_SOME: _(
            "Themes are read from the first open question, the comment. Ask everybody, in other words for some."
        ),
        linting.UNTRANSLATED: _("Where a text is missing, people read it in another language."),
        linting.UNKNOWN_PLACE: _(
            "Only {company}, and {name} in the mail, are filled in. Anything else is shown as it is."
        ),
    }
    return reasons[advice.code]


@register.filter
def blocker_sentence(blocker: Blocker) -> str:
    """Return what keeps a survey from being opened, and what to do."""
    sentences = {
        headline.NO_HEADLINE: _("It lacks the question that its score comes from. Add it."),
        headline.TWO_HEADLINES: _("It asks twice about recommending. Keep one of the two questions."),
        headline.OTHER_HEADLINE: _(
            "Its first number must be asked on the scale of this kind of survey. Move that question up, or add it."
        ),
        headline.OPTIONAL_HEADLINE: _("The question that the score comes from may be skipped. Save it once more."),
        publishing.NO_TITLE: _("A question has no words in any language. Write it, or take it out."),
        publishing.TOO_FEW_OPTIONS: _("A list has fewer than two options. Add some, or take the question out."),
        publishing.OPTION_WITHOUT_LABEL: _("An option has no words in any language. Write it, or take it out."),
        publishing.SCORE_FOR_SOME: _("The question that the score comes from is for everybody. Save it once more."),
        publishing.BEFORE_SCORE: _("It is shown by the score, but stands before it. Move it down, or show it to all."),
        publishing.KNOWS_PERSONS: _(
            "An anonymous survey asks nobody by what is known of them. Save the question once more: then it asks all."
        ),
    }
    return sentences[blocker.code]


def _listed(params: Mapping[str, Any], form: str = "{}") -> dict[str, str]:
    return {"words": ", ".join(form.format(word) for word in params["words"])}


def _untranslated(params: Mapping[str, Any]) -> str:
    missing = int(params["count"])
    language = language_word(str(params["language"]))
    return ngettext(
        "%(language)s: %(count)s text is missing.", "%(language)s: %(count)s texts are missing.", missing
    ) % {"language": language, "count": count(missing)}
