"""What the name of a column says about it, in the languages that Kuule's users export from."""

from __future__ import annotations

import re

from kuule.lib.words import search_words

# Beginnings of words, folded: without case and accents.
RECOMMENDING = (
    *("nps", "enps", "recommend", "suosit", "rekommend", "empfehl", "weiterempf", "recommand", "recomend", "recomiend"),
    *("anbefal", "aanbevel", "consigl", "polec", "soovit", "doporuc", "рекоменд", "推荐", "推薦"),
)
RATING = (
    *("score", "rating", "fft", "grade", "mark", "points", "arvosana", "pisteet", "arvio", "betyg", "poang", "note"),
    *("bewertung", "punkte", "punktzahl", "evaluation", "puntuacion", "calificacion", "nota", "punteggio", "voto"),
    *("valutazione", "cijfer", "beoordeling", "karakter", "vurdering", "hinne", "ocena", "hodnoceni", "pontuacao"),
    *("оценка", "балл", "diem", "评分", "点数"),
)
COMMENT = (
    *("comment", "verbatim", "feedback", "content", "text", "review", "reason", "why", "remark", "explain", "opinion"),
    *("kommentti", "palaute", "perustelu", "miksi", "vapaa", "kommentar", "omdome", "begrundung", "anmerkung"),
    *("commentaire", "avis", "pourquoi", "comentario", "opinion", "commento", "opmerking", "toelichting", "reden"),
    *("komentarz", "komentar", "kommentaar", "комментар", "отзыв", "评论", "コメント"),
)
DATE = (
    *("date", "time", "created", "submitted", "responded", "answered", "completed", "recorded", "timestamp", "day"),
    *("paiva", "pvm", "aika", "vastattu", "luotu", "datum", "tidpunkt", "zeit", "fecha", "data", "dato", "tid"),
    *("kuupaev", "aeg", "дата", "日期", "日付"),
)
# A column so named is no score, whatever its numbers.
NO_SCORE = frozenset(
    {
        *("id", "nr", "no", "number", "index", "row", "count", "quantity", "qty", "amount", "age", "year", "month"),
        *("day", "week", "hour", "quarter", "tenure", "size", "seats", "price", "rank", "category", "group", "segment"),
        *("type", "comment", "reason", "date", "time", "code", "version", "wave", "n", "pct", "percent"),
        *("ika", "kk", "vuosi", "lkm"),
    }
)
_FILLERS = frozenset({"overall", "total", "general", "survey", "answer", "response", "customer", "my", "your", "value"})
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def words_of(name: str) -> list[str]:
    """Return the words of a column's name: `overallRating` and `overall_rating` give overall, rating."""
    return search_words(_CAMEL.sub(" ", name))


def score_points(name: str) -> int:
    """Return how much a name sounds like the score: 3 for recommending, 2 for the rating, 1 for a rating of something.

    −1 for the name of something else that has small numbers.
    """
    words = words_of(name)
    if any(word in NO_SCORE for word in words) and len(words) <= 4:
        return -1
    if any(word.startswith(RECOMMENDING) for word in words):
        return 3
    ratings = [word for word in words if word.startswith(RATING)]
    if not ratings:
        return 0
    others = [word for word in words if word not in ratings and word not in _FILLERS and not word.isdigit()]
    return 1 if others else 2


def sounds_like(name: str, beginnings: tuple[str, ...]) -> bool:
    """Tell whether a word of the name begins in one of these ways."""
    return any(word.startswith(beginnings) for word in words_of(name))


def is_friends_and_family(name: str) -> bool:
    """Tell whether this is the Friends and Family Test of the NHS, where 1 is the best answer."""
    words = words_of(name)
    return "fft" in words or {"friends", "family"} <= set(words)
