"""The tables that questions are asked of, for Ibis."""

from dataclasses import dataclass, replace

import ibis
import ibis.expr.types as ir

from kuule.insight.engine.columns import ANSWER, CUBE, PROPERTY, PROPERTY_CUBE


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables as an engine has them; not each keeps cubes."""

    answer: ir.Table
    property: ir.Table
    cube: ir.Table | None = None
    property_cube: ir.Table | None = None


def tables(*, word: str, has_cube: bool) -> Tables:
    """Return the tables of an engine that keeps words as this type."""
    made = Tables(_table("answer", ANSWER, word), _table("property", PROPERTY, word))
    if not has_cube:
        return made
    return replace(made, cube=_table("cube", CUBE, word), property_cube=_table("property_cube", PROPERTY_CUBE, word))


def _table(name: str, columns: dict[str, str], word: str) -> ir.Table:
    schema = {column: word if kind == "word" else kind for column, kind in columns.items()}
    return ibis.table(schema, name=f"analytics_{name}")
