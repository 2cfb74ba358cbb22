"""The inboxes at a hundred thousand cases, beside the same pages of a workspace with a thousand."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.servers import environment, kuule

MANY, FEW = 100_000, 1_000
PAGES = {
    "inbox, mine": "?inbox=mine",
    "inbox, team": "?inbox=team",
    "inbox, mine by stake": "?inbox=mine&order=stake",
    "inbox, team by stake": "?inbox=team&order=stake",
    "inbox, all by stake": "?inbox=all&order=stake",
    "inbox, late": "?inbox=late",
    "inbox, all": "?inbox=all",
    "inbox, all closed": "?inbox=all&show=closed",
    "inbox, search": "?inbox=all&search=person+4711",
}


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the median processor time of each page, server side, in both workspaces."""
    home = folder / "inboxes"
    kuule(home, "migrate")
    command = [sys.executable, "-m", "bench.case_pages", str(MANY), str(FEW), json.dumps(PAGES)]
    done = subprocess.run(command, env=environment(home), check=True, stdout=subprocess.PIPE)
    for name, (many, few) in json.loads(done.stdout).items():
        yield Figure(f"{name}, of {MANY:,}", many * 1000, "ms of CPU", few * 1000, f"of {FEW:,}", "under 200")
