"""Every question as one Ibis expression, the same for all engines."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from kuule.insight.engine import shapes
from kuule.insight.engine.columns import CUBE_KEYS
from kuule.insight.engine.shapes import PROPERTY, SPAN, Condition, Shape
from kuule.insight.engine.tables import Tables
from kuule.insight.rules import DETRACTOR, GROUPS, PASSIVE, PROMOTER

# What a cube can be cut by and asked for.
_IN_CUBE = {*CUBE_KEYS}

Params = Iterator[Any]


def expression(shape: Shape, tables: Tables, params: Params) -> ir.Table:
    """Return the question as a table: its cuts `c0`, `c1` … and what is counted.

    `params` yields what stands for each value, in the order of `shape.needs`.
    """
    source = _source(shape, tables)
    rows = source.rows
    conditions = [_condition(each, rows, tables, params) for each in shape.conditions]
    rows = rows.filter(conditions)
    if shape.latest:
        rows = _latest(rows)
    rows, cuts = _cut(shape, rows, tables, params)
    if shape.counts == SPAN:
        return rows.group_by(cuts).agg(first=rows.moment.min(), last=rows.moment.max()) if cuts else _span(rows)
    counted = _counted(shape, rows, cuts, source.has_numbers)
    return _rolling(shape, counted) if shape.rolling else counted


@dataclass(frozen=True, slots=True)
class _Source:
    rows: ir.Table
    has_numbers: bool = False


def _source(shape: Shape, tables: Tables) -> _Source:
    fields = {*(each.field for each in shape.conditions), *(cut for cut in shape.cuts if cut != PROPERTY)}
    properties = shape.cuts.count(PROPERTY)
    # One property to cut by stands beside the answers already; whose answer is the latest only all of them tell.
    is_beside = properties and not shape.latest
    rows, cube = (tables.property, tables.property_cube) if is_beside else (tables.answer, tables.cube)
    is_in_cube = fields <= _IN_CUBE and properties < 2 and not shape.latest and shape.counts != SPAN
    return _Source(cube, has_numbers=True) if cube is not None and is_in_cube else _Source(rows)


def _condition(condition: Condition, rows: ir.Table, tables: Tables, params: Params) -> ir.BooleanValue:
    if condition.field == PROPERTY:
        return _of_property(condition, rows, tables, params)
    values = [next(params) for _ in range(condition.values)]
    return _TESTS[condition.test](rows[condition.field], values)


_TESTS: dict[str, Any] = {
    shapes.IS: lambda column, values: column == values[0],
    shapes.IS_NOT: lambda column, values: (column != values[0]) | column.isnull(),
    shapes.IS_NONE: lambda column, _values: column.isnull(),
    shapes.IS_SOME: lambda column, _values: column.notnull(),
    shapes.AMONG: lambda column, values: column.isin(values),
    shapes.NOT_AMONG: lambda column, values: column.notin(values),
    shapes.AT_LEAST: lambda column, values: column >= values[0],
    shapes.BELOW: lambda column, values: column < values[0],
}


def _of_property(condition: Condition, rows: ir.Table, tables: Tables, params: Params) -> ir.BooleanValue:
    others = tables.property.view()
    having = others.property == next(params)
    if condition.values:
        having &= others.value == next(params)
    found = rows.answer_id.isin(others.filter(having).answer_id)
    return found if condition.test in (shapes.IS, shapes.IS_SOME) else ~found


def _latest(rows: ir.Table) -> ir.Table:
    newest_first = ibis.window(group_by=rows.contact_id, order_by=[rows.moment.desc(), rows.answer_id.desc()])
    numbered = rows.mutate(place=ibis.row_number().over(newest_first))
    # Whoever is not known is counted each time.
    return numbered.filter((numbered.place == 0) | numbered.contact_id.isnull()).drop("place")


def _cut(shape: Shape, rows: ir.Table, tables: Tables, params: Params) -> tuple[ir.Table, list[ir.Value]]:
    """Return the rows, those of one property beside them where it is cut by, and what to group by."""
    names: list[str] = []
    properties = 0
    for cut in shape.cuts:
        if cut != PROPERTY:
            names.append(cut)
            continue
        if properties == 0 and not shape.latest:
            rows = rows.filter(rows.property == next(params))
            names.append("value")
        else:
            # Of the first property those count that have it, of others all.
            how = "left" if properties else "inner"
            rows = _beside(rows, tables, next(params), f"value{properties}", how)
            names.append(f"value{properties}")
        properties += 1
    return rows, [rows[name].name(f"c{number}") for number, name in enumerate(names)]


def _beside(rows: ir.Table, tables: Tables, key: Any, name: str, how: str) -> ir.Table:
    others = tables.property.view()
    wanted = others.filter(others.property == key).select(other_id=others.answer_id, **{name: others.value})
    return rows.join(wanted, rows.answer_id == wanted.other_id, how=how).drop("other_id")


def _span(rows: ir.Table) -> ir.Table:
    return rows.aggregate(first=rows.moment.min(), last=rows.moment.max())


def _counted(shape: Shape, rows: ir.Table, cuts: list[ir.Value], has_numbers: bool) -> ir.Table:
    def number(where: ir.BooleanValue | None = None) -> ir.Value:
        # To add up ones and noughts is the quickest where it is measured, as floats, and works everywhere.
        one = rows.n if has_numbers else ibis.literal(1)
        each = one if where is None else ibis.ifelse(where, one, 0)
        return each.cast("float64").sum().cast("int64").fill_null(0)

    whole = {"n": number() if has_numbers else rows.count()}
    if shape.counts == shapes.NUMBER:
        return _grouped(rows, cuts, whole, has_numbers)
    lowest, highest = GROUPS[DETRACTOR][-1], GROUPS[PROMOTER][0]
    ends = {DETRACTOR: number(rows.score <= lowest), PROMOTER: number(rows.score >= highest)}
    counted = _grouped(rows, cuts, whole | ends, has_numbers)
    middle = counted.n - counted[DETRACTOR] - counted[PROMOTER]
    names = [f"c{place}" for place in range(len(cuts))]
    return counted.select(*names, DETRACTOR, middle.name(PASSIVE), PROMOTER)


def _grouped(rows: ir.Table, cuts: list[ir.Value], counted: dict[str, ir.Value], has_numbers: bool) -> ir.Table:
    if not cuts:
        return rows.aggregate(**counted)
    groups = rows.group_by(cuts).agg(**counted)
    # A cube still has what was taken away from it, as nothing.
    found = groups.filter(groups.n > 0) if has_numbers else groups
    return found.limit(shapes.MOST_ROWS + 1)


def _rolling(shape: Shape, counted: ir.Table) -> ir.Table:
    """Add up the days before each day. The first cut is the day; further ones roll each for itself."""
    others = [f"c{number}" for number in range(1, len(shape.cuts))]
    days = ibis.range_window(preceding=shape.rolling - 1, following=0, order_by="c0", group_by=others)
    names = [name for name in counted.columns if name not in ("c0", *others)]
    return counted.mutate(**{name: counted[name].sum().over(days).cast("int64") for name in names})
