"""The pages of programmes: nothing is sent before one has seen whom it reaches, and what is shown is what happens."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from kuule.contacts.query import ContactFilter
from kuule.contacts.services import define_property
from kuule.dispatch.models import AskDecision, Delivery, Invitation, Programme
from kuule.dispatch.rules import CAPACITY, DUE
from kuule.dispatch.rules.programmes import DRAFT, ENDED, PAUSED, RUNNING
from kuule.dispatch.selectors.programme_figures import capacity_of, figures_of_programme
from kuule.dispatch.selectors.programmes import outlook
from kuule.dispatch.services import create_programme, plan_programme, start_programme
from kuule.dispatch.views import programmes as pages
from kuule.responses.models import Response
from kuule.surveys.services import close_survey
from kuule.workspaces.rules import SYSTEM

pytestmark = pytest.mark.django_db
ASK, NEW = "/w/nordlys/ask/", "/w/nordlys/ask/programmes/new/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def bob(nordlys, sign_in):
    return sign_in(nordlys.bob)


@pytest.fixture
def choose(survey):
    """What somebody fills in, with changes."""

    def fields(**changes):
        usual = {
            "survey": survey.pk,
            "name": "Customers",
            "period_days": 91,
            "first_after_days": 0,
            "weekdays": ["0", "1", "2", "3", "4"],
            "first_time": "09:00",
            "last_time": "17:00",
        }
        return {**usual, **changes}

    return fields


@pytest.fixture
def programme(nordlys, survey):
    """One that has not begun; in it whoever Kuule knows."""

    def make(**fields):
        return create_programme(
            workspace=nordlys.workspace,
            survey=survey,
            name="Customers",
            actor=SYSTEM,
            now=timezone.now(),
            **{"first_after_days": 0, **fields},
        )

    return make


def words(page):
    return " ".join(page.content.decode().split())


def address(programme, act=""):
    return f"/w/nordlys/ask/programmes/{programme.pk}/{act}"


def test_a_programme_is_made_looked_at_and_only_then_started(bob, choose, add_people):
    add_people("Aino", "Berit", "Cecil")
    page = bob.post(NEW, choose(period_days=7, holidays_of="FI"), follow=True)
    made = Programme.objects.get()
    assert made.state == DRAFT
    assert made.holidays_of == "FI"
    assert "In the next 21 days 3 surveys would go out." in words(page)
    assert "Start the programme" in words(page)
    assert not Invitation.objects.exists()
    page = bob.post(address(made, "start/"), follow=True)
    made.refresh_from_db()
    assert made.state == RUNNING
    assert "The programme runs." in words(page)


def test_what_is_filled_in_is_kept_and_shown_again(nordlys, bob, choose, now):
    define_property(
        workspace=nordlys.workspace,
        key="customer_since",
        label="Customer since",
        kind="date",
        of="account",
        actor=SYSTEM,
        now=now,
    )
    bob.post(
        NEW,
        choose(
            role="decision_maker",
            since_property="account.customer_since",
            weekdays=["1", "6"],
            first_time="10:30",
            pace=40,
            case_minutes=20,
            case_hours=10,
        ),
    )
    made = Programme.objects.get()
    assert ContactFilter.from_json(made.audience) == ContactFilter(role="decision_maker")
    assert (made.weekdays, made.first_time, made.since_property) == ("16", time(10, 30), "account.customer_since")
    assert (made.pace, made.case_minutes, made.case_hours) == (40, 20, 10)
    form = bob.get(address(made, "change/")).context["form"]
    assert form["weekdays"].value() == ["1", "6"]
    assert form["role"].value() == "decision_maker"
    bob.post(address(made, "change/"), choose(name="All of them", period_days=28))
    made.refresh_from_db()
    assert (made.name, made.period_days, made.audience, made.pace) == ("All of them", 28, {}, None)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"weekdays": []}, "This field is required."),
        ({"last_time": "09:00"}, "not later than the time at which sending begins"),
        ({"case_minutes": 20}, "Fill in both, or leave both empty."),
        ({"case_hours": 20}, "Fill in both, or leave both empty."),
        ({"period_days": 0}, "greater than or equal to 1"),
        ({"period_days": 99_999}, "less than or equal to"),
        ({"account": "Nobody knows"}, "No account is called"),
        ({"name": "\u200b"}, "This field is required."),
        ({"holidays_of": "ATLANTIS"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(bob, choose, changes, complaint):
    page = bob.post(NEW, choose(**changes))
    assert complaint in words(page)
    assert "Nothing was saved yet." in words(page)
    assert not Programme.objects.exists()


def test_a_programme_that_stands_otherwise_by_now_is_left_as_it_is(bob, programme):
    made = programme()
    bob.post(address(made, "start/"))
    page = bob.post(address(made, "start/"), follow=True)
    assert "Nothing was changed" in words(page)
    bob.post(address(made, "end/"))
    for act in ("start/", "pause/", "resume/", "end/"):
        bob.post(address(made, act))
        made.refresh_from_db()
        assert made.state == ENDED
    assert bob.get(address(made, "change/")).status_code == 302


def test_one_whose_survey_was_closed_is_not_started(bob, programme, survey, now):
    made = programme()
    close_survey(survey=survey, actor=SYSTEM, now=now)
    assert "The survey is not published." in words(bob.post(address(made, "start/"), follow=True))
    assert Programme.objects.get().state == DRAFT


def test_a_pause_takes_back_what_waits_and_the_page_says_since_when(bob, programme, add_people):
    add_people("Aino")
    made = programme(period_days=7)
    start_programme(programme=made, actor=SYSTEM, now=timezone.now())
    for day in range(7):
        plan_programme(programme=made, now=timezone.now() + timedelta(days=day))
    assert Delivery.objects.filter(state=DUE).count() == 1
    page = words(bob.post(address(made, "pause/"), follow=True))
    assert "Paused since" in page
    assert not Delivery.objects.filter(state=DUE).exists()
    bob.post(address(made, "resume/"))
    made.refresh_from_db()
    assert made.state == RUNNING


def test_the_list_tells_state_panel_and_the_next_day(bob, programme, add_people):
    add_people("Aino", "Berit")
    made = programme()
    start_programme(programme=made, actor=SYSTEM, now=timezone.now())
    plan_programme(programme=made, now=timezone.now())
    line = bob.get(ASK).context["programmes"][0]
    assert (line.figures.panel, line.figures.joined) == (2, 2)
    assert line.figures.next_on == min(made.turns.values_list("next_on", flat=True))
    assert "Running" in words(bob.get(ASK))


def test_a_large_panel_is_looked_ahead_for_after_the_page(bob, programme, add_people, monkeypatch):
    monkeypatch.setattr(pages, "QUICK_PANEL", 1)
    add_people("Aino", "Berit")
    made = programme(period_days=7)
    page = words(bob.get(address(made)))
    assert f'hx-get="{address(made, "days/")}"' in page
    assert "Start the programme" not in page
    later = words(bob.get(address(made, "days/"), headers=HTMX))
    assert "2 surveys would go out" in later
    assert "Start the programme" in later


def test_whoever_only_looks_is_offered_no_act(nordlys, sign_in, programme):
    made = programme()
    page = words(sign_in(nordlys.anna).get(address(made)))
    assert "The days ahead" in page
    assert "Start the programme" not in page
    assert "End it now" not in page


def test_owners_with_little_time_slow_the_programme_and_the_page_says_so(bob, programme, add_people):
    add_people(*(f"P{number}" for number in range(60)))
    made = programme(case_minutes=60, case_hours=1, period_days=7)
    capacity = capacity_of(made, now=timezone.now())
    assert (capacity.people_a_day, capacity.is_rate_expected, capacity.is_share_expected) == (4, True, True)
    days = outlook(made, days=14, now=timezone.now())
    assert max(each.asked_total for each in days) == 4
    assert {rule for each in days for rule in each.held} >= {CAPACITY}
    page = words(bob.get(address(made)))
    assert "The owners can follow 4 surveys a day." in page
    assert "Both are guesses" in page
    assert "about every 21 days instead of every 7" in page
    assert "The owners have their hands full" in page


def test_what_is_foretold_for_owners_is_what_is_planned(programme, add_people):
    add_people(*(f"P{number}" for number in range(60)))
    made, now = programme(case_minutes=60, case_hours=1, period_days=7), timezone.now()
    start_programme(programme=made, actor=SYSTEM, now=now)
    for foretold in outlook(made, days=10, now=now):
        before = set(AskDecision.objects.values_list("pk", flat=True))
        plan_programme(programme=made, now=now)
        held = AskDecision.objects.exclude(pk__in=before).filter(verdict="hold", rule=CAPACITY).count()
        assert held == foretold.held.get(CAPACITY, 0)
        now += timedelta(days=1)


def test_its_own_answers_replace_what_was_expected(nordlys, programme, survey, add_people, now):
    people = add_people(*(f"P{number}" for number in range(60)))
    made, version = programme(case_minutes=60, case_hours=1), survey.versions.first()
    asked = Invitation.objects.bulk_create(
        Invitation(
            workspace=nordlys.workspace,
            programme=made,
            version=version,
            contact=each,
            decision="invited",
            decided_at=now,
            language="en",
            asked_at=now,
            answered_at=now if number < 30 else None,
        )
        for number, each in enumerate(people)
    )
    Response.objects.bulk_create(
        Response(
            workspace=nordlys.workspace,
            survey=survey,
            version=version,
            invitation=each,
            channel="email",
            language="en",
            score=3 if number < 3 else 9,
            answered_at=now,
        )
        for number, each in enumerate(asked[:30])
    )
    capacity = capacity_of(made, now=now)
    assert (capacity.response_rate, capacity.detractors) == (0.5, 0.1)
    assert not capacity.is_rate_expected
    assert not capacity.is_share_expected
    figures = figures_of_programme(made, now=now + timedelta(days=31))
    assert (figures.asked, figures.invited, figures.response_rate) == (0, 60, 0.5)


def test_a_paused_programme_has_no_days_ahead(bob, programme):
    made = programme()
    Programme.objects.update(state=PAUSED, paused_on=timezone.now().date())
    assert "The days ahead" not in words(bob.get(address(made)))
    assert bob.get(address(made, "days/")).status_code == 200


def test_a_day_ahead_names_its_people_and_why_some_are_not_asked(nordlys, survey, add_people, programme, sign_in):
    add_people("Aino", "Berit", timezone="Asia/Kathmandu", email="")
    add_people(*(f"P{number}" for number in range(60)))
    made = programme(first_after_days=0, period_days=2, weekdays="0123456")
    days = [each for each in outlook(made, days=21, now=timezone.now()) if each.dropped]
    address = f"/w/nordlys/ask/programmes/{made.pk}/days/{days[0].day}/"
    bob = sign_in(nordlys.bob)
    everybody = [bob.get(f"{address}?page={page}").content.decode() for page in (1, 2)]
    assert sum(text.count('class="entry-text" scope="row"') for text in everybody) == sum(
        (days[0].asked_total, *days[0].held.values(), *days[0].dropped.values())
    )
    not_asked = bob.get(f"{address}?show=not_asked").content.decode()
    assert not_asked.count("No address or number to ask at") == days[0].dropped["no_address"]
    assert "Nothing can be said of this day" in bob.get(f"{address[:-11]}1999-01-01/").content.decode()
    assert bob.get(f"{address[:-11]}tomorrow/").status_code == 404
