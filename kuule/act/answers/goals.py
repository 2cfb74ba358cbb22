"""How a goal stands, and how likely it is to be reached."""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist

from kuule import stats
from kuule.act.metrics import METRIC_BY_KEY, GoalMetric, Question
from kuule.act.models import Goal
from kuule.act.rules.goals import PIECES, GoalFigure, line_on, verdict_of
from kuule.act.selectors.goals import points_of, segment_of_goal
from kuule.insight.query import Query
from kuule.insight.query.periods import day_start
from kuule.workspaces.models import Workspace

LIMIT = NormalDist().inv_cdf(0.975)
# So far back a figure is looked at to see how it moves.
MOST_STEPS = 24
# A figure that was kept so near to a day stands for it.
NEAR = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a goal stands on a day: its figure, where its line is then, and the verdict (`rules.goals.verdict_of`)."""

    day: date
    figure: GoalFigure
    line: float
    verdict: str
    is_over: bool

    @property
    def is_within_chance(self) -> bool:
        """Tell whether the interval of the figure holds the line."""
        lower, upper = self.figure.lower, self.figure.upper
        return lower is not None and upper is not None and lower <= self.line <= upper


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The figure of one step of the past, for its last day."""

    day: date
    figure: GoalFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How likely a goal is to be reached, and the steps of the past that this rests on, each `step_days` long."""

    reaching: stats.Reaching
    steps: tuple[Step, ...]
    step_days: int
    together: int
    ahead: int


def figure_on(workspace: Workspace, *, metric: GoalMetric, segment: Query, window_days: int, day: date) -> GoalFigure:
    """Return a figure of the days up to and including one."""
    zone = segment.zone
    return metric.figure(
        Question(
            workspace=workspace,
            segment=segment,
            since=day_start(day - timedelta(days=window_days - 1), zone),
            until=day_start(day + timedelta(days=1), zone),
        )
    )


def figure_of_goal(goal: Goal, *, day: date) -> GoalFigure:
    """Return the figure of a goal for the days up to and including one."""
    return figure_on(
        goal.workspace,
        metric=METRIC_BY_KEY[goal.metric],
        segment=segment_of_goal(goal.workspace, goal.segment),
        window_days=goal.window_days,
        day=day,
    )


def standing_of(goal: Goal, *, today: date) -> Standing:
    """Return how a goal stands today; once its day is over, how it stood then."""
    day = min(today, goal.due_on)
    figure = _kept_on(goal, day) if day < today else None
    figure = figure or figure_of_goal(goal, day=day)
    line = line_on(day, since=goal.baseline_on, due_on=goal.due_on, baseline=goal.baseline, target=goal.target)
    is_over = today > goal.due_on
    verdict = verdict_of(
        figure, target=goal.target, line=line, is_over=is_over, is_given_up=goal.given_up_at is not None
    )
    return Standing(day=day, figure=figure, line=line, verdict=verdict, is_over=is_over)


def chance_of(goal: Goal, *, today: date) -> Chance:
    """Return how likely a goal is to be reached on its day, if its figure goes on moving as it has.

    A figure that is cut is followed by the months it is made of; another by itself, in longer steps or as it was kept.
    """
    metric = METRIC_BY_KEY[goal.metric]
    together = PIECES[goal.window_days] if metric.is_cut else 1
    step_days = goal.window_days // together if metric.is_cut else metric.step_days
    steps = _past(goal, metric, step_days, today) if metric.knows_past else _kept(goal, step_days, today)
    ahead = max(round((goal.due_on - today).days / step_days), 1)
    errors = [_error(step.figure) if metric.is_cut else 0.0 for step in steps]
    known = [error for step, error in zip(steps, errors, strict=True) if step.figure.value is not None]
    reaching = stats.chance_to_reach(
        [step.figure.value for step in steps],
        errors,
        target=goal.target,
        ahead=ahead,
        together=together,
        error_ahead=sum(known[-together:]) / len(known[-together:]) if known else 0.0,
    )
    return Chance(reaching=reaching, steps=tuple(steps), step_days=step_days, together=together, ahead=ahead)


def _past(goal: Goal, metric: GoalMetric, step_days: int, today: date) -> list[Step]:
    segment = segment_of_goal(goal.workspace, goal.segment)
    window = step_days if metric.is_cut else goal.window_days
    found: list[Step] = []
    for number in range(MOST_STEPS):
        day = today - timedelta(days=number * step_days)
        figure = figure_on(goal.workspace, metric=metric, segment=segment, window_days=window, day=day)
        if figure.value is None and number and found[-1].figure.value is None:
            break  # two steps without a figure: the past has ended
        found.append(Step(day=day, figure=figure))
    found.reverse()
    first = next((place for place, step in enumerate(found) if step.figure.value is not None), len(found))
    return found[first:]


def _kept(goal: Goal, step_days: int, today: date) -> list[Step]:
    kept = points_of(goal)
    found = [Step(day=today, figure=figure_of_goal(goal, day=today))]
    for number in range(1, MOST_STEPS):
        day = today - timedelta(days=number * step_days)
        near = [point for point in kept if abs(point.day - day) <= NEAR]
        if not near:
            break
        nearest = min(near, key=lambda point: abs(point.day - day))
        found.append(Step(day=nearest.day, figure=GoalFigure(value=nearest.value, n=nearest.n)))
    return found[::-1]


def _kept_on(goal: Goal, day: date) -> GoalFigure | None:
    point = goal.points.filter(day=day).first()
    return GoalFigure(value=point.value, lower=point.lower, upper=point.upper, n=point.n) if point else None


def _error(figure: GoalFigure) -> float:
    if figure.lower is None or figure.upper is None:
        return 0.0
    return (figure.upper - figure.lower) / (2 * LIMIT)
