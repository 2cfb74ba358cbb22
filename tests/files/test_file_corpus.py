"""Every file of the corpus gives its documented result, and one that is refused leaves no trace."""

import re
import tempfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from kuule.contacts.importers.problems import PROBLEMS
from kuule.contacts.models import Contact, ImportProblem
from kuule.jobs.models import Job
from kuule.lib.tables import workbooks
from tests.files.corpus import SAMPLES, Sample

PAGE = Path(__file__).parents[2] / "docs" / "files.md"
# What is wrong with a path is said by the command itself; everything else has its own way to be mended.
OF_PATHS = "cannot be read"

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


@pytest.fixture
def scratch(tmp_path, monkeypatch) -> Path:
    """Return the folder that everything temporary goes to."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    # The reader of workbooks dies at its limit of memory all the same, only sooner.
    monkeypatch.setattr(workbooks, "MEMORY", 1 << 30)
    return folder


@each_sample
def test_a_file_gives_its_documented_result(
    sample: Sample, nordlys, run, tmp_path, scratch, django_capture_on_commit_callbacks
) -> None:
    home = tmp_path / "sent"
    home.mkdir()
    path = sample.put(home)
    with django_capture_on_commit_callbacks(execute=True):
        done = run("import", "contacts", path, "--workspace", "nordlys")
    if sample.refused:
        assert done.exit_code == 1, done.output
        assert sample.refused in done.stderr
        assert sample.refused == OF_PATHS or mended(sample.refused) in done.stderr
        assert not Job.objects.exists()
    else:
        assert done.exit_code == 0, done.output
        assert Job.objects.get().file.name in ("", None)
        assert ImportProblem.objects.values("line").distinct().count() == sample.kept_out
    assert people(sample) == {address: dict(fields) for address, fields in sample.people.items()}
    assert Contact.objects.count() == len(sample.people)
    assert left_in(scratch, Path(default_storage.location), Path("/")) == []


def people(sample: Sample) -> dict[str, dict[str, object]]:
    """Return what is known of the people that a sample should have brought."""
    found = {}
    for address, fields in sample.people.items():
        contact = Contact.objects.filter(email=address).values(*fields).first()
        if contact is not None:
            found[address] = contact
    return found


def mended(sentence: str) -> str:
    """Return how to mend what this sentence says."""
    for kind in PROBLEMS.values():
        if re.fullmatch(re.sub(r"\\{\w+\\}", ".+", re.escape(str(kind.says))), sentence):
            return str(kind.mend)
    raise AssertionError(sentence)


def left_in(*folders: Path) -> list[Path]:
    """Return what files are left behind, and what an archive has put where it should not."""
    kept = [path for folder in folders[:-1] for path in folder.rglob("*") if path.is_file()]
    return kept + [path for path in (folders[-1] / "climbed.txt", folders[0].parent / "climbed.txt") if path.exists()]


@pytest.mark.any_database
def test_every_sample_stands_in_the_documentation_with_its_result() -> None:
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in PAGE.read_text().splitlines()]
    documented = {row[0].strip("| "): row[1].strip("| ") for row in rows if len(row) == 2}
    wanted = {sample.name: f"refused: {sample.result}" if sample.refused else sample.result for sample in SAMPLES}
    assert {name: documented.get(name) for name in wanted} == wanted
    assert len(SAMPLES) >= 60
    assert len(wanted) == len(SAMPLES)
