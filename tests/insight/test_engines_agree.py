"""One set of expressions, the same rows from every engine, also of hostile words, missing values and other zones."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kuule.insight.engine import shapes
from kuule.insight.engine.base import Copy, Engine
from kuule.insight.engine.clickhouse import ClickHouseCopy
from kuule.insight.engine.duck import DuckCopy
from kuule.insight.engine.feed import Feed
from kuule.insight.engine.postgres import PostgresItself
from kuule.insight.engine.shapes import Ask, Asking
from kuule.insight.engine.spark import SparkCopy, session_of
from kuule.insight.engine.times import day_number, micros
from kuule.responses.models import Response
from tests.conftest import NOW
from tests.insight.clickhouse_server import in_process, over_http
from tests.insight.conftest import Programme
from tests.insight.engines import HOSTILE, many_answers, read_comments
from tests.insight.sparks import prepare


def questions(workspace_id: int, survey_id: int) -> list[Ask]:
    """Every kind of condition, cut and count that there is, and the shapes that pages are made of."""

    def start(counts: str = shapes.GROUPS) -> Asking:
        return (
            Asking(counts)
            .where("workspace_id", shapes.IS, workspace_id)
            .where("survey_id", shapes.AMONG, survey_id, 7, 8)
        )

    day, moment = day_number(NOW.date()), micros(NOW)
    columns = (
        "channel",
        "language",
        "score",
        "scale",
        "account_id",
        "team_id",
        "contact_id",
        "first_quarter",
        "is_latest",
    )
    return [
        start().ask(),
        start(shapes.NUMBER).cut("score").ask(),
        start(shapes.SPAN).ask(),
        start(shapes.SPAN).cut("channel").ask(),
        *(start(shapes.NUMBER).cut(column).ask() for column in (*columns, *shapes.TIMES)),
        start()
        .where("moment", shapes.AT_LEAST, moment - 10**13)
        .where("moment", shapes.BELOW, moment)
        .cut(shapes.WEEK)
        .ask(),
        start().where("dayno", shapes.AT_LEAST, day - 90).where("dayno", shapes.BELOW, day).cut("dayno").ask(),
        start().where("account_id", shapes.IS_NONE).ask(),
        start().where("account_id", shapes.IS_SOME).where("account_id", shapes.IS_NOT, 1).ask(),
        start().where("account_id", shapes.IS_NOT, 1).cut("account_id").ask(),
        start().where("channel", shapes.NOT_AMONG, "kiosk", HOSTILE, "link").cut("channel").ask(),
        start().where("language", shapes.IS, HOSTILE).ask(),
        start().where("has_words", shapes.IS, 1).where("score", shapes.BELOW, 7).cut(shapes.MONTH).ask(),
        start().cut(shapes.PROPERTY, "country").ask(),
        start().cut(shapes.QUARTER).cut(shapes.PROPERTY, "country").cut(shapes.PROPERTY, "plan").ask(),
        start().cut(shapes.PROPERTY, HOSTILE).ask(),
        *(
            start().where(shapes.PROPERTY, test, *values, key="country").cut(shapes.PROPERTY, "plan").ask()
            for test, values in (
                (shapes.IS, (HOSTILE,)),
                (shapes.IS_NOT, ("FI",)),
                (shapes.IS_NONE, ()),
                (shapes.IS_SOME, ()),
            )
        ),
        start().cut(shapes.PROPERTY, "~theme").ask(),
        start().where(shapes.PROPERTY, shapes.IS_SOME, key="~theme").cut(shapes.PROPERTY, "~urgent").ask(),
        start().cut(shapes.PROPERTY, "country").cut(shapes.PROPERTY, "~theme").ask(),
        start().where(shapes.PROPERTY, shapes.IS_NOT, "none", key="~theme").cut(shapes.PROPERTY, "~sentiment").ask(),
        start().cut("first_quarter").cut(shapes.QUARTER).ask(),
        start(shapes.NUMBER).cut("score").ask(latest=True),
        start().where("dayno", shapes.BELOW, day - 200).cut("channel").ask(latest=True),
        start().cut(shapes.PROPERTY, "country").cut(shapes.PROPERTY, "plan").ask(latest=True),
        start().cut("dayno").ask(rolling=28),
        start().cut("dayno").cut("channel").ask(rolling=90),
        start().cut("dayno").cut(shapes.PROPERTY, "country").ask(rolling=7),
    ]


def rows_of(engine: Engine, asks: list[Ask]) -> list[list[tuple[Any, ...]]]:
    # An order among words is a matter of each engine.
    return [
        sorted(engine.answer(ask), key=lambda row: tuple((cell is None, str(cell)) for cell in row)) for ask in asks
    ]


def spark_here(tmp_path: Path) -> SparkCopy:
    prepare(tmp_path)
    return SparkCopy(tmp_path / "spark", session_of("spark:local[2]"))


Make = Callable[[Path], Copy]
COPIES: dict[str, Make] = {
    "clickhouse": lambda tmp_path: ClickHouseCopy(in_process()),
    "clickhouse over http": lambda tmp_path: ClickHouseCopy(over_http(tmp_path)),
    "spark": spark_here,
}


@pytest.fixture
def asks(programme: Programme, other_programme: Programme) -> list[Ask]:
    many_answers(other_programme, 40, seed=5)
    many_answers(programme, 300)
    read_comments(programme)
    return questions(programme.workspace.pk, programme.survey.pk)


@pytest.fixture
def expected(asks: list[Ask]) -> Iterator[list[list[tuple[Any, ...]]]]:
    copy = DuckCopy()
    Feed(copy).build()
    yield rows_of(copy, asks)
    copy.close()


@pytest.mark.any_database
@pytest.mark.parametrize(
    # Spark takes a second a question.
    "name",
    [pytest.param(name, marks=[pytest.mark.soak] if name == "spark" else []) for name in COPIES],
)
def test_copies_agree(name: str, tmp_path: Path, asks: list[Ask], expected: list[Any]) -> None:
    copy = COPIES[name](tmp_path)
    feed = Feed(copy)
    assert copy.progress("another database") == (0, False)
    feed.build()
    for ask, rows, wanted in zip(asks, rows_of(copy, asks), expected, strict=True):
        assert rows == wanted, ask
    Response.objects.filter(pk__in=Response.objects.values("pk")[:20]).update(score=0)
    Response.objects.filter(score=10).delete()
    feed.sync()
    fresh = DuckCopy()
    Feed(fresh).build()
    for ask, rows, wanted in zip(asks[:6], rows_of(copy, asks[:6]), rows_of(fresh, asks[:6]), strict=True):
        assert rows == wanted, ask
    copy.close()


@pytest.mark.postgresql
def test_postgresql_itself_agrees(asks: list[Ask], expected: list[Any]) -> None:
    for ask, rows, wanted in zip(asks, rows_of(PostgresItself(), asks), expected, strict=True):
        assert rows == wanted, ask
