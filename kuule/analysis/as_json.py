"""An analysis as one JSON object. Scores are points from −100 to 100 in full; what nobody answered is null."""

from __future__ import annotations

import json
from typing import Any

from kuule.analysis.guessing.scales import scale_key
from kuule.analysis.results import Analysis, Figure, Group, Point, Source, Theme
from kuule.analysis.wording.masks import quoted
from kuule.analysis.wording.notes import note_words, notes_of
from kuule.analysis.wording.themes import theme_name


def json_text(analysis: Analysis) -> str:
    """Return the object as text; `docs/analyze.md` explains its keys."""
    return json.dumps(json_object(analysis), ensure_ascii=False, allow_nan=False, indent=2)


def json_object(analysis: Analysis) -> dict[str, Any]:
    """Return the object."""
    score = analysis.score
    return {
        **_figure(score),
        "confidence": analysis.confidence,
        "method": score.method,
        "metric": analysis.metric,
        "histogram": {str(answer): count for answer, count in analysis.histogram.items()},
        "trend": [_point(point) for point in analysis.trend],
        "groups": [_group(group) for groups in analysis.groups.values() for group in groups],
        **({"themes": [_theme(theme) for theme in analysis.themes]} if analysis.themes else {}),
        "warnings": list(_warnings(analysis)),
        "source": _source(analysis.source, analysis),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    shares = figure.shares
    return {
        "n": figure.n,
        "missing": shares.missing,
        "invalid": shares.invalid,
        "detractors": shares.detractors,
        "passives": shares.passives,
        "promoters": shares.promoters,
        "nps": figure.value,
        "lower": figure.lower,
        "upper": figure.upper,
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "period": point.period,
        "n": point.n,
        "nps": point.value,
        "lower": point.lower,
        "upper": point.upper,
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "by": group.by,
        "value": group.value_name,
        **_figure(group),
        "difference": group.difference,
        "p_adjusted": group.p_adjusted,
        "stands_out": group.stands_out,
    }


def _theme(theme: Theme) -> dict[str, Any]:
    return {
        "key": theme.key,
        "name": theme_name(theme),
        "praise": theme.praise,
        "n": theme.n,
        "share": theme.share,
        "nps": theme.score,
        "effect": theme.effect,
        "lower": theme.lower,
        "upper": theme.upper,
        "quotes": [quoted(quote) for quote in theme.quotes],
    }


def _warnings(analysis: Analysis) -> list[dict[str, Any]]:
    found = []
    for note in notes_of(analysis):
        words = note_words(note)
        message = f"{words.says} {words.mend}".strip()
        found.append({"code": str(note.code), "message": message, **note.details})
    return found


def _source(source: Source, analysis: Analysis) -> dict[str, Any]:
    return {
        "file": source.name,
        "rows": source.rows,
        "format": source.format,
        "encoding": source.encoding or None,
        "delimiter": source.delimiter or None,
        "sheet": source.sheet or None,
        "columns": dict(source.columns),
        "by": list(source.by),
        "scale": scale_key(analysis.scale),
        "reversed": analysis.scale.is_reversed,
        "bucket": analysis.bucket or None,
        "undated": analysis.undated,
        "population": analysis.population,
        "guessed": sorted(source.guessed),
    }
