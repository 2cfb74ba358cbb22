"""What is kept only for so long: names on answers, and people nobody heard of."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kuule.contacts.models import Contact, Erasure
from kuule.contacts.services import add_contact, change_contact
from kuule.responses.models import Response
from kuule.responses.services import accept_answer, add_note
from kuule.responses.services.retention import erase_silent_people, forget_old_answers, old_answers, silent_people
from kuule.responses.tasks import drain_old_answers, drain_silent_people
from kuule.workspaces.rules import SYSTEM, Actor
from kuule.workspaces.services import change_workspace, due_by_age
from tests.conftest import Company

from .conftest import ask

MONTH = timedelta(days=31)


def answered(version, at, score: int = 3, verbatim: str = "Too slow") -> Response:
    return accept_answer(
        version=version,
        score=score,
        verbatim=verbatim,
        answers={"improve": "price"},
        language="en",
        channel="email",
        now=at,
        invitation=ask(version, at).invitation,
    )


def keep(company: Company, **months: int) -> None:
    change_workspace(workspace=company.workspace, actor=SYSTEM, now=timezone.now(), **months)


def test_old_answers_lose_their_names_and_keep_their_score(nordlys: Company, version) -> None:
    now = timezone.now()
    old, new = answered(version, now - 14 * MONTH), answered(version, now - MONTH, score=9, verbatim="Quick")
    add_note(response=old, text="Called.", actor=Actor.user(nordlys.bob.user_id), now=now)
    assert due_by_age(nordlys.workspace, months={"answers_kept_months": 12}, now=now) == {"answers_kept_months": 1}
    assert drain_old_answers() == 0, "nothing goes before an owner says so"
    keep(nordlys, answers_kept_months=12)
    assert drain_old_answers() == 1
    assert drain_old_answers() == 0
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.score, old.verbatim, old.contact, old.account, old.answers) == (3, "", None, None, {"improve": "price"})
    assert timedelta(0) <= now - 14 * MONTH - old.answered_at < timedelta(days=1)
    assert not old.notes.exists()
    assert (new.verbatim, new.contact is None) == ("Quick", False)


def test_silent_people_are_erased_and_others_stay(nordlys: Company, version) -> None:
    now = timezone.now()
    names = ("silent", "changed", "new")
    people = {
        name: add_contact(
            workspace=nordlys.workspace,
            email=f"{name}@x.example",
            actor=SYSTEM,
            now=now if name == "new" else now - 40 * MONTH,
        )
        for name in names
    }
    change_contact(contact=people["changed"], name="Changed", actor=SYSTEM, now=now - MONTH)
    asked = ask(version, now - MONTH).contact
    assert due_by_age(nordlys.workspace, months={"people_kept_months": 36}, now=now) == {"people_kept_months": 1}
    keep(nordlys, people_kept_months=36)
    assert list(silent_people(nordlys.workspace, months=36, now=now)) == [people["silent"]]
    assert drain_silent_people() == 1
    assert drain_silent_people() == 0
    assert Erasure.objects.get().reason == "kept_long"
    left = set(Contact.objects.values_list("email", flat=True))
    assert left == {"changed@x.example", "new@x.example", asked.email}


@pytest.mark.parametrize("limit", [1, 2, 10])
def test_whatever_is_left_is_done_the_next_time(nordlys: Company, version, limit: int) -> None:
    now = timezone.now()
    for _number in range(3):
        answered(version, now - 14 * MONTH)
    keep(nordlys, answers_kept_months=12)
    rounds = iter(lambda: forget_old_answers(workspace=nordlys.workspace, now=now, limit=limit), 0)
    assert sum(rounds) == 3
    assert not old_answers(nordlys.workspace, months=12, now=now).exists()


def test_another_workspace_keeps_its_own(nordlys: Company, charlie, version) -> None:
    now = timezone.now()
    add_contact(workspace=charlie.workspace, email="old@other.example", actor=SYSTEM, now=now - 40 * MONTH)
    keep(nordlys, people_kept_months=36)
    assert drain_silent_people() == 0
    charlie.workspace.people_kept_months = 36
    assert erase_silent_people(workspace=charlie.workspace, now=now) == 1
