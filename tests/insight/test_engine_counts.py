"""The engine counts what the database counts, whatever is asked; and its copy follows every change."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule.insight.engine.duck import DuckCopy
from kuule.insight.engine.feed import Feed
from kuule.insight.engine.shapes import DAY, IS, NUMBER, Asking
from kuule.insight.engine.shapes import PROPERTY as SHAPE_PROPERTY
from kuule.insight.engine.times import day_number, quarter_number
from kuule.insight.models import CommentReading, Theme, ThemeLabel
from kuule.insight.query import NONE, PROPERTY, PivotQuery, Query
from kuule.insight.query.buckets import BUCKETS, bucket_bounds
from kuule.insight.query.periods import day_of, day_start
from kuule.insight.selectors.cells import counts_by_cell, counts_by_cohort
from kuule.insight.selectors.counts import (
    GroupCounts,
    counts_by_bucket,
    counts_by_segment,
    counts_of,
    counts_of_read,
    first_and_last_answer,
    histogram_of,
    joined,
)
from kuule.insight.selectors.journey import counts_by_survey
from kuule.insight.selectors.left_out import handed_out_answers
from kuule.insight.selectors.matching import surveys_asked, surveys_of
from kuule.insight.selectors.responses import count_of_responses
from kuule.insight.selectors.voices import counts_by_account
from kuule.lib.bulk import overwrite_rows
from kuule.responses.models import AnswerChange, Response
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Team, Workspace
from tests.conftest import NOW
from tests.insight.conftest import Programme
from tests.insight.engines import (
    CHANNELS,
    COUNTRIES,
    HOSTILE,
    LANGUAGES,
    ROLES,
    asked_here,
    content,
    many_answers,
    read_comments,
)

# Two ways at once: of things that every answer has, that some have, and that change with time.
CUTS = (
    *(("account", "language"), ("channel", PROPERTY + "plan"), ("role", "channel"), ("survey", "week")),
    *(("touchpoint", "team"), ("team", "month"), (PROPERTY + "plan", "touchpoint")),
    *((PROPERTY + "country", PROPERTY + "plan"), (PROPERTY + HOSTILE, "quarter"), (PROPERTY + "country", "role")),
    *(("theme", "language"), ("theme", "month"), ("account", "theme"), ("theme", "role"), (PROPERTY + "plan", "theme")),
)
# Each example asks some eighty questions twice.
SAME_DATABASE = settings(
    max_examples=min(settings().max_examples // 10, 40), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def copy() -> Iterator[DuckCopy]:
    made = DuckCopy()
    yield made
    made.close()


@pytest.fixture
def answers(programme: Programme, other_programme: Programme) -> list[Response]:
    Workspace.objects.filter(pk=other_programme.workspace.pk).update(timezone="Pacific/Auckland")
    many_answers(other_programme, 60, seed=3)
    given, after = many_answers(programme, 400), programme.beside("After a delivery")
    after.touchpoint("Delivery")
    theirs = Response.objects.filter(pk__in=[each.pk for each in given[::3]])
    theirs.update(survey=after.survey, version=after.version)
    read_comments(programme)
    return list(Response.objects.filter(workspace=programme.workspace))


def everything(query: Query) -> dict[str, Any]:
    last = query.until or NOW
    first = min(query.since or last, last - timedelta(days=400))
    return {
        "histogram": histogram_of(query),
        "counts": counts_of(query),
        "read": counts_of_read(query),
        "span": first_and_last_answer(query),
        "segments": {
            by: dict(counts_by_segment(query.asking(by=by)))
            for by in ("account", "team", "role", "channel", "touchpoint", "theme", query.by)
        },
        "buckets": [
            counts_by_bucket(query, bounds=bucket_bounds(first, last, bucket=bucket, zone=query.zone))
            for bucket in BUCKETS
        ],
        "cells": [cells(query, rows, columns, first, last) for rows, columns in CUTS],
        "cohorts": counts_by_cohort(query),
        "scores": counts_by_survey(query, survey_ids=surveys_of(query)),
        "number": count_of_responses(query),
        "handed_out": sorted(handed_out_answers(query)),
        "worths": {key: worths(query, key=key) for key in ("", "worth", "none")},
    }


def worths(query: Query, *, key: str) -> dict[Any, Any]:
    found: dict[Any, list[GroupCounts]] = {}
    for each in counts_by_account(query, key=key):
        # An empty text says no more than none at all.
        found.setdefault((each.account_id, each.worth or None), []).append(each.counts)
    return {cut: joined(counts) for cut, counts in found.items()}


def cells(query: Query, rows: str, columns: str, first: datetime, last: datetime) -> dict[Any, Any]:
    cut = PivotQuery.of(query.asking(by=rows), columns=columns)
    if not cut.has_times:
        return counts_by_cell(cut)
    bounds = bucket_bounds(first, last, bucket=columns, zone=query.zone)
    return counts_by_cell(cut.between(first, last), bounds=bounds)


def queries(workspace: Workspace, accounts: list[int]) -> st.SearchStrategy[Query]:
    zone = Query(workspace_id=1, timezone=workspace.timezone).zone
    moments = st.datetimes(datetime(2024, 8, 1), datetime(2026, 12, 1), timezones=st.just(zone))
    team, touchpoint = (model.objects.latest("pk").pk for model in (Team, Touchpoint))
    themes = list(Theme.objects.values_list("pk", flat=True))
    times = st.none() | moments | moments.map(lambda moment: day_start(day_of(moment, zone), zone))
    countries = st.sampled_from((*COUNTRIES, "Atlantis"))
    rests = st.one_of(
        st.tuples(st.just("role"), st.sampled_from((*ROLES, NONE))),
        st.tuples(st.just("account"), st.sampled_from((*map(str, accounts), NONE))),
        st.tuples(st.just("team"), st.sampled_from((str(team), NONE))),
        st.tuples(st.just("touchpoint"), st.sampled_from((str(touchpoint), NONE))),
        st.tuples(st.just("language"), st.sampled_from(LANGUAGES)),
        st.tuples(st.just("theme"), st.sampled_from((*map(str, themes), NONE))),
        st.tuples(st.just("p.country"), countries),
    )
    return st.builds(
        _query,
        st.just(workspace),
        st.tuples(times, times),
        account_id=st.none() | st.sampled_from((*accounts, 0)),
        team_id=st.none() | st.sampled_from((team, 0)),
        touchpoint_id=st.none() | st.sampled_from((touchpoint, 0)),
        theme_id=st.none() | st.none() | st.sampled_from((*themes, 0)),
        urgent=st.sampled_from(("", "", "any", "legal")),
        sentiment=st.sampled_from(("", "", "negative", "mixed", "positive")),
        role=st.sampled_from(("", "", *ROLES, NONE)),
        first_quarter=st.none() | st.integers(2024 * 4, 2026 * 4 + 3),
        group=st.sampled_from(("", "", "detractor", "promoter")),
        score=st.none() | st.integers(0, 10),
        language=st.sampled_from(("", "", *LANGUAGES, "xx")),
        channel=st.sampled_from(("", "", *CHANNELS)),
        properties=st.just(()) | st.tuples(st.tuples(st.just("country"), countries)),
        rest_of=st.none() | rests,
        only_comments=st.booleans(),
        by=st.sampled_from(("survey", "language", PROPERTY + "plan", PROPERTY + "country", PROPERTY + HOSTILE)),
    )


def _query(workspace: Workspace, times: tuple[datetime | None, datetime | None], **fields: Any) -> Query:
    since, until = times
    if since and until and since >= until:
        since, until = until, since + timedelta(days=1)
    return Query(workspace_id=workspace.pk, timezone=workspace.timezone, since=since, until=until, **fields)


@SAME_DATABASE
@given(data=st.data())
def test_the_engine_counts_what_the_database_counts(
    answers: list[Response],
    copy: DuckCopy,
    programme: Programme,
    other_programme: Programme,
    monkeypatch: pytest.MonkeyPatch,
    data: st.DataObject,
) -> None:
    feed = Feed(copy)
    feed.build()
    workspace = data.draw(st.sampled_from((programme.workspace, other_programme.workspace)))
    workspace.refresh_from_db()
    accounts = sorted({each.account_id for each in answers if each.account_id})
    query = data.draw(queries(workspace, accounts))
    counted = everything(query)
    with asked_here(copy, feed, monkeypatch) as heard:
        assert everything(query) == counted
    assert bool(heard) == bool(surveys_asked(query, surveys_of(query)))


CHANGES: list[Callable[[Response], object]] = [
    lambda answer: Response.objects.filter(pk=answer.pk).update(score=(answer.score + 3) % 11),
    lambda answer: Response.objects.filter(pk=answer.pk).update(verdict="scanner"),
    lambda answer: Response.objects.filter(pk=answer.pk).update(contact=None, properties={}),
    lambda answer: Response.objects.filter(pk=answer.pk).update(answered_at=answer.answered_at - timedelta(days=90)),
    lambda answer: Response.objects.filter(pk=answer.pk).delete(),
    lambda answer: answer.contact and answer.contact.delete(),
    lambda answer: answer.account and answer.account.delete(),
    lambda answer: overwrite_rows([answer], ["verbatim"]),
    lambda answer: ThemeLabel.objects.filter(response=answer).update(verdict="wrong"),
    lambda answer: ThemeLabel.objects.filter(response=answer).delete(),
    lambda answer: CommentReading.objects.filter(response=answer).update(urgency="safety", p_promoter=0.01),
    lambda answer: Theme.objects.filter(pk=Theme.objects.order_by("pk")[0].pk).update(archived_at=answer.answered_at),
]


def test_the_copy_follows_every_change(
    answers: list[Response], programme: Programme, copy: DuckCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed, dice = Feed(copy), random.Random(1)
    feed.build()
    for change in CHANGES * 3:
        answer = Response.objects.filter(pk=dice.choice(answers).pk).select_related("contact", "account").first()
        if answer:
            change(answer)
        feed.sync()
        mine, true = content(copy, programme.workspace.pk)
        assert mine == true
    Response.objects.filter(language="sv").delete()
    Response.objects.filter(properties__country="SE").delete()
    feed.sync()
    feed.settle()
    assert not AnswerChange.objects.exists()
    query = programme.query()
    counted = everything(query.asking(by="p.country"))
    with asked_here(copy, feed, monkeypatch):
        assert everything(query.asking(by="p.country")) == counted


def test_another_time_zone_moves_the_days(
    answers: list[Response], programme: Programme, copy: DuckCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = Feed(copy)
    feed.build()
    for zone in ("America/St_Johns", "Asia/Tokyo"):
        Workspace.objects.filter(pk=programme.workspace.pk).update(timezone=zone)
        programme.workspace.refresh_from_db()
        query = programme.query(since=NOW - timedelta(days=300), until=NOW, by="language")
        counted = everything(query)
        with asked_here(copy, feed, monkeypatch):
            assert everything(query) == counted


def test_the_latest_of_each_person_the_first_quarter_and_rolling_days(
    answers: list[Response], programme: Programme, copy: DuckCopy
) -> None:
    Feed(copy).build()
    said = [each for each in answers if each.verdict == "person"]
    said.sort(key=lambda each: (each.answered_at, each.pk))
    latest = {each.contact_id or f"nobody {each.pk}": each for each in said}
    first = {each.contact_id: each for each in reversed(said) if each.contact_id}

    def ask(*cuts: tuple[str, str], **fields: Any) -> dict[Any, int]:
        asked = Asking(NUMBER).where("workspace_id", IS, programme.workspace.pk)
        for by, key in cuts:
            asked.cut(by, key)
        return {row[:-1]: row[-1] for row in copy.answer(asked.ask(**fields))}

    assert ask(("score", ""), latest=True) == Counter((each.score,) for each in latest.values())
    assert ask(("is_latest", ""))[(1,)] == len(latest)
    countries = [str(each.properties.get("country") or "") for each in latest.values()]
    assert ask((SHAPE_PROPERTY, "country"), latest=True) == Counter((each,) for each in countries if each)
    zone = programme.query().zone
    cohorts = Counter(
        quarter_number(day_of(first[each.contact_id].answered_at, zone)) for each in said if each.contact_id
    )
    assert {key[0]: n for key, n in ask(("first_quarter", "")).items() if key[0] is not None} == cohorts
    days = Counter(day_number(day_of(each.answered_at, zone)) for each in said)
    week = {(day,): sum(days[other] for other in range(day - 6, day + 1)) for day in days}
    assert ask((DAY, ""), rolling=7) == week
