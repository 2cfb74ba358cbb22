"""What a download of segments or of a comparison holds."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from kuule.insight import charts
from kuule.insight.answers import Figure, answer, segments
from kuule.insight.answers.segments import with_choice
from kuule.insight.answers.themes import ThemeFigure, theme_figures
from kuule.insight.charts.picture import Panel, Picture
from kuule.insight.charts.score_table import WIDTH, table_height
from kuule.insight.exporters.tables import Table
from kuule.insight.query import SEGMENTS, NothingToCompare, all_segments
from kuule.insight.templatetags.insight import answers_word, comments_word, family_heading, time_words
from kuule.insight.templatetags.themes import theme_name
from kuule.insight.views.asking import Asked
from kuule.insight.views.contrasting import read_contrast, side_names
from kuule.insight.views.overview import cut_of
from kuule.insight.views.rows import segment_name
from kuule.insight.views.taken import Taken, figure_cells, figure_columns, filters_of, source_line
from kuule.insight.views.theme_rows import in_order
from kuule.lib.tables.writing import NUMBER, Cell, Column
from kuule.ui.formats import count, percent
from kuule.workspaces.auth import MemberRequest

MOST_LINES = 30
Named = Sequence[tuple[str, Figure]]


def taken_segments(request: MemberRequest, asked: Asked) -> Taken | None:
    """Return every segment in the table, the largest of them in the picture; None where nobody answered."""
    query = cut_of(asked)
    found = [(segment_name(query, each), each) for each in segments(query)]
    return _taken(request, asked, _("Segments"), found)


def taken_sides(request: MemberRequest, asked: Asked) -> Taken | None:
    """Return the two sides of a comparison; None where there is nothing to compare."""
    asked, query, contrast = read_contrast(request)
    if asked.problems:
        return None
    found = segments(all_segments(query, query.by)) if contrast.against == SEGMENTS else []
    contrast = with_choice(contrast, found)
    try:
        sides = contrast.sides(query, now=timezone.now())
    except NothingToCompare:
        return None
    names = side_names(asked, contrast, sides, found)
    figures = [answer(side.asking(by="")) for side in sides]
    return _taken(request, asked, _("Comparison"), list(zip(names, figures, strict=True)))


def taken_themes(request: MemberRequest, asked: Asked) -> Taken | None:
    """Return every theme in the table, those that say why in the picture; None where no comment counts."""
    found = theme_figures(asked.query, among=asked.families.of(asked.query))
    ordered = [*in_order(found.themes), *in_order(found.praise)]
    if not ordered:
        return None
    lines = [_effect_line(each) for each in ordered if each.effect is not None and not each.theme.is_praise]
    drawing = charts.draw(charts.EffectTable(tuple(lines[:MOST_LINES])), charts.LIGHT)
    picture = Picture(
        title=f"{family_heading(asked.query.family)} · {_('Themes')}",
        facts=[
            f"{time_words(asked.query)} · {comments_word(found.read.n)}",
            _("Effect: the score less what it would be without these comments. An association, not a cause."),
            *filters_of(request, asked),
        ],
        panels=[Panel(drawing, WIDTH, table_height(len(lines[:MOST_LINES])))],
        source=source_line(request),
    )
    numbers = (_("Comments"), _("Share"), _("NPS"), _("Effect"), _("Lower end"), _("Upper end"))
    columns = [Column(_("Theme")), Column(_("Only praise")), *(Column(name, NUMBER) for name in numbers)]
    return Taken(picture, Table(columns, [_effect_cells(each) for each in ordered]))


def _effect_line(figure: ThemeFigure) -> charts.EffectLine:
    return charts.EffectLine(
        name=theme_name(figure.theme),
        n=figure.n,
        share=figure.share,
        value=figure.effect,
        lower=figure.effect_lower,
        upper=figure.effect_upper,
    )


def _effect_cells(figure: ThemeFigure) -> list[Cell]:
    points = (figure.value, figure.effect, figure.effect_lower, figure.effect_upper)
    praise = _("yes") if figure.theme.is_praise else _("no")
    rounded = [None if each is None else round(each, 1) for each in points]
    return [theme_name(figure.theme), praise, figure.n, figure.share, *rounded]


def _taken(request: MemberRequest, asked: Asked, what: str, found: Named) -> Taken | None:
    n = sum(figure.n for _name, figure in found)
    if not n:
        return None
    shown = found[:MOST_LINES]
    drawing = charts.draw(charts.ScoreTable(tuple(map(_line, shown))), charts.LIGHT)
    legend = [_("The first %(shown)s of %(all)s.") % {"shown": len(shown), "all": count(len(found))}]
    picture = Picture(
        title=f"{family_heading(asked.query.family)} · {what}",
        facts=[
            f"{time_words(asked.query)} · {answers_word(n)}",
            _("Thick lines: %(confidence)s confidence") % {"confidence": percent(found[0][1].confidence, 0)},
            *filters_of(request, asked),
        ],
        panels=[Panel(drawing, WIDTH, table_height(len(shown)))],
        legend=legend if len(found) > len(shown) else [],
        source=source_line(request),
    )
    rows = [[name, *figure_cells(figure)] for name, figure in found]
    return Taken(picture, Table([Column(_("Name")), *figure_columns()], rows))


def _line(named: tuple[str, Figure]) -> charts.ScoreLine:
    name, figure = named
    shares = figure.shares
    groups = (shares.detractors, shares.passives, shares.promoters)
    return charts.ScoreLine(name=name, value=figure.value, lower=figure.lower, upper=figure.upper, groups=groups)
