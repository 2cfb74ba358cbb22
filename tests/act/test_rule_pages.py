"""The pages on which rules, working time and absences are set, and on which one reads how soon people reached out."""

from datetime import date, timedelta

import pytest
import time_machine

from kuule.act.models import Absence, Case, CaseSettings, DayOff, Playbook, WorkCalendar
from kuule.act.rules import BY_TURN, DETRACTOR, DRAWN, SILENT, USUAL_HOURS
from kuule.act.services.beginning import begin_cases
from kuule.act.tasks import drain_cases
from kuule.contacts.rules import DECISION_MAKER
from kuule.workspaces.models import Team
from tests.conftest import NOW
from tests.insight.reading import words

pytestmark = pytest.mark.django_db
RULES = "/w/nordlys/cases/rules/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NO_CONDITIONS = {"condition-TOTAL_FORMS": "0", "condition-INITIAL_FORMS": "0"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def bob(nordlys, sign_in):
    return sign_in(nordlys.bob)


def read(response) -> str:
    return words(response)


def test_a_new_workspace_has_rules_that_serve_and_a_calendar_of_its_country(nordlys, programme, bob) -> None:
    nordlys.workspace.timezone = "Europe/Oslo"
    nordlys.workspace.save()
    programme.answer(2, contact=programme.contact())
    while drain_cases():
        pass
    begin_cases(workspace=nordlys.workspace, now=NOW)
    assert Playbook.objects.filter(workspace=nordlys.workspace).count() == 4
    assert WorkCalendar.objects.get(workspace=nordlys.workspace).country == "NO"
    assert Case.objects.get().playbook.reason == DETRACTOR
    said = read(bob.get(RULES))
    assert "Unhappy customers" in said
    assert "10 in a hundred, drawn by lot" in said
    assert "off" in said


def test_a_rule_is_written_tried_moved_and_switched_off(nordlys, programme, bob) -> None:
    team = Team.objects.create(workspace=nordlys.workspace, name="North")
    for score in (9, 10, 3):
        programme.answer(score, contact=programme.contact(f"Person {score}"), at=NOW - DAY)
    form = {"name": "All promoters", "groups": ["promoter"], "share": "100", "owner_rule": BY_TURN, "hours": "48"}
    refused = bob.post(f"{RULES}new/drawn/", {**form, **NO_CONDITIONS, "urgency": "0"})
    assert "Choose the team" in read(refused)
    made = bob.post(f"{RULES}new/drawn/", {**form, **NO_CONDITIONS, "urgency": "0", "team": team.pk}, follow=True)
    said = read(made)
    assert "it would have opened 2 cases" in said
    assert "Person 10" in said
    assert "Person 3" not in said
    second = Playbook.objects.create(
        workspace=nordlys.workspace, name="Second", reason=DRAWN, position=1, changed_at=NOW
    )
    bob.post(f"{RULES}{second.pk}/move/", {"up": "1"})
    assert [each.name for each in Playbook.objects.order_by("position")] == ["Second", "All promoters"]
    bob.post(f"{RULES}{second.pk}/switch/", {"on": "0"})
    second.refresh_from_db()
    assert not second.is_on


def test_a_rule_asks_for_notes_and_keeps_asking_when_it_is_changed(nordlys, programme, hear, bob) -> None:
    form = {"name": "Unhappy", "owner_rule": "account_owner", "hours": "24", "urgency": "0", **NO_CONDITIONS}
    bob.post(f"{RULES}new/detractor/", {**form, "note_moments": ["called", "assigned"]})
    rule = Playbook.objects.get()
    assert rule.note_moments == ["called", "assigned"]
    page = bob.get(f"{RULES}{rule.pk}/change/").content.decode()
    assert page.count("checked") == 2
    assert bob.post(f"{RULES}{rule.pk}/change/", {**form, "note_moments": ["never"]}).status_code == 422
    programme.answer(2, contact=programme.contact())
    [case] = hear(NOW)
    answer = bob.post(f"/w/nordlys/cases/{case.pk}/call/", {"reached": "yes", "words": ""})
    assert answer.status_code == 422
    bob.post(f"/w/nordlys/cases/{case.pk}/call/", {"reached": "yes", "words": "Spoke about the crane"})
    case.refresh_from_db()
    assert case.contacted_at is not None


def test_a_rule_about_detractors_cannot_sample_them(nordlys, bob) -> None:
    form = {"name": "Few", "share": "10", "owner_rule": "account_owner", "hours": "24", "urgency": "0"}
    bob.post(f"{RULES}new/detractor/", {**form, **NO_CONDITIONS})
    assert Playbook.objects.get().share == 100
    too_long = bob.post(f"{RULES}new/detractor/", {**form, **NO_CONDITIONS, "hours": "72"})
    assert too_long.status_code == 422


