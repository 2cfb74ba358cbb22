"""Questions that take long: told how far they are, got when they are done, stopped, and never older than asked."""

import threading
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings

from kuule.insight.engine import client
from kuule.insight.engine.base import StoppedError, Watch
from kuule.insight.engine.client import StillCountingError, ask_engine, stop_counting, waiting
from kuule.insight.engine.counting import Counting
from kuule.insight.engine.duck import DuckCopy
from kuule.insight.engine.postgres import PostgresItself
from kuule.insight.engine.shapes import DAY, IS, NUMBER, Ask, Asking
from kuule.insight.engine.times import day_number
from kuule.insight.selectors.counts import counts_of
from kuule.insight.views import counting as pages
from kuule.responses.models import Response
from tests.insight.conftest import Programme
from tests.insight.engines import many_answers
from tests.insight.reading import words
from tests.insight.test_engine_process import engine_process, until_ready

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
LOOKS_AGAIN = {**BROWSER, "HX-Request": "true", "HX-Target": "counting"}
ROWS = 12_000_000


def ask_of(workspace_id: int) -> Ask:
    return Asking(NUMBER).where("workspace_id", IS, workspace_id).cut("score").ask()


@pytest.fixture
def home(tmp_path: Path):
    with override_settings(KUULE_HOME=tmp_path / "home", KUULE_ANALYTICS_URL="duckdb:"):
        yield tmp_path / "home"


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return what says how long a page waits in all, and for each question of it when that is over."""

    def wait(seconds: float) -> None:
        monkeypatch.setattr(pages, "PAGE_SECONDS", seconds)
        monkeypatch.setattr(client, "_LEAST_PATIENCE", seconds)
        monkeypatch.setattr(client, "FEW_ENOUGH", 0)

    return wait


@pytest.mark.django_db(transaction=True)
def test_a_page_that_takes_long_says_so_and_comes_when_all_is_counted(
    programme: Programme, nordlys, sign_in, home: Path, hasty
) -> None:
    many_answers(programme, 60)
    browser: Client = sign_in(nordlys.bob)
    address = "/w/nordlys/?period=all"
    with engine_process(home):
        until_ready()
        hasty(0.0)
        shown = browser.get(address, headers=BROWSER)
        assert shown.status_code == HTTPStatus.ACCEPTED
        assert "Your question goes over many answers" in words(shown)
        assert 'hx-get="/w/nordlys/?period=all"' in shown.content.decode()
        until = time.monotonic() + 60
        while (shown := browser.get(address, headers=LOOKS_AGAIN)).status_code == HTTPStatus.ACCEPTED:
            assert shown.content.decode().lstrip().startswith("<div")
            assert time.monotonic() < until
        assert shown.headers["HX-Refresh"] == "true"
        shown = browser.get(address, headers=BROWSER)
        assert shown.status_code == HTTPStatus.OK
        assert shown.cookies["kuule_counting"]["max-age"] == 0
        hasty(30.0)
        programme.answer(10)
        assert browser.get(address, headers=BROWSER).context["answer"].n == counts_of(programme.query()).n


@pytest.mark.django_db(transaction=True)
def test_of_few_answers_no_page_says_that_it_counts(
    programme: Programme, nordlys, sign_in, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_answers(programme, 60)
    monkeypatch.setattr(pages, "PAGE_SECONDS", 0.0)
    monkeypatch.setattr(client, "_LEAST_PATIENCE", 0.0)
    with engine_process(home):
        until_ready()
        shown = sign_in(nordlys.bob).get("/w/nordlys/?period=all", headers=BROWSER)
        assert shown.status_code == HTTPStatus.OK


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_for_one_who_waits_is_not_shown_to_one_who_asks_later(
    programme: Programme, home: Path, hasty
) -> None:
    programme.answer(3)
    ask = ask_of(programme.workspace.pk)
    with engine_process(home):
        until_ready()
        hasty(0.0)
        with waiting(0.0), pytest.raises(StillCountingError) as first:
            ask_engine([ask])
        time.sleep(0.5)
        programme.answer(9)
        with waiting(30.0):
            assert sorted(ask_engine([ask])[0]) == [(3, 1), (9, 1)]
        with waiting(30.0, since=first.value.since):
            assert (3, 1) in ask_engine([ask])[0]
        stop_counting(first.value.key)
        with waiting(30.0, since=first.value.since):
            assert sorted(ask_engine([ask])[0]) == [(3, 1), (9, 1)]


@pytest.mark.django_db
def test_stopping_is_said_and_leads_back(nordlys, sign_in, home: Path) -> None:
    browser: Client = sign_in(nordlys.bob)
    shown = browser.get("/w/nordlys/counting/stopped/", {"page": "/w/nordlys/pivot/?by=role"})
    assert "Counting was stopped" in words(shown)
    assert 'href="/w/nordlys/pivot/?by=role"' in shown.content.decode()
    elsewhere = browser.get("/w/nordlys/counting/stopped/", {"page": "https://evil.example/"})
    assert "evil" not in elsewhere.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_question_is_stopped_from_its_page(programme: Programme, nordlys, sign_in, home: Path, hasty) -> None:
    programme.answer(3)
    browser: Client = sign_in(nordlys.bob)
    with engine_process(home):
        until_ready()
        hasty(0.0)
        shown = browser.get("/w/nordlys/pivot/", headers=BROWSER)
        key = shown.context["counting"].key
        done = browser.post("/w/nordlys/counting/stop/", {"key": key, "page": "/w/nordlys/pivot/"}, follow=True)
        assert "Counting was stopped" in words(done)
        hasty(30.0)
        assert browser.get("/w/nordlys/pivot/", headers=BROWSER).status_code == HTTPStatus.OK


@pytest.fixture(scope="module")
def large() -> DuckCopy:
    """Return a copy that a question about every pair of person and score keeps busy for seconds."""
    copy = DuckCopy(memory="1GB")
    copy.progress("here")
    times = "0, 0, 0, 0, 0, 0, 1"
    columns = f"1, i, 1, 1, NULL, hash(i) % 3000000, 0, 0, hash(i + 1) % 11, 0, 0, {times}"
    copy._run(f"INSERT INTO analytics_answer SELECT {columns} FROM range({ROWS}) rows(i)")
    return copy


def long_ask() -> Ask:
    return Asking().where("workspace_id", IS, 1).cut("contact_id").cut("score").ask()


def test_a_long_question_tells_how_far_it_is_and_ends_when_it_is_stopped(large: DuckCopy) -> None:
    counting = Counting(large.answer_all, at_once=2)
    asks = [long_ask(), long_ask()]
    question = counting.ask(asks, patience=0.05)
    assert not question.is_over
    short = counting.ask([Asking().where("workspace_id", IS, 1).where("account_id", IS, 7).ask()], patience=None)
    assert short.found is not None
    assert 0 <= (question.watch.progress or 0) < 1
    counting.stop(question.key)
    assert question.wait(30)
    assert question.found is None
    assert large.answer(Asking().where("workspace_id", IS, 2).ask()) == [(0, 0, 0)]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_postgresql_itself_is_interrupted_too(programme: Programme) -> None:
    answer = programme.answer(9)
    names = [each.attname for each in Response._meta.concrete_fields if each.attname not in ("id", "uid", "token_hash")]
    copied = ", ".join("NULL" if name == "invitation_id" else name for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO responses_response (uid, {', '.join(names)}) SELECT gen_random_uuid(), {copied} "
            "FROM responses_response, generate_series(1, 60000) WHERE id = %s",
            [answer.pk],
        )
    ask = Asking().where("workspace_id", IS, programme.workspace.pk).cut(DAY).ask()
    engine = PostgresItself()

    def count(asks: Sequence[Ask], watch: Watch) -> list[list[Any]]:
        try:
            return engine.answer_all(asks, watch)
        finally:
            engine.close()

    counting = Counting(count, at_once=1)
    counting.ask([ask])
    question = counting.ask([ask] * 200, patience=0.05)
    counting.stop(question.key)
    assert question.wait(5)
    assert question.found is None
    after = counting.ask([ask])
    assert after.found == [[(day_number(answer.answered_at.date()), 0, 0, 60_001)]]


def test_what_nobody_waits_for_any_more_is_stopped(large: DuckCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting(large.answer_all, at_once=1)
    question = counting.ask([long_ask()] * 9, patience=0.05)
    counting.sweep()
    assert not question.watch.is_stopped
    monkeypatch.setattr("kuule.insight.engine.counting.ABANDONED_SECONDS", 0.0)
    waits = threading.Thread(target=question.wait, args=(1.0,))
    waits.start()
    time.sleep(0.1)
    counting.sweep()
    assert not question.watch.is_stopped
    waits.join()
    counting.sweep()
    assert question.wait(30)
    assert question.found is None


def test_what_was_counted_is_forgotten_without_stopping_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    copy = DuckCopy()
    counting = Counting(copy.answer_all, at_once=1)
    kept = counting.ask([ask_of(1)], since=time.time() - 1)
    assert kept.found == [[]]
    monkeypatch.setattr("kuule.insight.engine.counting.KEPT_SECONDS", -1.0)
    counting.sweep()
    assert counting.ask([ask_of(1)]).found == [[]]
    interrupted: list[str] = []
    watch = Watch()
    watch.begin(1, interrupt=lambda: interrupted.append("somebody else's"))
    watch.end()
    watch.stop()
    assert not interrupted


def test_a_question_that_fails_is_over() -> None:
    def fail(asks: Sequence[Ask], watch: Watch) -> list[list[Any]]:
        raise RuntimeError("The disk is full.")

    question = Counting(fail, at_once=1).ask([ask_of(1)])
    assert question.is_over
    assert question.found is None
    assert not question.watch.is_stopped


def test_a_watch_that_was_stopped_lets_nothing_begin() -> None:
    watch = Watch()
    watch.stop()
    with pytest.raises(StoppedError):
        watch.begin(1)
