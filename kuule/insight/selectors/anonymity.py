"""What may be shown of anonymous answers: one decision for every road on which figures leave."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from kuule.contacts.query import ROLE_KEY
from kuule.contacts.rules.keys import as_text
from kuule.insight.query import (
    ACCOUNT,
    CHANNEL,
    LANGUAGE,
    NONE,
    PROPERTY,
    ROLE,
    SURVEY,
    TEAM,
    TOUCHPOINT,
    Query,
    segment_text,
)
from kuule.insight.query.buckets import QUARTER, bucket_around
from kuule.insight.query.periods import day_of, day_start
from kuule.insight.selectors.touchpoints import key_of_touchpoint
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.rules.anonymity import LEAST_FOR_WORDS, Pieces, last_whole_step
from kuule.workspaces.models import Workspace

# The wording that was answered, which one survey's results can be narrowed to.
VERSION = "version"
TOO_FEW, SMALL_GROUP, PART_OF_TIME = "too_few", "small_group", "part_of_time"

Slice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Openness:
    """What of some anonymous surveys may be shown: answers before `cut`, the segments `slices`, times between `bounds`.

    `facts` are the dimensions that any of the answers has something of. `first` is when the first of the answers came.
    None is shown where `cut` is None.
    """

    least: int
    cut: datetime | None
    first: datetime | None
    slices: frozenset[Slice]
    bounds: frozenset[datetime]
    facts: frozenset[str]

    def is_bound(self, moment: datetime) -> bool:
        """Tell whether time may be cut at a moment: where a piece begins, or beyond all answers."""
        is_beyond = self.first is None or self.cut is None or moment <= self.first or moment >= self.cut
        return is_beyond or moment in self.bounds

    def is_open(self, by: str, segment: str) -> bool:
        """Tell whether a segment may be shown. To which account or team somebody belongs no anonymous answer knows."""
        value = "" if segment == NONE else segment
        is_everybody = not value and by not in self.facts
        return by in (ACCOUNT, TEAM) or is_everybody or (by, value) in self.slices

    def shared(self, properties: Mapping[str, object]) -> dict[str, object]:
        """Return the part of a snapshot that may be shown beside an answer."""
        facts = {key: (_name(key), as_text(value)) for key, value in properties.items()}
        return {key: value for key, value in properties.items() if self.is_open(*facts[key])}


def why_hidden(query: Query, opened: Openness) -> str:
    """Return why the answers that a query means may not be shown, or ""."""
    if opened.cut is None:
        return TOO_FEW
    if any(moment is not None and not opened.is_bound(moment) for moment in (query.since, query.until)):
        return PART_OF_TIME
    if query.first_quarter is not None:
        return SMALL_GROUP  # nobody knows whose first answer it was
    asked = [(ROLE, query.role), (LANGUAGE, query.language), (CHANNEL, query.channel), query.rest_of or ("", "")]
    asked += [(SURVEY, str(query.survey_id or ""))]
    if query.touchpoint_id is not None:
        asked += [(TOUCHPOINT, segment_text(TOUCHPOINT, query.touchpoint_id or None))]
    cuts = [(by, segment) for by, segment in asked if segment]
    cuts += [(PROPERTY + key, value) for key, value in query.properties]
    return SMALL_GROUP if any(not opened.is_open(by, segment) for by, segment in cuts) else ""


def openness(query: Query, surveys: Sequence[int], *, for_words: bool = False) -> Openness:
    """Return what may be shown of these anonymous surveys; words are shown of larger groups than figures."""
    least = Workspace.objects.values_list("min_n_anonymous", flat=True).get(pk=query.workspace_id)
    if for_words:
        least = max(least, LEAST_FOR_WORDS)
    answers = _answers(query.workspace_id, surveys)
    # Whatever changes the answers changes one of these: what was found out once stays true until then.
    newest = answers.order_by("-pk").values_list("uid", flat=True).first()
    seen = answers.aggregate(n=Count("pk"), changed=Max("changed_at"))
    version = (newest, seen["n"], seen["changed"])
    # A day is shown when it is over: else every answer could be seen coming in.
    today = day_of(timezone.now(), query.zone)
    found = _openness(query.workspace_id, query.zone, tuple(sorted(surveys)), least, today, version)
    return replace(
        found,
        slices=found.slices | _touchpoints_open(query.workspace_id, surveys, found.slices),
        facts=found.facts | {TOUCHPOINT},
    )


def _touchpoints_open(workspace_id: int, surveys: Sequence[int], slices: frozenset[Slice]) -> set[Slice]:
    # What is shown of each survey alone may be added up.
    touchpoint, groups = key_of_touchpoint(workspace_id, TOUCHPOINT), defaultdict[str, list[bool]](list)
    for survey in surveys:
        groups[str(touchpoint(survey) or "")].append((SURVEY, str(survey)) in slices)
    return {(TOUCHPOINT, value) for value, are_open in groups.items() if all(are_open)}


@lru_cache(maxsize=64)
def _openness(
    workspace_id: int, zone: ZoneInfo, surveys: tuple[int, ...], least: int, today: date, version: tuple[object, ...]
) -> Openness:
    del version
    rows = [row for row in _rows(workspace_id, surveys) if day_of(row.at, zone) < today]
    per_day: Counter[date] = Counter()
    for row in rows:
        per_day[day_of(row.at, zone)] += row.n
    last = last_whole_step(per_day, least=least)
    if last is None:
        return Openness(least, None, None, frozenset(), frozenset(), frozenset())
    cut = day_start(last + timedelta(days=1), zone)
    shown = [row for row in rows if row.at < cut]
    pieces = Pieces([row.n for row in shown])
    slices = _slices(shown, pieces, [SURVEY, VERSION], least)
    # A quarter that has just begun must not close the segments of all the time before it.
    bounds = _bounds(shown, pieces, zone, 2 * least)
    others = {name for row in shown for name in row.facts} - {SURVEY, VERSION}
    slices |= _slices(shown, pieces, sorted(others), least)
    first = min(row.at for row in shown)
    facts = frozenset(others | {SURVEY, VERSION})
    return Openness(least, cut, first, frozenset(slices), frozenset(bounds), facts)


@dataclass(frozen=True, slots=True)
class _Row:
    """Answers of one day that are alike in all that one can cut by."""

    at: datetime
    n: int
    facts: Mapping[str, str]


def _answers(workspace_id: int, surveys: Sequence[int]) -> QuerySet[Response]:
    return Response.objects.filter(workspace_id=workspace_id, survey_id__in=surveys, verdict=PERSON)


def _rows(workspace_id: int, surveys: Sequence[int]) -> list[_Row]:
    columns = ("answered_at", "survey_id", "version_id", "language", "channel", "properties")
    counted = _answers(workspace_id, surveys).order_by().values_list(*columns).annotate(n=Count("pk"))
    return [
        _Row(
            at,
            n,
            {
                SURVEY: str(survey),
                VERSION: str(version),
                LANGUAGE: language,
                CHANNEL: channel,
                **_facts(properties),
            },
        )
        for at, survey, version, language, channel, properties, n in counted
    ]


def _facts(properties: Mapping[str, object]) -> dict[str, str]:
    return {_name(key): as_text(value) for key, value in properties.items()}


def _name(key: str) -> str:
    return ROLE if key == ROLE_KEY else PROPERTY + key


def _slices(rows: Sequence[_Row], pieces: Pieces, names: Sequence[str], least: int) -> set[Slice]:
    found: set[Slice] = set()
    for name in names:
        sizes: Counter[str] = Counter()
        for row in rows:
            sizes[row.facts.get(name, "")] += row.n
        for value in sorted(sizes, key=lambda value: (-sizes[value], value)):
            if pieces.take([row.facts.get(name, "") == value for row in rows], least=least):
                found.add((name, value))
    return found


def _bounds(rows: Sequence[_Row], pieces: Pieces, zone: ZoneInfo, least: int) -> set[datetime]:
    starts = {bucket_around(row.at, bucket=QUARTER, zone=zone) for row in rows}
    return {start for start in sorted(starts) if pieces.take([row.at < start for row in rows], least=least)}
