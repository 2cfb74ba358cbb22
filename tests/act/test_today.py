"""The Today page: what waits, quiet when nothing does, and where each role lands."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kuule.act.models import Absence, AgreedAction, Goal
from kuule.act.selectors.setup import charter_parts
from kuule.act.services.huddles import ItemWritten, start_huddle, write_item
from kuule.act.services.initiative_moves import ask_for_initiative, begin_initiative, grant_initiative
from kuule.act.services.initiative_parts import make_review, plan_review
from kuule.act.services.initiatives import accept_initiative
from kuule.act.services.setup import accept_part, name_parts, write_charter
from kuule.act.waiting import WAITING
from kuule.responses.services import ask_for_correction
from kuule.workspaces.models import Member
from kuule.workspaces.rules import PERMISSIONS, SYSTEM, Actor
from tests.act.huddling import a_case, account_of, coming, crew, rhythm, said, team_of
from tests.act.improving import propose
from tests.act.test_pulse import ask
from tests.act.test_setup import plan_with
from tests.conftest import NOW, Company
from tests.insight.conftest import Programme

SignIn = Callable[[Member], Client]
TODAY = "/w/nordlys/today/"


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


def parts(client: Client) -> dict[str, list[object]]:
    """Return the rows of each part of the page, by the name of its fragment."""
    page = client.get(TODAY)
    assert page.status_code == 200
    return {each.template.split("/_")[1].removesuffix(".html"): list(each.rows) for each in page.context["parts"]}


def test_without_an_answer_it_shows_the_first_steps(nordlys: Company, sign_in: SignIn) -> None:
    page = sign_in(nordlys.alice).get(TODAY, follow=True)
    assert page.redirect_chain == [("/w/nordlys/setup/", 302)]
    assert "Say what it is for" in page.content.decode()


def test_it_is_quiet_and_kind_when_nothing_waits(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    said(programme, account_of(programme, "Fjord Foods"), 5, "Fair")
    for member in nordlys.members:
        page = sign_in(member).get(TODAY).content.decode()
        assert "Nothing waits for you" in page


def test_own_cases_come_by_their_time_and_those_of_others_do_not(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    fjord = account_of(programme, "Fjord Foods")

    def case(words: str, hours: int, **told: object):
        due_at = NOW + timedelta(hours=hours)
        return a_case(programme, said(programme, fjord, 2, words), due_at=due_at, **{"owner": nordlys.frida, **told})

    later, late = case("Later", 20), case("Late", -3)
    silent = case("Nothing said", 21)
    type(later).objects.filter(pk=silent.pk).update(response=None, reason="silent")
    case("Not mine", -9, owner=nordlys.bob)
    reached, snoozed, replied = case("Reached", -5), case("Snoozed", -6), case("Replied", 3)
    type(later).objects.filter(pk__in=[reached.pk, replied.pk]).update(contacted_at=NOW)
    type(later).objects.filter(pk=snoozed.pk).update(snoozed_until=NOW + timedelta(days=1))
    type(later).objects.filter(pk=replied.pk).update(reply_waits_since=NOW - timedelta(hours=1))
    found = parts(sign_in(nordlys.frida))
    assert found["cases"] == [late, later, silent]
    assert found["replies"] == [replied]
    page = sign_in(nordlys.frida).get(TODAY).content.decode()
    assert "Overdue 3 h" in page
    assert "Nothing waits" not in page


def test_promises_praise_absences_huddles_and_decisions_come_too(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    frida, team = nordlys.frida, team_of(programme, "North", nordlys.frida, nordlys.bob)
    fjord = account_of(programme, "Fjord Foods", team)
    case = a_case(programme, said(programme, fjord, 2, "Call"), owner=nordlys.bob)
    praise = said(programme, fjord, 10, "Many thanks to Frida")
    said(programme, fjord, 10, "Thanks to Friday")
    said(programme, fjord, 10, "Many thanks")
    tomorrow = NOW.date() + timedelta(days=1)
    AgreedAction.objects.create(
        workspace=programme.workspace, case=case, text="Send it again", owner=frida, due_on=tomorrow, agreed_at=NOW
    )
    huddle = start_huddle(huddle=coming(rhythm(programme, team)), member=frida, actor=SYSTEM, now=NOW)
    item = ItemWritten(kind="promise", text="Tell the others", owner=frida, due_on=NOW.date())
    promise = write_item(huddle=huddle, item=item, member=frida, actor=SYSTEM, now=NOW)
    away = Absence.objects.create(
        workspace=programme.workspace, member=nordlys.bob, stand_in=frida, first_day=tomorrow, last_day=tomorrow
    )
    found = parts(sign_in(frida))
    assert [each.text for each in found["promises"]] == ["Tell the others", "Send it again"]
    assert [each.opening for each in found["praise"]] == ["Many thanks to Frida"]
    assert found["huddles"][0] == huddle
    assert found["absences"] == [away]
    page = sign_in(frida).get(TODAY).content.decode()
    assert "You stand in for" in page
    done = {"outcome": "done", "next": "today"}
    assert sign_in(frida).post(f"/w/nordlys/huddles/promises/{promise.pk}/settle/", done)["Location"] == TODAY
    ask_for_correction(response=praise, reason="Meant 1", actor=Actor.user(frida.user_id), now=NOW)
    assert len(parts(sign_in(nordlys.anna))["decisions"]) == 1
    assert "decisions" not in parts(sign_in(frida))


def test_what_waits_for_a_yes_a_decision_or_a_beginning_comes_and_goes(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    workspace, frida, bob = programme.workspace, nordlys.frida, nordlys.bob
    who: dict[str, Any] = {"actor": SYSTEM, "now": NOW}
    reviewed, asked = (propose(workspace, title=title, owner=frida) for title in ("Reviewed", "Asked"))
    ask_for_initiative(initiative=asked, asked=Decimal(9000), words="", **who)
    for days in (0, 1):
        plan_review(initiative=reviewed, due_on=NOW.date() + timedelta(days=days), **who)
    write_charter(workspace=workspace, plan=plan_with(), **who)
    name_parts(workspace=workspace, sponsor=bob, owners=[frida], **who)
    found, decided = parts(sign_in(frida)), parts(sign_in(bob))
    assert [kind for kind, _each in found["acceptances"]] == ["part", "initiative", "initiative"]
    assert [(kind, each) for kind, each, _review in decided["reviews"]] == [("review", reviewed), ("money", asked)]
    assert "reviews" not in found
    page = sign_in(bob).get(TODAY).content.decode()
    assert "asked for" in page
    assert "9,000" in page
    grant_initiative(initiative=asked, granted=Decimal(6000), words="", member=bob, **who)
    assert "grants" not in parts(sign_in(frida)), "nobody has taken it on"
    for initiative in (reviewed, asked):
        accept_initiative(initiative=initiative, member=frida, **who)
    for part in charter_parts(workspace):
        accept_part(part=part, member=part.member, **who)
    assert parts(sign_in(frida))["grants"] == [asked]
    make_review(review=reviewed.reviews.earliest("due_on"), verdict="continue", reason="It helps", **who)
    begin_initiative(initiative=asked, felt_from=NOW.date(), **who)
    said(programme, account_of(programme, "Fjord Foods"), 5, "Fair")
    for member in (frida, bob):
        assert "Nothing waits for you" in sign_in(member).get(TODAY).content.decode()


def test_a_goal_waits_for_its_owner(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    goal = Goal.objects.create(
        workspace=programme.workspace,
        name="Invoices",
        metric="nps",
        baseline_on=NOW - timedelta(days=9),
        baseline=3,
        target=30,
        due_on=NOW + timedelta(days=90),
        owner=nordlys.vera,
        made_at=NOW,
    )
    assert parts(sign_in(nordlys.vera))["acceptances"] == [("goal", goal)]
    sign_in(nordlys.vera).post(f"/w/nordlys/improve/goals/{goal.pk}/accept/")
    goal.refresh_from_db()
    assert goal.accepted_at == NOW


def test_a_pulse_waits_until_it_is_answered(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    team = team_of(programme, "North", nordlys.frida)
    crew(programme, team, 5)
    pulse = ask(team, nordlys.frida)
    assert parts(sign_in(nordlys.frida))["pulses"] == [(pulse, True)]
    sign_in(nordlys.frida).post(f"/w/nordlys/pulse/{pulse.pk}/", {"voice": "5"})
    said(programme, account_of(programme, "Fjord Foods"), 5, "Fair")
    assert "pulses" not in parts(sign_in(nordlys.frida))
    with time_machine.travel(pulse.closes_at, tick=False):
        assert parts(sign_in(nordlys.frida))["pulses"] == [(pulse, False)]


@pytest.mark.any_database
def test_it_asks_as_many_questions_for_a_few_as_for_hundreds(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    fjord, frida = account_of(programme, "Fjord Foods", owner=nordlys.frida), sign_in(nordlys.frida)

    def asked(more: int) -> int:
        for number in range(more):
            case = a_case(programme, said(programme, fjord, 3, f"Call {number}"), owner=nordlys.frida)
            said(programme, fjord, 10, f"Thanks {number}")
            AgreedAction.objects.create(
                workspace=programme.workspace, case=case, text="Send it", owner=nordlys.frida, due_on=NOW, agreed_at=NOW
            )
        with CaptureQueriesContext(connection) as queries:
            frida.get(TODAY)
        return len(queries)

    asked(9)
    assert asked(1) == asked(25)


def test_each_part_names_a_permission_that_exists() -> None:
    assert {each.permission for each in WAITING} <= set(PERMISSIONS)


def test_each_lands_where_their_work_is(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    def lands(member: Member) -> str:
        return str(sign_in(member).get("/")["Location"])

    overview = "/w/nordlys/"
    assert [lands(member) for member in nordlys.members] == [overview, overview, overview, TODAY, overview]
    team_of(programme, "North", nordlys.bob, nordlys.anna)
    assert (lands(nordlys.bob), lands(nordlys.anna)) == (TODAY, overview)
    for owner in (nordlys.alice, nordlys.anna, nordlys.vera):
        account_of(programme, f"Account of {owner}", owner=owner)
    assert [lands(member) for member in nordlys.members] == [TODAY, TODAY, overview, TODAY, overview]


def test_my_part_shows_touchpoints_and_teams_with_their_scores(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    team = team_of(programme, "North", nordlys.frida)
    touchpoint = programme.touchpoint("Delivery")
    touchpoint.owner = nordlys.frida
    touchpoint.save()
    fjord = account_of(programme, "Fjord Foods", team)
    a_case(programme, said(programme, fjord, 3, "Wet"), team=team, due_at=NOW - timedelta(hours=1))
    page = sign_in(nordlys.frida).get(f"{TODAY}part/")
    assert [str(each.plan) for each in page.context["parts"]] == ["Delivery", "North"]
    assert "Cases: 1 open, 1 late, 1 without an owner" in page.content.decode()
    assert "Nothing is yours yet" in sign_in(nordlys.bob).get(f"{TODAY}part/").content.decode()
