"""The checks of a programme: each computed from what really happened, with its line, its rows and its trend."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from kuule.act.answers.health import Checked, health_of
from kuule.act.checks import CHECKS
from kuule.act.models import AgreedAction, Case, Goal, HealthReading, RootCause
from kuule.act.rules import CLOSED, DETRACTOR, OPEN
from kuule.act.rules.goals import NPS
from kuule.act.rules.health import ACT, BETTER, GOOD, HALVES, LOOK, SAME, UNKNOWN, WORSE, Line, way_of
from kuule.act.services.health import draw_health_line, keep_health
from kuule.act.services.huddles import read_agenda
from kuule.act.tasks import drain_health
from kuule.act.templatetags.health import check_facts, check_sentence, check_title, next_step, way_words
from kuule.contacts.models import Contact, Suppression
from kuule.dispatch.models import Exclusion
from kuule.dispatch.services.collectors import open_collector
from kuule.economics.models import CustomerEvent
from kuule.economics.rules import CONTACTED
from kuule.responses.models import Response
from kuule.responses.rules import UNCLEAR
from kuule.workspaces.models import User
from kuule.workspaces.rules import SYSTEM, Refused
from tests.act.huddling import coming, rhythm, team_of
from tests.conftest import NOW, Company
from tests.insight.conftest import Programme, define, programme

__all__ = ["define", "programme"]
pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("line", "states"),
    [
        (Line(0.9, 0.7), {0.95: GOOD, 0.9: GOOD, 0.8: LOOK, 0.7: ACT, 0.1: ACT, None: UNKNOWN}),
        (Line(0.05, 0.2), {0.0: GOOD, 0.05: GOOD, 0.1: LOOK, 0.2: ACT, 0.9: ACT, None: UNKNOWN}),
    ],
)
def test_a_line_says_how_a_value_stands(line: Line, states: dict[float | None, str]) -> None:
    assert {value: line.state_of(value) for value in states} == states


def test_what_chance_explains_is_steady() -> None:
    more, less = Line(0.9, 0.7), Line(0.05, 0.2)
    assert [way_of(step, more, is_chance=False) for step in (0.2, -0.2, 0.001, None)] == [BETTER, WORSE, SAME, ""]
    assert [way_of(step, less, is_chance=False) for step in (0.2, -0.2)] == [WORSE, BETTER]
    assert way_of(0.2, more, is_chance=True) == SAME


def found_in(company: Company, now: datetime = NOW) -> dict[str, Checked]:
    return {each.check.key: each for each in health_of(company.workspace, now=now)}


def case(company: Company, **fields: Any) -> Case:
    usual = {"opened_at": NOW - 3 * DAY, "due_at": NOW - 2 * DAY, "reason": DETRACTOR, "state": OPEN}
    return Case.objects.create(workspace=company.workspace, **{**usual, **fields})


def test_an_empty_workspace_says_of_each_check_what_is_missing(nordlys: Company) -> None:
    found = found_in(nordlys)
    assert [each.check.key for each in found.values()] == [check.key for check in CHECKS]
    assert [sum(check.half == half for check in CHECKS) for half in HALVES] == [10, 10]
    told = {key: check_sentence(each) for key, each in found.items() if each.state == UNKNOWN}
    assert len(set(found) - set(told)) <= 1
    assert all(told.values())
    assert all(check_title(key) and next_step(key) for key in found)


def test_measuring_is_looked_at(nordlys: Company, programme: Programme) -> None:
    workspace = nordlys.workspace
    fjord = programme.account("Fjord")
    fjord.owner = nordlys.frida
    fjord.save()
    people = [programme.contact(f"P{n}", account=fjord, role="user") for n in range(8)]
    programme.contact("Decider", account=fjord, role="decision_maker")
    for person in people:
        old = {"created_at": NOW - 200 * DAY, "email": f"p{person.pk}@fjord.example"}
        Contact.objects.filter(pk=person.pk).update(**old)
    for person in people[:3]:
        programme.answer(9, contact=person, at=NOW - 40 * DAY)
    for person in people[3:6]:
        programme.ask(person, NOW - 40 * DAY)
    programme.ask(people[0], NOW - 20 * DAY)
    Suppression.objects.create(
        workspace=workspace, address_hash="x", reason="bounced", contact=people[7], created_at=NOW
    )
    Exclusion.objects.create(
        workspace=workspace, contact=people[6], reason="Asked me not to", member=nordlys.frida, placed_at=NOW - DAY
    )
    link = open_collector(
        workspace=workspace,
        survey=programme.survey,
        kind="member_link",
        name="Frida",
        member=nordlys.frida,
        account=fjord,
        actor=SYSTEM,
        now=NOW,
    )
    by_link = programme.answer(10, at=NOW - 5 * DAY)
    Response.objects.filter(pk=by_link.pk).update(collector=link, channel="member_link", account=fjord)
    odd = programme.answer(0, at=NOW - 4 * DAY)
    Response.objects.filter(pk=odd.pk).update(verdict=UNCLEAR)
    found = found_in(nordlys, NOW + timedelta(minutes=1))
    counts = {key: (each.finding.hits, each.finding.n) for key, each in found.items()}
    assert counts["cadence"] == (6, 7)
    assert counts["response_rate"] == (3, 7)
    assert counts["roles"] == (0, 1)
    assert counts["accounts_heard"] == (1, 1)
    assert counts["addresses"] == (7, 9)
    assert counts["over_asking"] == (1, 7)
    assert counts["asked_in_person"] == (1, 4)
    assert counts["taken_out"] == (1, 9)
    assert counts["unclear"] == (1, 5)
    # Answers by the link of a member stay out of the score.
    assert counts["enough"] == (3, 3)
    assert [row.pk for row in found["over_asking"].finding.rows] == [people[0].pk]
    assert check_facts(found["asked_in_person"]) == [
        "1 answer was asked for by the owner of the account that it is about."
    ]
    assert check_facts(found["addresses"]) == ["1 person has no address at all."]


def test_using_is_looked_at(nordlys: Company, programme: Programme) -> None:
    workspace, cause = nordlys.workspace, RootCause.objects.create(workspace=nordlys.workspace, name="Invoices")
    fjord = programme.account("Fjord")
    unhappy = [programme.contact(f"P{n}", account=fjord) for n in range(2)]
    for person in unhappy:
        programme.answer(2, contact=person, at=NOW - 10 * DAY)
    CustomerEvent.objects.create(
        workspace=workspace,
        account=fjord,
        contact=unhappy[0],
        kind=CONTACTED,
        happened_at=NOW - 9 * DAY,
        outcome=True,
        told_at=NOW,
    )
    late = case(nordlys, account=fjord)
    case(nordlys, contacted_at=NOW - 2 * DAY - timedelta(hours=1))
    case(nordlys, due_at=NOW + DAY)
    closed = case(nordlys, due_at=NOW - 200 * DAY, state=CLOSED, closed_at=NOW - DAY, root_cause=cause)
    case(nordlys, due_at=NOW - 200 * DAY, state=CLOSED, closed_at=NOW - DAY)
    promised = {"workspace": workspace, "case": closed, "agreed_at": NOW - 9 * DAY, "due_on": (NOW - 3 * DAY).date()}
    AgreedAction.objects.create(text="Send the invoice again", done_at=NOW - 4 * DAY, **promised)
    AgreedAction.objects.create(text="Call back", done_at=NOW - DAY, **promised)
    AgreedAction.objects.create(text="Visit", dropped_at=NOW - 4 * DAY, **promised)
    goal = {"workspace": workspace, "metric": NPS, "baseline": 1, "target": 9, "baseline_on": NOW.date()}
    for number in range(2):
        Goal.objects.create(
            name=f"Goal {number}",
            due_on=(NOW + 90 * DAY).date(),
            accepted_at=NOW if number else None,
            is_paid=not number,
            made_at=NOW,
            **goal,
        )
    User.objects.filter(pk=nordlys.bob.user_id).update(last_login=NOW - DAY)
    plan = rhythm(programme, team_of(programme, "North", nordlys.frida))
    read_agenda(huddle=coming(plan), member=nordlys.frida, now=NOW - DAY)
    found = found_in(nordlys, NOW + timedelta(minutes=1))
    counts = {key: (each.finding.hits, each.finding.n) for key, each in found.items()}
    assert counts["loop"] == (1, 2)
    assert counts["cases_late"] == (1, 2)
    assert counts["causes"] == (1, 2)
    assert counts["promises"] == (1, 2)
    assert counts["goals"] == (1, 2)
    assert counts["read"] == (2, 5), "one signed in, one stayed so and opened an agenda"
    assert [row.pk for row in found["cases_late"].finding.rows] == [late.pk]
    assert [row.note for row in found["promises"].finding.rows] == ["Call back"]
    assert "somebody's pay depends" in check_facts(found["goals"])[0]


def test_readings_are_kept_once_a_day_and_tell_the_trend(nordlys: Company, programme: Programme) -> None:
    accounts = [programme.account(f"Account {number}") for number in range(30)]
    for account in accounts:
        programme.contact(account=account, role="user")
    programme.answer(9, contact=programme.contact("First", account=accounts[0], role="user"), at=NOW)
    with time_machine.travel(NOW, tick=False):
        assert drain_health() == len(CHECKS)
        assert drain_health() == 0
    later = NOW + 91 * DAY
    for account in accounts[1:20]:
        programme.answer(9, contact=programme.contact(account=account, role="user"), at=later - DAY)
    roles = found_in(nordlys, later)["roles"]
    assert roles.before is not None
    assert (roles.before.value, roles.before.n) == (1 / 30, 30)
    assert roles.way == BETTER
    assert way_words(roles).startswith("better than the quarter before (3.3")
    assert found_in(nordlys, NOW + DAY)["roles"].way == ""


def test_a_company_draws_its_own_line_but_not_turned_round(nordlys: Company) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": NOW}
    draw_health_line(key="response_rate", line=Line(0.6, 0.5), **who)
    assert found_in(nordlys)["response_rate"].line == Line(0.6, 0.5)
    for wrong in (Line(0.2, 0.4), Line(0.5, 0.5), Line(1.2, 0.5), Line(0.5, -0.1)):
        with pytest.raises(Refused):
            draw_health_line(key="response_rate", line=wrong, **who)
    draw_health_line(key="response_rate", line=None, **who)
    assert found_in(nordlys)["response_rate"].line == Line(0.4, 0.2)


def test_the_pages_show_what_is_behind_a_check_to_those_who_may_see_people(
    nordlys: Company, programme: Programme, sign_in
) -> None:
    person = programme.contact("Kari Nordmann", account=programme.account("Fjord"), email="kari@fjord.example")
    programme.ask(person, NOW - 20 * DAY)
    keep_health(workspace=nordlys.workspace, day=NOW.date(), now=NOW)
    bob: Client = sign_in(nordlys.bob)
    page, check = "/w/nordlys/improve/health/", "/w/nordlys/improve/health/response_rate/"
    with time_machine.travel(NOW, tick=False):
        shown = bob.get(page).content.decode()
        assert "How it measures" in shown
        assert "0 of 1 asks of a quarter were answered." in shown
        assert "See how asks are answered" in shown
        assert "Kari Nordmann" in bob.get(check).content.decode()
        assert "Kari Nordmann" not in sign_in(nordlys.vera).get(check).content.decode()
        drawn = bob.post(check, {"good": "60", "act": "50"}, follow=True).content.decode()
        assert "Drawn by you" in drawn
        assert bob.post(check, {"good": "50", "act": "60"}).status_code == 422
        assert bob.post(check, {"good": "50"}).status_code == 422
        assert sign_in(nordlys.anna).post(check, {"good": "60", "act": "50"}).status_code == 403
        assert bob.get("/w/nordlys/improve/health/nothing/").status_code == 404
    assert HealthReading.objects.filter(key="response_rate").count() == 1
