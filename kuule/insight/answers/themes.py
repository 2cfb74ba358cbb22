"""What comments speak of: each theme with its score, what it does to the whole, and how good its labels are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kuule import stats
from kuule.insight.answers.figures import Fields, Figure, fields_of_many, in_points
from kuule.insight.models import Theme
from kuule.insight.query import THEME, Query
from kuule.insight.selectors.counts import GroupCounts, counts_by_segment, counts_of_read
from kuule.insight.selectors.labels import Reviewed, reviewed_labels
from kuule.insight.selectors.matching import Surveys, surveys_of
from kuule.insight.selectors.themes import themes_among
from kuule.stats import Estimate, Shares, Status
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFigure(Figure):
    """The score of answers that speak of a theme, and the points that go with it in the score of all comments read.

    `effect` is the score minus the score without these answers, in points; `effect_lower` and `effect_upper` are its
    interval, None where `status` says that too few speak of it. It says what goes together, not what would happen, and
    effects of several themes do not add up. `share` is of the comments read. `query` asks for the answers.
    """

    theme: Theme
    share: float
    effect: float | None
    effect_lower: float | None
    effect_upper: float | None
    status: Status
    query: Query


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFigures:
    """The themes, those that move the score most first; those of praise apart, whose score says nothing else.

    `read` is the score of all answers whose comment was read, which every share is of; `none` of those that speak of
    no theme, None where there are none.
    """

    themes: Sequence[ThemeFigure]
    praise: Sequence[ThemeFigure]
    read: Figure
    none: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelQuality:
    """How good the labels of a theme, or of all, are by those that people looked at.

    `precision` is the share found right, with its interval; None while nobody looked. Labels that were added are ones
    that no model saw.
    """

    reviewed: Reviewed
    precision: Estimate | None


def theme_figures(query: Query, *, among: Surveys | None = None) -> ThemeFigures:
    """Return the figures of all themes that any answer to a query speaks of."""
    surveys = surveys_of(query) if among is None else among
    plain = query.asking(by="", bucket="")
    counted = counts_by_segment(plain.asking(by=THEME), among=surveys)
    whole = counts_of_read(plain, among=surveys)
    themes = themes_among(query.workspace_id, counted)
    # One call for all intervals: the whole, those without a theme, then each theme.
    keys: list[int | None] = [None, *themes]
    fields = fields_of_many([whole, *(counted.get(key, GroupCounts()) for key in keys)], plain)
    read, none, *each = fields
    figures = [
        _figure(theme, counted[theme.pk], whole, known, plain)
        for theme, known in zip(themes.values(), each, strict=True)
    ]
    figures.sort(key=lambda figure: (-abs(figure.effect or 0), -figure.n, figure.theme.pk))
    return ThemeFigures(
        themes=[figure for figure in figures if not figure.theme.is_praise],
        praise=[figure for figure in figures if figure.theme.is_praise],
        read=Figure(**read),
        none=Figure(**none) if None in counted else None,
    )


def label_quality(workspace: Workspace) -> tuple[LabelQuality, Mapping[int, LabelQuality]]:
    """Return how good the labels of a workspace are, all together and by theme."""
    reviewed = reviewed_labels(workspace)
    together = Reviewed(
        right=sum(each.right for each in reviewed.values()),
        wrong=sum(each.wrong for each in reviewed.values()),
        added=sum(each.added for each in reviewed.values()),
    )
    return _quality(together), {theme: _quality(each) for theme, each in reviewed.items()}


def _figure(theme: Theme, counts: GroupCounts, whole: GroupCounts, known: Fields, query: Query) -> ThemeFigure:
    found = stats.theme_effect(_shares(counts), _shares(whole.without(counts)), confidence=query.confidence)
    return ThemeFigure(
        **known,
        theme=theme,
        share=counts.n / whole.n,
        effect=in_points(found.value),
        effect_lower=in_points(found.lower),
        effect_upper=in_points(found.upper),
        status=found.status,
        query=query.asking(theme_id=theme.pk),
    )


def _quality(reviewed: Reviewed) -> LabelQuality:
    n = reviewed.right + reviewed.wrong
    return LabelQuality(reviewed=reviewed, precision=stats.share_interval(reviewed.right, n) if n else None)


def _shares(counts: GroupCounts) -> Shares:
    return Shares(counts.detractors, counts.passives, counts.promoters)
