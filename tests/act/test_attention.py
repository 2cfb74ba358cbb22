"""Who hears of a case that waits, when, and how often; and cases about people who fell silent."""

from datetime import timedelta

import pytest

from kuule.act.models import Absence, Case, CaseEvent, Letter, Playbook
from kuule.act.rules import CLOSED, ESCALATED, REMINDED, SILENT, WOKEN
from kuule.act.rules.letters import ESCALATION, REMINDER
from kuule.act.selectors.office import Office
from kuule.act.services.attention import attend_to_some
from kuule.act.services.holds import release_case_holds
from kuule.act.services.planning import look_again
from kuule.act.services.silence import hear_silence
from kuule.contacts.rules import DECISION_MAKER
from kuule.dispatch.models import AskHold
from kuule.workspaces.models import Team
from kuule.workspaces.rules import SYSTEM
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = NOW - 4 * DAY


@pytest.fixture
def case(programme, nordlys, hear) -> Case:
    """A case of Frida's, opened on Monday at noon in Helsinki and due on Tuesday at noon."""
    team = Team.objects.create(workspace=nordlys.workspace, name="North")
    team.members.add(nordlys.frida, nordlys.bob)
    account = programme.account("Fjord")
    account.owner, account.team = nordlys.frida, team
    account.save()
    programme.answer(2, contact=programme.contact(account=account), at=MONDAY)
    return hear(MONDAY)[0]


def attend(at) -> None:
    while attend_to_some(now=at):
        pass


def told(purpose: str) -> list[str]:
    return sorted(str(letter.member) for letter in Letter.objects.filter(purpose=purpose))


def test_owner_and_stand_in_are_reminded_then_managers_then_owners_hear_each_once(case, nordlys) -> None:
    Absence.objects.create(
        workspace=nordlys.workspace,
        member=nordlys.frida,
        stand_in=nordlys.bob,
        first_day=(MONDAY + DAY).date(),
        last_day=(MONDAY + DAY).date(),
    )
    attend(case.due_at - 5 * HOUR)
    assert told(REMINDER) == []
    for _again in range(2):
        attend(case.due_at - 4 * HOUR)
    assert told(REMINDER) == ["Bob", "Frida"]
    attend(case.due_at)
    assert told(ESCALATION) == ["Bob"]
    for _again in range(2):
        attend(case.due_at + DAY)
    assert told(ESCALATION) == ["Alice", "Bob"]
    assert CaseEvent.objects.filter(kind=ESCALATED).count() == 2
    case.refresh_from_db()
    assert case.look_at is None


def test_a_late_worker_does_not_remind_of_what_is_over_but_leaves_out_no_level(case) -> None:
    attend(case.due_at + 2 * DAY)
    assert told(REMINDER) == []
    assert told(ESCALATION) == ["Alice", "Bob"]
    assert not CaseEvent.objects.filter(kind=REMINDED).exists()


@pytest.mark.parametrize("end", [{"contacted_at": MONDAY}, {"state": CLOSED}])
def test_nothing_is_written_once_somebody_reached_out_or_the_case_is_closed(case, end) -> None:
    Case.objects.filter(pk=case.pk).update(**end)
    attend(case.due_at + 2 * DAY)
    assert told(REMINDER) == told(ESCALATION) == []
    case.refresh_from_db()
    assert case.look_at is None


def test_a_snooze_ends_by_itself_and_never_moves_the_time(case) -> None:
    due = case.due_at
    case.snoozed_until, case.contacted_at = due + DAY, MONDAY
    look_again(case, office=Office(case.workspace, now=MONDAY))
    case.save()
    attend(due + DAY - HOUR)
    assert not CaseEvent.objects.filter(kind=WOKEN).exists()
    attend(due + DAY)
    case.refresh_from_db()
    assert (case.snoozed_until, case.due_at, case.look_at) == (None, due, None)
    assert CaseEvent.objects.filter(kind=WOKEN).count() == 1


def test_the_hold_of_a_case_is_released_once(case) -> None:
    for _again in range(2):
        release_case_holds(case=case, actor=SYSTEM, now=NOW)
    assert AskHold.objects.get().released_at == NOW


def test_a_decision_maker_who_fell_silent_has_one_case_at_a_time(programme, nordlys) -> None:
    Playbook.objects.create(workspace=nordlys.workspace, name="Silence", reason=SILENT, silent_days=100, changed_at=NOW)
    silent = programme.contact("Signe", role=DECISION_MAKER)
    lately = programme.contact("Lars", role=DECISION_MAKER)
    for contact, ago in ((silent, 120), (silent, 30), (lately, 30), (lately, 2)):
        programme.ask(contact, NOW - ago * DAY)
    assert hear_silence(workspace=nordlys.workspace, now=NOW) == 1
    assert hear_silence(workspace=nordlys.workspace, now=NOW + DAY) == 0
    case = Case.objects.get()
    assert (case.contact, case.reason) == (silent, SILENT)
    Case.objects.update(state=CLOSED, closed_at=NOW)
    assert hear_silence(workspace=nordlys.workspace, now=NOW + 20 * DAY) == 0
    programme.ask(silent, NOW + 60 * DAY)
    assert hear_silence(workspace=nordlys.workspace, now=NOW + 110 * DAY) == 1
