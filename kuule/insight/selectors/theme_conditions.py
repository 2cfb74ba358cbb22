"""What comments speak of, as conditions on answers."""

from django.db.models import Exists, OuterRef, Q

from kuule.insight.models import CommentReading, ThemeLabel
from kuule.insight.query import NO_ROW, NONE, Query
from kuule.insight.rules.themes import ANY, NEGATIVE, NEGATIVE_BELOW, POSITIVE, POSITIVE_FROM


def said_in_words(query: Query) -> Q:
    """Return what a query asks of comments beyond their words, as a condition on answers."""
    condition = Q()
    if query.theme_id is not None:
        condition &= of_theme(query.theme_id)
    if query.urgent:
        condition &= _read(~Q(urgency="") if query.urgent == ANY else Q(urgency__contains=query.urgent))
    if query.sentiment:
        condition &= _read(_SOUNDS.get(query.sentiment, _BETWEEN))
    return condition


def of_theme(theme_id: int) -> Q:
    """Return the condition that a comment speaks of a theme, or with `NO_ROW` that it was read and speaks of none."""
    return _labelled(Q(theme=theme_id)) if theme_id != NO_ROW else _read(Q()) & ~_labelled(Q())


def not_of_theme(segment: str) -> Q:
    """Return the condition that a comment was read and does not speak of a theme; `none` leaves those of none out."""
    return is_read() & ~of_theme(NO_ROW if segment == NONE else int(segment))


def is_read() -> Q:
    """Return the condition that the comment of an answer was read: whoever gave it a label has read it, too."""
    return _read(Q()) | _labelled(Q())


_SOUNDS = {NEGATIVE: Q(p_promoter__lt=NEGATIVE_BELOW), POSITIVE: Q(p_promoter__gte=POSITIVE_FROM)}
_BETWEEN = Q(p_promoter__gte=NEGATIVE_BELOW, p_promoter__lt=POSITIVE_FROM)


def _read(condition: Q) -> Q:
    return Q(Exists(CommentReading.objects.filter(condition, response=OuterRef("pk"))))


def _labelled(condition: Q) -> Q:
    return Q(Exists(ThemeLabel.objects.counted().filter(condition, response=OuterRef("pk"))))
