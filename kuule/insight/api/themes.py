"""What comments speak of."""

from typing import Any

from ninja import Query, Schema

from kuule.insight.answers.themes import ThemeFigure, theme_figures
from kuule.insight.api.asking import Asked, QuestionIn, read
from kuule.insight.api.figures import Cut, FigureOut, figure_fields, figure_out
from kuule.insight.api.router import router
from kuule.insight.models import Theme
from kuule.insight.selectors.themes import live_themes
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint


class ThemeFigureOut(FigureOut, Cut):
    """The score of answers that speak of a theme, their share, and the points that go with it in the whole.

    `effect` is the score minus the score without these answers; null where too few speak of it (`status`).
    """

    id: int
    name: str
    is_praise: bool
    share: float
    effect: float | None
    effect_lower: float | None
    effect_upper: float | None
    status: str


class ThemesAnswer(Asked):
    """The themes, those first that move the score most. Shares are of the comments `read`."""

    themes: list[ThemeFigureOut]
    read: FigureOut | None
    none: FigureOut | None


class ThemeOut(Schema):
    """A theme, its name in each language, and the words that hint at it."""

    id: int
    names: dict[str, str]
    words: dict[str, Any]
    is_praise: bool


class ThemeList(Schema):
    """Every theme that is in use."""

    themes: list[ThemeOut]


@router.get("/metrics/themes", response=ThemesAnswer, summary="Ask what comments speak of", tags=["metrics"])
@endpoint("metrics:read")
def themes_metric(request: KeyRequest, question: Query[QuestionIn]) -> ThemesAnswer:
    """Return each theme with its score, its share and what goes with it. Effects of several do not add up."""
    found = read(request, question, for_words=True)
    if found.hidden:
        return ThemesAnswer(**found.asked, themes=[], read=None, none=None)
    told = theme_figures(found.query, among=found.surveys)
    return ThemesAnswer(
        **found.asked,
        themes=[_figure(each) for each in (*told.themes, *told.praise)],
        read=figure_out(told.read),
        none=figure_out(told.none) if told.none else None,
    )


@router.get("/themes", response=ThemeList, summary="List themes", tags=["themes"])
@endpoint("metrics:read")
def list_themes(request: KeyRequest) -> ThemeList:
    """Return the themes of the workspace; `/metrics/themes` has their figures."""
    return ThemeList(themes=[_theme(each) for each in live_themes(request.workspace)])


def _theme(theme: Theme) -> ThemeOut:
    return ThemeOut(id=theme.pk, names=theme.names, words=theme.words, is_praise=theme.is_praise)


def _figure(each: ThemeFigure) -> ThemeFigureOut:
    return ThemeFigureOut(
        **figure_fields(each),
        id=each.theme.pk,
        name=str(each.theme),
        is_praise=each.theme.is_praise,
        share=each.share,
        effect=each.effect,
        effect_lower=each.effect_lower,
        effect_upper=each.effect_upper,
        status=str(each.status),
        query=each.query.to_params(),
    )
