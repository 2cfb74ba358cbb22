"""The way of a new programme: computed from what is there, and no roll-out before it was accepted by name."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from kuule.act.answers.setup import capacity_for, steps_of
from kuule.act.models import Charter, CharterPart, Letter
from kuule.act.rules.letters import ACCEPTANCE, TRY_OUT
from kuule.act.rules.setup import (
    MOST_PILOT_PEOPLE,
    NO_AIM,
    NO_PILOT,
    NO_PROGRAMME,
    NOT_ACCEPTED,
    OWNER,
    SPONSOR,
    STEPS,
    Named,
    not_yet,
)
from kuule.act.selectors.setup import charter_parts
from kuule.act.services.letter_writing import envelope_of
from kuule.act.services.setup import (
    CharterPlan,
    accept_part,
    begin_pilot,
    draft_programme,
    name_parts,
    roll_out,
    write_charter,
)
from kuule.contacts.query import ContactFilter
from kuule.contacts.services import add_contact, open_account
from kuule.dispatch.models import Collector, Wave
from kuule.dispatch.rules.programmes import RUNNING
from kuule.dispatch.services import schedule_wave, start_programme
from kuule.dispatch.services.collectors import open_collector
from kuule.surveys.models import Touchpoint
from kuule.workspaces.rules import SYSTEM, Refused
from tests.conftest import NOW, Company
from tests.insight.conftest import Programme, programme

__all__ = ["programme"]

ACCEPTED = [Named(SPONSOR, NOW), Named(OWNER, NOW)]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, ""),
        ({"has_aim": False}, NO_AIM),
        ({"named": []}, NOT_ACCEPTED),
        ({"named": [Named(SPONSOR, NOW)]}, NOT_ACCEPTED),
        ({"named": [Named(SPONSOR, NOW), Named(OWNER, None)]}, NOT_ACCEPTED),
        ({"named": [*ACCEPTED, Named(OWNER, None)]}, NOT_ACCEPTED),
        ({"has_pilot": False}, NO_PILOT),
        ({"has_programme": False}, NO_PROGRAMME),
    ],
)
def test_it_is_rolled_out_when_all_have_accepted_and_a_pilot_was_made(changed: dict[str, Any], code: str) -> None:
    facts = {"has_aim": True, "named": ACCEPTED, "has_pilot": True, "has_programme": True}
    assert not_yet(**{**facts, **changed}) == code


def plan_with(aim: str = "Whom we call first") -> CharterPlan:
    return CharterPlan(
        aim=aim,
        first_result_on=(NOW + timedelta(days=90)).date(),
        margin=10,
        case_minutes=30,
        case_hours=8,
    )


def accept_all(company: Company) -> None:
    for part in charter_parts(company.workspace):
        accept_part(part=part, member=part.member, actor=SYSTEM, now=NOW)


def done(company: Company) -> list[str]:
    return [step.key for step in steps_of(company.workspace) if step.is_done]


@pytest.mark.django_db
def test_every_step_follows_from_what_is_there(nordlys: Company, programme: Programme) -> None:
    workspace, who = nordlys.workspace, {"workspace": nordlys.workspace, "actor": SYSTEM, "now": NOW}
    assert done(nordlys) == ["questions"]
    assert [step.key for step in steps_of(workspace) if step.is_current] == ["aim"]
    with pytest.raises(Refused, match=NO_AIM):
        name_parts(sponsor=nordlys.alice, owners=[nordlys.bob], **who)
    write_charter(plan=plan_with(), **who)
    name_parts(sponsor=nordlys.alice, owners=[nordlys.bob], **who)
    assert done(nordlys) == ["aim", "questions"]
    with pytest.raises(Refused):
        accept_part(part=CharterPart.objects.get(part=OWNER), member=nordlys.alice, actor=SYSTEM, now=NOW)
    accept_all(nordlys)
    programme.touchpoint("Delivery")
    accounts = [open_account(name=f"Account {number}", **who) for number in range(3)]
    for number, account in enumerate(accounts):
        add_contact(name=f"P{number}", email=f"p{number}@fjord.example", account=account, **who)
    made = draft_programme(survey=programme.survey, name="Customers", period_days=182, **who)
    assert (made.case_minutes, made.case_hours) == (30, 8)
    assert done(nordlys) == ["aim", "names", "journey", "people", "questions", "cadence", "dry_run"]
    with pytest.raises(Refused, match=NO_PILOT):
        roll_out(**who)
    wave = begin_pilot(survey=programme.survey, accounts=accounts[:1], name="Pilot", **who)
    assert (wave.audience["ids"], Charter.objects.get().pilot) == ([accounts[0].contacts.get().pk], wave)
    assert "pilot" in done(nordlys)
    assert roll_out(**who).state == RUNNING
    assert done(nordlys) == list(STEPS)


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_no_door_leads_to_many_people_before_it_was_accepted(nordlys: Company, programme: Programme, sign_in) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": NOW}
    for number in range(MOST_PILOT_PEOPLE + 1):
        add_contact(name=f"P{number}", email=f"p{number}@fjord.example", role="" if number else "user", **who)
    asked = {"survey": programme.survey, "due_at": NOW, **who}
    write_charter(plan=plan_with(), **who)
    name_parts(sponsor=nordlys.alice, owners=[nordlys.bob], **who)
    made = draft_programme(survey=programme.survey, name="Customers", period_days=182, **who)
    with pytest.raises(Refused, match=NOT_ACCEPTED):
        schedule_wave(name="All", audience=ContactFilter(), **asked)
    with pytest.raises(Refused, match=NOT_ACCEPTED):
        start_programme(programme=made, actor=SYSTEM, now=NOW)
    bob = sign_in(nordlys.bob)
    doors = (
        (f"programmes/{made.pk}/start/", {}),
        ("new/", {"survey": programme.survey.pk, "name": "All", "when": "now"}),
    )
    for door, filled in doors:
        told = bob.post(f"/w/nordlys/ask/{door}", filled, follow=True).content.decode()
        assert "Alice and Bob have not accepted their parts" in told
    assert schedule_wave(name="Few", audience=ContactFilter(role="user"), **asked)
    accept_all(nordlys)
    assert schedule_wave(name="All", audience=ContactFilter(), **asked)
    write_charter(plan=plan_with("Another aim"), **who)
    assert not CharterPart.objects.filter(accepted_at__isnull=False).exists()
    with pytest.raises(Refused, match=NOT_ACCEPTED):
        start_programme(programme=made, actor=SYSTEM, now=NOW)
    assert Letter.objects.filter(purpose=ACCEPTANCE).count() >= 2
    for letter in Letter.objects.filter(purpose=ACCEPTANCE):
        mail = envelope_of(letter)
        assert "stand behind the programme" in mail.subject
        assert "/setup/names/" in mail.text


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_touchpoints_and_links_wait_too_and_say_for_whom(nordlys: Company, programme: Programme, sign_in) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": NOW}
    bob, touchpoint = sign_in(nordlys.bob), programme.touchpoint("Delivery")
    asks = {
        "stage": touchpoint.stage_id,
        "name": "Delivery",
        "survey": touchpoint.survey_id,
        "delay": "2",
        "unit": "days",
        "share": "100",
        "expires_days": "14",
        "if_held": "queue",
        "is_on": "on",
        "condition-TOTAL_FORMS": "0",
        "condition-INITIAL_FORMS": "0",
    }
    Touchpoint.objects.update(is_on=False)
    link = {"survey": programme.survey.pk}
    doors = (
        (f"/w/nordlys/journey/touchpoints/{touchpoint.pk}/", asks),
        (f"/w/nordlys/surveys/{programme.survey.pk}/ways/qr/", {"name": "Counter"}),
        ("/w/nordlys/my-links/", link),
    )
    write_charter(plan=plan_with(), **who)
    for door, filled in doors:
        told = bob.post(door, filled, follow=True).content.decode()
        assert "Nobody is named yet who stands behind the programme" in told
    name_parts(sponsor=nordlys.alice, owners=[nordlys.bob, nordlys.anna], **who)
    accept_part(part=CharterPart.objects.get(member=nordlys.bob), member=nordlys.bob, actor=SYSTEM, now=NOW)
    for door, filled in doors:
        told = bob.post(door, filled, follow=True).content.decode()
        assert "Alice and Anna have not accepted their parts" in told
        assert 'href="/w/nordlys/setup/names/"' in told
    touchpoint.refresh_from_db()
    assert (touchpoint.is_on, Collector.objects.exists()) == (False, False)
    accept_all(nordlys)
    for door, filled in doors:
        assert bob.post(door, filled).status_code == 302
    touchpoint.refresh_from_db()
    assert (touchpoint.is_on, Collector.objects.count()) == (True, 2)
    write_charter(plan=plan_with("Another aim"), **who)
    assert bob.post(doors[0][0], {**asks, "name": "Delivered"}).status_code == 302, "one that is on is not held up"


@pytest.mark.django_db
def test_who_never_wrote_an_aim_is_not_held_up(nordlys: Company, programme: Programme) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": NOW}
    for number in range(MOST_PILOT_PEOPLE + 1):
        add_contact(name=f"P{number}", email=f"p{number}@fjord.example", **who)
    schedule_wave(survey=programme.survey, name="All", audience=ContactFilter(), due_at=NOW, **who)
    open_collector(survey=programme.survey, kind="qr", name="Counter", **who)
    programme.ask(programme.contact())
    assert set(STEPS) - set(done(nordlys)) == {"journey"}


@pytest.mark.django_db
def test_capacity_says_how_many_answers_and_calls_it_takes(nordlys: Company) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": NOW}
    charter = write_charter(plan=plan_with(), **who)
    found = capacity_for(charter, people=2_000, now=NOW)
    # n0 = 1.96² · 0.56 / 0.1² = 215.1, of 2,000 people 194.3; a quarter of the asked answer.
    assert (found.plan.sample.answers, found.plan.sample.invitations) == (195, 780)
    assert found.calls_a_week == pytest.approx(195 * 0.2 / 13)
    assert found.calls_possible == 16
    assert found.is_enough


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_the_pages_refuse_and_say_what_to_do(nordlys: Company, programme: Programme, sign_in) -> None:
    bob = sign_in(nordlys.bob)
    way = "/w/nordlys/setup/"
    assert "1 of 10 steps is done." in bob.get(way).content.decode()
    assert "0 of 10" not in bob.get("/w/nordlys/").content.decode()
    posted = {"aim": "", "first_result_on": "2027-02-01", "margin": "10", "case_minutes": "30", "case_hours": "8"}
    assert bob.post(f"{way}aim/", posted).status_code == 422
    named = {"sponsor": nordlys.alice.pk, "owners": [nordlys.bob.pk]}
    assert "Say first what the programme is for." in bob.post(f"{way}names/", named).content.decode()
    asked = bob.post(f"{way}aim/", {**posted, "aim": "Whom we call first"}, follow=True).content.decode()
    assert "What they stand behind" in asked
    assert "They are asked to accept." in bob.post(f"{way}names/", named, follow=True).content.decode()
    his, hers = (CharterPart.objects.get(part=part) for part in (OWNER, SPONSOR))
    assert "Only who was named" in bob.post(f"{way}names/{hers.pk}/accept/", follow=True).content.decode()
    assert "You stand behind it now" in bob.post(f"{way}names/{his.pk}/accept/", follow=True).content.decode()
    assert "have to accept first" in bob.get(f"{way}roll-out/").content.decode()
    assert "have to accept first" in bob.post(f"{way}roll-out/", follow=True).content.decode()
    account = programme.account("Fjord")
    programme.contact(account=account, role="user")
    people = bob.get(f"{way}people/").content.decode()
    assert "1 account lacks a decision-maker." in people
    assert "1 person has no address." in people
    sent = bob.post(f"{way}yourself/", {"survey": programme.survey.pk}, follow=True).content.decode()
    assert "It is on its way to bob@nordlys.example." in sent
    letter = Letter.objects.get(purpose=TRY_OUT)
    assert letter.member == nordlys.bob
    assert envelope_of(letter).subject.startswith("Trial: ")
    assert "Bring people first" in bob.get(f"{way}pilot/").content.decode()
    assert "Set the cadence first" in bob.get(f"{way}dry-run/").content.decode()
    assert not Wave.objects.exists()
    assert sign_in(nordlys.vera).get(f"{way}pilot/").status_code == 403
