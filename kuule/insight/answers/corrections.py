"""Figures before and after what was corrected and decided about answers."""

from dataclasses import dataclass

from kuule.insight.answers.figures import Figure, figure_of
from kuule.insight.query import Query
from kuule.insight.selectors.corrections import counts_of_touched
from kuule.insight.selectors.counts import GroupCounts, joined


@dataclass(frozen=True, slots=True)
class CorrectionEffect:
    """The score of the answers as respondents gave them beyond doubt, and as it is with corrections and decisions."""

    before: Figure
    after: Figure

    @property
    def moves(self) -> bool:
        """Tell whether anything that is shown differs."""
        return (self.before.n, self.before.value) != (self.after.n, self.after.value)


def effect_of_corrections(query: Query, after: Figure) -> CorrectionEffect | None:
    """Return what corrections and decisions did to the figure of a query, which is `after`.

    None for a query that chooses answers by their score: what was corrected belongs to two such groups.
    """
    if query.group or query.score is not None:
        return None
    given, now = counts_of_touched(query)
    shares = after.shares
    all_now = GroupCounts(shares.detractors, shares.passives, shares.promoters)
    before = joined([all_now.without(now), given])
    return CorrectionEffect(figure_of(before, query), after)
