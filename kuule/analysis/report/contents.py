"""What stands in a report, section by section, worded and drawn: the page and the PDF only lay it out.

Texts from the file are clean of characters that nobody sees, but they are not markup: whoever lays them out escapes
them.
"""

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart, and what it says to those who cannot see it."""

    svg: SafeString
    said: str


def picture(svg: SafeString) -> Picture:
    """Return a chart of `insight.charts` with its label."""
    return Picture(svg=svg, said=ET.fromstring(svg).get("aria-label", ""))  # noqa: S314  # our own drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One of the three groups: its name, how many, and which part of all."""

    group: str
    name: str
    answers: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSection:
    """The score with its interval, and how the answers split. `certainty` says in words how the interval was made."""

    title: str
    note: str
    gauge: Picture
    split: Picture
    shares: tuple[Share, ...]
    certainty: str
    few: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersSection:
    """How many gave each answer."""

    title: str
    note: str
    chart: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """A period in words: score, interval, answers."""

    name: str
    score: str
    interval: str
    answers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendSection:
    """The score over time, as chart and as table."""

    title: str
    note: str
    chart: Picture
    table_title: str
    columns: tuple[str, str, str, str]
    rows: tuple[PeriodRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A group in words. Few answers come as dots, one each, in place of whisker and mix.

    `mark` is `above`, `below` or nothing: whether it stands out from the rest; `verdict` says it in words.
    """

    name: str
    is_named: bool
    answers: str
    score: str
    interval: str
    difference: str
    verdict: str
    mark: str
    said: str = ""
    whisker: Picture | None = None
    mix: Picture | None = None
    dots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSection:
    """The groups of one column. `scale` is the axis of the whiskers, `more` says how many groups are not shown."""

    title: str
    note: str
    summary: str
    columns: tuple[str, str, str, str, str, str]
    scale: Picture | None
    rows: tuple[GroupRow, ...]
    few: str
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverRow:
    """A driver in words. `place` is its quadrant, `verdict` says it in words, `step` what one step more goes with."""

    number: str
    name: str
    share: str
    interval: str
    rated: str
    place: str
    verdict: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverSection:
    """What goes with the score, as a map of importance and rating and as a table.

    `chart` is None where there is too little for a picture, `caveat` what steps must not be read as.
    """

    title: str
    note: str
    summary: str
    chart: Picture | None
    columns: tuple[str, str, str, str, str, str]
    rows: tuple[DriverRow, ...]
    legend: str
    caveat: str
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A comment: the answer it came with, its group, the day, and which way its letters run."""

    score: str
    group: str
    group_name: str
    text: str
    day: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteGroup:
    """The comments of one group of respondents."""

    group: str
    name: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentSection:
    """What people wrote; `nothing` says why there is nothing to read."""

    title: str
    groups: tuple[QuoteGroup, ...]
    nothing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """A theme in words: who mentions it, their score, and the points that go with it in the score of all."""

    name: str
    answers: str
    share: str
    score: str
    effect: str
    interval: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeTable:
    """Themes of one kind; `title` and `note` are empty for ordinary ones."""

    title: str
    note: str
    columns: tuple[str, str, str, str, str, str]
    rows: tuple[ThemeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeQuotes:
    """Comments that speak for one theme, without personal data."""

    name: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeSection:
    """What the comments are about. `caveat` says what an effect is not."""

    title: str
    note: str
    tables: tuple[ThemeTable, ...]
    caveat: str
    quotes_title: str
    quotes: tuple[ThemeQuotes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something about the file, by name. `guess` is the word for what nobody told, else empty."""

    name: str
    value: str
    guess: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How something in the report was made, in plain words."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakingSection:
    """How the figures were made: in words, what was read, and what was left out."""

    title: str
    explanations: tuple[Explanation, ...]
    read_title: str
    read: tuple[Fact, ...]
    left_out_title: str
    left_out: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report in one language."""

    language: str
    title: str
    file: str
    facts: tuple[str, ...]
    cautions: tuple[str, ...]
    score: ScoreSection
    answers: AnswersSection
    trend: TrendSection | None
    groups: tuple[GroupSection, ...]
    drivers: DriverSection | None
    themes: ThemeSection | None
    comments: CommentSection
    making: MakingSection
    trademark: str
    made_by: str
    page_word: str
