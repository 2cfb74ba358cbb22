"""Figures of independent programs beside those of the core: how a case is computed and compared."""

import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kuule import stats
from tests.oracles import relations, scores

Answer = dict[str, Any]
OPERATIONS: dict[str, Callable[[Answer], Answer]] = {**scores.OPERATIONS, **relations.OPERATIONS}


def cases_in(path: Path) -> list[Answer]:
    """Return the cases of an oracle file. Raises ValueError with words for whoever named the file."""
    try:
        return list(json.loads(path.read_text(encoding="utf-8"))["cases"])
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is no oracle file: it needs JSON with a list of cases.") from error


def computed(case: Answer) -> Answer:
    """Return what the core says of a case; input that it refuses has the status `rejected`."""
    if case["op"] not in OPERATIONS:
        return {"status": f"no operation {case['op']!r}"}
    try:
        return OPERATIONS[case["op"]](case["inputs"])
    except stats.RejectedInput as refusal:
        return {"status": "rejected", "message": str(refusal)}
    except Exception as error:  # noqa: BLE001 - a case that crashes fails, and the others still run
        return {"status": f"crashed: {type(error).__name__}: {error}"}


def disagreements(case: Answer) -> list[str]:
    """Return where the core and the independent program differ, in words."""
    return list(_differences(case["expected"], computed(case), case["tolerance"], case["id"]))


def _differences(expected: Any, got: Any, tolerance: Answer, path: str) -> Iterator[str]:
    if isinstance(expected, dict):
        for key, value in expected.items():
            inner = {**tolerance, **tolerance.get("keys", {}).get(key, {})}
            yield from _differences(value, got.get(key) if isinstance(got, dict) else None, inner, f"{path}.{key}")
    elif isinstance(expected, list):
        if not isinstance(got, list) or len(got) != len(expected):
            yield f"{path}: expected a list of {len(expected)}, got {got!r:.80}"
            return
        for place, (one, other) in enumerate(zip(expected, got, strict=True)):
            yield from _differences(one, other, tolerance, f"{path}[{place}]")
    elif not _agree(expected, got, tolerance):
        yield f"{path}: expected {expected!r}, got {got!r}"


def _agree(expected: Any, got: Any, tolerance: Answer) -> bool:
    if expected is None or isinstance(expected, str | bool):
        return bool(expected == got)
    if isinstance(got, bool) or not isinstance(got, int | float) or math.isnan(got):
        return False
    return bool(abs(got - expected) <= tolerance["abs"] + tolerance["rel"] * abs(expected))
