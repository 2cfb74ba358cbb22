"""Whether care works: those who were cared for beside those who were held out by chance."""

from dataclasses import dataclass

from kuule import stats
from kuule.dispatch.models import CarePlan
from kuule.insight.answers.figures import Figure, figure_of, in_points
from kuule.insight.query import Query
from kuule.insight.selectors.care import answers_by_care
from kuule.stats import Direction
from kuule.stats.change import direction_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CareEffect:
    """The scores of both, in points, and how much higher those score who were cared for. None where nobody can tell."""

    cared: Figure
    held_out: Figure
    value: float | None = None
    lower: float | None = None
    upper: float | None = None

    @property
    def direction(self) -> Direction | None:
        """Return whether care raises or lowers the score; steady where the difference may be chance."""
        return direction_of(self.lower, self.upper) if self.lower is not None else None


def care_effect(plan: CarePlan, *, few_below: int) -> CareEffect:
    """Return the effect of the care at a touchpoint. Chance decided who was held out, so that it is the effect itself.

    See `stats.nps_change` for the interval.
    """
    query = Query(workspace_id=plan.workspace_id, timezone=plan.workspace.timezone, few_below=few_below)
    counts = answers_by_care(plan)
    cared, held_out = figure_of(counts[False], query), figure_of(counts[True], query)
    change = stats.nps_change(held_out.shares, cared.shares, confidence=query.confidence)
    return CareEffect(
        cared=cared,
        held_out=held_out,
        value=in_points(change.value),
        lower=in_points(change.lower),
        upper=in_points(change.upper),
    )
