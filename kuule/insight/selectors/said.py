"""What was read out of comments, beside the answers of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kuule.insight.models import CommentReading, Theme, ThemeLabel
from kuule.insight.rules.themes import sentiment_of
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Said:
    """What a comment speaks of, how it sounds ("" if nobody knows), why it is urgent, and the phrase that says so."""

    themes: Sequence[Theme]
    sentiment: str
    urgencies: Sequence[str]
    phrase: str


def said_of(workspace: Workspace, responses: Sequence[int]) -> Mapping[int, Said]:
    """Return what was read out of the comments of some answers, by their ids; those not read yet are left out."""
    themes: dict[int, list[Theme]] = {}
    labels = ThemeLabel.objects.filter(workspace=workspace).counted().of(responses)
    for label in labels.select_related("theme").order_by("theme"):
        themes.setdefault(label.response_id, []).append(label.theme)
    readings = CommentReading.objects.filter(workspace=workspace, response__in=responses).defer("masked")
    return {
        each.response_id: Said(
            themes=themes.get(each.response_id, ()),
            sentiment=sentiment_of(each.p_promoter),
            urgencies=each.urgencies,
            phrase=each.urgent_phrase,
        )
        for each in readings
    }
