"""While much is made Python looks for cycles seldom; afterwards as before, in whatever order the work ends."""

import gc

import pytest

from kuule.lib.garbage import collected_seldom


def test_the_usual_pace_comes_back_when_the_last_work_has_ended() -> None:
    usual = gc.get_threshold()
    first, second = collected_seldom(), collected_seldom()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() > usual
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual


def test_the_usual_pace_comes_back_after_an_error() -> None:
    usual = gc.get_threshold()
    with pytest.raises(ValueError, match="broken"), collected_seldom():
        raise ValueError("broken")
    assert gc.get_threshold() == usual
