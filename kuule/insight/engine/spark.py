"""Spark as the engine, for questions in batch over a cluster: a copy in Parquet files that all its workers can read."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from kuule.insight.engine.base import Batch, EngineTroubleError, Row, Watch, one_by_one
from kuule.insight.engine.columns import ANSWER, PROPERTY, VERSION
from kuule.insight.engine.shapes import Ask, Dialect

# Answers with neighbouring ids share a file, so that a change rewrites little.
FILE_HOLDS = 100_000
_TYPES = {"int64": pl.Int64, "int32": pl.Int32, "int16": pl.Int16, "word": pl.String}
_TABLES = {"answer": ANSWER, "property": PROPERTY}


def session_of(url: str) -> Any:
    """Return a session on the cluster of an address: `spark://host:7077`, or `spark:local[2]` for this machine."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineTroubleError(
            "KUULE_ANALYTICS_URL names Spark, but it is not installed.", "pip install pyspark==4.0.5, and a Java 17."
        ) from error
    master = url if url.startswith("spark://") else url.removeprefix("spark:")
    builder = SparkSession.builder.master(master).appName("kuule").config("spark.ui.enabled", "false")
    return builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()


class SparkCopy:
    """A copy in a folder of Parquet files, asked through a Spark session."""

    dialect = Dialect("spark")
    at_once = 1

    def __init__(self, folder: Path, session: Any) -> None:
        self._folder = folder
        self._session = session
        self._state = folder / "copy.json"
        for name in _TABLES:
            (folder / name).mkdir(parents=True, exist_ok=True)
        self._is_seen = False

    def progress(self, source: str) -> tuple[int, bool]:
        """Return how far the copy of this source came, as `Copy` says."""
        state = json.loads(self._state.read_text()) if self._state.exists() else {}
        if (state.get("version"), state.get("source")) == (VERSION, source):
            return state["last"], state["is_whole"]
        self._state.unlink(missing_ok=True)
        for name in _TABLES:
            for file in (self._folder / name).glob("*.parquet"):
                file.unlink()
        self._note({"version": VERSION, "source": source, "last": 0, "is_whole": False})
        return 0, False

    def append(self, batch: Batch, *, last: int) -> None:
        """Add answers while the copy is built; those that a stopped attempt wrote already are written over."""
        self.replace([row[1] for row in batch.answers], batch)
        self._note({**json.loads(self._state.read_text()), "last": last})

    def finish(self) -> None:
        """Note that the copy is whole."""
        self._note({**json.loads(self._state.read_text()), "is_whole": True})

    def people_of(self, ids: Collection[int]) -> set[int]:
        """Return the contacts who gave these answers."""
        known = self._known("answer").filter(pl.col("answer_id").is_in(list(ids)))
        return set(known.select("contact_id").drop_nulls().unique().collect()["contact_id"])

    def workspaces(self) -> set[int]:
        """Return the workspaces that have answers."""
        return set(self._known("answer").select("workspace_id").unique().collect()["workspace_id"])

    def answers_of(self, workspace_id: int) -> list[int]:
        """Return the answers of a workspace."""
        known = self._known("answer").filter(pl.col("workspace_id") == workspace_id)
        return list(known.select("answer_id").collect()["answer_id"])

    def replace(self, ids: Collection[int], batch: Batch) -> None:
        """Forget these answers and add those of the batch, file by file; each appears whole."""
        for name, rows in (("answer", batch.answers), ("property", batch.properties)):
            fresh = _by_file(rows)
            for number in {*fresh, *(each // FILE_HOLDS for each in ids)}:
                self._rewrite(name, number, ids, fresh.get(number, []))
        self._is_seen = False

    def answer(self, ask: Ask) -> list[Row]:
        """Return the rows of a question."""
        from kuule.insight.engine.compiling import statement

        self._see()
        bound = {f"p{place}": value for place, value in enumerate(ask.values)}
        return [tuple(row) for row in self._session.sql(statement(ask.shape, self.dialect), args=bound).collect()]

    def answer_all(self, asks: Sequence[Ask], watch: Watch) -> list[list[Row]]:
        """Return the rows of each question. One process asks and writes, one thing after the other."""
        return one_by_one(self, asks, watch)

    def close(self) -> None:
        """Leave the cluster."""
        self._session.stop()

    def _see(self) -> None:
        # Spark remembers which files there were.
        if self._is_seen:
            return
        for name in _TABLES:
            files = str(self._folder / name)
            self._session.read.parquet(files).createOrReplaceTempView(f"analytics_{name}")
            self._session.catalog.refreshByPath(files)
        self._is_seen = True

    def _known(self, name: str) -> pl.LazyFrame:
        files = sorted((self._folder / name).glob("*.parquet"))
        return pl.scan_parquet(files) if files else _frame(name, []).lazy()

    def _rewrite(self, name: str, number: int, ids: Collection[int], rows: Sequence[Row]) -> None:
        file = self._folder / name / f"{number}.parquet"
        kept = [pl.read_parquet(file).filter(~pl.col("answer_id").is_in(list(ids)))] if file.exists() else []
        draft = file.with_suffix(".draft")
        pl.concat([*kept, _frame(name, rows)]).sort("workspace_id", "moment").write_parquet(draft)
        draft.replace(file)

    def _note(self, state: Mapping[str, object]) -> None:
        draft = self._state.with_suffix(".draft")
        draft.write_text(json.dumps(state))
        draft.replace(self._state)


def _frame(name: str, rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={column: _TYPES[kind] for column, kind in _TABLES[name].items()}, orient="row")


def _by_file(rows: Iterable[Row]) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[1] // FILE_HOLDS].append(row)
    return found
