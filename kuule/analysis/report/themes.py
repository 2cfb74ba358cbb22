"""What the comments are about, in a report: themes, words of praise apart, and comments that speak for them."""

from collections.abc import Iterator, Sequence

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from kuule.analysis.report.contents import Quote, ThemeQuotes, ThemeRow, ThemeSection, ThemeTable
from kuule.analysis.report.periods import day_name
from kuule.analysis.report.quotes import clipped, direction_of
from kuule.analysis.report.scales import group_of
from kuule.analysis.report.words import group_word, name_words, score_word
from kuule.analysis.results import Analysis, Scale, Theme
from kuule.analysis.results import Quote as Found
from kuule.analysis.wording.masks import quoted
from kuule.analysis.wording.themes import theme_name
from kuule.ui.clean import visible_text
from kuule.ui.formats import NOTHING, count, percent, signed

# The themes with the largest effects are heard; of each a comment or two.
HEARD, QUOTES_EACH = 3, 2
TENTHS = 1


def theme_section(analysis: Analysis) -> ThemeSection | None:
    """Return the themes of the comments; None where nobody asked for them."""
    if not analysis.themes:
        return None
    plain = [theme for theme in analysis.themes if not theme.praise]
    praise = [theme for theme in analysis.themes if theme.praise]
    return ThemeSection(
        title=_("What the comments are about"),
        note=_("Answers with a comment and a score"),
        tables=tuple(
            table
            for table in (
                _table(analysis, plain, title="", note=""),
                _table(analysis, praise, title=_("Words of praise"), note=_circular()),
            )
            if table.rows
        ),
        caveat=_caveat(),
        quotes_title=_("In their own words"),
        quotes=tuple(_heard(plain, analysis.scale)),
    )


def _caveat() -> str:
    return _(
        "The effect is the score of all minus the score without those who mention the theme. It is an association, not "
        "a cause: those who mention a theme differ in other ways too. Comments mention several themes, so effects do "
        "not add up. Where fewer than five mention a theme, none is shown."
    )


def _circular() -> str:
    return _("Who praises gives high scores anyway, so these effects say nothing new.")


def _table(analysis: Analysis, themes: Sequence[Theme], *, title: str, note: str) -> ThemeTable:
    columns = (_("Theme"), _("Answers"), _("Share"), score_word(analysis), _("Effect in points"), _("Interval"))
    return ThemeTable(title=title, note=note, columns=columns, rows=tuple(map(_row, themes)))


def _row(theme: Theme) -> ThemeRow:
    limits = {"lower": signed(theme.lower, TENTHS), "upper": signed(theme.upper, TENTHS)}
    return ThemeRow(
        name=_name(theme),
        answers=count(theme.n),
        share=percent(theme.share),
        score=signed(theme.score),
        effect=signed(theme.effect, TENTHS),
        interval=NOTHING if theme.lower is None else _("%(lower)s to %(upper)s") % limits,
    )


def _name(theme: Theme) -> str:
    return name_words(theme_name(theme, get_language() or "en")) or theme.key


def _heard(themes: Sequence[Theme], scale: Scale) -> Iterator[ThemeQuotes]:
    """Yield the comments of the weightiest themes; one that speaks for several is heard once."""
    told: set[str] = set()
    for theme in themes[:HEARD]:
        quotes = [quote for quote in theme.quotes if quote.text not in told][:QUOTES_EACH]
        if theme.effect is not None and quotes:
            told.update(quote.text for quote in quotes)
            yield ThemeQuotes(name=_name(theme), quotes=tuple(_quote(quote, scale) for quote in quotes))


def _quote(found: Found, scale: Scale) -> Quote:
    text = clipped(visible_text(quoted(found, translated=gettext)).strip())
    group = "none" if found.score is None else group_of(found.score, scale)
    return Quote(
        score=NOTHING if found.score is None else str(found.score),
        group=group,
        group_name=group_word(group),
        text=text,
        day=day_name(found.day) if found.day else "",
        direction=direction_of(text),
    )
