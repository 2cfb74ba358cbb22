"""A typed client that is made from the description alone can do what the API does: the description is whole."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.api.conftest import make_key
from tests.api.world import furnish
from tests.conftest import make_workspace

pytestmark = [pytest.mark.any_database, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
UV = ROOT / ".venv" / "bin" / "uv"
USE = """
import sys
from kuule_client import AuthenticatedClient
from kuule_client.api.contacts import list_contacts, one_contact
from kuule_client.api.metrics import score_metric
from kuule_client.api.responses import amend_response, list_responses
from kuule_client.models import ResponseChange

client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2])
people = list_contacts.sync(client=client)
print(one_contact.sync(people.contacts[0].id, client=client).name)
answer = list_responses.sync(client=client).responses[0]
print(amend_response.sync(answer.id, client=client, body=ResponseChange(score=9)).score)
print(score_metric.sync(client=client, period="all").score.n)
refused = list_contacts.sync_detailed(client=client, cursor="nonsense")
print(refused.status_code, refused.parsed)
"""


@pytest.fixture
def client_folder(tmp_path: Path) -> Path:
    """The client, made by a generator that knows nothing of Kuule."""
    described = tmp_path / "openapi.json"
    described.write_text(json.dumps(Client().get("/api/v1/openapi.json").json()))
    (tmp_path / "config.yml").write_text("package_name_override: kuule_client\nproject_name_override: kuule-client\n")
    generator = [UV, "run", "--no-project", "--isolated", "--with-requirements", ROOT / "requirements" / "client.txt"]
    files = ["--path", described, "--config", tmp_path / "config.yml", "--output-path", tmp_path / "made"]
    done = subprocess.run(
        [*generator, "openapi-python-client", "generate", "--meta", "none", *files, "--fail-on-warning"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "made").rename(tmp_path / "kuule_client")
    return tmp_path


def test_a_generated_client_reads_writes_and_is_typed(live_server, client_folder: Path) -> None:
    workspace = make_workspace("Nordlys Energy", "nordlys")
    furnish(workspace)
    (client_folder / "use.py").write_text(USE)
    done = subprocess.run(
        [sys.executable, "use.py", live_server.url, make_key(workspace)],
        cwd=client_folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:3] == ["Kari Sundholm", "9", "1"]
    assert "422" in lines[3]
    typed = subprocess.run(
        [sys.executable, "-m", "mypy", "--ignore-missing-imports", "--cache-dir", "mypy", "use.py"],
        cwd=client_folder,
        capture_output=True,
        text=True,
        check=False,
    )
    # Parsed answers are unions with problems: what is wrong beyond that would be a type that is not known.
    assert "[attr-defined]" not in typed.stdout, typed.stdout
