"""Cases and initiatives as files, by page and by command."""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kuule.act.models import Case, Initiative
from kuule.config.cli import app
from kuule.contacts.tasks import drain_exports
from kuule.jobs.models import Job
from tests.conftest import Company, client_of
from tests.workspaces.objects import a_case, an_initiative


@pytest.mark.parametrize(("kind", "make"), [("cases", a_case), ("initiatives", an_initiative)])
def test_all_of_them_stand_in_a_file(nordlys: Company, tmp_path: Path, kind, make) -> None:
    make(nordlys.workspace)
    path = tmp_path / f"{kind}.csv"
    done = CliRunner().invoke(app, ["export", kind, str(path), "--workspace", "nordlys"])
    assert done.exit_code == 0, done.output
    with path.open(encoding="utf-8-sig", newline="") as opened:
        (line,) = csv.DictReader(opened)
    if kind == "cases":
        assert (line["Case"], line["State"]) == (str(Case.objects.get().pk), Case.objects.get().state)
    else:
        assert line["Title"] == Initiative.objects.get().title


@pytest.mark.parametrize(("page", "make"), [("cases/", a_case), ("improve/", an_initiative)])
def test_the_page_has_it_made(nordlys: Company, page, make) -> None:
    make(nordlys.workspace)
    client = client_of(nordlys.anna)
    assert f"{page}export/" in client.get(f"/w/nordlys/{page}").content.decode()
    to = client.post(f"/w/nordlys/{page}export/")["Location"]
    drain_exports()
    assert Job.objects.get(kind__endswith="s_export").result["rows"] == 1
    assert "Download" in client.get(to).content.decode()
    assert client_of(nordlys.frida).post(f"/w/nordlys/{page}export/").status_code == 403
