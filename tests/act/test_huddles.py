"""Huddles: the rhythm, an agenda made from fresh feedback and then kept, promises, and who sees what."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from kuule.act.models import Huddle, HuddleItem, HuddlePlan, HuddleReading, Letter
from kuule.act.rules.due import WorkingDays
from kuule.act.rules.huddles import HELD, MISSED, PLANNED, RUNNING, WEEKDAYS, are_apart, mail_time, named_in, next_time
from kuule.act.selectors.huddles import handed_on
from kuule.act.services.calendars import add_day_off, set_calendar
from kuule.act.services.huddles import (
    ItemWritten,
    finish_huddle,
    settle_item,
    start_huddle,
    tick_point,
    write_item,
)
from kuule.act.tasks import drain_huddles
from kuule.act.wordings import wording_for
from kuule.contacts.rules import ASKED_FOR
from kuule.contacts.services.persons import erase_person, person_file
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM, Refused
from tests.act.huddling import a_case, account_of, coming, crew, rhythm, said, team_of, theme
from tests.conftest import NOW, Company
from tests.insight.conftest import Programme

SignIn = Callable[[Member], Client]
HELSINKI = ZoneInfo("Europe/Helsinki")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=HELSINKI)


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


def start(huddle: Huddle, member: Member, now: datetime = NOW) -> Huddle:
    return start_huddle(huddle=huddle, member=member, actor=SYSTEM, now=now)


def write(huddle: Huddle, member: Member, kind: str, text: str, **told: object) -> HuddleItem:
    item = ItemWritten(kind=kind, text=text, **told)
    return write_item(huddle=huddle, item=item, member=member, actor=SYSTEM, now=NOW)


@given(
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    at=st.times(),
    after=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
)
@pytest.mark.any_database
def test_the_next_huddle_is_ahead_on_a_chosen_day_and_mailed_on_a_working_day_before(
    weekdays: set[int], at: time, after: datetime
) -> None:
    moment = after.replace(tzinfo=UTC)
    found = next_time(weekdays=sorted(weekdays), at=at, zone=HELSINKI, after=moment)
    assert moment < found
    assert (found.date() - moment.astimezone(HELSINKI).date()).days <= 7
    assert found.weekday() in weekdays
    mailed = mail_time(found, WorkingDays(HELSINKI))
    assert mailed.weekday() in WEEKDAYS
    assert 1 <= (found.date() - mailed.date()).days <= 3


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Sannalta sai avun", [1]),
        ("TIMO and Sanna", [1, 2]),
        ("the timonium at the ultimo", []),
        ("Bo helped", []),
        ("", []),
    ],
)
def test_colleagues_are_known_by_their_first_names(words: str, found: list[int]) -> None:
    assert named_in(words, {1: "Sanna Mäkiranta", 2: "Timo Koskivirta", 3: "Bo Ek"}) == found


@pytest.mark.any_database
def test_intervals_are_apart_only_where_two_share_no_point() -> None:
    assert are_apart([(0.1, 0.4), (0.5, 0.9), (0.2, 0.6)])
    assert not are_apart([(0.1, 0.5), (0.5, 0.9), (0.2, 0.6)])
    assert not are_apart([])


def test_a_rhythm_plans_the_next_huddle_and_mails_each_of_the_team_once(nordlys: Company, programme: Programme) -> None:
    team = team_of(programme, "North", nordlys.bob, nordlys.frida)
    plan = rhythm(programme, team, now=NOW - timedelta(days=3))
    assert (coming(plan).planned_at, plan.look_at) == (MONDAY, datetime(2026, 11, 20, 8, tzinfo=HELSINKI))
    assert drain_huddles() == 2
    assert drain_huddles() == 0
    assert set(Letter.objects.values_list("purpose", "member")) == {
        ("agenda", nordlys.bob.pk),
        ("agenda", nordlys.frida.pk),
    }
    with time_machine.travel(MONDAY + timedelta(minutes=1), tick=False):
        drain_huddles()
        states = list(plan.huddles.order_by("planned_at").values_list("state", "planned_at"))
        assert states == [(PLANNED, MONDAY), (PLANNED, MONDAY + timedelta(days=7))]
    with time_machine.travel(MONDAY + timedelta(days=7, minutes=1), tick=False):
        drain_huddles()
        assert list(plan.huddles.order_by("planned_at").values_list("state", flat=True)) == [MISSED, PLANNED, PLANNED]
        with pytest.raises(Refused, match="huddle_missed"):
            start(plan.huddles.earliest("planned_at"), nordlys.bob)


def test_an_agenda_is_mailed_on_the_last_day_on_which_this_team_works(nordlys: Company, programme: Programme) -> None:
    team = team_of(programme, "North", nordlys.frida)
    monday_to_friday = {
        "workspace": programme.workspace,
        "weekdays": range(5),
        "region": "",
        "actor": SYSTEM,
        "now": NOW,
    }
    set_calendar(team=None, country="", **monday_to_friday)
    calendar = set_calendar(team=team, country="FI", **monday_to_friday)
    add_day_off(calendar=calendar, day=date(2026, 12, 4), name="Stocktaking", actor=SYSTEM, now=NOW)
    mondays = [NOW + timedelta(days=days) for days in (11, 32)]
    with_team = [rhythm(programme, team, now=each).look_at for each in mondays]
    touchpoint = programme.touchpoint("Delivery")
    for_all = [rhythm(programme, touchpoint=touchpoint, now=each).look_at for each in mondays]
    eight = [datetime(2026, 12, day, 8, tzinfo=HELSINKI) for day in (3, 24, 4, 25)]
    assert [*with_team, *for_all] == [eight[0], datetime(2026, 12, 23, 8, tzinfo=HELSINKI), *eight[2:]]


def test_a_rhythm_that_changes_moves_the_huddle_and_one_that_ends_plans_none(
    nordlys: Company, programme: Programme
) -> None:
    team = team_of(programme, "North", nordlys.frida)
    rhythm(programme, team)
    plan = rhythm(programme, team, weekdays=list(WEEKDAYS), at=time(8, 30))
    assert HuddlePlan.objects.count() == 1
    assert coming(plan).planned_at == datetime(2026, 11, 23, 8, 30, tzinfo=HELSINKI)
    plan = rhythm(programme, team, is_on=False)
    assert not plan.huddles.exists()
    assert drain_huddles() == 0
    with pytest.raises(Refused, match="huddle_about_nothing"):
        rhythm(programme)


def test_an_agenda_is_what_the_teams_customers_said_since_the_last_huddle(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    team, other = team_of(programme, "North", nordlys.frida, nordlys.bob), team_of(programme, "South")
    fjord, invoices = account_of(programme, "Fjord Foods", team), theme(programme, "Invoices")
    elsewhere = account_of(programme, "Sunny Beach", other)
    said(programme, fjord, 3, "The invoice was wrong again", about=invoices)
    said(programme, fjord, 6, "Invoices come late", about=invoices)
    said(programme, fjord, 10, "All good here")
    said(programme, fjord, 9, "Frida helped us at once")
    said(programme, fjord, 2, "Far too long ago", at=NOW - timedelta(days=40))
    unhappy = said(programme, elsewhere, 1, "Not of this team", about=invoices)
    late = a_case(programme, said(programme, fjord, 0, "Call me"), team=team, due_at=NOW - timedelta(hours=1))
    unclear = a_case(programme, said(programme, fjord, 1, "Anybody there?"), team=team, owner=None)
    a_case(programme, unhappy, team=other)
    plan = rhythm(programme, team)
    page = sign_in(nordlys.frida).get(f"/w/nordlys/huddles/{coming(plan).pk}/")
    shown = page.context["shown"]
    assert [(each.theme.names["en"], each.n) for each in shown.heard if each.theme] == [("Invoices", 2)]
    assert [each.opening for each in shown.heard[0].responses] == ["The invoice was wrong again", "Invoices come late"]
    assert [each.response.opening for each in shown.praise] == ["Frida helped us at once", "All good here"]
    assert [member.pk for member in shown.praise[0].named] == [nordlys.frida.pk]
    assert [(each.case.pk, each.why) for each in shown.cases] == [(late.pk, "late"), (unclear.pk, "unclear")]
    words = page.content.decode()
    assert "Not of this team" not in words
    assert "Far too long ago" not in words
    assert "Few answers" in words


def test_a_huddle_at_a_touchpoint_is_about_the_answers_there_and_its_owners(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    touchpoint = programme.touchpoint("Delivery")
    touchpoint.owner = nordlys.frida
    touchpoint.save()
    said(programme, account_of(programme, "Fjord Foods"), 4, "The parcel was wet")
    plan = rhythm(programme, touchpoint=touchpoint)
    where = f"/w/nordlys/huddles/{coming(plan).pk}/"
    assert "The parcel was wet" in sign_in(nordlys.frida).get(where).content.decode()
    assert sign_in(nordlys.bob).get(where).status_code == 200


def test_what_is_kept_from_the_start_on_stays_but_not_the_words_of_the_erased(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    team = team_of(programme, "North", nordlys.frida)
    fjord = account_of(programme, "Fjord Foods", team)
    first = said(programme, fjord, 3, "The crane is broken")
    plan = rhythm(programme, team)
    huddle = start(coming(plan), nordlys.frida)
    assert (huddle.state, huddle.until) == (RUNNING, NOW)
    assert plan.huddles.filter(state=PLANNED).count() == 1
    case = a_case(programme, first, team=team)
    write(huddle, nordlys.frida, "decision", "We mend the crane of Aino", case=case)
    said(programme, fjord, 1, "Written a moment later", at=NOW + timedelta(minutes=1))
    frida, where = sign_in(nordlys.frida), f"/w/nordlys/huddles/{huddle.pk}/"
    kept = frida.get(where).content.decode()
    assert "The crane is broken" in kept
    assert "Written a moment later" not in kept
    copy = zipfile.ZipFile(io.BytesIO(person_file(contact=first.contact, actor=SYSTEM, now=NOW)))
    assert json.loads(copy.read("person.json"))["huddles"][0]["text"] == "We mend the crane of Aino"
    erase_person(contact=first.contact, actor=SYSTEM, now=NOW, reason=ASKED_FOR)
    left = frida.get(where).content.decode()
    assert "crane" not in left
    assert "crane" not in str(list(HuddleItem.objects.values_list("text"))) + str(
        list(Huddle.objects.values_list("agenda"))
    )
    finish_huddle(huddle=huddle, actor=SYSTEM, now=NOW)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert "Written a moment later" in frida.get(f"/w/nordlys/huddles/{coming(plan).pk}/").content.decode()


def test_a_huddle_is_run_on_its_page(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    team = team_of(programme, "North", nordlys.frida)
    said(programme, account_of(programme, "Fjord Foods", team), 3, "The invoice was wrong")
    plan = rhythm(programme, team)
    frida, where = sign_in(nordlys.frida), f"/w/nordlys/huddles/{coming(plan).pk}/"
    assert "This huddle does not run" in frida.post(f"{where}finish/", follow=True).content.decode()
    frida.post(f"{where}start/")
    assert "This huddle began already" in frida.post(f"{where}start/", follow=True).content.decode()
    frida.post(f"{where}tick/", {"point": "heard"})
    frida.post(f"{where}tick/", {"point": "nonsense"})
    assert Huddle.objects.get(state=RUNNING).ticked == ["heard"]
    refused = frida.post(f"{where}write/", {"kind": "promise", "text": "Call the three back"})
    assert refused.status_code == 422
    assert "Say who does it." in refused.content.decode()
    promise = {"kind": "promise", "text": "Call the three back", "owner": nordlys.bob.pk, "due_on": "2026-11-24"}
    frida.post(f"{where}write/", promise)
    frida.post(f"{where}write/", {"kind": "handed_on", "text": "The invoice layout"})
    frida.post(f"{where}write/", {"kind": "decision", "text": "We read invoices aloud"})
    frida.post(f"{where}finish/")
    assert Huddle.objects.get(state=HELD).finished_at == NOW
    item = HuddleItem.objects.get(kind="promise")
    page = frida.get(f"/w/nordlys/huddles/rhythms/{plan.pk}/").content.decode()
    assert "Call the three back" in page
    settle = f"/w/nordlys/huddles/promises/{item.pk}/settle/"
    assert "Say why it is dropped" in frida.post(settle, {"outcome": "dropped"}, follow=True).content.decode()
    frida.post(settle, {"outcome": "done"})
    item.refresh_from_db()
    assert item.done_at == NOW
    assert "settled already" in frida.post(settle, {"outcome": "done"}, follow=True).content.decode()
    assert sign_in(nordlys.vera).get(where).status_code == 403
    assert sign_in(nordlys.anna).post(f"{where}finish/").status_code == 403


def test_promises_come_up_next_time_and_what_is_handed_on_waits_for_the_outer_loop(
    nordlys: Company, programme: Programme
) -> None:
    team = team_of(programme, "North", nordlys.frida)
    plan = rhythm(programme, team)
    huddle = start(coming(plan), nordlys.frida)
    promise = write(huddle, nordlys.frida, "promise", "Call back", owner=nordlys.frida, due_on=date(2026, 11, 20))
    with pytest.raises(Refused, match="promise_unowned"):
        write(huddle, nordlys.frida, "promise", "Nobody does it")
    cause = write(huddle, nordlys.frida, "handed_on", "The invoice layout")
    finish_huddle(huddle=huddle, actor=SYSTEM, now=NOW)
    with pytest.raises(Refused, match="huddle_not_running"):
        write(huddle, nordlys.frida, "decision", "Too late")
    with pytest.raises(Refused, match="huddle_not_running"):
        tick_point(huddle=huddle, point="heard", is_done=True)
    after = start(coming(plan), nordlys.frida, NOW + timedelta(days=7))
    assert list(after.agenda["promises"]) == [promise.pk]
    assert [each.pk for each in handed_on(programme.workspace)] == [cause.pk]
    settle_item(item=cause, is_done=True, actor=SYSTEM, now=NOW)
    assert not handed_on(programme.workspace)
    with pytest.raises(Refused, match="no_reason"):
        settle_item(item=promise, is_done=False, reason=" ", actor=SYSTEM, now=NOW)
    settle_item(item=promise, is_done=False, reason="They called us", actor=SYSTEM, now=NOW)
    finish_huddle(huddle=after, actor=SYSTEM, now=NOW)


def test_who_is_not_of_the_team_sees_its_huddle_only_if_they_see_all_cases(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    plan = rhythm(programme, team_of(programme, "South"))
    pages = [f"/w/nordlys/huddles/{coming(plan).pk}/", f"/w/nordlys/huddles/rhythms/{plan.pk}/"]
    for where in pages:
        assert sign_in(nordlys.frida).get(where).status_code == 404
        assert sign_in(nordlys.anna).get(where).status_code == 200
    assert "South" not in sign_in(nordlys.frida).get("/w/nordlys/huddles/").content.decode()
    assert sign_in(nordlys.frida).post(f"{pages[0]}start/").status_code == 404
    assert sign_in(nordlys.frida).post(f"{pages[0]}read/").status_code == 404


def test_a_promise_to_another_team_is_settled_by_whoever_made_it(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    huddle = start(coming(rhythm(programme, team_of(programme, "South"))), nordlys.bob)
    item = write(huddle, nordlys.bob, "promise", "Send the list", owner=nordlys.frida, due_on=NOW.date())
    reply = sign_in(nordlys.frida).post(f"/w/nordlys/huddles/promises/{item.pk}/settle/", {"outcome": "done"})
    assert reply["Location"] == "/w/nordlys/today/"
    item.refresh_from_db()
    assert item.done_at == NOW


def test_opening_an_agenda_is_noted_by_the_page_itself_once(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    plan = rhythm(programme, team_of(programme, "North", nordlys.frida))
    frida, where = sign_in(nordlys.frida), f"/w/nordlys/huddles/{coming(plan).pk}/"
    assert f'hx-post="{where}read/"' in frida.get(where).content.decode()
    assert not HuddleReading.objects.exists()
    assert [frida.post(f"{where}read/").status_code for _time in range(2)] == [204, 204]
    assert HuddleReading.objects.count() == 1


def test_teams_side_by_side_stand_by_name_and_are_not_told_apart_by_chance(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    programme.workspace.min_n_shown = 3
    programme.workspace.save()
    for name, scores in {"South": (9, 10, 9, 4), "North": (9, 10, 3, 2)}.items():
        team = team_of(programme, name)
        account = account_of(programme, f"{name} Foods", team)
        for score in scores:
            said(programme, account, score, "")
        rhythm(programme, team)
    page = sign_in(nordlys.anna).get("/w/nordlys/huddles/").content.decode()
    assert page.index("North") < page.index("South")
    assert page.count("not told apart") == 2


def test_the_mail_says_how_much_there_is_and_no_word_of_a_customer(nordlys: Company, programme: Programme) -> None:
    team = team_of(programme, "North", nordlys.frida)
    fjord = account_of(programme, "Fjord Foods", team)
    said(programme, fjord, 3, "The invoice was wrong", about=theme(programme, "Invoices"))
    said(programme, fjord, 10, "Frida is great")
    rhythm(programme, team, now=NOW - timedelta(days=3))
    drain_huddles()
    letter, wording = Letter.objects.get(), wording_for("agenda")
    assert wording.stands(letter)
    subject, text, html, _stop = wording.parts(letter)
    assert subject == "Huddle of North, Monday 23 November, 09:00"
    for line in ("2 new answers, 2 with a comment", "Invoices (1)", "1 praise to celebrate"):
        assert line in text
        assert line in html
    for words in ("The invoice was wrong", "Frida is great", "Fjord"):
        assert words not in text + html
    assert f"/w/nordlys/huddles/{letter.params['huddle']}/" in text
    start(Huddle.objects.earliest("pk"), nordlys.frida)
    assert not wording.stands(letter)


@pytest.mark.any_database
def test_an_agenda_asks_as_many_questions_for_three_people_as_for_many(nordlys: Company, programme: Programme) -> None:
    def asked(size: int) -> int:
        team = team_of(programme, f"Team of {size}")
        crew(programme, team, size)
        account = account_of(programme, f"Account of {size}", team)
        for number in range(size):
            response = said(programme, account, number % 11, f"Words {number}")
            a_case(programme, response, team=team)
        huddle = coming(rhythm(programme, team))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            start(huddle, nordlys.bob)
        return len(queries)

    asked(2)
    assert asked(3) == asked(30)


@pytest.mark.browser
@pytest.mark.any_database
@pytest.mark.django_db(transaction=True)
def test_the_agenda_fits_one_sheet(
    nordlys: Company, programme: Programme, sign_in: SignIn, live_server, browser: Browser
) -> None:
    team = team_of(programme, "North", nordlys.frida)
    account = account_of(programme, "Fjord Foods and Every Other Fish of the Northern Sea", team)
    subjects = [theme(programme, f"A theme with a long name {number}") for number in range(6)]
    for number in range(40):
        response = said(programme, account, number % 11, "Words that go on and on. " * 20, about=subjects[number % 6])
        a_case(programme, response, team=team, owner=nordlys.frida)
    plan = rhythm(programme, team)
    first = start(coming(plan), nordlys.frida)
    for number in range(9):
        write(first, nordlys.frida, "promise", f"Promise {number} " * 20, owner=nordlys.frida, due_on=NOW.date())
    finish_huddle(huddle=first, actor=SYSTEM, now=NOW)
    session = sign_in(nordlys.frida).cookies["sessionid"].value
    connection.close()
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/w/nordlys/huddles/{coming(plan).pk}/sheet/")
    assert page.locator(".one-sheet").count() == 1
    printed = page.pdf(format="A4")
    context.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
