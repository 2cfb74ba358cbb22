"""What of a year's growth was earned, and how much of last year's revenue stayed."""

from datetime import timedelta

from kuule.act.metrics.base import GoalMetric, Question
from kuule.act.rules.goals import EARNED_GROWTH, RETENTION, YEAR, GoalFigure
from kuule.economics.answers.earned_growth import EarnedYear, earned_growth_on
from kuule.stats import Amount

# Growth has no end of its scale; nobody means more than this.
MOST_GROWTH = 1_000.0
STEP_DAYS = 91


def _earned(question: Question) -> GoalFigure:
    year = _year(question)
    return _figure(year.chance.earned_growth_rate, year) if year.chance else _nothing(year)


def _retained(question: Question) -> GoalFigure:
    year = _year(question)
    return _figure(year.chance.nrr, year) if year.chance else _nothing(year)


def _year(question: Question) -> EarnedYear:
    last_day = question.until.astimezone(question.segment.zone) - timedelta(microseconds=1)
    return earned_growth_on(question.workspace, day=last_day.date()).year


def _figure(amount: Amount, year: EarnedYear) -> GoalFigure:
    if amount.value is None:
        return _nothing(year)
    limits = [None if each is None else 100 * each for each in (amount.lower, amount.upper)]
    return GoalFigure(value=100 * amount.value, lower=limits[0], upper=limits[1], n=len(year.customers))


def _nothing(year: EarnedYear) -> GoalFigure:
    return GoalFigure(value=None, missing=year.missing or "no_sales")


EARNED_GROWTH_METRIC = GoalMetric(
    key=EARNED_GROWTH, figure=_earned, most=MOST_GROWTH, windows=(YEAR,), is_cut=False, step_days=STEP_DAYS
)
RETENTION_METRIC = GoalMetric(
    key=RETENTION, figure=_retained, most=MOST_GROWTH, windows=(YEAR,), is_cut=False, step_days=STEP_DAYS
)
