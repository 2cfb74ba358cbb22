"""Analyses made by hand, from an ordinary file to the oddest ones, for the tests of the report."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from kuule import stats
from kuule.analysis.report.scales import group_of
from kuule.analysis.results import Analysis, Comment, Figure, Group, Note, Point, Scale, Source
from kuule.insight.rules import DETRACTOR, PASSIVE, PROMOTER
from kuule.stats import Shares

NPS_SCALE = Scale(lowest=0, highest=10)
FIVE_REVERSED = Scale(lowest=1, highest=5, is_reversed=True)
# The prototype's answers: +36 from 1,284.
PROTOTYPE = {0: 1, 1: 1, 2: 6, 3: 7, 4: 30, 5: 47, 6: 113, 7: 173, 8: 236, 9: 230, 10: 440}
WORDS = (
    (10, "Onboarding was painless — our account manager answered within the hour, every time."),
    (3, "Invoices still arrive with the wrong VAT line. Third month in a row, and nobody called back."),
    (8, "Raportit ovat hyviä, mutta vienti Exceliin saisi olla nopeampi."),
    (9, "Ứng dụng dễ dùng, đội hỗ trợ rất nhiệt tình."),
    (6, "Good product, but price went up 18 % without warning."),
    (10, "الدعم سريع جدا والفريق ودود، شكرا لكم على كل شيء"),
    (2, "客服回复太慢,发票总是出错。"),
    (7, "Works.\nMostly.\n\nThe app signs me out every morning, though."),
    (9, "Asiakaspalvelija soitti takaisin samana päivänä ja pysyi langalla, kunnes asia oli kunnossa 👍"),
)


def shares_of(histogram: Mapping[int, int], scale: Scale, **left_out: int) -> Shares:
    counts = {DETRACTOR: 0, PASSIVE: 0, PROMOTER: 0}
    for answer, count in histogram.items():
        counts[group_of(answer, scale)] += count
    return Shares(counts[DETRACTOR], counts[PASSIVE], counts[PROMOTER], **left_out)


def fields(shares: Shares, *, population: int | None = None, confidence: float = 0.95) -> dict[str, Any]:
    if population is None:
        estimate = stats.nps_interval(shares, confidence=confidence)
    else:
        estimate = stats.population_posterior(shares, population, confidence=confidence).including_value()
    points = {
        name: None if (value := getattr(estimate, name)) is None else value * 100
        for name in ("value", "lower", "upper")
    }
    return {"shares": shares, "method": estimate.method, "warnings": tuple(map(str, estimate.warnings)), **points}


def figure(shares: Shares, **options: Any) -> Figure:
    return Figure(**fields(shares, **options))


def months(counts: Iterable[tuple[int, int, int]], year: int = 2025, month: int = 12) -> tuple[Point, ...]:
    found = []
    for detractors, passives, promoters in counts:
        since = date(year, month, 1)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        shares = Shares(detractors, passives, promoters)
        found.append(Point(period=f"{since:%Y-%m}", since=since, until=date(year, month, 1), **fields(shares)))
    return tuple(found)


def groups(by: str, counts: Mapping[str | None, tuple[int, int, int]]) -> tuple[Group, ...]:
    """Groups with their difference from the rest; a difference of more than 20 points stands out."""
    found = {name: Shares(*each) for name, each in counts.items()}
    total = sum(found.values(), Shares(0, 0, 0))
    made = []
    for name, shares in found.items():
        rest = Shares(
            total.detractors - shares.detractors, total.passives - shares.passives, total.promoters - shares.promoters
        )
        known = shares.nps is not None and rest.nps is not None
        difference = (shares.nps - rest.nps) * 100 if known else None
        stands_out = difference is not None and abs(difference) > 20 and shares.n >= 30
        p_adjusted = None if difference is None else 0.01 if stands_out else 0.6
        made.append(
            Group(
                by=by, value_name=name, difference=difference, p_adjusted=p_adjusted, stands_out=stands_out,
                **fields(shares),
            )
        )  # fmt: skip
    return tuple(made)


def comments(written: Iterable[tuple[int | None, str]] = WORDS) -> tuple[Comment, ...]:
    return tuple(
        Comment(text=text, score=score, day=date(2026, 11, 20) - timedelta(days=place))
        for place, (score, text) in enumerate(written)
    )


def analysis(
    histogram: Mapping[int, int] = PROTOTYPE,
    scale: Scale = NPS_SCALE,
    *,
    population: int | None = None,
    left_out: Mapping[str, int] | None = None,
    source: Mapping[str, Any] | None = None,
    **parts: Any,
) -> Analysis:
    shares = shares_of(histogram, scale, **(left_out or {}))
    rows = shares.n + shares.missing + shares.invalid
    known = {
        "name": "answers.csv",
        "rows": rows,
        "format": "csv",
        "encoding": "UTF-8",
        "delimiter": ",",
        "columns": {"score": "score", "comment": None, "date": None},
        "guessed": frozenset({"score", "encoding", "delimiter", "scale"}),
    }
    return Analysis(
        source=Source(**{**known, **(source or {})}),
        scale=scale,
        score=figure(shares, population=population),
        confidence=0.95,
        histogram=histogram,
        population=population,
        **parts,
    )


def ordinary() -> Analysis:
    """The prototype's company, with everything a file can have."""
    segments = {
        "Enterprise": (21, 47, 144), "Mid-market": (60, 124, 204), "Small business": (72, 130, 219),
        "Public sector": (28, 21, 47), "Nordics": (30, 90, 143), "Vietnam": (6, 11, 24), "Trial": (3, 1, 5),
        None: (2, 2, 1),
    }  # fmt: skip
    countries = {"Finland": (80, 150, 260), "Sweden": (70, 140, 230), "Norway": (55, 119, 180)}
    twelve = [
        (20, 30, 47), (24, 34, 41), (19, 33, 48), (17, 35, 50), (4, 5, 12), (15, 30, 56), (18, 33, 52), (21, 30, 53),
        (26, 33, 46), (20, 35, 54), (12, 36, 60), (9, 75, 151),
    ]  # fmt: skip
    return analysis(
        left_out={"missing": 12, "invalid": 9},
        other_values=(("11", 5), ("N/A", 3), ("very likely", 1)),
        source={
            "name": "relationship survey 2026.csv",
            "columns": {"score": "how_likely", "comment": "Why?", "date": "answered"},
            "by": ("Segment", "Country"),
            "guessed": frozenset({"score", "comment", "date", "encoding", "delimiter", "scale"}),
        },
        bucket="month",
        trend=months(twelve),
        undated=4,
        groups={"Segment": groups("Segment", segments), "Country": groups("Country", countries)},
        comments=comments(),
    )


