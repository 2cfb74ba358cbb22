"""The themes of the comments as tables, words of praise apart, and a comment for each of the weightiest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from kuule.analysis.results import Analysis, Theme
from kuule.analysis.terminal.figures import MUTED, STRONG, clean, interval, percent, signed
from kuule.analysis.wording.masks import quoted
from kuule.analysis.wording.themes import theme_name

QUOTED = 3
# Most effects are a few points, so they are told to a tenth.
TENTHS = 1
LONGEST = 90


def theme_tables(analysis: Analysis) -> Iterator[RenderableType]:
    """Yield a table of themes, and one of those that are words of praise."""
    plain = [theme for theme in analysis.themes if not theme.praise]
    praise = [theme for theme in analysis.themes if theme.praise]
    if plain:
        yield Stack(_table("Theme", plain), *_quotes(plain))
    if praise:
        circular = "Who praises gives high scores anyway: these effects say nothing new."
        yield Stack(_table("Words of praise", praise), Text(circular, style=MUTED))


def _table(title: str, themes: Sequence[Theme]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=MUTED)
    table.add_column(title, no_wrap=True)
    for column in ("n", "of comments", "score", "effect", "interval"):
        table.add_column(column, justify="right", no_wrap=True)
    for theme in themes:
        table.add_row(
            Text(clean(theme_name(theme), 40)),
            f"{theme.n:,}",
            "" if theme.share is None else percent(theme.share),
            signed(theme.score),
            Text(signed(theme.effect, TENTHS), style=STRONG),
            interval(theme.lower, theme.upper, TENTHS),
        )
    return table


def _quotes(themes: Sequence[Theme]) -> Iterator[Text]:
    for theme in themes[:QUOTED]:
        if theme.effect is not None and theme.quotes:
            text = clean(quoted(theme.quotes[0]), LONGEST)
            yield Text(f"{clean(theme_name(theme))}: “{text}”", style=MUTED)
