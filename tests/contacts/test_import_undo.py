"""Undoing a whole import: what it added goes, what it changed goes back, and what was used since stays."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule.contacts.models import Account, Contact, ImportChange, ImportedRow, PropertyDefinition
from kuule.contacts.services import (
    NotUndoableError,
    add_contact,
    change_contact,
    forget_old_imports,
    import_run,
    import_undo,
    run_undo,
    suppress,
    undo_import,
)
from kuule.contacts.services.import_tidy import BATCH
from kuule.jobs.models import Job
from kuule.jobs.services import claim_job
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM

BEFORE = (
    "id,email,name,phone,account,account id,company plan,seats\n1,a@x.example,Ann,+358401234567,Acme,C-1,gold,1\n"
    "2,b@x.example,Bo,,Fjord,,,\n"
)
AFTER = (
    "id,email,name,phone,account,account id,company plan,seats,vip\n1,ann@x.example,Ann Ek,+358401234568,Acme Oy,C-1,"
    "silver,2,yes\n2,a@x.example,,,Fjord,F-1,,7,\n3,c@x.example,Cy,,Nova,,,,no\n"
)


def state() -> list[object]:
    # When they were changed last stays: the undo itself is a change.
    contacts = [{**each, "changed_at": None} for each in Contact.objects.order_by("pk").values()]
    accounts = Account.objects.order_by("pk").values()
    return [*contacts, *accounts, *PropertyDefinition.objects.order_by("pk").values()]


def undone(job: Job, now: datetime) -> dict[str, int]:
    return run_undo(job=undo_import(job=job, actor=SYSTEM, now=now), clock=lambda: now).result


def test_everything_is_as_it_was_before(bring_in, now) -> None:
    bring_in(BEFORE)
    before = state()
    job = bring_in(AFTER)
    assert state() != before
    assert undone(job, now) == {
        "contact_removed": 1,
        "contact_restored": 2,
        "account_removed": 1,
        "account_restored": 2,
        "property_removed": 1,
    }
    assert state() == before
    assert AuditEntry.objects.latest("pk").act == "import_undone"
    assert list(Contact.objects.filter(search_text__contains="ann").values_list("email", flat=True)) == ["a@x.example"]


def test_what_somebody_changed_or_used_since_stays(bring_in, now, nordlys) -> None:
    bring_in(BEFORE)
    job = bring_in(AFTER + "4,d@x.example,Di,,,,,,\n5,e@x.example,Ed,,,,,,\n6,f@x.example,Fay,,,,,,\n")
    people = {each.external_id: each for each in Contact.objects.all()}
    who = {"actor": SYSTEM, "now": now}
    change_contact(contact=people["1"], name="Annika", **who)
    change_contact(contact=people["4"], title="CEO", **who)
    suppress(workspace=nordlys.workspace, address="e@x.example", reason="unsubscribed", contact=people["5"], **who)
    bring_in("id,name\n6,Fay Ask\n")
    result = undone(job, now)
    assert (result["contact_removed"], result["contact_kept"], result["contact_restored"]) == (1, 4, 1)
    assert set(Contact.objects.values_list("external_id", flat=True)) == {"1", "2", "4", "5", "6"}
    ann = Contact.objects.get(external_id="1")
    assert (ann.name, ann.email, ann.properties) == ("Annika", "a@x.example", {"seats": 1})


def test_an_address_that_somebody_else_has_by_now_is_not_taken_back(bring_in, now, nordlys) -> None:
    bring_in(BEFORE)
    job = bring_in("id,email\n1,new@x.example\n")
    add_contact(workspace=nordlys.workspace, email="a@x.example", actor=SYSTEM, now=now)
    assert undone(job, now) == {"contact_kept": 1}
    assert Contact.objects.get(external_id="1").email == "new@x.example"


def test_it_is_undone_once_and_only_within_a_month(bring_in, now) -> None:
    job = bring_in(BEFORE)
    with pytest.raises(NotUndoableError):
        undo_import(job=job, actor=SYSTEM, now=now + timedelta(days=30))
    undone(job, now)
    with pytest.raises(NotUndoableError):
        undo_import(job=job, actor=SYSTEM, now=now)
    with pytest.raises(NotUndoableError):
        undo_import(job=bring_in("email\nnonsense\n"), actor=SYSTEM, now=now)


def test_after_a_month_nothing_remembers_lines_and_changes(bring_in, now) -> None:
    bring_in(BEFORE + "7,nonsense,,,,,,\n")
    assert ImportChange.objects.count() + ImportedRow.objects.count() < BATCH
    assert forget_old_imports(now=now + timedelta(days=29)) == 0
    assert forget_old_imports(now=now + timedelta(days=30)) > 0
    assert not ImportChange.objects.exists()
    assert not ImportedRow.objects.exists()


class PowerCutError(Exception):
    """The power goes."""


def test_wherever_it_is_cut_off_the_next_worker_goes_on(bring_in, now, monkeypatch) -> None:
    monkeypatch.setattr(import_undo, "BATCH", 1)
    bring_in(BEFORE)
    before = state()
    for crash_at in range(1, 10):
        calls = 0

        def clock() -> datetime:
            nonlocal calls
            calls += 1
            if calls == crash_at:  # noqa: B023 - used within the round
                raise PowerCutError
            return now

        undo = undo_import(job=bring_in(AFTER), actor=SYSTEM, now=now)
        try:
            undo = run_undo(job=undo, clock=clock)
        except PowerCutError:
            undo = claim_job(kind=import_undo.UNDO, now=now + timedelta(hours=1)) or undo
            run_undo(job=undo, clock=lambda: now + timedelta(hours=1))
        assert undo.state == "done"
        assert state() == before, f"cut off at {crash_at}"


few = st.sampled_from
lines = st.lists(
    st.tuples(
        few(["", "1", "2", "3"]),
        few(["", "a@x.example", "b@x.example", "c@x.example"]),
        few(["", "+358401234567", "+358401234568"]),
        few(["", "Ann", "Bo"]),
        few(["", "Acme", "Fjord"]),
        few(["", "C1", "C2"]),
        few(["", "gold", "silver"]),
        few(["", "1", "2"]),
    ),
    min_size=1,
    max_size=7,
)


def as_csv(rows: list[tuple[str, ...]]) -> str:
    header = "id,email,phone,name,account,account id,company plan,seats"
    return "\n".join([header, *(",".join(row) for row in rows if any(row))]) + "\n"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=lines, file=lines)
def test_whatever_a_file_did_undoing_it_brings_everything_back(bring_in, now, monkeypatch, before, file) -> None:
    monkeypatch.setattr(import_run, "BATCH_ROWS", 3)
    if not any(map(any, before)) or not any(map(any, file)):
        return
    with transaction.atomic():
        bring_in(as_csv(before))
        was = state()
        job = bring_in(as_csv(file))
        if job.result["added"] or job.result["changed"]:
            undone(job, now)
            assert state() == was
        transaction.set_rollback(True)
