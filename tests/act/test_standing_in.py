"""Who looks after the cases of somebody who is away, and how customers are shared out when there are too many."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kuule.act.models import Absence, Case, CaseEvent, CaseSettings, Letter
from kuule.act.query import CaseQuery
from kuule.act.rules import ASSIGNED
from kuule.act.rules.letters import ESCALATION, REMINDER
from kuule.act.selectors.inboxes import case_page, inbox_counts
from kuule.act.services.letters import write_letter
from kuule.act.wordings import wording_for
from kuule.workspaces.models import AuditEntry, Member
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import form_team
from tests.act.conftest import OpenCase
from tests.conftest import NOW, Company
from tests.insight.reading import words

SignIn = Callable[[Member], Client]
LIST = "/w/nordlys/cases/"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def away(nordlys: Company, now: datetime) -> Absence:
    """Bob is away until Tuesday; Frida stands in."""
    return Absence.objects.create(
        workspace=nordlys.workspace,
        member=nordlys.bob,
        stand_in=nordlys.frida,
        first_day=now.date(),
        last_day=now.date() + 4 * DAY,
    )


def mine(member: Member, now: datetime) -> list[int]:
    return [case.pk for case in case_page(member, CaseQuery(), now=now).rows]


def test_what_is_due_of_somebody_away_waits_for_the_stand_in(
    nordlys: Company, sign_in: SignIn, case_of: OpenCase, away: Absence, now: datetime
) -> None:
    due, own = case_of(nordlys.bob), case_of(nordlys.frida, due_at=now + 30 * timedelta(hours=1))
    reached = case_of(nordlys.bob)
    Case.objects.filter(pk=reached.pk).update(contacted_at=now)
    case_of(nordlys.bob, due_at=now + 6 * DAY)
    assert mine(nordlys.frida, now) == [due.pk, own.pk]
    assert inbox_counts(nordlys.frida, now=now)["mine"] == 2
    frida = sign_in(nordlys.frida)
    for page in (LIST, "/w/nordlys/today/"):
        assert words(frida.get(page)).count("for Bob, away until 24 Nov") == 1
    assert frida.get(f"{LIST}{due.pk}/").status_code == 200
    assert len(mine(nordlys.bob, now)) == 3
    # Back again, everything is Bob's alone.
    with time_machine.travel(now + 5 * DAY, tick=False):
        assert mine(nordlys.frida, now + 5 * DAY) == [own.pk]
        assert sign_in(nordlys.frida).get(f"{LIST}{due.pk}/").status_code == 404


def test_the_chain_of_stand_ins_ends_with_whoever_is_there(
    nordlys: Company, case_of: OpenCase, away: Absence, now: datetime
) -> None:
    case = case_of(nordlys.bob)
    days = {"first_day": now.date(), "last_day": now.date()}
    Absence.objects.create(workspace=nordlys.workspace, member=nordlys.frida, stand_in=nordlys.alice, **days)
    assert (mine(nordlys.frida, now), mine(nordlys.alice, now)) == ([], [case.pk])


def test_a_reminder_lets_owner_and_stand_in_act_each_in_their_way(
    nordlys: Company, case_of: OpenCase, away: Absence, now: datetime
) -> None:
    team = form_team(workspace=nordlys.workspace, name="North", actor=SYSTEM, now=now)
    case = case_of(nordlys.bob, team=team)

    def mail(to: Member, purpose: str = REMINDER) -> str:
        letter = write_letter(workspace=nordlys.workspace, purpose=purpose, to=to, case=case, now=now)
        with timezone.override(nordlys.workspace.timezone):
            return wording_for(purpose).parts(Letter.objects.get(pk=letter.pk))[1]

    owner, stand_in = mail(nordlys.bob), mail(nordlys.frida)
    for said in ("I called and reached them", "Remind me tomorrow", "Hand it back to my team", "the case is yours"):
        assert said in owner
    for said in ("I called and reached them", "I take it", "because you stand in for Bob"):
        assert said in stand_in
    assert "Remind me tomorrow" not in stand_in
    # Who hears that it is late can take it; a link is for who may work cases.
    assert "I take it" in mail(nordlys.alice, ESCALATION)
    assert "I take it" not in mail(nordlys.anna, ESCALATION)


@pytest.fixture
def busy(nordlys: Company, case_of: OpenCase, cases_begin: CaseSettings, now: datetime) -> list[Case]:
    """Frida, of the team North with Bob, has five customers to call and time for two a day."""
    team = form_team(workspace=nordlys.workspace, name="North", actor=SYSTEM, now=now)
    team.members.add(nordlys.frida, nordlys.bob)
    cases_begin.calls_a_day = 2
    cases_begin.save()
    return [case_of(nordlys.frida, team=team, due_at=now + number * timedelta(hours=1)) for number in range(1, 6)]


def test_what_is_proposed_is_handed_over_by_one_button(
    nordlys: Company, sign_in: SignIn, busy: list[Case], now: datetime
) -> None:
    bob, address = sign_in(nordlys.bob), f"{LIST}who-can-call/"
    page = bob.get(address).content.decode()
    moves = [part.partition('"')[0] for part in page.split('name="move" value="')[1:]]
    assert len(moves) == 2
    assert sign_in(nordlys.anna).get(address).status_code == 200
    assert sign_in(nordlys.anna).post(address, {"move": moves}).status_code == 403
    forged = f"{busy[0].pk}-{nordlys.alice.pk}"
    said = words(bob.post(address, {"move": [moves[0], forged]}, follow=True))
    assert "1 case is handed over." in said
    assert Case.objects.filter(owner=nordlys.bob).count() == 1
    busy[0].refresh_from_db()
    assert busy[0].owner == nordlys.frida
    event = CaseEvent.objects.get(kind=ASSIGNED, by=nordlys.bob)
    assert event.words == "More customers waited than the owner could call in a day."
    assert AuditEntry.objects.filter(act="case_handed_over").count() == 1
    # Sent once more, it is not proposed any more.
    assert "Nothing is handed over" in words(bob.post(address, {"move": moves[0]}, follow=True))


def test_an_inbox_with_more_than_can_be_called_says_so_and_offers_the_other_order(
    nordlys: Company, sign_in: SignIn, busy: list[Case], now: datetime
) -> None:
    frida, note = sign_in(nordlys.frida), "More customers are due than can be called"
    for inbox in ("mine", "team"):
        page = frida.get(f"{LIST}?inbox={inbox}")
        assert note in words(page), inbox
        assert f"?inbox={inbox}&amp;order=stake" in page.content.decode()
    assert note not in words(frida.get(f"{LIST}?order=stake"))
    Case.objects.filter(pk__in=[case.pk for case in busy[:3]]).update(contacted_at=now)
    assert note not in words(frida.get(LIST))
