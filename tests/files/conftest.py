"""Files in and out, and a programme whose answers go out."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kuule.config.cli import app
from kuule.lib.tables import open_table
from tests.insight.conftest import define, other_programme, programme  # noqa: F401 - fixtures

Run = Callable[..., Any]


@pytest.fixture
def run() -> Run:
    """Run a command of `kuule` in this process."""
    return lambda *command: CliRunner().invoke(app, [str(each) for each in command])


def rows_of(content: bytes) -> list[dict[str, str]]:
    """Return the lines of a CSV file by header."""
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def cells_of(path: Path) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the header and the cells of any table as text."""
    with open_table(path) as table:
        return table.columns, [tuple(cell or "" for cell in row) for row in table.read(table.columns).iter_rows()]
