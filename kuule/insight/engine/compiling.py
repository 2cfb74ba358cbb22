"""From a shape to the statement of one engine, once: Ibis writes it, the engine's own driver runs it."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import ibis
from ibis.backends.sql import compilers
from sqlglot import exp

from kuule.insight.engine.expressions import expression
from kuule.insight.engine.shapes import SPAN, Dialect, Shape
from kuule.insight.engine.tables import tables

# Ibis binds nothing; so it is given values that occur nowhere else, and what it made of them is replaced.
_FIRST_NUMBER = 7_340_000_000_000_000
_MARK = "kuule parameter "
_COMPILERS = {
    "duckdb": compilers.DuckDBCompiler,
    "postgres": compilers.PostgresCompiler,
    "clickhouse": compilers.ClickHouseCompiler,
    "spark": compilers.PySparkCompiler,
}
_CLICKHOUSE_TYPES = {"word": "String"}


@cache
def statement(shape: Shape, dialect: Dialect) -> str:
    """Return the SQL of a shape, with the parameters `p0`, `p1` … in the engine's own notation."""
    asked = expression(shape, tables(word=dialect.word, has_cube=dialect.has_cube), _stand_ins(shape, dialect))
    if dialect.has_order and shape.cuts and shape.counts != SPAN:
        asked = asked.order_by([f"c{number}" for number in range(len(shape.cuts))])
    compiler = _COMPILERS[dialect.name]()
    tree = compiler.to_sqlglot(asked.as_table())
    return str(tree.transform(_place, shape, dialect.name).sql(dialect=compiler.dialect))


def _stand_ins(shape: Shape, dialect: Dialect) -> Iterator[Any]:
    for number, kind in enumerate(shape.needs):
        is_text = kind == "word" and dialect.word == "string"
        yield ibis.literal(f"{_MARK}{number}" if is_text else _FIRST_NUMBER + number)


def _place(node: exp.Expression, shape: Shape, dialect: str) -> exp.Expression:
    number = _number(node)
    if number is None:
        return node
    if dialect == "clickhouse":
        kind = _CLICKHOUSE_TYPES.get(shape.needs[number], "Int64")
        return exp.Placeholder(this=f"p{number}", kind=kind)
    return exp.Placeholder(this=f"p{number}")


def _number(node: exp.Expression) -> int | None:
    if not isinstance(node, exp.Literal):
        return None
    text = str(node.this)
    if node.is_string:
        return int(text.removeprefix(_MARK)) if text.startswith(_MARK) else None
    number = int(text) - _FIRST_NUMBER if text.isdigit() else -1
    return number if number >= 0 else None
