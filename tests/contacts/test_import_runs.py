"""Imports that stop: by a crash at any moment, by a person, or by a file that cannot be read."""

import gzip
from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule.contacts.importers import UnreadableFileError
from kuule.contacts.models import Account, Contact, ImportProblem
from kuule.contacts.services import guess_mapping, import_run, run_import, start_import, upload_file
from kuule.contacts.tasks import drain_imports
from kuule.jobs.models import Job
from kuule.jobs.services import claim_job, request_cancel
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company

LATER = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_run, "BATCH_ROWS", 3)


def opened(company: Company, now: datetime, text: str) -> Job:
    file = ContentFile(text.encode(), "people.csv")
    mapping = guess_mapping(workspace=company.workspace, file=file)
    who = {"workspace": company.workspace, "actor": SYSTEM, "now": now}
    return start_import(file=file, file_name="people.csv", mapping=mapping, **who)


class PowerCutError(Exception):
    """The power goes."""


MIXED = (
    "id,email,account,account id,company plan\n"
    "1,b@x.example,Acme,C-1,gold\n"  # free only after the last line
    "3,a@x.example,Acme,C-1,silver\n"  # an account fact that comes too late
    "4,d@x.example,Fjord,,\n"
    "4,e@x.example,Fjord,,\n"  # twice in the file, in another batch
    "5,nonsense,Fjord,,\n"
    "6,f@x.example,Fjord,F-1,\n"
    "7,g@x.example,Fjord,,\n"
    ",h@x.example,,,\n"
    "2,c@x.example,,,\n"
)


def outcome(job: Job) -> tuple[object, ...]:
    people = Contact.objects.order_by("email").values_list("email", "external_id", "account__name")
    accounts = Account.objects.order_by("name").values_list("name", "external_id", "properties")
    problems = ImportProblem.objects.filter(job=job).order_by("line", "id").values_list("line", "reason", "detail")
    return job.state, job.result, list(people), list(accounts), list(problems)


def test_wherever_a_run_is_cut_off_the_next_one_loses_and_doubles_nothing(nordlys, now, bring_in) -> None:
    def everything(crash_at: int) -> tuple[int, tuple[object, ...]]:
        calls = 0

        def clock() -> datetime:
            nonlocal calls
            calls += 1
            if calls == crash_at:
                raise PowerCutError
            return now

        bring_in("id,email\n1,a@x.example\n2,b@x.example\n")
        job = opened(nordlys, now, MIXED)
        try:
            run_import(job=job, clock=clock)
        except PowerCutError:
            assert claim_job(kind=job.kind, now=now + timedelta(seconds=1)) is None or crash_at == 1
            heir = claim_job(kind=job.kind, now=now + LATER)
            assert heir is not None
            run_import(job=heir, clock=lambda: now + LATER)
        job.refresh_from_db()
        return calls, outcome(job)

    def rolled_back(crash_at: int) -> tuple[int, tuple[object, ...]]:
        with transaction.atomic():
            found = everything(crash_at)
            transaction.set_rollback(True)
        return found

    calls, undisturbed = rolled_back(0)
    assert undisturbed[1] == {"added": 5, "changed": 2, "unchanged": 0, "kept_out": 2}
    assert calls > 10
    for crash_at in range(1, calls + 1):
        assert rolled_back(crash_at)[1] == undisturbed, f"cut off at {crash_at}"


def test_an_import_stops_at_the_next_batch_when_somebody_asks(nordlys, now) -> None:
    job = opened(nordlys, now, "email\n" + "".join(f"p{number}@x.example\n" for number in range(10)))
    run_import(job=job, clock=lambda: now, on_progress=lambda done, _: request_cancel(job=job, actor=SYSTEM, now=now))
    job.refresh_from_db()
    assert (job.state, job.result["added"], Contact.objects.count()) == ("cancelled", 6, 6)


def test_the_worker_runs_what_waits_and_drops_the_file_afterwards(
    nordlys, now, django_capture_on_commit_callbacks
) -> None:
    job = opened(nordlys, now, "email\na@x.example\n")
    name = job.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert drain_imports() == 1
    assert drain_imports() == 0
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 1, 1)
    assert not default_storage.exists(name)


