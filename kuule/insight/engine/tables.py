"""The tables that questions are asked of, for Ibis."""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from kuule.insight.engine.columns import ANSWER, CUBE, PROPERTY


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables as an engine has them; not each keeps a cube."""

    answer: ir.Table
    property: ir.Table
    cube: ir.Table | None


def tables(*, word: str, has_cube: bool) -> Tables:
    """Return the tables of an engine that keeps words as this type."""
    return Tables(
        _table("answer", ANSWER, word),
        _table("property", PROPERTY, word),
        _table("cube", CUBE, word) if has_cube else None,
    )


def _table(name: str, columns: dict[str, str], word: str) -> ir.Table:
    schema = {column: word if kind == "word" else kind for column, kind in columns.items()}
    return ibis.table(schema, name=f"analytics_{name}")
