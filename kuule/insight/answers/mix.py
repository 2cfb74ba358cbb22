"""Whether the score changed, or who answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from kuule import stats
from kuule.dispatch.rules.collectors import HANDED_OUT
from kuule.insight.answers.figures import in_points
from kuule.insight.query import CHANNEL, THEME, Query, segment_text
from kuule.insight.rules import is_few
from kuule.insight.selectors.counts import GroupCounts, counts_by_segment, joined
from kuule.insight.selectors.matching import Surveys, openness_for, surveys_of
from kuule.stats import MixShift

# A mix that moves the score by less is not worth a word.
POINTS_WORTH_TELLING = 1.0

# A later time, and the earlier one that it is held against.
Times = tuple[Query, Query]


@dataclass(frozen=True, slots=True, kw_only=True)
class MixChange:
    """That other people answered than before: `by` is the dimension, `segment` the part of it that changed the most.

    `share` and `share_before` are its parts of all answers. `value` is the later score, `standardised` what it would be
    with the earlier mix, in points. `is_whole` tells whether every earlier segment answered later, too.
    """

    by: str
    segment: str
    later: Query
    earlier: Query
    share: float
    share_before: float
    value: float
    standardised: float
    is_whole: bool
    corrected_p: float


def mix_changes(times: Sequence[Times], dimensions: Iterable[str], *, among: Surveys | None = None) -> list[MixChange]:
    """Return where the mix of answers changed so much that it moved the score, the largest effect first.

    Each dimension is looked at for each pair of times; a change is told that chance would hardly make in any of these
    looks (Holm), and that moves the score by at least a point. See `stats.mix_shift`. Of anonymous answers, of one
    group of scores, and of few answers nothing is told.
    """
    if not times:
        return []
    query = times[0][0]
    surveys = surveys_of(query) if among is None else among
    if query.group or query.score is not None or openness_for(query, among=surveys) is not None:
        return []
    # Themes overlap: they are no parts that a whole is mixed of.
    parts = [by for by in dict.fromkeys(dimensions) if by != THEME]
    looks = [_look(pair, by, surveys) for pair, by in product(times, parts)]
    corrected = stats.adjust_p_values([each.shift.p_value for each in looks], method="holm")
    found = [
        change
        for look, p in zip(looks, corrected, strict=True)
        if p is not None and p < 1 - query.confidence and (change := _told(look, p))
    ]
    return sorted(found, key=lambda each: -abs(each.value - each.standardised))


@dataclass(frozen=True, slots=True)
class _Look:
    """One dimension at two times: its segments, how many answered of each, and what was found."""

    times: Times
    by: str
    segments: Sequence[object]
    before: Sequence[GroupCounts]
    after: Sequence[GroupCounts]
    shift: MixShift


def _look(times: Times, by: str, surveys: Surveys) -> _Look:
    later, earlier = (_segments(query.asking(by=by), surveys) for query in times)
    names = list(dict.fromkeys([*earlier, *later]))
    before, after = ([each.get(name, GroupCounts()) for name in names] for each in (earlier, later))
    return _Look(times, by, names, before, after, stats.mix_shift(_columns(before), _columns(after)))


def _segments(query: Query, surveys: Surveys) -> dict[object, GroupCounts]:
    counted = counts_by_segment(query, among=surveys)
    # They stay out of the score whose mix this is.
    left_out = HANDED_OUT if query.by == CHANNEL and not query.channel else ()
    return {segment: counts for segment, counts in counted.items() if segment not in left_out}


def _columns(counted: Sequence[GroupCounts]) -> tuple[list[int], list[int], list[int]]:
    return (
        [each.detractors for each in counted],
        [each.passives for each in counted],
        [each.promoters for each in counted],
    )


def _told(look: _Look, corrected_p: float) -> MixChange | None:
    effect, value, standardised = (
        in_points(each) for each in (look.shift.effect, look.shift.nps, look.shift.standardised)
    )
    if effect is None or value is None or standardised is None or abs(effect) < POINTS_WORTH_TELLING:
        return None
    before, after = joined(look.before).n, joined(look.after).n
    later, earlier = look.times
    if is_few(before, later.few_below) or is_few(after, later.few_below):
        return None
    shares = [(new.n / after, old.n / before) for new, old in zip(look.after, look.before, strict=True)]
    most = max(range(len(shares)), key=lambda place: abs(shares[place][0] - shares[place][1]))
    return MixChange(
        by=look.by,
        segment=segment_text(look.by, look.segments[most]),
        later=later,
        earlier=earlier,
        share=shares[most][0],
        share_before=shares[most][1],
        value=value,
        standardised=standardised,
        is_whole=look.shift.covered == 1,
        corrected_p=corrected_p,
    )