def nothing() -> Analysis:
    """A file whose score column is empty."""
    return analysis(dict.fromkeys(range(11), 0), left_out={"missing": 40})


def three() -> Analysis:
    return analysis({10: 2, 4: 1}, comments=comments(WORDS[:3]), source={"columns": {"score": "nps", "comment": "why"}})


def million() -> Analysis:
    return analysis({score: count * 1000 for score, count in PROTOTYPE.items()})


def reversed_five() -> Analysis:
    """The shape of the friends-and-family test: 1 is very good, 5 very poor, 6 and 7 are no opinion."""
    return analysis(
        {1: 5210, 2: 1103, 3: 322, 4: 190, 5: 301},
        FIVE_REVERSED,
        left_out={"missing": 31, "invalid": 77},
        other_values=(("6", 50), ("7", 27)),
        comments=comments(((1, "Kind staff."), (3, "Long wait."), (2, "Good."), (None, "No score, only words."))),
        source={"columns": {"score": "fft", "comment": "comment", "date": None}},
    )


def of_population() -> Analysis:
    return analysis({10: 8, 8: 4, 5: 2}, population=20)


def crowded() -> Analysis:
    """Forty months with gaps, two hundred groups with long names."""
    counts = [(0, 0, 0) if place % 9 == 4 else (3 + place % 5, 10, 12 + place % 7) for place in range(40)]
    many = {
        f"Group number {place} with a rather long name that goes on and on and on": (place % 9, 8, 10)
        for place in range(198)
    }
    many["The odd one"] = (60, 3, 2)
    many["Few"] = (1, 0, 2)
    return analysis(
        bucket="month", trend=months(counts, 2023, 8), groups={"Team of the person who answered": groups("team", many)},
        comments=comments((place % 11, f"Comment {place} " + "word " * 300) for place in range(36)),
        source={"name": "a file with a long name " * 6 + ".csv", "columns": {"score": "score", "comment": "text"}},
    )  # fmt: skip


def odd() -> Analysis:
    """A file with a scale that changed and dates that can be read in two ways."""
    changed = {"highest": 5, "since": "2014-03-02", "earlier": 1234, "later": 567}
    return analysis(
        notes=(
            Note(code="scale_changed", details=changed),
            Note(code="ambiguous_dates", details={"order": "day/month"}),
            Note(code="many_groups", details={"column": "who\u202e", "shown": 1000, "count": 12345}),
        ),
        bucket="week",
        trend=(
            Point(period="2026-W47", since=date(2026, 11, 16), until=date(2026, 11, 23), **fields(Shares(1, 2, 3))),
        ),
    )


SAMPLES = {
    "ordinary": ordinary,
    "nothing": nothing,
    "three": three,
    "million": million,
    "reversed": reversed_five,
    "population": of_population,
    "crowded": crowded,
    "odd": odd,
}
