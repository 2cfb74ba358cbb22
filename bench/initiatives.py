"""The board of initiatives and the page of one, with very many verbatims and cases as their evidence."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.servers import environment, kuule

MANY, FEW = 20_000, 1_000


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the median processor time of each page, server side, in a workspace with many cases and one with few."""
    home = folder / "initiatives"
    kuule(home, "migrate")
    command = [sys.executable, "-m", "bench.initiative_pages", str(MANY), str(FEW)]
    done = subprocess.run(command, env=environment(home), check=True, stdout=subprocess.PIPE)
    for name, (many, few) in json.loads(done.stdout).items():
        yield Figure(f"{name}, {MANY:,} verbatims", many * 1000, "ms of CPU", few * 1000, f"of {FEW:,}", "under 1,000")
