"""The embedded engine: DuckDB, in one file that one process owns."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from kuule.insight.engine.base import Batch, EngineTroubleError, Row, StoppedError, Watch
from kuule.insight.engine.columns import ANSWER, CUBE, PROPERTY, PROPERTY_CUBE, VERSION
from kuule.insight.engine.shapes import WORDS, Ask, Dialect, Scalar
from kuule.insight.engine.words import Words

_TYPES = {"int64": "BIGINT", "int32": "INTEGER", "int16": "SMALLINT", "word": "INTEGER"}
_CUBES = {"cube": ("answer", CUBE), "property_cube": ("property", PROPERTY_CUBE)}
_CUBE_OF = {of: cube for cube, (of, _columns) in _CUBES.items()}
_TABLES = {"answer": ANSWER, "property": PROPERTY, **{cube: columns for cube, (_of, columns) in _CUBES.items()}}
# Each is read in this order, so that a workspace, a property and a time are found without reading all.
_ORDERS = {
    "answer": "workspace_id, moment",
    "property": "workspace_id, property, moment",
    "cube": "workspace_id, dayno",
    "property_cube": "workspace_id, property, dayno",
}
_MEMORY = "256MB"
# Up to so many bits of groups are counted in a table that needs no search: accounts by quarter still are.
_SETTINGS = {"perfect_ht_threshold": "18"}
# How far a question is, is told only where a bar could be printed.
_TELLING = ("SET enable_progress_bar = true", "SET enable_progress_bar_print = false")


class DuckCopy:
    """A copy in a DuckDB file, or in memory without one. Words are kept as numbers."""

    dialect = Dialect("duckdb", word="int32", has_cube=True)
    at_once = 4

    def __init__(self, path: Path | None = None, *, memory: str = _MEMORY) -> None:
        self._path = path
        self._open(memory)

    def _open(self, memory: str) -> None:
        if self._path:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = duckdb.connect(str(self._path or ":memory:"), config={"memory_limit": memory, **_SETTINGS})
        except duckdb.IOException as error:
            raise EngineTroubleError(
                f"The analytics copy {self._path} cannot be opened; another process may have it.",
                "Stop the other one. A damaged copy can be deleted: it is made anew.",
            ) from error
        self._run("CREATE TABLE IF NOT EXISTS copy (version INTEGER, source VARCHAR, last BIGINT, is_whole BOOLEAN)")
        self._run("CREATE TABLE IF NOT EXISTS word (code INTEGER, text VARCHAR)")
        for name, columns in _TABLES.items():
            typed = ", ".join(f"{column} {_TYPES[kind]}" for column, kind in columns.items())
            self._run(f"CREATE TABLE IF NOT EXISTS analytics_{name} ({typed})")
        self._words = Words(self._run("SELECT text, code FROM word").fetchall())

    def progress(self, source: str) -> tuple[int, bool]:
        """Return how far the copy of this source came, as `Copy` says."""
        state = self._run("SELECT version, source, last, is_whole FROM copy").fetchone()
        if state is not None and state[:2] == (VERSION, source):
            return int(state[2]), bool(state[3])
        self._within(lambda: self._start_over(source))
        return 0, False

    def _start_over(self, source: str) -> None:
        for name in ("word", *(f"analytics_{each}" for each in _TABLES)):
            self._run(f"DELETE FROM {name}")
        self._words = Words([])
        self._run("DELETE FROM copy")
        self._run("INSERT INTO copy VALUES (?, ?, 0, false)", [VERSION, source])

    def append(self, batch: Batch, *, last: int) -> None:
        """Add answers while the copy is built; the cubes are made at the end."""

        def write() -> None:
            self._insert(batch)
            self._run("UPDATE copy SET last = ?", [last])

        self._within(write)

    def finish(self) -> None:
        """Sort both tables and count the cubes."""
        self._within(self._arrange)
        self._run("CHECKPOINT")

    def _arrange(self) -> None:
        for name in ("answer", "property"):
            self._run(f"CREATE TABLE sorted AS SELECT * FROM analytics_{name} ORDER BY {_ORDERS[name]}")
            self._run(f"DROP TABLE analytics_{name}")
            self._run(f"ALTER TABLE sorted RENAME TO analytics_{name}")
            self._run(f"DELETE FROM analytics_{_CUBE_OF[name]}")
        self._add_to_cubes("")
        self._run("UPDATE copy SET is_whole = true")

    def people_of(self, ids: Collection[int]) -> set[int]:
        """Return the contacts who gave these answers."""
        asked = "SELECT DISTINCT contact_id FROM analytics_answer WHERE contact_id IS NOT NULL AND answer_id IN"
        return {row[0] for row in self._run(f"{asked} {_listed(ids)}").fetchall()}

    def workspaces(self) -> set[int]:
        """Return the workspaces that have answers."""
        return {row[0] for row in self._run("SELECT DISTINCT workspace_id FROM analytics_answer").fetchall()}

    def answers_of(self, workspace_id: int) -> list[int]:
        """Return the answers of a workspace."""
        asked = "SELECT answer_id FROM analytics_answer WHERE workspace_id = ?"
        return [row[0] for row in self._run(asked, [workspace_id]).fetchall()]

    def replace(self, ids: Collection[int], batch: Batch) -> None:
        """Forget these answers and add those of the batch, in the cubes too."""
        known = f"answer_id IN {_listed(ids)}"

        def write() -> None:
            # The cubes take what is gone with a minus: they are added up anyway.
            self._add_to_cubes(f"WHERE {known}", sign="-")
            for name in ("answer", "property"):
                self._run(f"DELETE FROM analytics_{name} WHERE {known}")
            self._insert(batch)
            self._add_to_cubes(f"WHERE {known}")

        self._within(write)

    def answer(self, ask: Ask) -> list[Row]:
        """Return the rows of a question."""
        return self._answered(self._db, ask, Watch())

    def answer_all(self, asks: Sequence[Ask], watch: Watch) -> list[list[Row]]:
        """Return the rows of each question, as a connection of their own sees one moment of the copy."""
        cursor = self._db.cursor()
        try:
            watch.begin(len(asks), interrupt=cursor.interrupt, part=lambda: cursor.query_progress() / 100)
            for each in (*_TELLING, "BEGIN"):
                cursor.execute(each)
            found = []
            for ask in asks:
                found.append(self._answered(cursor, ask, watch))
                watch.next()
        except duckdb.InterruptException as error:
            raise StoppedError from error
        finally:
            cursor.close()
        return found

    def _answered(self, db: duckdb.DuckDBPyConnection, ask: Ask, watch: Watch) -> list[Row]:
        # Ibis is there from the first question on, not before.
        from kuule.insight.engine.compiling import statement

        bound = {f"p{place}": self._bound(kind, value) for place, kind, value in _placed(ask)}
        asked = statement(ask.shape, self.dialect)
        watch.check()
        rows: list[Row] = db.execute(asked, bound).fetchall()
        wordy = [place for place, cut in enumerate(ask.shape.cuts) if cut in WORDS]
        return [self._words.spelled(row, wordy) for row in rows] if wordy else rows

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _bound(self, kind: str, value: Scalar) -> Scalar:
        # A word that no answer has is the number of none.
        return self._words.code(str(value)) if kind == "word" else value

    def _insert(self, batch: Batch) -> None:
        before = len(self._words)
        for name, rows in (("answer", batch.answers), ("property", batch.properties)):
            self._insert_rows(name, rows)
        fresh = self._words.since(before)
        if fresh:
            self._run("INSERT INTO word SELECT unnest($codes), unnest($texts)", fresh)

    def _insert_rows(self, name: str, rows: Sequence[Row]) -> None:
        if not rows:
            return
        kinds = list(_TABLES[name].values())
        columns = {
            f"c{place}": [*map(self._words.learn, column)] if kind == "word" else list(column)
            for place, (kind, column) in enumerate(zip(kinds, zip(*rows, strict=True), strict=True))
        }
        values = ", ".join(f"unnest(${column}::{_TYPES[kind]}[])" for column, kind in zip(columns, kinds, strict=True))
        self._run(f"INSERT INTO analytics_{name} SELECT {values}", columns)

    def _add_to_cubes(self, where: str, sign: str = "") -> None:
        for cube, (of, columns) in _CUBES.items():
            keys = ", ".join(column for column in columns if column != "n")
            counted = f"SELECT {keys}, {sign}count(*) AS n FROM analytics_{of} {where} GROUP BY ALL"
            self._run(f"INSERT INTO analytics_{cube} BY NAME {counted} ORDER BY {_ORDERS[cube]}")

    def _within(self, write: Any) -> None:
        self._run("BEGIN")
        try:
            write()
        except BaseException:
            self._run("ROLLBACK")
            self._words = Words(self._run("SELECT text, code FROM word").fetchall())
            raise
        self._run("COMMIT")

    def _run(self, sql: str, values: object = None) -> Any:
        return self._db.execute(sql, values)


def _placed(ask: Ask) -> Iterable[tuple[int, str, Scalar]]:
    return ((place, kind, value) for place, (kind, value) in enumerate(zip(ask.shape.needs, ask.values, strict=True)))


def _listed(ids: Collection[int]) -> str:
    # Ids are numbers of ours, and a list of them is read faster than parameters.
    return "(" + ", ".join(str(int(each)) for each in ids) + ")" if ids else "(-1)"
