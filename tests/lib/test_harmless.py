"""Cells that start a formula are made harmless, and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.lib.tables.harmless import harmless, plain

CELLS = st.text() | st.from_regex(r"\A'{0,3}[=+\-@\t\r\n＝＋－＠'].{0,9}", fullmatch=True)


@given(CELLS)
def test_any_cell_comes_back_as_it_was(cell: str) -> None:
    assert plain(harmless(cell)) == cell


@given(CELLS)
def test_no_cell_starts_a_formula_after_it(cell: str) -> None:
    assert not harmless(cell).startswith(tuple("=+-@\t\r\n＝＋－＠"))


@pytest.mark.parametrize("cell", ["", "Aino", "'t Hooft", "2-1", "a=b", " =1", "'", "''"])
def test_what_is_no_formula_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == plain(cell) == cell
