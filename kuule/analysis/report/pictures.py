"""The charts of a report, for a page or for paper."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from kuule.analysis.report.bars import Bars, draw_bars
from kuule.analysis.report.contents import Picture, picture
from kuule.analysis.report.periods import period_label, period_name
from kuule.analysis.report.scales import is_nps
from kuule.analysis.results import Analysis, Figure
from kuule.insight import charts
from kuule.insight.charts.theme import PAGE
from kuule.insight.rules import is_few
from kuule.insight.rules.drivers import Drivers


def gauge(analysis: Analysis, theme: charts.Theme | None) -> Picture:
    """Draw the score with its interval."""
    score = analysis.score
    return picture(
        charts.draw(
            charts.Gauge(
                value=score.value,
                lower=score.lower,
                upper=score.upper,
                n=score.n,
                confidence=analysis.confidence,
                title=score_name(analysis),
            ),
            theme,
        )
    )


def score_name(analysis: Analysis) -> str:
    """Return what the score is called in full: only 0–10 makes a Net Promoter Score."""
    return _("Net Promoter Score") if is_nps(analysis.scale) else _("Net score")


def split(figure: Figure, theme: charts.Theme | None, *, small: bool = False) -> Picture:
    """Draw detractors, passives and promoters as one bar."""
    shares = figure.shares
    bar = charts.SplitBar(
        detractors=shares.detractors, passives=shares.passives, promoters=shares.promoters, small=small
    )
    return picture(charts.draw(bar, theme))


def answers(analysis: Analysis, theme: charts.Theme | None) -> Picture:
    """Draw how many gave each answer; few answers to 0–10 one by one."""
    counts = analysis.histogram
    if not is_nps(analysis.scale):
        return picture(draw_bars(Bars(counts=counts, scale=analysis.scale), theme or PAGE))
    scores = range(analysis.scale.lowest, analysis.scale.highest + 1)
    if is_few(analysis.score.n):
        every_one = tuple(score for score in scores for _each in range(counts.get(score, 0)))
        return picture(charts.draw(charts.Dots(scores=every_one), theme))
    return picture(charts.draw(charts.Histogram(counts=tuple(counts.get(score, 0) for score in scores)), theme))


def trend(analysis: Analysis, theme: charts.Theme | None) -> Picture:
    """Draw the score over time."""
    points, bucket = analysis.trend, analysis.bucket
    return picture(
        charts.draw(
            charts.Trend(
                points=tuple(
                    charts.TrendPoint(
                        label=period_label(point, bucket, periods=len(points)),
                        value=point.value,
                        lower=point.lower,
                        upper=point.upper,
                        n=point.n,
                        name=period_name(point, bucket),
                    )
                    for point in points
                ),
                title=_("Score over time") if is_nps(analysis.scale) else _("Net score over time"),
            ),
            theme,
        )
    )


def driver_map(found: Drivers, names: Mapping[str, str], theme: charts.Theme | None) -> Picture:
    """Draw how important each driver is and how well it is rated; `names` are what to call them."""
    return picture(charts.draw(charts.driver_map_of(found, names), theme))


def whisker(figure: Figure, domain: tuple[float, float], theme: charts.Theme | None) -> Picture:
    """Draw one score with its interval on the axis of its table."""
    mark = charts.Whisker(value=figure.value, lower=figure.lower, upper=figure.upper, n=figure.n, domain=domain)
    return picture(charts.draw(mark, theme))


def whisker_scale(domain: tuple[float, float], theme: charts.Theme | None) -> Picture:
    """Draw the axis that the whiskers below it share."""
    return picture(charts.draw(charts.WhiskerScale(domain=domain), theme))


def common_domain(figures: Iterable[Figure]) -> tuple[float, float]:
    """Return one axis that holds all these intervals."""
    return charts.whisker_domain(limit for figure in figures for limit in (figure.lower, figure.upper))
