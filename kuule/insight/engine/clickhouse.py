"""ClickHouse as the engine, for more answers than one machine should count: a copy in tables of its own."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kuule.insight.engine.base import Batch, EngineTroubleError, Row, Watch, one_by_one
from kuule.insight.engine.columns import ANSWER, PROPERTY, VERSION
from kuule.insight.engine.shapes import Ask, Dialect

_TYPES = {"int64": "Int64", "int32": "Int32", "int16": "Int16", "word": "LowCardinality(String)"}
_NULLABLE = {"account_id", "team_id", "contact_id", "first_quarter"}
_TABLES = {"answer": (ANSWER, "workspace_id, moment"), "property": (PROPERTY, "workspace_id, property, moment")}
# A join has nothing where it finds nothing, and what was deleted is gone when the next question comes.
_AS_ELSEWHERE = {"join_use_nulls": 1, "lightweight_deletes_sync": 2, "mutations_sync": 2}


def client_of(url: str) -> Any:
    """Return a client of the server that an address names: `clickhouse://name:password@host:8123/database`."""
    try:
        import clickhouse_connect
    except ImportError as error:
        raise EngineTroubleError(
            "KUULE_ANALYTICS_URL names ClickHouse, but its client is not installed.", "pip install clickhouse-connect"
        ) from error
    try:
        return clickhouse_connect.get_client(dsn=url)
    except Exception as error:
        raise EngineTroubleError(
            "ClickHouse does not answer.", "Check KUULE_ANALYTICS_URL and that the server runs."
        ) from error


class ClickHouseCopy:
    """A copy in ClickHouse, through a client of `clickhouse-connect`."""

    dialect = Dialect("clickhouse")
    at_once = 1

    def __init__(self, client: Any) -> None:
        self._client = client
        # Of the states that were written the newest counts.
        self._command(
            "CREATE TABLE IF NOT EXISTS analytics_copy (at DateTime64(9) DEFAULT now64(9), version Int32, "
            "source String, last Int64, is_whole UInt8) ENGINE = MergeTree ORDER BY at"
        )
        for name, (columns, order) in _TABLES.items():
            typed = ", ".join(f"{column} {_type(column, kind)}" for column, kind in columns.items())
            self._command(
                f"CREATE TABLE IF NOT EXISTS analytics_{name} ({typed}) ENGINE = MergeTree ORDER BY ({order})"
            )

    def progress(self, source: str) -> tuple[int, bool]:
        """Return how far the copy of this source came, as `Copy` says."""
        state = self._query("SELECT version, source, last, is_whole FROM analytics_copy ORDER BY at DESC LIMIT 1")
        if state and tuple(state[0][:2]) == (VERSION, source):
            last, is_whole = int(state[0][2]), bool(state[0][3])
            if not is_whole:
                # What was written after the last note may be half a batch.
                self._forget(f"answer_id > {last}")
            return last, is_whole
        for name in _TABLES:
            self._command(f"TRUNCATE TABLE analytics_{name}")
        self._note(source, 0, is_whole=False)
        return 0, False

    def append(self, batch: Batch, *, last: int) -> None:
        """Add answers while the copy is built."""
        self._insert(batch)
        self._note(self._source(), last, is_whole=False)

    def finish(self) -> None:
        """Note that the copy is whole: ClickHouse sorts by itself."""
        (last,) = self._query("SELECT last FROM analytics_copy ORDER BY at DESC LIMIT 1")[0]
        self._note(self._source(), last, is_whole=True)

    def people_of(self, ids: Collection[int]) -> set[int]:
        """Return the contacts who gave these answers."""
        known = f"contact_id IS NOT NULL AND answer_id IN {_listed(ids)}"
        return {row[0] for row in self._query(f"SELECT DISTINCT contact_id FROM analytics_answer WHERE {known}")}

    def workspaces(self) -> set[int]:
        """Return the workspaces that have answers."""
        return {row[0] for row in self._query("SELECT DISTINCT workspace_id FROM analytics_answer")}

    def answers_of(self, workspace_id: int) -> list[int]:
        """Return the answers of a workspace."""
        asked = f"SELECT answer_id FROM analytics_answer WHERE workspace_id = {int(workspace_id)}"
        return [row[0] for row in self._query(asked)]

    def replace(self, ids: Collection[int], batch: Batch) -> None:
        """Forget these answers and add those of the batch. One process asks and writes, so nobody sees the middle."""
        self._forget(f"answer_id IN {_listed(ids)}")
        self._insert(batch)

    def answer(self, ask: Ask) -> list[Row]:
        """Return the rows of a question."""
        from kuule.insight.engine.compiling import statement

        bound = {f"p{place}": value for place, value in enumerate(ask.values)}
        return [tuple(row) for row in self._query(statement(ask.shape, self.dialect), bound)]

    def answer_all(self, asks: Sequence[Ask], watch: Watch) -> list[list[Row]]:
        """Return the rows of each question. One process asks and writes, one thing after the other."""
        return one_by_one(self, asks, watch)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _source(self) -> str:
        return str(self._query("SELECT source FROM analytics_copy ORDER BY at DESC LIMIT 1")[0][0])

    def _note(self, source: str, last: int, *, is_whole: bool) -> None:
        rows = [(VERSION, source, last, int(is_whole))]
        self._client.insert("analytics_copy", rows, column_names=["version", "source", "last", "is_whole"])

    def _insert(self, batch: Batch) -> None:
        for name, rows in (("answer", batch.answers), ("property", batch.properties)):
            if rows:
                columns, _order = _TABLES[name]
                self._client.insert(f"analytics_{name}", rows, column_names=list(columns))

    def _forget(self, known: str) -> None:
        for name in _TABLES:
            self._command(f"DELETE FROM analytics_{name} WHERE {known}")

    def _query(self, sql: str, bound: Mapping[str, object] | None = None) -> Sequence[Row]:
        rows: Sequence[Row] = self._client.query(sql, parameters=bound, settings=_AS_ELSEWHERE).result_rows
        return rows

    def _command(self, sql: str) -> None:
        self._client.command(sql, settings=_AS_ELSEWHERE)


def _type(column: str, kind: str) -> str:
    return f"Nullable({_TYPES[kind]})" if column in _NULLABLE else _TYPES[kind]


def _listed(ids: Collection[int]) -> str:
    return "(" + ", ".join(str(int(each)) for each in ids) + ")" if ids else "(-1)"
