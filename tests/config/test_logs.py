"""Log lines never point to a person."""

import json
import subprocess
import sys

import pytest

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
