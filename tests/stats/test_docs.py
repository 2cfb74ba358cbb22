"""The page about the score is read by the tests: its examples are computed, its warnings are complete."""

import doctest
from pathlib import Path

from kuule.stats import METHODS, Caution

PAGE = Path(__file__).parents[2] / "docs" / "metrics" / "nps.md"


def test_the_worked_examples_come_out_as_the_page_says() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert tried > 10
    assert failed == 0


def test_every_warning_and_method_is_explained() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    explained = {row.split("`")[1] for row in rows}
    assert explained == {*Caution, *METHODS}
