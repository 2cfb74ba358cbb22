"""The segment of an initiative: its conditions as people read them, and the lines to fill them in."""

from collections.abc import Mapping, Sequence
from typing import Any

from kuule.contacts.selectors import definitions
from kuule.insight.forms.conditions import (
    COMPARISON_WORDS,
    KnownProperty,
    condition_forms,
    known_properties,
    property_words,
    value_words,
)
from kuule.surveys.rules.touchpoints import Condition
from kuule.workspaces.models import Workspace

SEGMENT_LINES = "segment"


def known_of_people(workspace: Workspace) -> list[KnownProperty]:
    """Return what a segment can ask about accounts and people."""
    return known_properties(definitions(workspace))


def segment_words(conditions: Sequence[Condition], known: Sequence[KnownProperty]) -> list[str]:
    """Return each condition as a line of words: `Plan (account) is Group`."""
    parts = (
        (property_words(each, known), str(COMPARISON_WORDS[each["is"]]), value_words(each, known))
        for each in conditions
    )
    return [" ".join(filter(None, each)) for each in parts]


def segment_lines(
    data: Mapping[str, Any] | None, *, conditions: Sequence[Condition], known: Sequence[KnownProperty]
) -> Any:
    """Return the lines to fill in."""
    return condition_forms(data, conditions=conditions, known=known, prefix=SEGMENT_LINES)
