"""What goes with the score, of the answers to one survey."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kuule.insight.query.drivers import THEMES, DriverQuery
from kuule.insight.rules import GROUPS
from kuule.insight.rules.driver_figures import compared
from kuule.insight.rules.drivers import Drivers, fitting
from kuule.insight.selectors.drivers import MOST_READ, NamedColumn, columns_of, driver_rows, rated_survey
from kuule.insight.selectors.matching import Surveys

# Why there is nothing to show.
NO_RATINGS, NO_THEMES, NO_ANSWERS = "no_ratings", "no_themes", "no_answers"
ALL_ALIKE, BY_SCORE = "all_alike", "by_score"
POINTS = dict(zip(GROUPS, (-100.0, 0.0, 100.0), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverAnswer:
    """The drivers of a score, and what people call each by its key; `reason` is a code where there are none.

    `survey_id` is the survey whose ratings are compared, None where themes of several are; `n` how many of its answers
    were read: the newest ones, where `is_part` says that there may be more. `unread` are the columns beyond the most
    that can be compared at once.
    """

    survey_id: int | None
    n: int = 0
    is_part: bool = False
    reason: str = ""
    found: Drivers | None = None
    columns: Mapping[str, NamedColumn]
    unread: int = 0


def drivers(query: DriverQuery, *, among: Surveys) -> DriverAnswer:
    """Compare the ratings of a survey, the properties of those who answered, or themes, as the query asks."""
    if query.group or query.score is not None:
        # Among promoters alone, what made them promoters cannot be seen.
        return DriverAnswer(survey_id=query.survey_id, reason=BY_SCORE, columns={})
    is_of_themes = query.also == THEMES
    survey = query.survey_id if is_of_themes else rated_survey(query, among=among)
    rows = driver_rows(query.asking(survey_id=survey), among=among)
    columns = columns_of(query, rows)
    shown = fitting([each.column for each in columns])
    named = {each.column.key: each for each in columns}
    n = len(rows.scores)
    reason = "" if shown else NO_THEMES if is_of_themes else NO_RATINGS
    if not n and (survey is not None or is_of_themes):
        reason = NO_ANSWERS
    if reason:
        return DriverAnswer(survey_id=survey, n=n, reason=reason, columns=named)
    found = compared(
        rows.scores,
        np.select([np.isin(rows.scores, scores) for scores in GROUPS.values()], [POINTS[group] for group in GROUPS]),
        shown,
        accounts=rows.accounts,
        confidence=query.confidence,
    )
    return DriverAnswer(
        survey_id=survey,
        n=n,
        is_part=n == MOST_READ,
        reason="" if found.r2 is not None or found.is_few else ALL_ALIKE,
        found=found,
        columns=named,
        unread=len(columns) - len(shown),
    )
