"""Acting from the mail about a case without signing in."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from kuule.act.models import Case, CaseEvent, CasePass, Letter, Playbook
from kuule.act.rules import CALLED
from kuule.act.rules.letters import NEW_CASE
from kuule.act.selectors.passes import pass_links
from kuule.act.wordings import wording_for
from kuule.config.logs import mask_secrets
from kuule.contacts.models import Contact
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM, VIEWER
from kuule.workspaces.services import change_member, form_team
from tests.act.conftest import OpenCase
from tests.conftest import Company
from tests.insight.conftest import Programme

READ_FOR = timedelta(seconds=5)


@pytest.fixture
def case(nordlys: Company, case_of: OpenCase, now: datetime) -> Case:
    team = form_team(workspace=nordlys.workspace, name="North", actor=SYSTEM, now=now)
    nordlys.frida.teams.add(team)
    return case_of(nordlys.frida, team=team)


@pytest.fixture
def links(case: Case) -> dict[str, str]:
    """Where the mail to Frida leads, by act."""
    found = pass_links(Letter.objects.get(purpose=NEW_CASE))
    return {act: link.removeprefix(settings.KUULE_BASE_URL) for act, link in found.items()}


def seal_of(link: str, at: datetime) -> str:
    with time_machine.travel(at, tick=False):
        page = Client().get(link).content.decode()
    return page.partition('name="shown" value="')[2].partition('"')[0]


def press(link: str, at: datetime, words: str = "") -> str:
    """Open the page of a link, read for a while, and press its button."""
    seal = seal_of(link, at)
    with time_machine.travel(at + READ_FOR, tick=False):
        return Client().post(link, {"shown": seal, "words": words}).content.decode()


def test_opening_a_link_changes_nothing_and_says_no_more_than_the_mail(
    case: Case, links: dict[str, str], now: datetime
) -> None:
    events = CaseEvent.objects.count()
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        for link in links.values():
            client = Client()
            for _ in range(3):
                response = client.get(link)
                assert client.head(link).status_code == 200
            assert client.options(link).status_code == 405
            page = response.content.decode()
            assert "Kari Nordmann" in page
            assert "kari@fjord.example" not in page
            assert "+4791234567" not in page
            assert page.count("<form") == page.count("<button") == 1
            assert not response.cookies
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert response.headers["Cache-Control"] == "no-store"
    case.refresh_from_db()
    assert (case.contacted_at, case.snoozed_until, CaseEvent.objects.count()) == (None, None, events)
    assert not CasePass.objects.exists()


def test_each_link_does_its_act_once(nordlys: Company, case: Case, links: dict[str, str], now: datetime) -> None:
    assert "Done" in press(links["reached"], now, words="Spoke about the crane")
    case.refresh_from_db()
    assert (case.contacted_by, case.contacted_at) == (nordlys.frida, now + READ_FOR)
    assert CaseEvent.objects.get(kind=CALLED).words == "Spoke about the crane"
    assert "This link has done its work" in press(links["reached"], now)
    assert CaseEvent.objects.filter(kind=CALLED).count() == 1
    assert "Done" in press(links["snooze"], now)
    case.refresh_from_db()
    assert case.snoozed_until == now + READ_FOR + timedelta(days=1)
    assert "Done" in press(links["back"], now)
    case.refresh_from_db()
    assert (case.owner, case.team.name) == (None, "North")
    assert "Done" in press(links["take"], now)
    case.refresh_from_db()
    assert case.owner == nordlys.frida
    secrets = set(CasePass.objects.values_list("token_hash", flat=True))
    assert not any(link.split("/")[-2] in secrets for link in links.values())


def test_a_form_that_no_person_sent_does_nothing(case: Case, links: dict[str, str], now: datetime) -> None:
    link = links["reached"]
    seal = seal_of(link, now)
    with time_machine.travel(now + timedelta(seconds=0.5), tick=False):
        for sent in ({"shown": seal}, {}, {"shown": "forged"}):
            response = Client().post(link, sent)
            assert response.status_code == 422
            assert "That was very quick" in response.content.decode()
    case.refresh_from_db()
    assert case.contacted_at is None
    with time_machine.travel(now + READ_FOR, tick=False):
        assert "Done" in Client().post(link, {"shown": seal}).content.decode()


def test_links_that_do_not_work(nordlys: Company, case: Case, links: dict[str, str], now: datetime) -> None:
    link = links["take"]
    for wrong in (link[:-2] + "x/", "/pass/1.take/", "/pass/x/", link.replace("take", "reached")):
        assert Client().post(wrong, {"shown": "x"}).status_code == 404
    with time_machine.travel(now + timedelta(days=7), tick=False):
        assert Client().get(link).status_code == 404
    with time_machine.travel(now, tick=False):
        Member.objects.filter(pk=nordlys.frida.pk).update(role=VIEWER)
        assert Client().get(link).status_code == 404
        change_member(member=nordlys.frida, role="frontline", teams=[], actor=SYSTEM, now=now)
        Case.objects.update(owner=nordlys.bob, team=None)
        assert Client().get(link).status_code == 404
        Case.objects.update(owner=nordlys.frida)
        type(nordlys.frida.user).objects.filter(pk=nordlys.frida.user_id).update(is_active=False)
        assert Client().get(link).status_code == 404


def test_a_note_that_is_asked_for_is_asked_for_here_too(
    nordlys: Company, case: Case, links: dict[str, str], now: datetime
) -> None:
    playbook = Playbook.objects.create(
        workspace=nordlys.workspace, name="All", reason="detractor", note_moments=[CALLED], changed_at=now
    )
    Case.objects.update(playbook=playbook)
    assert "A note is asked for here" in press(links["reached"], now)
    assert not CasePass.objects.exists()
    assert "Done" in press(links["reached"], now, words="Sorry said")


def test_logs_do_not_keep_a_link(links: dict[str, str]) -> None:
    line = mask_secrets(None, "info", {"event": f"GET {links['take']} 200"})
    assert "take" not in line["event"]


def test_the_mail_tells_who_waits_and_what_they_are_worth_to_those_who_may_see_it(
    nordlys: Company, case: Case, programme: Programme, kari: Contact, now: datetime
) -> None:
    answer = programme.answer(2, contact=kari, verbatim="The crane <b>fell</b>")
    Case.objects.filter(pk=case.pk).update(response=answer, value=1200)
    wording = wording_for(NEW_CASE)
    letter = Letter.objects.get()
    with timezone.override(nordlys.workspace.timezone):
        subject, text, html, _stop = wording.parts(letter)
    assert subject == "Kari Nordmann, Fjord Shipping waits to hear from you"
    for wanted in ("Saturday 21 November, 12:00", "Score: 2", "+4791234567", "The crane <b>fell</b>"):
        assert wanted in text
    assert "The crane &lt;b&gt;fell&lt;/b&gt;" in html
    assert "1,200" not in text
    links = pass_links(letter)
    assert [act in ("reached", "snooze", "back") for act, link in links.items() if link in text] == [True] * 3
    letter.member = nordlys.bob
    assert "1,200" in wording.parts(letter)[1]
    assert not wording.stands(letter)
