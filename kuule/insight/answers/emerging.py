"""Themes that come up: more often in the last full period than chance would have it, held against the three before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kuule import stats
from kuule.insight.models import Theme
from kuule.insight.query import MONTH, THEME, Query
from kuule.insight.query.buckets import bucket_around
from kuule.insight.selectors.counts import counts_by_segment, counts_of_read
from kuule.insight.selectors.matching import Surveys, surveys_of
from kuule.insight.selectors.themes import themes_among
from kuule.stats import Rise

PERIODS_BEFORE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergingTheme:
    """A theme that comes up; `query` asks for the answers of the period that speak of it."""

    theme: Theme
    rise: Rise
    query: Query


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergingThemes:
    """The themes that come up in [since, until), the most surprising first, held against the time from `before` on.

    `n` and `n_before` are the comments read of both times. Of the themes that are named, one in twenty at most does so
    by chance.
    """

    themes: Sequence[EmergingTheme]
    before: datetime
    since: datetime
    until: datetime
    n: int
    n_before: int


def emerging_themes(query: Query, *, now: datetime, step: str = MONTH, among: Surveys | None = None) -> EmergingThemes:
    """Return which themes come up in the last full period; of a query everything but its time is asked.

    `step` is the period: a week, a month or a quarter.
    """
    surveys = surveys_of(query) if among is None else among
    before, since, until = (
        bucket_around(now, bucket=step, zone=query.zone, back=back) for back in (PERIODS_BEFORE + 1, 1, 0)
    )
    plain = query.asking(by="", bucket="")
    times = [plain.between(since, until), plain.between(before, since)]
    counted = [counts_by_segment(time.asking(by=THEME), among=surveys) for time in times]
    mentions, mentions_before = ({str(key): each.n for key, each in counts.items() if key} for counts in counted)
    n, n_before = (counts_of_read(time, among=surveys).n for time in times)
    found = stats.emerging_themes(mentions, mentions_before, comments=n, comments_before=n_before)
    rising = {int(rise.theme): rise for rise in found if rise.emerges}
    themes = themes_among(query.workspace_id, rising)
    return EmergingThemes(
        themes=[
            EmergingTheme(theme=themes[pk], rise=rise, query=times[0].asking(theme_id=pk))
            for pk, rise in rising.items()
            if pk in themes
        ],
        before=before,
        since=since,
        until=until,
        n=n,
        n_before=n_before,
    )
