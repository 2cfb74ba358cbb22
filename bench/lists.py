"""The list of people at a million contacts, beside the same page of a workspace with a thousand."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.servers import environment, kuule

MANY, FEW = 1_000_000, 1_000
PAGES = {
    "people, first page": "",
    "people, search for two words": "?search=person+4711",
    "people, a role and a language": "?role=influencer&language=fi",
    "people, a rare property": "?property_key=country&property_value=Norway",
}


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the median time of each page, server side, in both workspaces."""
    home = folder / "lists"
    kuule(home, "migrate")
    command = [sys.executable, "-m", "bench.people", str(MANY), str(FEW), json.dumps(PAGES)]
    done = subprocess.run(command, env=environment(home), check=True, stdout=subprocess.PIPE)
    for name, (many, few) in json.loads(done.stdout).items():
        yield Figure(f"{name}, of {MANY:,}", many * 1000, "ms", few * 1000, f"of {FEW:,}", "stays fast")
