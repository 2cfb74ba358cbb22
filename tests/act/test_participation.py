"""Who takes part: teams as far as no single person can be read out of it, and one's own for oneself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from kuule.act.answers.participation import GUESSED, HELD_HUDDLES, IN_TIME, KEPT, OPENED, OWNED, Share, participation_of
from kuule.act.models import Case, Huddle
from kuule.act.rules.huddles import LEAST_CONTRIBUTORS
from kuule.act.services.huddles import ItemWritten, finish_huddle, read_agenda, settle_item, start_huddle, write_item
from kuule.act.services.initiative_moves import stop_initiative
from kuule.act.services.initiatives import accept_initiative
from kuule.insight.services import keep_guesses
from kuule.workspaces.models import Member, Team
from kuule.workspaces.rules import SYSTEM
from tests.act.huddling import a_case, account_of, coming, crew, rhythm, said, team_of
from tests.act.improving import propose
from tests.conftest import NOW, Company
from tests.insight.conftest import Programme

SignIn = Callable[[Member], Client]
LATER = NOW + timedelta(days=7)


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


def shares(team: Team, member: Member) -> dict[str, Share]:
    return {each.key: each for each in participation_of(team, member=member, now=LATER).shares}


def work(programme: Programme, team: Team, people: list[Member]) -> None:
    """Give each of some people two cases, one reached in time."""
    for member in people:
        account = account_of(programme, f"Account of {member}", team, owner=member)
        for reached in (True, False):
            case = a_case(programme, said(programme, account, 2, ""), team=team, owner=member)
            Case.objects.filter(pk=case.pk).update(contacted_at=NOW if reached else None)


@pytest.mark.parametrize("people", range(1, 6))
def test_a_figure_of_a_team_leaves_nobody_to_be_reckoned_out(
    nordlys: Company, programme: Programme, people: int
) -> None:
    team = team_of(programme, "North")
    members = crew(programme, team, 5)
    work(programme, team, members[:people])
    found = shares(team, members[0])[IN_TIME]
    assert found.own == (1, 2)
    expected = (people, 2 * people) if people >= LEAST_CONTRIBUTORS else (None, None)
    assert (found.hits, found.of) == expected
    assert shares(team, nordlys.bob)[IN_TIME].own is None


def test_huddles_readings_guesses_and_promises_are_counted(nordlys: Company, programme: Programme) -> None:
    team = team_of(programme, "North")
    people = crew(programme, team, 4)
    huddle = start_huddle(huddle=coming(rhythm(programme, team)), member=people[0], actor=SYSTEM, now=NOW)
    read_agenda(huddle=huddle, member=people[1], now=NOW)
    for number, member in enumerate(people):
        item = ItemWritten(kind="promise", text="Call", owner=member, due_on=NOW.date() + timedelta(days=2))
        written = write_item(huddle=huddle, item=item, member=member, actor=SYSTEM, now=NOW)
        account = account_of(programme, f"Account {number}", team, owner=member)
        if number < 3:
            settle_item(item=written, is_done=True, actor=SYSTEM, now=NOW + timedelta(days=number * 2))
            keep_guesses(member=member, guesses={account.pk: 8}, now=NOW)
    finish_huddle(huddle=huddle, actor=SYSTEM, now=NOW)
    Huddle.objects.filter(state="planned").delete()
    found = shares(team, people[0])
    counted = {key: (each.hits, each.of) for key, each in found.items()}
    nothing = (None, None)
    made = {HELD_HUDDLES: (1, 1), OPENED: (2, 4), GUESSED: (3, 4), KEPT: (2, 4)}
    assert counted == {**made, IN_TIME: nothing, OWNED: nothing}
    assert {key: each.own for key, each in found.items()} == {
        HELD_HUDDLES: None,
        OPENED: (1, 1),
        IN_TIME: None,
        GUESSED: (1, 1),
        KEPT: (1, 1),
        OWNED: None,
    }


def test_initiatives_count_for_their_owner_while_they_go_on(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    team = team_of(programme, "North")
    people = crew(programme, team, 3)
    owned = [propose(programme.workspace, title=f"Plan of {each}", owner=each) for each in people]
    for initiative in owned[:2]:
        accept_initiative(initiative=initiative, member=initiative.owner, actor=SYSTEM, now=NOW)
    over = propose(programme.workspace, owner=people[0], now=NOW - timedelta(days=300))
    stop_initiative(initiative=over, words="No", actor=SYSTEM, now=NOW - timedelta(days=200))
    found = shares(team, people[0])[OWNED]
    assert (found.hits, found.of, found.own) == (2, 3, (1, 1))
    page = sign_in(people[2]).get("/w/nordlys/today/part/").content.decode()
    assert f"{owned[2].title}" in page
    assert "you have not taken it on yet" in page
    assert owned[0].title not in page


def test_the_page_shows_own_teams_by_name_and_says_that_they_are_not_told_apart(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    for name in ("South", "North"):
        team = team_of(programme, name)
        work(programme, team, crew(programme, team, 3))
    team.members.add(nordlys.frida)
    where = "/w/nordlys/huddles/participation/"
    with time_machine.travel(LATER, tick=False):
        all_teams = sign_in(nordlys.anna).get(where).content.decode()
        own = sign_in(nordlys.frida).get(where).content.decode()
    assert all_teams.index("North") < all_teams.index("South")
    assert "by these figures they are not told apart" in all_teams
    assert "3 of 6" in own
    assert "South" not in own
