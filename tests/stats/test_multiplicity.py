import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from kuule.stats import ADJUSTMENTS, RejectedInput, adjust_p_values

p_values = st.floats(0, 1)
NAMES = {"BH": "fdr_bh", "BY": "fdr_by", "holm": "holm"}
methods = st.sampled_from(list(ADJUSTMENTS))


@given(st.lists(p_values, min_size=1, max_size=40), methods)
def test_another_program_adjusts_alike(p: list[float], method: str) -> None:
    assert adjust_p_values(p, method=method) == pytest.approx(multipletests(p, method=NAMES[method])[1].tolist())


@given(st.lists(p_values | st.none(), max_size=40), methods)
def test_missing_ones_stay_missing_and_do_not_count(p: list[float | None], method: str) -> None:
    adjusted = adjust_p_values(p, method=method)
    assert [each is None for each in adjusted] == [each is None for each in p]
    alone = adjust_p_values([each for each in p if each is not None], method=method)
    assert [each for each in adjusted if each is not None] == alone


@given(st.lists(p_values, min_size=1, max_size=40), methods, st.randoms())
def test_order_does_not_matter_and_nothing_gets_smaller(p: list[float], method: str, random: object) -> None:
    adjusted = dict(zip(p, adjust_p_values(p, method=method), strict=True))
    random.shuffle(p)  # type: ignore[attr-defined]
    assert adjust_p_values(p, method=method) == [adjusted[each] for each in p]
    assert all(each <= (adjusted[each] or 0) + 1e-15 <= 1 + 1e-9 for each in p)


@pytest.mark.parametrize("p", [[-0.1], [1.1], ["much"], [[0.1]]])
def test_what_is_no_probability_is_rejected(p: list[object]) -> None:
    with pytest.raises(RejectedInput, match="between 0 and 1"):
        adjust_p_values(p)  # type: ignore[arg-type]


def test_an_unknown_method_is_rejected() -> None:
    with pytest.raises(RejectedInput, match="BH, BY, holm"):
        adjust_p_values([0.1], method="bonferroni")
