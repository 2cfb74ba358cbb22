"""Mails to a team in which customers wait for whoever is free."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from kuule.act.models import Absence, Case, Letter
from kuule.act.rules.letters import TEAM_CASE
from kuule.act.rules.triage import AT_ONCE
from kuule.act.selectors.passes import pass_links
from kuule.act.services.cases import hand_over, take_case
from kuule.act.wordings import wording_for
from kuule.dispatch.rules import DUE, HANDED_OVER
from kuule.workspaces.models import Member, Team
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import form_team
from tests.act.conftest import OpenCase
from tests.act.test_passes import press
from tests.conftest import Company

HOUR = timedelta(hours=1)


@pytest.fixture
def north(nordlys: Company, now: datetime) -> Team:
    """A team of Bob, Frida, and Vera, who only reads."""
    team = form_team(workspace=nordlys.workspace, name="North", actor=SYSTEM, now=now)
    team.members.add(nordlys.bob, nordlys.frida, nordlys.vera)
    return team


def told() -> list[tuple[Member, datetime]]:
    found = Letter.objects.filter(purpose=TEAM_CASE).select_related("member__user").order_by("due_at", "pk")
    return [(letter.member, letter.due_at) for letter in found]


def parts(letter: Letter) -> tuple[str, str]:
    with timezone.override(letter.workspace.timezone):
        subject, text, _html, _stop = wording_for(TEAM_CASE).parts(letter)
    return subject, text


def test_everybody_there_who_can_take_it_is_told_and_takes_it_by_a_link(
    nordlys: Company, north: Team, case_of: OpenCase, now: datetime
) -> None:
    case = case_of(None, team=north)
    assert told() == [(nordlys.bob, now), (nordlys.frida, now)]
    letter = Letter.objects.get(member=nordlys.frida)
    subject, text = parts(letter)
    assert subject == "1 customer waits for somebody of North"
    assert "Kari Nordmann, Fjord Shipping: please call by Saturday 21 November, 12:00" in text
    press(pass_links(letter)["take"].removeprefix(settings.KUULE_BASE_URL), now)
    case.refresh_from_db()
    assert case.owner == nordlys.frida
    assert not wording_for(TEAM_CASE).stands(Letter.objects.get(member=nordlys.bob))


def test_many_at_once_make_one_mail_now_and_one_an_hour_later(
    nordlys: Company, north: Team, case_of: OpenCase, now: datetime
) -> None:
    Absence.objects.create(workspace=nordlys.workspace, member=nordlys.bob, first_day=now.date(), last_day=now.date())
    case_of(None, team=north)
    for _ in range(11):
        case_of(None, team=north, at=now + timedelta(minutes=1))
    assert told() == [(nordlys.frida, now)]
    Letter.objects.update(state=HANDED_OVER)
    for minutes in (2, 3):
        case_of(None, team=north, at=now + timedelta(minutes=minutes))
    assert told() == [(nordlys.frida, now), (nordlys.frida, now + HOUR)]
    letter = Letter.objects.get(state=DUE)
    subject, text = parts(letter)
    assert subject == "14 customers wait for somebody of North"
    assert text.count("please call by") == 10
    assert "… and 4 more" in text
    assert "cases/?inbox=team" in text
    assert "I take it" not in text
    # What cannot wait is told at once.
    case_of(None, team=north, urgency=AT_ONCE, at=now + timedelta(minutes=4))
    assert told()[1] == (nordlys.frida, now + timedelta(minutes=4))


def test_who_hands_a_case_to_the_team_is_not_told_what_they_did(
    nordlys: Company, north: Team, case_of: OpenCase, now: datetime
) -> None:
    case = case_of(nordlys.frida, team=north)
    hand_over(case=case, to=north, by=nordlys.frida, now=now)
    assert told() == [(nordlys.bob, now)]
    take_case(case=Case.objects.get(), by=nordlys.bob, now=now)
    assert len(told()) == 1