def test_the_caller_can_keep_an_import_from_the_worker_and_watch_it(nordlys) -> None:
    now = timezone.now()
    file = ContentFile(b"email\n" + b"".join(b"p%d@x.example\n" % number for number in range(7)))
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now, "file": file, "file_name": "p.csv"}
    job = start_import(mapping=guess_mapping(workspace=nordlys.workspace, file=file).as_json(), is_claimed=True, **who)
    assert drain_imports() == 0
    seen: list[tuple[int, int | None]] = []
    ended = run_import(job=job, clock=lambda: now, on_progress=lambda done, total: seen.append((done, total)))
    assert ended.state == "done"
    assert seen == [(3, 7), (6, 7), (7, 7)]


def a_bomb() -> bytes:
    """Return 110 MB in 100 kB. Made when asked for: every worker reads this module, and one of them needs it."""
    return gzip.compress(b"0" * 110_000_000)


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"", "empty", None),
        (b"\xef\xbb\xbf", "empty", None),
        (b"\n\n", "empty", None),
        (b"email\n", "no_rows", None),
        ("name\tEmail\n".encode("utf-16"), "no_rows", None),
        (b"PK\x03\x04\x14\x00", "broken", None),
        (b"%PDF-1.7\n", "not_a_table", None),
        (bytes(range(256)) * 9, "binary", None),
        (a_bomb, "bomb", None),
        (b"aino@x.example,Aino\nbo@x.example,Bo\n", "no_header", 1),
        (b"1,2,3\n4,5,6\n", "no_header", 1),
        (b'email,name\na@x.example,"Aino\nb@x.example,Bo\n', "unclosed_quote", 2),
        (b'"email,name\n', "unclosed_quote", 1),
        (b"email,name\na@x.example," + b"x" * 1_000_001 + b"\n", "huge_cell", 2),
        (b",".join(b"c%d" % number for number in range(151)) + b"\n1\n", "too_many_columns", 1),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_line(nordlys, now, content, reason, line) -> None:
    file = ContentFile(content() if callable(content) else content, "x.csv")
    with pytest.raises(UnreadableFileError) as refused:
        upload_file(workspace=nordlys.workspace, actor=SYSTEM, now=now, file=file, file_name="x.csv")
    assert (refused.value.reason, refused.value.line) == (reason, line)
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "email,name\na@x.example,Aino\n",
        "\ufeffemail;name\r\na@x.example;Aino\r\n",
        "email\tname\ra@x.example\tAino\r",
        "sep=;\nemail;name\na@x.example;Aino\n",
        '\n\nemail,name\n , \n,\n"a@x.example","Aino"',
        "email,name,,\na@x.example,Aino,,\n",
    ],
)
def test_csv_is_read_as_it_comes(bring_in, text) -> None:
    assert bring_in(text).result["added"] == 1
    assert Contact.objects.values_list("email", "name").get() == ("a@x.example", "Aino")


def test_a_million_characters_in_a_cell_keep_one_line_out(bring_in, problems) -> None:
    job = bring_in(f"email,name\na@x.example,{'x' * 900_000}\nb@x.example,Bo\n")
    assert (job.result["added"], job.result["kept_out"]) == (1, 1)
    assert problems(job) == [(2, "name", "x" * 200, "too_long")]


few = st.sampled_from
lines = st.lists(
    st.tuples(
        few(["", "", "1", "2", "3", "4"]),
        few(["", "a@x.example", "b@x.example", "c@x.example", "d@x.example", "nonsense"]),
        few(["", "Ann", "Bo"]),
        few(["", "", "Acme", "acme", "Fjord"]),
        few(["", "", "C1", "C2"]),
        few(["", "gold", "silver"]),
        few(["", "1", "2"]),
        few(["", "", "+358401234567", "+358401234568"]),
    ),
    min_size=1,
    max_size=9,
)


def as_csv(rows: list[tuple[str, ...]]) -> str:
    header = "id,email,name,account,account id,company plan,seats,phone"
    return "\n".join([header, *(",".join(row) for row in rows)]) + "\n"


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=lines, file=lines)
def test_every_line_ends_in_one_way_and_the_same_file_again_changes_nothing(bring_in, before, file) -> None:
    count = sum(any(row) for row in file)
    with transaction.atomic():
        if any(any(row) for row in before):
            bring_in(as_csv(before))
        if count:
            people = Contact.objects.count()
            first = bring_in(as_csv(file)).result
            assert sum(first.values()) == count
            assert Contact.objects.count() == people + first["added"]
            state = [list(model.objects.order_by("pk").values()) for model in (Contact, Account)]
            again = bring_in(as_csv(file)).result
            assert sum(again.values()) == count
            assert (again["added"], again["changed"]) == (0, 0)
            assert [list(model.objects.order_by("pk").values()) for model in (Contact, Account)] == state
        transaction.set_rollback(True)