def test_a_rule_about_silence_shows_whom_it_means(nordlys, programme, bob) -> None:
    silent = programme.contact("Signe", role=DECISION_MAKER)
    heard = programme.contact("Hanna", role=DECISION_MAKER)
    for contact in (silent, heard, programme.contact("Uma")):
        programme.ask(contact, NOW - 200 * DAY)
        programme.ask(contact, NOW - 20 * DAY)
    programme.answer(9, contact=heard, at=NOW - 10 * DAY)
    rule = Playbook.objects.create(
        workspace=nordlys.workspace, name="Silence", reason=SILENT, silent_days=180, changed_at=NOW
    )
    said = read(bob.get(f"{RULES}{rule.pk}/"))
    assert "It would open 1 case now" in said
    assert "Signe" in said


def test_working_time_of_a_team_and_its_days_off(nordlys, bob) -> None:
    team = Team.objects.create(workspace=nordlys.workspace, name="North")
    page = f"{RULES}calendars/{team.pk}/"
    bob.post(page, {"weekdays": ["0", "1"], "country": "DE", "region": "by"})
    calendar = WorkCalendar.objects.get(team=team)
    assert (calendar.weekdays, calendar.country, calendar.region) == ([0, 1], "DE", "BY")
    assert "It has: BB" in read(bob.post(page, {"weekdays": ["0"], "country": "DE", "region": "XX"}))
    bob.post(f"{page}off/", {"day": "2026-12-07", "name": "Team day"})
    assert DayOff.objects.get().day == date(2026, 12, 7)
    said = read(bob.get(page))
    assert "Germany" in said
    assert "Team day" in said
    assert "This day is off already" in read(
        bob.post(f"{page}off/", {"day": "2026-12-07", "name": "Again"}, follow=True)
    )
    bob.post(f"{page}drop/")
    assert not WorkCalendar.objects.filter(team=team).exists()


def test_everybody_writes_down_their_own_absence_and_managers_those_of_others(nordlys, sign_in, bob) -> None:
    frida, page = sign_in(nordlys.frida), f"{RULES}absences/"
    days = {"first_day": "2026-12-01", "last_day": "2026-12-05"}
    frida.post(page, {**days, "member": nordlys.bob.pk, "stand_in": nordlys.bob.pk})
    mine = Absence.objects.get()
    assert (mine.member, mine.stand_in) == (nordlys.frida, nordlys.bob)
    bob.post(page, {**days, "member": nordlys.bob.pk})
    his = Absence.objects.get(member=nordlys.bob)
    assert frida.post(f"{page}{his.pk}/drop/").status_code == 404
    assert "before the first" in read(frida.post(page, {"first_day": "2026-12-05", "last_day": "2026-12-01"}))
    bob.post(f"{page}{mine.pk}/drop/")
    assert list(Absence.objects.all()) == [his]


def test_reminders_are_set_and_nonsense_is_refused(nordlys, bob) -> None:
    page = f"{RULES}reminders/"
    form = {"remind_before": 6, "managers_after": 2, "owners_after": 1, "letters_from": 8, "letters_until": 18}
    assert "hear after the managers" in read(bob.post(page, {**form, "calls_a_day": 5}))
    bob.post(page, {**form, "owners_after": 20, "calls_a_day": 5})
    settings = CaseSettings.objects.get(workspace=nordlys.workspace)
    assert (settings.remind_before, settings.owners_after, settings.calls_a_day) == (6, 20, 5)


def test_how_soon_people_reached_out_by_team_and_for_oneself_only(nordlys, programme, hear, sign_in, bob) -> None:
    team = Team.objects.create(workspace=nordlys.workspace, name="North")
    nordlys.frida.teams.add(team)
    account = programme.account("Fjord")
    account.owner, account.team = nordlys.frida, team
    account.save()
    for number in range(4):
        programme.answer(1, contact=programme.contact(f"P{number}", account=account), at=NOW - 9 * DAY)
    programme.answer(1, at=NOW - 9 * DAY)
    late, *met = hear(NOW - 9 * DAY)
    Case.objects.filter(pk__in=[each.pk for each in met]).update(contacted_at=NOW - 8 * DAY - 2 * HOUR)
    said = read(bob.get("/w/nordlys/cases/how-soon/"))
    assert "75" in said
    assert "North" in said
    assert "1 did not say who they are" in said
    assert late.contact.name in said
    assert "P1" not in said
    assert "You 75" not in said
    assert "You 75" in read(sign_in(nordlys.frida).get("/w/nordlys/cases/how-soon/?state=met"))
    assert USUAL_HOURS == 24


def test_when_it_is_too_much_the_page_says_who_could_take_what(nordlys, programme, hear, bob, cases_begin) -> None:
    team = Team.objects.create(workspace=nordlys.workspace, name="North")
    team.members.add(nordlys.frida, nordlys.bob)
    cases_begin.calls_a_day = 2
    cases_begin.save()
    account = programme.account("Fjord")
    account.owner, account.team = nordlys.frida, team
    account.save()
    for number in range(5):
        programme.answer(1, contact=programme.contact(f"P{number}", account=account), at=NOW - DAY)
    hear(NOW)
    said = read(bob.get("/w/nordlys/cases/who-can-call/"))
    assert said.count("from Frida to Bob") == 2
    assert "1 of them finds nobody with time" in said
