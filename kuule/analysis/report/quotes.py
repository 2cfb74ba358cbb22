"""The comments of a report: the newest of each group of respondents."""

import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

from kuule.analysis.report.contents import CommentSection, Quote, QuoteGroup
from kuule.analysis.report.periods import day_name
from kuule.analysis.report.scales import group_of
from kuule.analysis.report.words import group_word
from kuule.analysis.results import Analysis, Comment, Scale
from kuule.insight.rules import DETRACTOR, PASSIVE, PROMOTER
from kuule.ui.clean import visible_text
from kuule.ui.formats import NOTHING

UNSCORED = "none"
MOST_PER_GROUP, MOST_UNSCORED, LONGEST = 6, 3, 600
_LEFT, _RIGHT = {"L"}, {"R", "AL"}


def comment_section(analysis: Analysis) -> CommentSection:
    """Return what people wrote, detractors first; where nobody wrote anything, why."""
    by_group: dict[str, list[Quote]] = {DETRACTOR: [], PASSIVE: [], PROMOTER: [], UNSCORED: []}
    for quote in _quotes(analysis.comments, analysis.scale):
        if len(by_group[quote.group]) < (MOST_UNSCORED if quote.group == UNSCORED else MOST_PER_GROUP):
            by_group[quote.group].append(quote)
    groups = tuple(
        QuoteGroup(group=group, name=group_word(group), quotes=tuple(quotes))
        for group, quotes in by_group.items()
        if quotes
    )
    dated = any(comment.day for comment in analysis.comments)
    return CommentSection(
        title=_("Newest comments") if dated else _("Comments"),
        groups=groups,
        nothing="" if groups else _why_nothing(analysis),
    )


def _why_nothing(analysis: Analysis) -> str:
    if analysis.source.columns.get("comment") is None:
        return _("No column of this file holds comments.")
    return _("Those who answered gave a score and wrote nothing.")


def _quotes(comments: Iterable[Comment], scale: Scale) -> Iterable[Quote]:
    for comment in comments:
        text = clipped(visible_text(comment.text).strip())
        if text:
            group = UNSCORED if comment.score is None else group_of(comment.score, scale)
            yield Quote(
                score=NOTHING if comment.score is None else str(comment.score),
                group=group,
                group_name=group_word(group),
                text=text,
                day=day_name(comment.day) if comment.day else "",
                direction=direction_of(text),
            )


def clipped(text: str) -> str:
    """Return a text of at most 600 characters, cut between words where it has any."""
    if len(text) <= LONGEST:
        return text
    cut = text[:LONGEST]
    between_words = cut.rsplit(maxsplit=1)[0]
    return (between_words if len(between_words) > LONGEST / 2 else cut).rstrip() + "…"


def direction_of(text: str) -> str:
    """Return `rtl` where the first letter belongs to a script that runs from right to left, else `ltr`."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in _LEFT or kind in _RIGHT:
            return "rtl" if kind in _RIGHT else "ltr"
    return "ltr"
