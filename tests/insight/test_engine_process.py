"""The engine in a process of its own: asked over its socket, killed while it works, deleted, and away."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings

from kuule.insight.engine import client
from kuule.insight.engine.client import EngineAwayError, ask_engine, engine_state
from kuule.insight.engine.shapes import IS, NUMBER, Ask, Asking
from kuule.insight.selectors.counts import counts_of, histogram_of
from kuule.responses.models import AnswerChange, Response
from tests.insight.conftest import Programme
from tests.insight.engines import many_answers

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 60
KILLS = 3


@contextmanager
def engine_process(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the process on the test database, as `kuule analytics` does on its own."""
    home.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.insight.engine_process"],
        env={**os.environ, "TEST_DATABASE": str(connection.settings_dict["NAME"]), "TEST_HOME": str(home)},
        cwd=Path(__file__).parents[2],
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until_ready() -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            if engine_state()["ready"]:
                return
        except EngineAwayError:
            pass
        time.sleep(0.05)
    pytest.fail("The engine did not get ready.")


def by_score(programme: Programme) -> list[Any]:
    return sorted(ask_engine([_by_score(programme)])[0])


def _by_score(programme: Programme) -> Ask:
    return Asking(NUMBER).where("workspace_id", IS, programme.workspace.pk).cut("score").ask()


def true_by_score() -> list[Any]:
    scores = list(Response.objects.filter(verdict="person").values_list("score", flat=True))
    return [(score, scores.count(score)) for score in sorted(set(scores))]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    with override_settings(KUULE_HOME=tmp_path / "home", KUULE_ANALYTICS_URL="duckdb:"):
        yield tmp_path / "home"


def test_an_answer_is_in_the_next_question_and_the_next_page(
    programme: Programme, nordlys, sign_in, home: Path
) -> None:
    many_answers(programme, 50)
    with engine_process(home):
        until_ready()
        assert by_score(programme) == true_by_score()
        before = counts_of(programme.query()).n
        for score in (0, 10, 10):
            programme.answer(score)
            assert counts_of(programme.query()).n == (before := before + 1)
        page: Client = sign_in(nordlys.bob)
        shown = page.get("/w/nordlys/", {"period": "all"}).content.decode()
        assert f"{before} answers" in shown or f">{before}<" in shown


def test_killed_while_syncing_it_loses_and_doubles_nothing(programme: Programme, home: Path) -> None:
    dice = random.Random(4)
    many_answers(programme, 200)
    for _ in range(KILLS):
        with engine_process(home) as process:
            deadline = time.monotonic() + dice.uniform(0.5, 2.5)
            while time.monotonic() < deadline:
                answer = dice.choice(list(Response.objects.values_list("pk", flat=True)[:50]))
                Response.objects.filter(pk=answer).update(score=dice.randint(0, 10))
                programme.answer(dice.randint(0, 10))
            os.killpg(process.pid, signal.SIGKILL)
    with engine_process(home):
        until_ready()
        assert by_score(programme) == true_by_score()


# SQLite's writers wait for each other.
@pytest.mark.postgresql
def test_ids_that_commit_out_of_order_are_not_lost(programme: Programme, home: Path) -> None:
    slow = connection.copy()
    with engine_process(home):
        until_ready()
        slow.set_autocommit(False)
        first = programme.answer(3)
        with slow.cursor() as cursor:
            cursor.execute("UPDATE responses_response SET score = 0 WHERE id = %s", [first.pk])
        programme.answer(10)
        assert by_score(programme) == [(3, 1), (10, 1)]
        slow.commit()
        assert by_score(programme) == [(0, 1), (10, 1)]
    slow.close()


def test_a_page_says_since_when_a_killed_engine_is_away(
    programme: Programme, nordlys, sign_in, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme.answer(9)
    with engine_process(home):
        until_ready()
    monkeypatch.setattr(client, "FEW_ENOUGH", 0)
    page: Client = sign_in(nordlys.bob)
    assert "has just stopped" in page.get("/w/nordlys/").content.decode()
    seven_minutes_ago = time.time() - 7 * 60 - 1
    os.utime(home / "analytics.sock", (seven_minutes_ago, seven_minutes_ago))
    shown = page.get("/w/nordlys/")
    assert shown.status_code == 503
    assert "stopped 7" in shown.content.decode()


def test_a_deleted_copy_is_made_anew(programme: Programme, home: Path) -> None:
    many_answers(programme, 50)
    for _ in range(2):
        with engine_process(home):
            until_ready()
            assert by_score(programme) == true_by_score()
        for file in home.glob("analytics.duckdb*"):
            file.unlink()


def test_without_the_engine_the_database_counts_and_of_very_many_answers_pages_say_so(
    programme: Programme, nordlys, sign_in, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme.answer(9)
    assert histogram_of(programme.query())[9] == 1
    monkeypatch.setattr(client, "FEW_ENOUGH", 0)
    with pytest.raises(EngineAwayError):
        histogram_of(programme.query())
    shown = sign_in(nordlys.bob).get("/w/nordlys/")
    assert shown.status_code == 503
    assert "Figures are missing for a moment" in shown.content.decode()
    programme.answer(8)
    assert AnswerChange.objects.exists()
