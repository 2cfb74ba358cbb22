"""Planning care, making its calls, and seeing what it does."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kuule.contacts.models import Contact
from kuule.dispatch.models import CareAct, CarePlan, CareRun, Occurrence
from kuule.dispatch.rules.care import CALL_STEP, Step
from kuule.dispatch.services import plan_care
from kuule.dispatch.services.care import CareSettings
from kuule.insight.answers.care import care_effect
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM
from tests.api.conftest import make_touchpoint
from tests.conftest import Company
from tests.insight.conftest import Programme

pytestmark = pytest.mark.any_database

SignIn = Callable[[Member], Client]
NO_LINES = {"condition-TOTAL_FORMS": "0", "condition-INITIAL_FORMS": "0"}
FILLED = {
    **NO_LINES,
    "is_on": "on",
    "holdout": "25",
    "kind_1": "call",
    "days_1": "7",
    "words_1_en": "Ask how it goes.",
    "kind_2": "tip",
    "days_2": "1",
    "subject_2_en": "A tip",
    "words_2_en": "Press the green button.",
}


@pytest.fixture
def purchase(nordlys: Company) -> Touchpoint:
    return make_touchpoint(nordlys.workspace, "purchase")


def page_of(touchpoint: Touchpoint) -> str:
    return f"/w/nordlys/journey/touchpoints/{touchpoint.pk}/care/"


def read(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.content.decode()))


def a_run(plan: CarePlan, contact: Contact, invitation: Any, *, is_held_out: bool) -> CareRun:
    at = invitation.asked_at
    occurrence = Occurrence.objects.create(
        workspace=plan.workspace,
        touchpoint=plan.touchpoint,
        source="api",
        contact=contact,
        happened_at=at,
        received_at=at,
        due_at=at,
        expires_at=at + timedelta(days=9),
        invitation=invitation,
    )
    return CareRun.objects.create(workspace=plan.workspace, plan=plan, occurrence=occurrence, is_held_out=is_held_out)


def test_care_is_planned_in_the_order_of_its_days(nordlys: Company, purchase: Touchpoint, sign_in: SignIn) -> None:
    bob = sign_in(nordlys.bob)
    assert "The care is saved." in read(bob.post(page_of(purchase), FILLED, follow=True))
    plan = CarePlan.objects.get()
    assert (plan.is_on, plan.holdout, [each["kind"] for each in plan.steps]) == (True, 25, ["tip", "call"])
    shown = bob.get(page_of(purchase)).content.decode()
    assert "Press the green button." in shown
    assert "Nobody can tell yet" in shown
    assert sign_in(nordlys.vera).post(page_of(purchase), FILLED).status_code == 403


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"days_1": ""}, "Say how many days after it happened."),
        ({"words_1_en": ""}, "Say what the step is about"),
        ({"subject_2_en": ""}, "A mail needs a subject."),
        ({"holdout": "51"}, "less than or equal to 50"),
        ({"kind_1": "", "kind_2": ""}, "Add a step before you switch care on."),
    ],
)
def test_what_is_missing_is_said_where_it_is(
    nordlys: Company, purchase: Touchpoint, sign_in: SignIn, change: dict[str, str], words: str
) -> None:
    page = sign_in(nordlys.bob).post(page_of(purchase), {**FILLED, **change})
    assert page.status_code == 422
    assert words in read(page)
    assert not CarePlan.objects.exists()


def test_the_effect_is_the_difference_of_both_arms(
    nordlys: Company, programme: Programme, purchase: Touchpoint, sign_in: SignIn
) -> None:
    settings = CareSettings(is_on=True, holdout=50, steps=[Step(CALL_STEP, 3, words={"en": "Call"})])
    plan = plan_care(touchpoint=purchase, settings=settings, actor=SYSTEM, now=programme.now)
    for number in range(40):
        contact = programme.contact()
        invitation = programme.ask(contact)
        is_held_out = number % 2 == 0
        a_run(plan, contact, invitation, is_held_out=is_held_out)
        programme.answer(5 if is_held_out and number % 3 else 9, invitation=invitation)
    effect = care_effect(plan, few_below=10)
    assert (effect.cared.value, effect.cared.n, effect.held_out.n) == (100.0, 20, 20)
    assert effect.held_out.value == -30.0
    assert effect.direction == "up"
    assert "Care raises the score by +130 points" in read(sign_in(nordlys.vera).get(page_of(purchase)))


def test_calls_are_made_by_their_owner_or_whoever_helps(
    nordlys: Company, programme: Programme, purchase: Touchpoint, sign_in: SignIn
) -> None:
    settings = CareSettings(is_on=True, holdout=0, steps=[Step(CALL_STEP, 3, words={"en": "Ask how it goes."})])
    plan = plan_care(touchpoint=purchase, settings=settings, actor=SYSTEM, now=programme.now)
    contact = programme.contact("Aino Mäkelä")
    run = a_run(plan, contact, programme.ask(contact), is_held_out=False)
    act = CareAct.objects.create(
        workspace=nordlys.workspace,
        run=run,
        number=0,
        kind=CALL_STEP,
        words={"en": "Ask how it goes."},
        owner=nordlys.frida,
        due_at=programme.now,
    )
    frida, bob = sign_in(nordlys.frida), sign_in(nordlys.bob)
    assert "Ask how it goes." in read(frida.get("/w/nordlys/care/calls/"))
    assert "No calls wait" in read(bob.get("/w/nordlys/care/calls/"))
    assert "Aino Mäkelä" in read(bob.get("/w/nordlys/care/calls/?show=all"))
    where = f"/w/nordlys/care/calls/{act.pk}/"
    assert "Say what became of the call." in read(bob.post(where, {"outcome": "sold"}, follow=True))
    assert "It comes again tomorrow." in read(bob.post(where, {"outcome": "not_reached"}, follow=True))
    assert "The call is done." in read(frida.post(where, {"outcome": "reached", "note": "Happy"}, follow=True))
    act.refresh_from_db()
    assert (act.calls, act.note, act.done_by) == (2, "Happy", nordlys.frida.user)
    assert frida.post(where, {"outcome": "reached"}).status_code == 404
