"""The guide of the API: each of its examples runs as it stands, against a real server."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.api.conftest import make_key
from tests.api.world import furnish
from tests.conftest import make_workspace

pytestmark = [pytest.mark.any_database, pytest.mark.django_db(transaction=True)]

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text()
EXAMPLES = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)


def test_every_example_of_the_guide_runs(live_server) -> None:
    """`curl -f` ends with an error where the answer is one, and each prints what was asked for."""
    workspace = make_workspace("Nordlys Energy", "nordlys")
    furnish(workspace)
    known = {"KUULE": live_server.url, "KEY": make_key(workspace), "PATH": "/usr/bin:/bin"}
    assert len(EXAMPLES) >= 6
    for example in EXAMPLES:
        done = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", example], env=known, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{example}\n{done.stdout}\n{done.stderr}"
        decoder, rest = json.JSONDecoder(), done.stdout.strip()
        while rest:
            found, end = decoder.raw_decode(rest)
            assert "detail" not in found
            rest = rest[end:].strip()
