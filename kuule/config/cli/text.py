"""Commands that say how well comments are understood, on comments that people have labelled."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kuule.config.cli.ground import fail
from kuule.config.cli.several import SeveralValues

texts = typer.Typer(help="Try what Kuule understands of comments.", no_args_is_help=True)


class Model(StrEnum):
    """How comments are read: by their words, or by their meanings."""

    BASE = "base"
    EMBED = "embed"


CommentFile = Annotated[Path, typer.Argument(help="CSV, TSV, XLSX, XLS, ODS or Parquet.", show_default=False)]
TextColumn = Annotated[str, typer.Option(metavar="COL", help="Column of the comments.")]
OrderColumn = Annotated[str | None, typer.Option(metavar="COL", help="Sort by this first, such as a date.")]
TrainShare = Annotated[float, typer.Option(help="Learn from so much of the file, from the top; try on the rest.")]
Sheet = Annotated[str, typer.Option(metavar="NAME", help="Sheet of a workbook.")]
ModelChoice = Annotated[Model, typer.Option(help="Read words, or meanings (needs kuule\\[embed]).")]


@texts.command(cls=SeveralValues, context_settings={"allow_extra_args": True})
def evaluate(
    context: typer.Context,
    file: CommentFile,
    text: TextColumn,
    label: Annotated[str, typer.Option(metavar="COL", help="Column of the scores, or of what people said of them.")],
    positive: Annotated[
        list[str] | None, typer.Option(metavar="VALUE …", help="Labels that are positive; all others are negative.")
    ] = None,
    train_share: TrainShare = 0.7,
    train_count: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Learn from the first N comments instead.")
    ] = None,
    order_by: OrderColumn = None,
    train: Annotated[
        Path | None, typer.Option(metavar="FILE2", help="Learn from this file instead, and try on all of FILE.")
    ] = None,
    model: ModelChoice = Model.BASE,
    sheet: Sheet = "",
) -> None:
    """Learn the sentiment from a part of a file, try it on the rest, and print how well it does as JSON."""
    if context.args:
        fail(f"What is “{context.args[0]}”?", "Name one file; labels follow --positive.", 2)
    from kuule.config.cli.text_files import Asked
    from kuule.config.cli.text_trials import try_sentiment

    asked = Asked(text=text, label=label, order_by=order_by, sheet=sheet)
    try_sentiment(
        file,
        asked,
        positive=tuple(positive or ()),
        cut=train_share if train_count is None else train_count,
        train=train,
        by_meaning=model is Model.EMBED,
    )


@texts.command()
def themes(
    file: CommentFile,
    text: TextColumn,
    seeds: Annotated[Path, typer.Option(metavar="FILE.toml", help="Themes and their seeds.")],
    labels: Annotated[str | None, typer.Option(metavar="COL", help="Column of the themes that people saw.")] = None,
    separator: Annotated[str, typer.Option(help="What stands between the themes of one comment.")] = "|",
    train_share: TrainShare = 0.7,
    order_by: OrderColumn = None,
    model: ModelChoice = Model.BASE,
    sheet: Sheet = "",
) -> None:
    """Learn themes from their seeds alone, and print how well they agree with what people saw, as JSON."""
    from kuule.config.cli.text_files import Asked
    from kuule.config.cli.text_trials import try_themes

    asked = Asked(text=text, label=labels, order_by=order_by, sheet=sheet)
    try_themes(file, asked, seeds=seeds, separator=separator, cut=train_share, by_meaning=model is Model.EMBED)
