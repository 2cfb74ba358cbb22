"""The phrases that make a comment urgent, also in languages that nobody has phrases for yet."""

from kuule.insight.rules.themes import URGENCIES
from kuule.insight.selectors.languages import languages_offered
from kuule.insight.selectors.urgency import PhraseList, urgent_phrases
from kuule.workspaces.models import Workspace


def phrase_lists(workspace: Workspace) -> list[PhraseList]:
    """Return what is looked for, kind by kind, in each language that has phrases or that people can answer in."""
    known = {(each.kind, each.language): each for each in urgent_phrases(workspace)}
    languages = sorted({*(language for _kind, language in known), *languages_offered(workspace)})
    return [
        known.get((kind, language), PhraseList(kind=kind, language=language, phrases=(), is_own=False))
        for kind in URGENCIES
        for language in languages
    ]


def phrase_list(workspace: Workspace, *, kind: str, language: str) -> PhraseList | None:
    """Return what is looked for of one kind in one language, None where that is neither spoken nor known."""
    found = (each for each in phrase_lists(workspace) if (each.kind, each.language) == (kind, language))
    return next(found, None)
