import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import RejectedInput, nps_changes, standouts

segment = st.tuples(*[st.integers(0, 40)] * 3)
Segments = list[tuple[int, int, int]]
Columns = tuple[list[int], list[int], list[int]]


def against_the_rest(segments: Segments) -> tuple[Columns, Columns]:
    parts = np.array(segments)
    rest = parts.sum(axis=0) - parts
    return tuple(rest.T.tolist()), tuple(parts.T.tolist())  # type: ignore[return-value]


@given(st.lists(segment, min_size=2, max_size=12))
def test_each_is_at_least_as_careful_as_looked_at_alone(segments: Segments) -> None:
    before, after = against_the_rest(segments)
    found, alone = standouts(before, after), nps_changes(before, after)
    for careful, plain, corrected in zip(
        found.p_value.tolist(), alone.p_value.tolist(), found.corrected_p.tolist(), strict=True
    ):
        assert (careful is None) == (plain is None) == (corrected is None)
        assert careful is None or plain <= careful <= corrected + 1e-12


@given(st.lists(segment, min_size=2, max_size=12))
def test_what_stands_out_is_what_the_corrected_p_says(segments: Segments) -> None:
    found = standouts(*against_the_rest(segments))
    said = [p is not None and p < 0.05 for p in found.corrected_p.tolist()]
    assert found.stands_out.tolist() == said


def test_an_empty_segment_does_not_stand_out_nor_count_as_a_look() -> None:
    groups = [(20, 5, 2), (3, 6, 20), (0, 0, 0)]
    found, without = standouts(*against_the_rest(groups)), standouts(*against_the_rest(groups[:2]))
    assert found.corrected_p.tolist()[:2] == without.corrected_p.tolist()
    assert found.corrected_p.tolist()[2] is None
    assert found.stands_out.tolist() == [True, True, False]


def test_fractions_of_answers_are_rejected() -> None:
    with pytest.raises(RejectedInput, match="whole"):
        standouts(([0.5], [1], [2]), ([1], [1], [1]))
