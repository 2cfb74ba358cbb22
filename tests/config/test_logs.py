"""Log lines never point to a person."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.urls import get_resolver

from kuule.config.logs import mask_secrets

pytestmark = pytest.mark.any_database

SCRIPT = """
import logging, logging.config, sys
from kuule.config.environment import Environment
from kuule.config.logs import logging_settings
import structlog
logging.config.dictConfig(logging_settings(Environment(log_format="json")))
try:
    raise ValueError("duplicate key (email)=(aino@example.test)")
except ValueError:
    path = "/a/3nZk0rVYQ2m1o5xw7bTq9A/thanks"
    logging.getLogger("django.request").error("Internal Server Error: %s", path, exc_info=True)
structlog.get_logger("kuule.x").info("mailed", to="aino@example.test", path="/u/3nZk0rVYQ2m1o5xw7bTq9A")
"""


def test_addresses_tokens_and_exception_messages_stay_out():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert len(lines) == 2
    assert "aino" not in done.stderr
    assert "3nZk0rVYQ2m1o5xw7bTq9A" not in done.stderr
    assert lines[0]["error"] == "ValueError"
    assert lines[0]["event"] == "Internal Server Error: /a/…/thanks"
    assert lines[1]["path"] == "/u/…"


# What a program names that shows its key elsewhere: an id, or one of a few words.
NAMED_BY_PROGRAMS = {"platform", "response"}


def open_addresses() -> Iterator[tuple[str, list[str]]]:
    """Yield each address that does not ask who comes, or names a secret, with the names of its parts that vary."""
    for _view, found in get_resolver().reverse_dict.lists():
        for address, parts in (possible for possibilities, *_ in found for possible in possibilities):
            is_for_members = address.startswith(("w/", "api/")) and not {"token", "secret"}.intersection(parts)
            if parts and not is_for_members and not NAMED_BY_PROGRAMS.issuperset(parts):
                yield f"/{address}", parts


def test_no_address_shows_what_lets_somebody_in():
    secret = "3nZk0rVYQ2m1o5xw7bTq9A"
    addresses = [address % dict.fromkeys(parts, secret) for address, parts in open_addresses()]
    assert f"/a/{secret}/thanks" in addresses
    logged = [mask_secrets(None, "", {"event": f"Not Found: {address}"})["event"] for address in addresses]
    assert [line for line in logged if secret in line] == []
