"""The urgent phrases of a workspace: its own, and Kuule's where it has none."""

from collections.abc import Sequence
from dataclasses import dataclass

from kuule.insight.models import UrgentPhrases
from kuule.insight.rules.themes import URGENCIES
from kuule.insight.selectors.themes import languages_of_comments
from kuule.text.urgency import Reason, starter_phrases
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class PhraseList:
    """The phrases of one kind of urgency in one language; `is_own` tells that people here changed them."""

    kind: str
    language: str
    phrases: Sequence[str]
    is_own: bool


def phrase_lists(workspace: Workspace) -> list[PhraseList]:
    """Return what is looked for, kind by kind, in each language that has phrases or is spoken here."""
    own = {(each.kind, each.language): each.phrases for each in UrgentPhrases.objects.filter(workspace=workspace)}
    spoken = languages_of_comments(workspace)
    return [
        PhraseList(kind, language, own.get((kind, language), shipped), (kind, language) in own)
        for kind in URGENCIES
        for language, shipped in _shipped(kind, [*spoken, *(code for each, code in own if each == kind)])
    ]


def phrase_list(workspace: Workspace, *, kind: str, language: str) -> PhraseList | None:
    """Return what is looked for of one kind in one language, None where that is neither spoken nor known."""
    found = (each for each in phrase_lists(workspace) if (each.kind, each.language) == (kind, language))
    return next(found, None)


def _shipped(kind: str, languages: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
    known = starter_phrases()[Reason(kind)]
    return [(language, known.get(language, ())) for language in sorted({*known, *languages})]
