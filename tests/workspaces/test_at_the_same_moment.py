"""Two people who do at one moment what only one of them may do."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from kuule.workspaces.models import Member, User, Workspace
from kuule.workspaces.rules import OWNER, SYSTEM, VIEWER, Refused
from kuule.workspaces.services import change_member, set_up_installation
from tests.conftest import NOW, PASSWORD, make_member, make_workspace

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[str]:
    """Run the acts at once in threads of their own; return "done" or the reason of refusal for each."""
    outcome: list[str] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            outcome.append("done")
        except Refused as refused:
            outcome.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcome)


def test_two_owners_cannot_both_step_down() -> None:
    workspace = make_workspace("Nordlys Energy", "nordlys")
    owners = [make_member(workspace, name, OWNER) for name in ("Alice", "Bob")]

    def step_down(member: Member) -> Callable[[], object]:
        return lambda: change_member(member=member, role=VIEWER, teams=[], actor=SYSTEM, now=NOW)

    assert together(*(step_down(member) for member in owners)) == ["done", "last_owner"]
    assert Member.objects.filter(workspace=workspace, role=OWNER).count() == 1


def test_only_one_person_sets_up_an_installation() -> None:
    def set_up(name: str) -> Callable[[], object]:
        return lambda: set_up_installation(
            company=name,
            slug=name,
            name=name,
            email=f"{name}@example.test",
            password=PASSWORD,
            language="en",
            timezone="UTC",
            now=NOW,
        )

    assert together(set_up("ada"), set_up("eve")) == ["already_set_up", "done"]
    assert (User.objects.count(), Workspace.objects.count()) == (1, 1)
