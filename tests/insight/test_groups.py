"""Groups of people: each has figures of its own, and no figure counts two of them together."""

from datetime import timedelta

import pytest
from django.test import Client

from kuule.contacts.models import Contact
from kuule.contacts.query import ContactFilter
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.services import add_contact
from kuule.dispatch.models import AskDecision, Invitation
from kuule.dispatch.rules.occurrences import API, Told
from kuule.dispatch.services import ask_about_occurrences, plan_wave, record_occurrences, schedule_wave
from kuule.insight.answers import answer, segments, trend
from kuule.insight.answers.journey import journey_map
from kuule.insight.selectors.people import people_who_could_answer, response_rate
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import change_survey, copy_survey, create_from_starter, publish_survey
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import ATTENDEE, CUSTOMER, PARTNER, STAFF, SYSTEM, Refused
from tests.api.conftest import make_touchpoint
from tests.insight.conftest import Programme

pytestmark = pytest.mark.any_database
NOBODY_ELSE = ContactFilter()


def survey_of(programme: Programme, group: str, starter: str = "relationship_nps") -> Programme:
    survey = create_from_starter(name=group, starter=starter, group=group, **programme.who)
    publish_survey(survey=survey, actor=SYSTEM, now=programme.now)
    version = newest_version(programme.workspace, survey=survey)
    return Programme(programme.workspace, survey, version, programme.now, programme.numbers)


@pytest.fixture
def partners(programme: Programme) -> Programme:
    """Two customers are unhappy, three partners are happy."""
    made = survey_of(programme, PARTNER)
    for score in (2, 3):
        programme.answer(score, contact=programme.contact())
    for name in ("Pekka", "Petra", "Per"):
        partner = add_contact(name=name, group=PARTNER, **programme.who)
        made.answer(10, contact=partner)
    return made


def test_the_score_is_of_customers_and_partners_have_their_own(programme: Programme, partners: Programme) -> None:
    customers, theirs = programme.query(), programme.query(whom=PARTNER)
    assert (answer(customers).n, answer(customers).value) == (2, -100)
    assert (answer(theirs).n, answer(theirs).value) == (3, 100)
    assert answer(programme.query(survey_id=partners.survey.pk)).n == 3
    assert answer(programme.query(survey_id=partners.survey.pk, whom=CUSTOMER)).n == 0
    assert sum(point.n for point in trend(customers)) == 2
    assert sum(segment.n for segment in segments(customers.asking(by="survey"))) == 2
    rate = response_rate(theirs)
    assert rate is not None
    assert rate.asked == 3
    assert len(people_who_could_answer(theirs, at_most=99) or ()) == 3
    assert len(people_who_could_answer(customers, at_most=99) or ()) == 2


def test_employee_nps_is_of_employees_whatever_is_chosen(programme: Programme) -> None:
    survey = create_from_starter(name="Us", starter="enps", group=CUSTOMER, **programme.who)
    assert survey.measures == STAFF


def test_moments_of_the_journey_are_compared_within_one_group(programme: Programme, partners: Programme) -> None:
    for survey in (programme.survey, partners.survey):
        make_touchpoint(programme.workspace, key=f"t{survey.pk}", survey=survey)
    moments = journey_map(programme.workspace, now=programme.now).moments
    assert [each.figure.n for each in moments if each.figure] == [2, 3]
    assert [each.difference for each in moments] == [None, None]


def test_the_tabs_lead_to_the_figures_of_each_group(partners: Programme, nordlys, sign_in) -> None:
    client: Client = sign_in(nordlys.bob)
    page = client.get(f"/w/{nordlys.workspace.slug}/").content.decode()
    assert "Relationship · Partners" in page
    theirs = client.get(f"/w/{nordlys.workspace.slug}/", {"whom": "partner", "period": "all"}).content.decode()
    assert "+100" in theirs
    assert client.get(f"/w/{nordlys.workspace.slug}/", {"whom": "aliens"}).status_code == 400


def test_whom_a_survey_asks_is_settled_once_it_was_opened(programme: Programme) -> None:
    draft = create_from_starter(name="Draft", **programme.who)
    named = {"name": "Draft", "is_anonymous": False, "actor": SYSTEM, "now": programme.now}
    change_survey(survey=draft, group=ATTENDEE, **named)
    assert copy_survey(survey=draft, name="Copy", actor=SYSTEM, now=programme.now).measures == ATTENDEE
    publish_survey(survey=draft, actor=SYSTEM, now=programme.now)
    with pytest.raises(Refused, match="already_asked"):
        change_survey(survey=draft, group=PARTNER, **named)


def test_a_wave_asks_only_the_group_of_its_survey(programme: Programme, nordlys, sign_in) -> None:
    made = survey_of(programme, PARTNER)
    add_contact(name="Kari", email="kari@a.test", **programme.who)
    add_contact(name="Pekka", email="pekka@a.test", group=PARTNER, **programme.who)
    for each, asked in ((made, "Pekka"), (programme, "Kari")):
        wave = schedule_wave(
            survey=each.survey, name="Autumn", audience=NOBODY_ELSE, due_at=programme.now, **programme.who
        )
        plan_wave(wave=wave, now=programme.now)
        assert [one.contact.name for one in Invitation.objects.filter(wave=wave)] == [asked]
    chosen = {"survey": programme.survey.pk, "name": "x", "when": "now", "group": "partner"}
    page = sign_in(nordlys.bob).post(f"/w/{nordlys.workspace.slug}/ask/new/", chosen)
    assert "This survey asks: Customers." in page.content.decode()


def test_what_happened_to_somebody_of_another_group_is_not_asked_about(programme: Programme) -> None:
    Workspace.objects.update(timezone="Europe/Helsinki")
    programme.workspace.refresh_from_db()
    touchpoint = make_touchpoint(programme.workspace, survey=programme.survey, delay_minutes=0)
    add_contact(name="Pekka", email="pekka@a.test", group=PARTNER, **programme.who)
    items = [
        Told(mail, PersonRow(0, email=mail, fields={}), happened_at=programme.now - timedelta(minutes=1))
        for mail in ("pekka@a.test", "kari@a.test")
    ]
    record_occurrences(
        workspace=programme.workspace, touchpoint=touchpoint, items=items, source=API, actor=SYSTEM, now=programme.now
    )
    ask_about_occurrences(workspace=programme.workspace, now=programme.now)
    pekka = Contact.objects.get(email="pekka@a.test")
    assert [each.rule for each in AskDecision.objects.filter(contact=pekka)] == ["other_group"]
    assert Invitation.objects.get().contact.email == "kari@a.test"
