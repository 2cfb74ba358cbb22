"""The questions on a Spark cluster: a master and two workers, each a process of its own."""

import time
from pathlib import Path

import pytest

from kuule.insight.engine.duck import DuckCopy
from kuule.insight.engine.feed import Feed
from kuule.insight.engine.spark import SparkCopy, session_of
from tests.insight.conftest import Programme, programme_of
from tests.insight.engines import many_answers
from tests.insight.sparks import cluster, executors, prepare
from tests.insight.test_engines_agree import questions, rows_of

pytestmark = [pytest.mark.soak, pytest.mark.any_database]
JOIN_WITHIN_SECONDS = 120


@pytest.fixture
def programme(nordlys, now) -> Programme:
    return programme_of(nordlys.workspace, now)


def test_a_cluster_gives_the_same_figures(programme: Programme, tmp_path: Path) -> None:
    many_answers(programme, 300)
    asks = questions(programme.workspace.pk, programme.survey.pk)
    reference = DuckCopy()
    Feed(reference).build()
    prepare(tmp_path)
    with cluster(tmp_path) as address:
        session = session_of(address)
        deadline = time.monotonic() + JOIN_WITHIN_SECONDS
        while executors(session) < 2 and time.monotonic() < deadline:
            time.sleep(0.5)
        assert executors(session) == 2
        copy = SparkCopy(tmp_path / "spark", session)
        Feed(copy).build()
        assert rows_of(copy, asks) == rows_of(reference, asks)
        copy.close()
