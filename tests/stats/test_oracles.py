"""Figures of independent programs: each case of the public file, and the command that runs any other file."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.oracles.cases import OPERATIONS, cases_in, disagreements

ROOT = Path(__file__).parents[2]
PUBLIC = ROOT / "tests" / "oracles" / "oracles_public.json"
CASES = cases_in(PUBLIC)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.oracles", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_core_agrees_with_an_independent_program(case: dict[str, Any]) -> None:
    assert disagreements(case) == []


def test_every_operation_of_the_specification_is_there() -> None:
    assert {case["op"] for case in CASES} == set(OPERATIONS)
    assert len(OPERATIONS) == 29


def test_the_command_counts_what_passes() -> None:
    done = run(str(PUBLIC))
    assert done.stdout.splitlines()[-1] == f"{len(CASES)} of {len(CASES)} cases pass"
    assert done.returncode == 0


def test_the_command_tells_wrong_figures_and_unknown_operations(tmp_path: Path) -> None:
    wrong = [
        {**CASES[0], "expected": {**CASES[0]["expected"], "nps": 0.4}},
        {**CASES[0], "id": "new", "op": "telepathy"},
        {**CASES[0], "id": "bad", "inputs": {"counts": {"detractors": -1, "passives": 0, "promoters": 2}}},
        {**CASES[0], "id": "broken", "inputs": {}},
        CASES[1],
    ]
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": wrong}))
    done = run(str(file))
    assert f"{CASES[0]['id']}.nps: expected 0.4, got 0.45" in done.stdout
    assert "new.status: expected 'ok', got \"no operation 'telepathy'\"" in done.stdout
    assert "bad.status: expected 'ok', got 'rejected'" in done.stdout
    assert "broken.status: expected 'ok', got \"crashed" in done.stdout
    assert done.stdout.splitlines()[-1] == "1 of 5 cases pass"
    assert done.returncode == 1


@pytest.mark.parametrize("content", [None, "", "[]", '{"cases": 3}'])
def test_a_file_without_cases_is_told(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "cases.json"
    if content is not None:
        file.write_text(content)
    done = run(str(file))
    assert done.returncode == 2
    assert str(file) in done.stderr
    assert "Traceback" not in done.stderr
