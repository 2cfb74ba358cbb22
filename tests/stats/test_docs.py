"""The pages about the figures are read by the tests: examples are computed, and nothing is left unexplained."""

import doctest
import re
from pathlib import Path

import pytest

from kuule import stats
from kuule.stats import ADJUSTMENTS, CHANGE_METHODS, METHODS, Caution

FOLDER = Path(__file__).parents[2] / "docs" / "metrics"
PAGES = sorted(FOLDER.glob("*.md"))
WITHOUT_EXAMPLES = {"index.md", "warnings.md", "coverage.md"}


def rows_of(page: str) -> set[str]:
    lines = (FOLDER / page).read_text(encoding="utf-8").splitlines()
    return {line.split("`")[1] for line in lines if line.startswith("| `")}


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_the_worked_examples_come_out_as_the_page_says(file: Path) -> None:
    failed, tried = doctest.testfile(str(file), module_relative=False, encoding="utf-8")
    assert failed == 0
    assert tried >= (0 if file.name in WITHOUT_EXAMPLES else 2)


def test_every_warning_is_explained() -> None:
    assert rows_of("warnings.md") - {"ok", "degenerate", "undefined"} == set(Caution)


def test_every_method_is_explained() -> None:
    assert rows_of("nps.md") == set(METHODS)
    assert rows_of("change.md") == set(CHANGE_METHODS)
    assert rows_of("many-comparisons.md") == set(ADJUSTMENTS)


def test_every_function_has_its_place_in_the_list_of_figures() -> None:
    listed = set(re.findall(r"`(\w+)`", (FOLDER / "index.md").read_text(encoding="utf-8")))
    functions = {name for name in stats.__all__ if name.islower()}
    assert functions - listed == set()
    assert {name for name in listed if "_" in name and name.islower()} <= functions


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_every_page_says_where_it_comes_from_and_when_it_misleads(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert file.name in WITHOUT_EXAMPLES or "## Sources" in text
    assert file.name in {*WITHOUT_EXAMPLES, "nps.md"} or "mislead" in text.lower()
