"""The engines that the setting `KUULE_ANALYTICS_URL` can name. Each is imported when it is named, not before."""

from collections.abc import Callable, Mapping
from pathlib import Path

from kuule.insight.engine.base import Copy, Engine


def _duckdb(url: str, home: Path) -> Copy:
    from kuule.insight.engine.duck import DuckCopy

    named = url.removeprefix("duckdb:").removeprefix("//")
    return DuckCopy(Path(named) if named else home / "analytics.duckdb")


def _postgresql(url: str, home: Path) -> Engine:
    from kuule.insight.engine.postgres import PostgresItself

    del url, home
    return PostgresItself()


def _clickhouse(url: str, home: Path) -> Copy:
    from kuule.insight.engine.clickhouse import ClickHouseCopy, client_of

    del home
    return ClickHouseCopy(client_of(url))


def _spark(url: str, home: Path) -> Copy:
    from kuule.insight.engine.spark import SparkCopy, session_of

    return SparkCopy(home / "analytics-spark", session_of(url))


# The embedded one stands first: it is taken where nothing is set.
WITH_COPY: Mapping[str, Callable[[str, Path], Copy]] = {
    "duckdb": _duckdb,
    "clickhouse": _clickhouse,
    "clickhouses": _clickhouse,
    "spark": _spark,
}
WITHOUT_COPY: Mapping[str, Callable[[str, Path], Engine]] = {"postgresql": _postgresql}
