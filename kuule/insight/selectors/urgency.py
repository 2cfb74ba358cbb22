"""Which phrases make a comment urgent."""

from collections.abc import Sequence
from dataclasses import dataclass

from kuule.insight.models import UrgentPhrases
from kuule.insight.rules.themes import URGENCIES
from kuule.text.urgency import Reason, starter_phrases
from kuule.text.urgency import UrgentPhrases as Finder
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseList:
    """The phrases of one kind of urgency in one language; `is_own` where the workspace has its own."""

    kind: str
    language: str
    phrases: Sequence[str]
    is_own: bool


def urgent_phrases(workspace: Workspace) -> list[PhraseList]:
    """Return the phrases that a workspace looks for, by kind and language: its own, else those that Kuule brings."""
    found = {
        (kind, language): PhraseList(kind=kind, language=language, phrases=tuple(phrases), is_own=False)
        for kind in URGENCIES
        for language, phrases in starter_phrases()[Reason(kind)].items()
    }
    for each in UrgentPhrases.objects.filter(workspace=workspace):
        found[each.kind, each.language] = PhraseList(
            kind=each.kind, language=each.language, phrases=tuple(each.phrases), is_own=True
        )
    return sorted(found.values(), key=lambda each: (URGENCIES.index(each.kind), each.language))


def phrase_finder(workspace: Workspace) -> Finder:
    """Return what finds these phrases in comments."""
    by_kind: dict[Reason, dict[str, Sequence[str]]] = {Reason(kind): {} for kind in URGENCIES}
    for each in urgent_phrases(workspace):
        by_kind[Reason(each.kind)][each.language] = each.phrases
    return Finder(by_kind)
