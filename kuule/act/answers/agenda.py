"""The agenda of a huddle: what came since the last one, as ids and figures that can be kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from kuule.act.models import HuddlePlan
from kuule.act.rules.huddles import PRAISE_SHOWN, QUOTES_SHOWN, SCORE_DAYS, named_in
from kuule.act.selectors.feedback import (
    answers_to,
    case_counts,
    cases_to_discuss,
    feedback_queries,
    newest_with_words,
    score_query,
    themes_heard,
)
from kuule.act.selectors.huddles import attendees, promises_to_look_at
from kuule.insight.answers import answer, comparison
from kuule.insight.models import ThemeLabel
from kuule.insight.query import NPS_FAMILIES, Query
from kuule.responses.models import Response
from kuule.responses.rules import ZERO_TO_TEN

PROMOTER_FROM = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The score of a team over some weeks, with its interval, and how it moved against as long before.

    `direction` is "" where there is nothing to compare with; `change` is in points.
    """

    family: str
    value: float | None
    lower: float | None
    upper: float | None
    n: int
    histogram: tuple[int, ...]
    is_few: bool
    direction: str
    change: float | None
    change_lower: float | None
    change_upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A theme (None for comments of no theme), how many spoke of it, and the answers that stand for them."""

    theme: int | None
    n: int
    responses: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Praise:
    """A happy answer with words, and the ids of the colleagues it names."""

    response: int
    named: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A case to talk about, and why."""

    case: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What a team looks at. `fresh` are the scores of the new answers, how many gave each from 0 to 10."""

    answers: int
    comments: int
    fresh: tuple[int, ...]
    standing: Standing | None
    heard: tuple[Heard, ...]
    praise: tuple[Praise, ...]
    cases: tuple[Talk, ...]
    open_cases: int
    late_cases: int
    unclear_cases: int
    promises: tuple[int, ...]

    def to_kept(self) -> dict[str, Any]:
        """Return it as it is kept with the huddle."""
        return asdict(self)

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> Self:
        """Return it as it was kept."""
        standing = kept["standing"]
        return cls(
            **{
                **kept,
                "fresh": tuple(kept["fresh"]),
                "standing": standing and Standing(**{**standing, "histogram": tuple(standing["histogram"])}),
                "heard": tuple(Heard(**{**each, "responses": tuple(each["responses"])}) for each in kept["heard"]),
                "praise": tuple(Praise(**{**each, "named": tuple(each["named"])}) for each in kept["praise"]),
                "cases": tuple(Talk(**each) for each in kept["cases"]),
                "promises": tuple(kept["promises"]),
            }
        )


def agenda_of(plan: HuddlePlan, *, since: datetime, now: datetime) -> Agenda:
    """Return the agenda of a team from the feedback between two moments; anonymous answers keep their promise."""
    queries = feedback_queries(plan, since=since, until=now)
    comments = newest_with_words(queries)
    praise = _praise(comments, {member.pk: member.user.name for member in attendees(plan)})
    counts = case_counts(plan, now=now)
    return Agenda(
        answers=answers_to(queries).count(),
        comments=answers_to(queries, for_words=True).exclude(verbatim="").count(),
        fresh=_fresh(queries),
        standing=standing_of(plan, now=now),
        heard=_heard(queries, comments, told={each.response for each in praise}),
        praise=praise,
        cases=tuple(Talk(case=pk, why=why) for pk, why in cases_to_discuss(plan, now=now)),
        open_cases=counts.open,
        late_cases=counts.late,
        unclear_cases=counts.unclear,
        promises=tuple(each.pk for each in promises_to_look_at(plan, since=since)),
    )


def standing_of(plan: HuddlePlan, *, now: datetime) -> Standing | None:
    """Return the score of a team and its verdict, or None where nobody is asked whether they recommend."""
    span = timedelta(days=SCORE_DAYS)
    query = score_query(plan, since=now - span, until=now)
    if query is None:
        return None
    found = answer(query)
    change = comparison(query, query.between(now - 2 * span, now - span), known=found)
    return Standing(
        family=query.family,
        value=found.value,
        lower=found.lower,
        upper=found.upper,
        n=found.n,
        histogram=found.histogram,
        is_few=found.is_few,
        direction=str(change.direction or ""),
        change=change.value,
        change_lower=change.lower,
        change_upper=change.upper,
    )


def _fresh(queries: Sequence[Query]) -> tuple[int, ...]:
    found = [answer(query).histogram for query in queries if query.family in NPS_FAMILIES]
    return tuple(map(sum, zip(*found, strict=True))) if found else ()


def _praise(comments: Sequence[Response], names: Mapping[int, str]) -> tuple[Praise, ...]:
    """Return the happy comments to read aloud: those that name a colleague first, then the newest."""
    happy = [each for each in comments if each.scale == ZERO_TO_TEN and each.score >= PROMOTER_FROM]
    found = [
        Praise(response=each.pk, named=tuple(named_in(each.opening, names)))  # type: ignore[attr-defined]
        for each in happy
    ]
    return tuple(sorted(found, key=lambda each: not each.named)[:PRAISE_SHOWN])


def _heard(queries: Sequence[Query], comments: Sequence[Response], *, told: set[int]) -> tuple[Heard, ...]:
    """Return the themes of comments, each with those of the unhappiest; what was read as praise is not read twice."""
    if not comments:
        return ()
    counted, spoken = themes_heard(queries), _themes_by_response(queries[0].workspace_id, comments)
    unhappy_first = sorted((each for each in comments if each.pk not in told), key=lambda each: each.score)
    left = {each.pk: spoken.get(each.pk, set()) for each in unhappy_first}
    found = []
    for theme, n in counted:
        quotes = [pk for pk, themes in left.items() if theme in themes][:QUOTES_SHOWN]
        left = {pk: themes for pk, themes in left.items() if pk not in quotes}
        found.append(Heard(theme=theme, n=n, responses=tuple(quotes)))
    of_none = [pk for pk, themes in left.items() if not themes]
    if of_none:
        found.append(Heard(theme=None, n=len(of_none), responses=tuple(of_none[:QUOTES_SHOWN])))
    return tuple(found)


def _themes_by_response(workspace_id: int, comments: Sequence[Response]) -> dict[int, set[int]]:
    labels = ThemeLabel.objects.counted().of([each.pk for each in comments]).filter(workspace_id=workspace_id)
    found: dict[int, set[int]] = {}
    for response, theme in labels.values_list("response_id", "theme_id"):
        found.setdefault(response, set()).add(theme)
    return found
