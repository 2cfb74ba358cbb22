"""Conditions as people read them, and the lines to fill them in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kuule.contacts.models import PropertyDefinition
from kuule.contacts.rules import TEXT
from kuule.economics.rules.effects import CHANNEL_KEY, LANGUAGE_KEY
from kuule.insight.forms.conditions import (
    COMPARISON_WORDS,
    KnownProperty,
    condition_forms,
    known_properties,
    property_words,
    value_words,
)
from kuule.surveys.rules.touchpoints import Condition

TOUCHED_LINES, COMPARISON_LINES = "touched", "comparison"


def known_of_answers(definitions: Iterable[PropertyDefinition]) -> list[KnownProperty]:
    """Return what conditions can ask about an answer: the properties it was given with, its language and channel."""
    return [
        *known_properties(definitions),
        KnownProperty(LANGUAGE_KEY, _("Language of the answer"), TEXT),
        KnownProperty(CHANNEL_KEY, _("Way they were asked"), TEXT),
    ]


def condition_lines(conditions: Sequence[Condition], known: Sequence[KnownProperty]) -> list[str]:
    """Return each condition as a line of words: `Plan (account) is Group`."""
    return [
        " ".join(
            part
            for part in (property_words(each, known), str(COMPARISON_WORDS[each["is"]]), value_words(each, known))
            if part
        )
        for each in conditions
    ]


def lines_of(
    prefix: str, data: Mapping[str, Any] | None, *, conditions: Sequence[Condition], known: Sequence[KnownProperty]
) -> Any:
    """Return the lines to fill in for one kind of conditions."""
    return condition_forms(data, conditions=conditions, known=known, prefix=prefix)
