"""The guide of webhooks: its code verifies what Kuule sends, and it names every event."""

import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import WebhookVerificationError

from kuule.connect.channels.base import Happening, Parcel
from kuule.connect.channels.standard import STANDARD
from kuule.connect.templatetags.connect import event_words

pytestmark = pytest.mark.any_database

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "webhooks.md").read_text()
SECRET, OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQ="
HAPPENING = Happening("case.opened", "msg-1", datetime(2026, 11, 20, 10, tzinfo=UTC), {"id": 7, "who": "Äiti"})


def code(language: str) -> str:
    found: list[str] = re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    return "\n".join(found)


def sent(*, at: datetime) -> tuple[bytes, dict[str, str]]:
    body = json.dumps(STANDARD.wrapped(HAPPENING), ensure_ascii=False).encode()
    return body, dict(STANDARD.signed(Parcel(HAPPENING.event_id, body, int(at.timestamp())), [SECRET, OLD]))


def test_the_python_of_the_guide_verifies() -> None:
    shared: dict[str, Any] = {}
    exec(code("python"), shared)
    body, headers = sent(at=datetime.now(UTC))
    for secret in (SECRET, OLD):
        assert shared["take"](secret, body, headers)["data"] == HAPPENING.data
    with pytest.raises(WebhookVerificationError):
        shared["take"](SECRET, body.replace(b"7", b"8"), headers)


@pytest.mark.parametrize(("change", "age", "outcome"), [("7", 0, "7"), ("8", 0, "wrong"), ("7", 301, "too old")])
def test_the_node_of_the_guide_verifies(change: str, age: int, outcome: str) -> None:
    now = datetime.now(UTC).timestamp() - age
    body, headers = sent(at=datetime.fromtimestamp(now, UTC))
    told = json.dumps([OLD, body.decode().replace("7", change), headers])
    script = (
        f"{code('js')}\ntry {{ console.log(take(...{told}).data.id) }} catch (error) {{ console.log(error.message) }}"
    )
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    assert node
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(outcome)


def test_every_event_stands_in_the_guide_with_words() -> None:
    assert {f"`{each}`" for each in STANDARD.events} == set(
        re.findall(r"^\| (`[a-z]+\.[a-z_]+`) \|", GUIDE, re.MULTILINE)
    )
    assert all(event_words(each) for each in STANDARD.events)


def test_the_example_of_the_guide_has_the_shape_that_is_sent() -> None:
    example = json.loads(code("json"))
    assert example.keys() == STANDARD.wrapped(HAPPENING).keys()
    assert example["type"] in STANDARD.events
