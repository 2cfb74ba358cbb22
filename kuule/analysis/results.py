"""What the analysis of a file found, as small frozen objects: the report, the terminal and JSON all read these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kuule.stats import Shares
from kuule.text.masking import Span

NPS = "nps"
NET_SCORE = "net score"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A score with its interval, in points from −100 to 100; None, never 0, where nobody answered.

    `shares` also counts what was missing and what was no answer on the scale. `warnings` are codes of `stats.Caution`.
    """

    shares: Shares
    value: float | None
    lower: float | None
    upper: float | None
    method: str
    warnings: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Number of valid answers."""
        return self.shares.n


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(Figure):
    """The score of one period [since, until).

    `period` is its short name: `2026-11-20`, `2026-W47`, `2026-11`, `2026-Q4`, `2026`.
    """

    period: str
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Figure):
    """The score of the rows that have one value in one column; `value_name` is None where the cell was empty.

    `difference` is this score minus that of all other rows of the same cut, in points, with its p-value adjusted for
    the number of groups compared (Benjamini–Hochberg); `stands_out` tells whether it survives at 5 %.
    """

    by: str
    value_name: str | None
    difference: float | None = None
    p_adjusted: float | None = None
    stands_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody wrote, with the score they gave and the day, where known."""

    text: str
    score: int | None
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Comment):
    """A comment that speaks for a theme; `personal` is what must not be shown of its text."""

    personal: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What comments are about. `shares` counts those who mention it, `score` is theirs, in points.

    `effect` is the score of all scored comments minus the score without those who mention the theme, in points, with
    its interval; None where too few mention it. `share` is of all scored comments. `name` is by language. A theme of
    `praise` is made of words of praise, so its effect says nothing new.
    """

    key: str
    name: Mapping[str, str]
    praise: bool
    shares: Shares
    share: float | None
    score: float | None
    effect: float | None
    lower: float | None
    upper: float | None
    quotes: tuple[Quote, ...] = ()

    @property
    def n(self) -> int:
        """Number of scored comments that mention it."""
        return self.shares.n


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From which answers to which, and what they count as. `is_reversed`: the lowest number is the best answer."""

    lowest: int
    highest: int
    is_reversed: bool = False

    @property
    def metric(self) -> str:
        """Return `nps` for 0–10, else `net score`: only 0–10 makes a Net Promoter Score."""
        return NPS if (self.lowest, self.highest) == (0, 10) else NET_SCORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file, and what was guessed about it. A guess is said wherever the figures are shown.

    `columns` maps a part (`score`, `comment`, `date`) to the name of its column, or None where there is none; `guessed`
    names what nobody told: parts of `columns`, `encoding`, `delimiter`, `scale`, `sheet`, `header`.
    """

    name: str
    rows: int
    format: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    columns: Mapping[str, str | None] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    guessed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something the reader should know: a code of `kuule.analysis.wording`, and what its text needs."""

    code: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything that a file says: the score, who gave which answer, how it moved, and who differs.

    `histogram` maps each answer of the scale, lowest first, to how many gave it. `comments` are the newest ones that
    can be quoted, at most a dozen per group of respondents. `themes` are those that were looked for, the weightiest
    first. `undated` answers have no readable date and are not in the trend. `other_values` are the most frequent cells
    that are no answer on the scale, with their counts. `notes` say what is odd about the file and its answers.
    """

    source: Source
    scale: Scale
    score: Figure
    confidence: float
    histogram: Mapping[int, int]
    population: int | None = None
    bucket: str = ""
    trend: tuple[Point, ...] = ()
    undated: int = 0
    groups: Mapping[str, tuple[Group, ...]] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    themes: tuple[Theme, ...] = ()
    other_values: tuple[tuple[str, int], ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def metric(self) -> str:
        """Return `nps` or `net score`."""
        return self.scale.metric
