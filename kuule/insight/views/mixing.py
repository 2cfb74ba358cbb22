"""That a change of the score may be a change of who answered, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kuule.insight.answers import Comparison, MixChange, mix_changes
from kuule.insight.answers.mix import Times
from kuule.insight.query import CHANNEL, LANGUAGE, Contrast, Query
from kuule.insight.templatetags.insight import time_words
from kuule.insight.views.asking import Asked, dimension_words, segment_words


@dataclass(frozen=True, slots=True)
class MixRow:
    """A change of the mix with the names of its times, its dimension and its segment."""

    change: MixChange
    later: str
    earlier: str
    dimension: str
    segment: str


def mix_context(asked: Asked, times: Sequence[Times], by: str, *, names: Mapping[Query, str]) -> dict[str, Any]:
    """Return what is told of the mix: of channels, languages, and what the page cuts by. `names` are those of times."""
    found = mix_changes(times, (CHANNEL, LANGUAGE, by), among=asked.families.of(asked.query))
    return {"mix": [_row(asked, change, names) for change in _once_each(found)]}


def mix_since_before(asked: Asked, by: str, change: Comparison | None) -> dict[str, Any]:
    """Return what is told of the mix since the time before, if enough answered at both times of this change."""
    if change is None or change.one.is_few or change.other.is_few:
        return {"mix": []}
    times = Contrast().sides(asked.query.asking(by="", bucket=""), now=timezone.now())
    return mix_context(asked, [times], by, names={})


def _once_each(found: Iterable[MixChange]) -> list[MixChange]:
    # The largest effect of a dimension says it; a second one of other times would say it again.
    return list({change.by: change for change in reversed(list(found))}.values())[::-1]


def _row(asked: Asked, change: MixChange, names: Mapping[Query, str]) -> MixRow:
    later, earlier = (names.get(query) or time_words(query) for query in (change.later, change.earlier))
    dimension = dimension_words(asked, change.by)
    return MixRow(change, later, earlier, dimension, segment_words(asked, change.by, change.segment))
