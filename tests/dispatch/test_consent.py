"""Where consent is the legal basis, only those who gave it are asked."""

from datetime import timedelta

import pytest

from kuule.contacts.models import Contact
from kuule.contacts.query import ContactFilter
from kuule.dispatch.models import Delivery
from kuule.dispatch.rules import NO_CONSENT
from kuule.dispatch.selectors import decisions_before_sending
from kuule.dispatch.services import hand_over
from kuule.workspaces.rules import CONSENT, LEGITIMATE_INTEREST, SURVEY, SYSTEM
from kuule.workspaces.services import PurposeChoice, change_privacy


@pytest.fixture
def with_consent(nordlys, now) -> None:
    choice = PurposeChoice(SURVEY, CONSENT, consent_property="agreed")
    change_privacy(workspace=nordlys.workspace, purposes=[choice], actor=SYSTEM, now=now)


def test_only_those_who_agreed_are_asked(with_consent, nordlys, survey, add_people, schedule, plan, now) -> None:
    add_people("Aino", properties={"agreed": True})
    add_people("Berit", properties={"agreed": False})
    add_people("Dora")
    forecast = decisions_before_sending(nordlys.workspace, survey=survey, audience=ContactFilter(), now=now)
    assert (forecast.asked, forecast.held_back) == (1, {NO_CONSENT: 2})
    wave = plan(schedule())
    assert sorted(wave.invitations.values_list("contact__name", "reason")) == [
        ("Aino", ""),
        ("Berit", NO_CONSENT),
        ("Dora", NO_CONSENT),
    ]


def test_consent_that_is_taken_back_holds_a_waiting_mail(
    with_consent, add_people, schedule, plan, mailbox, now
) -> None:
    add_people("Aino", properties={"agreed": True})
    plan(schedule())
    Contact.objects.update(properties={"agreed": False})
    assert hand_over(delivery=Delivery.objects.get(), now=now + timedelta(minutes=1)) == "dropped"
    assert Delivery.objects.get().reason == NO_CONSENT


def test_another_basis_asks_everybody(with_consent, nordlys, add_people, schedule, plan, now) -> None:
    add_people("Aino", "Berit")
    choice = PurposeChoice(SURVEY, LEGITIMATE_INTEREST, balancing="We ask seldom.")
    change_privacy(workspace=nordlys.workspace, purposes=[choice], actor=SYSTEM, now=now)
    assert plan(schedule()).invitations.filter(decision="invited").count() == 2
