"""`make bench`: figures of speed and size, each beside a reference of the same run."""

import json
import platform
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import (
    analyze,
    answers,
    api,
    cases,
    engine,
    files,
    imports,
    inboxes,
    initiatives,
    lists,
    mails,
    memory,
    pages,
    statistics,
)
from bench.figures import Figure

PARTS = (
    statistics,
    analyze,
    engine,
    pages,
    answers,
    api,
    cases,
    mails,
    imports,
    lists,
    inboxes,
    initiatives,
    files,
    memory,
)
RESULTS = Path(__file__).resolve().parent / "results.json"


def main() -> None:
    """Measure everything, print the table, and write `bench/results.json`."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="kuule-bench-") as folder:
        for part in PARTS:
            figures += part.measure(Path(folder))
    RESULTS.write_text(
        json.dumps({"python": platform.python_version(), "figures": [figure.as_json() for figure in figures]}, indent=2)
    )
    Console(width=140).print(_table(figures))


def _table(figures: list[Figure]) -> Table:
    table = Table(title="Kuule, and a reference of the same run")
    for name in ("figure", "value", "reference", "ratio", "beside", "aim"):
        table.add_column(name, justify="right" if name in ("value", "reference", "ratio") else "left")
    for figure in figures:
        table.add_row(
            figure.name,
            f"{figure.value:,.1f} {figure.unit}",
            f"{figure.reference:,.1f}",
            f"{figure.ratio:.3f}",
            figure.reference_name,
            figure.aim,
        )
    return table


if __name__ == "__main__":
    main()
