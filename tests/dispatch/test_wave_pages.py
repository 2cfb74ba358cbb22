"""The pages about asking: what will happen, what is happening, what happened."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from kuule.contacts.services import define_property, open_account, suppress
from kuule.dispatch.models import Delivery, Invitation, Wave
from kuule.dispatch.rules import CANCELLED, FAILED, REFUSED, SCHEDULED, SENT, UNCERTAIN
from kuule.dispatch.tasks import drain_deliveries, drain_waves
from kuule.surveys.services import close_survey, create_from_starter, publish_survey
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import form_team

pytestmark = pytest.mark.django_db
ASK, NEW = "/w/nordlys/ask/", "/w/nordlys/ask/new/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _mailbox(mailbox):
    """No mail server is set in these tests."""


@pytest.fixture
def bob(nordlys, sign_in):
    return sign_in(nordlys.bob)


@pytest.fixture
def choose(survey):
    """What somebody fills in, with changes."""

    def fields(**changes):
        return {"survey": survey.pk, "name": "Autumn", "when": "now", **changes}

    return fields


def words(page):
    return " ".join(page.content.decode().split())


def later(days):
    return timezone.now() + timedelta(days=days)


def test_without_a_published_survey_the_way_to_one_is_shown(nordlys, bob, survey, now):
    close_survey(survey=survey, actor=SYSTEM, now=now)
    assert "No survey is published yet" in words(bob.get(ASK))
    page = words(bob.get(NEW))
    assert "No survey is published yet" in page
    assert "Send the survey" not in page


def test_before_the_first_wave_the_list_says_what_to_do(bob, survey):
    page = words(bob.get(ASK))
    assert "Nobody has been asked yet" in page
    assert f'href="{NEW}"' in page


def test_the_survey_made_since_the_last_wave_is_offered_else_the_one_sent_last(
    nordlys, bob, survey, choose, add_people
):
    def offered():
        page = bob.get(NEW)
        return page.context["form"]["survey"].value(), page.context["survey"]

    def made(name, at):
        other = create_from_starter(workspace=nordlys.workspace, name=name, actor=SYSTEM, now=at)
        publish_survey(survey=other, actor=SYSTEM, now=at)
        return other

    add_people("Aino")
    by_link = made("By link", later(-1))
    assert offered() == (by_link.pk, by_link)
    bob.post(NEW, choose())
    assert offered() == (survey.pk, survey)
    newest = made("Newest", later(1))
    assert offered() == (newest.pk, newest)
    close_survey(survey=newest, actor=SYSTEM, now=later(1))
    close_survey(survey=survey, actor=SYSTEM, now=later(1))
    assert offered() == (by_link.pk, by_link)


def test_the_page_says_who_will_be_asked_before_anything_is_sent(nordlys, bob, survey, add_people, now):
    add_people("Aino", "Berit", language="fi")
    add_people("Erik", email="")
    suppress(workspace=nordlys.workspace, address="berit@example.test", reason="bounced", actor=SYSTEM, now=now)
    page = words(bob.get(NEW))
    assert "<dt>Will be asked</dt><dd>1</dd>" in page.replace("> <", "><")
    assert "Mail to this address came back" in page
    assert "No address or number to ask at" in page
    assert f'src="/w/nordlys/ask/mail/{survey.pk}/fi/"' in page
    assert not Wave.objects.exists()


def test_the_figures_follow_the_choice(bob, choose, add_people, survey):
    add_people("Aino", "Berit", role="user")
    add_people("Chidi", role="decision_maker", language="sv")
    fragment = words(bob.post(NEW, choose(role="decision_maker", check="yes", name=""), headers=HTMX))
    assert "<dd>1</dd>" in fragment
    assert f"/ask/mail/{survey.pk}/sv/" in fragment
    assert "<html" not in fragment


def test_without_script_the_same_button_shows_the_whole_page(bob, choose, add_people):
    add_people("Aino", role="user")
    page = words(bob.post(NEW, choose(role="decision_maker", check="yes", name="")))
    assert "Nobody matches this choice." in page
    assert "This field is required" not in page
    assert '<option value="decision_maker" selected>' in page
    assert not Wave.objects.exists()


def test_the_mail_can_be_looked_at_in_each_language(bob, survey, choose, add_people):
    add_people("Aino")
    fragment = words(bob.post(NEW, choose(look_at="ar"), headers=HTMX))
    assert f"/ask/mail/{survey.pk}/ar/" in fragment
    for language in ("en", "fi", "sv", "de", "vi", "ar"):
        mail = bob.get(f"/w/nordlys/ask/mail/{survey.pk}/{language}/")
        assert f'lang="{language}"' in mail.content.decode()
        assert mail["X-Frame-Options"] == "SAMEORIGIN"
        assert "default-src 'none'" in mail["Content-Security-Policy"]
    assert bob.get(f"/w/nordlys/ask/mail/{survey.pk}/xx/").status_code == 404


def test_sending_now(bob, nordlys, choose, add_people):
    add_people("Aino", role="user")
    add_people("Chidi", role="decision_maker")
    answer = bob.post(NEW, choose(role="user"), follow=True)
    wave = Wave.objects.get()
    assert answer.redirect_chain == [(f"{ASK}{wave.pk}/", 302)]
    assert "The survey is on its way." in words(answer)
    assert (wave.audience, wave.created_by, wave.state) == ({"role": "user"}, nordlys.bob.user, SCHEDULED)
    again = bob.post(NEW, choose(role="user"), follow=True)
    assert again.redirect_chain == answer.redirect_chain
    assert "It goes out once." in words(again)
    assert drain_waves() == drain_deliveries() == 1
    page = words(bob.get(ASK))
    assert "Autumn" in page
    assert ">Sent<" in page.replace("> ", ">").replace(" <", "<")


def test_sending_later_is_meant_in_the_time_of_the_company(bob, choose, add_people):
    add_people("Aino")
    day = timezone.localdate() + timedelta(days=3)
    bob.post(NEW, choose(when="later", due_at=f"{day}T09:30"))
    wave = Wave.objects.get()
    assert wave.due_at == datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZoneInfo("Europe/Helsinki"))
    assert drain_waves() == 0
    page = words(bob.get(f"{ASK}{wave.pk}/"))
    assert "09:30" in page
    assert "Waits for its time." in page


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"when": "later", "due_at": ""}, "Choose the day and time when the survey goes out."),
        ({"when": "later", "due_at": "2020-01-01T09:00"}, "This moment has passed."),
        ({"when": "later", "due_at": "next week"}, "Enter a valid date/time."),
        ({"account": "Nobody Ltd"}, "No account is called “Nobody Ltd”."),
        ({"property_key": "account.country"}, "Write the value to look for"),
        ({"name": "\u202e \u200b"}, "This field is required."),
        ({"role": "emperor"}, "Select a valid choice."),
        ({"team": "999999"}, "Select a valid choice."),
        ({"survey": "999999"}, "Select a valid choice."),
        ({"search": "zzzz"}, "Nobody matches this choice."),
        ({"search": "x" * 1_000}, "at most 200 characters"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong_and_nothing_is_sent(
    wrong, complaint, bob, nordlys, choose, add_people, now
):
    define_property(
        workspace=nordlys.workspace, key="country", label="Country", kind="text", of="account", actor=SYSTEM, now=now
    )
    add_people("Aino")
    page = bob.post(NEW, choose(**wrong))
    assert page.status_code == 200
    assert complaint in words(page)
    assert not Wave.objects.exists()


def test_a_segment_by_account_team_and_property(bob, nordlys, choose, add_people, now):
    define_property(
        workspace=nordlys.workspace, key="country", label="Country", kind="text", of="account", actor=SYSTEM, now=now
    )
    team = form_team(workspace=nordlys.workspace, name="Key accounts", actor=SYSTEM, now=now)
    account = open_account(
        workspace=nordlys.workspace, name="Fjord AS", team=team, properties={"country": "NO"}, actor=SYSTEM, now=now
    )
    add_people("Aino", account=account)
    add_people("Berit")
    bob.post(NEW, choose(account="fjord as", team=team.pk, property_key="account.country", property_value="NO"))
    wave = Wave.objects.get()
    assert wave.audience == {
        "account_id": account.pk,
        "team_id": team.pk,
        "property_key": "account.country",
        "property_value": "NO",
    }
    assert drain_waves() == 1
    page = words(bob.get(f"{ASK}{wave.pk}/"))
    for chosen in ("Fjord AS", "Key accounts", "Country", "NO"):
        assert chosen in page


def test_the_address_can_bring_the_people_along(bob, survey, add_people):
    add_people("Aino", role="user")
    page = words(bob.get(f"{NEW}?role=user&language=%00&account=<script>"))
    assert '<option value="user" selected>' in page
    assert "<script>" not in page.replace('<script src="', "")


def test_hostile_names_are_shown_as_text(bob, choose, add_people):
    add_people("<script>alert(1)</script> \u202eevil")
    bob.post(NEW, choose(name="<img src=x onerror=alert(1)>"))
    drain_waves()
    for path in (ASK, f"{ASK}{Wave.objects.get().pk}/"):
        page = words(bob.get(path))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "\u202e" not in page


def test_progress_is_a_fragment_until_the_wave_is_over(bob, schedule, add_people):
    add_people("Aino")
    path = f"{ASK}{schedule().pk}/"
    fragment = bob.get(path, headers=HTMX)
    assert 'hx-trigger="every 2s"' in words(fragment)
    assert "<html" not in words(fragment)
    drain_waves()
    drain_deliveries()
    over = bob.get(path, headers=HTMX)
    assert over["HX-Refresh"] == "true"
    assert "hx-trigger" not in words(over)


def test_the_list_of_people_says_what_became_of_each(bob, schedule, add_people):
    add_people("Aino", "Berit", "Chidi")
    add_people("Erik", email="")
    wave = schedule()
    drain_waves()
    drain_deliveries()
    berit = Delivery.objects.filter(invitation__contact__name="Berit")
    berit.update(state=FAILED, reason=REFUSED, error="550 5.1.1 User unknown")
    Delivery.objects.filter(invitation__contact__name="Chidi").update(state=UNCERTAIN)
    Invitation.objects.filter(contact__name="Aino").update(answered_at=timezone.now())
    path = f"{ASK}{wave.pk}/"
    page = words(bob.get(path))
    assert "The mail server refused it. <bdi>550 5.1.1 User unknown</bdi>" in page
    assert "1 mail could not be sent." in page
    assert "They are not sent again by themselves" in page
    for show, names in {
        "answered": {"Aino"},
        "held_back": {"Erik"},
        "trouble": {"Berit", "Chidi"},
        "nonsense": {"Aino", "Berit", "Chidi", "Erik"},
    }.items():
        listed = words(bob.get(f"{path}?show={show}"))
        assert {name for name in ("Aino", "Berit", "Chidi", "Erik") if f">{name}<" in listed} == names


def test_long_lists_have_pages(bob, schedule, add_people):
    add_people(*(f"P{number:02}" for number in range(60)))
    wave = schedule()
    drain_waves()
    path = f"{ASK}{wave.pk}/"
    assert "P00" in words(bob.get(path))
    second = words(bob.get(f"{path}?page=2"))
    assert "P55" in second
    assert "P00" not in second
    assert bob.get(f"{path}?page=99999").status_code == 200
    for wrong in ("-1", "x", "9" * 40, "%00", "²"):
        assert bob.get(f"{path}?page={wrong}").status_code in (200, 400)


def test_cancelling(bob, nordlys, schedule, add_people, sign_in):
    add_people("Aino")
    wave = schedule(due_at=timezone.now() + timedelta(days=1), now=timezone.now())
    path = f"{ASK}{wave.pk}/cancel/"
    assert bob.get(path).status_code == 405
    assert sign_in(nordlys.anna).post(path).status_code == 403
    assert "Nobody else is asked." in words(bob.post(path, follow=True))
    wave.refresh_from_db()
    assert wave.state == CANCELLED
    assert "This wave was over already." in words(bob.post(path, follow=True))


def test_while_the_mail_server_is_away_the_page_says_so(bob, schedule, add_people, settings):
    settings.EMAIL_BACKEND = "kuule.dispatch.channels.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    add_people("Aino")
    wave = schedule()
    drain_waves()
    drain_deliveries()
    page = words(bob.get(f"{ASK}{wave.pk}/"))
    assert "The mail server cannot be reached." in page
    assert "Connection refused" in page


def test_who_only_looks_finds_no_buttons(nordlys, sign_in, schedule, add_people):
    add_people("Aino")
    wave = schedule(due_at=timezone.now() + timedelta(days=1), now=timezone.now())
    anna = sign_in(nordlys.anna)
    assert NEW not in words(anna.get(ASK))
    assert "Cancel this wave" not in words(anna.get(f"{ASK}{wave.pk}/"))
    assert anna.get(NEW).status_code == anna.post(NEW).status_code == 403


def test_other_companies_see_nothing(charlie, sign_in, schedule, add_people):
    add_people("Aino")
    wave = schedule()
    stranger = sign_in(charlie)
    for path in (ASK, NEW, f"{ASK}{wave.pk}/"):
        assert stranger.get(path).status_code == 404
    assert stranger.get(f"/w/other/ask/{wave.pk}/").status_code == 404
    assert stranger.post(f"/w/other/ask/{wave.pk}/cancel/").status_code == 404
    assert stranger.get(f"/w/other/ask/mail/{wave.survey_id}/en/").status_code == 404
    answer = stranger.post("/w/other/ask/new/", {"survey": wave.survey_id, "name": "x", "when": "now"})
    assert answer.status_code == 200
    assert Wave.objects.count() == 1


def test_a_wave_that_is_sent_stays_so(schedule, add_people, bob):
    add_people("Aino")
    wave = schedule()
    drain_waves()
    drain_deliveries()
    wave.refresh_from_db()
    assert wave.state == SENT
    assert "Cancel this wave" not in words(bob.get(f"{ASK}{wave.pk}/"))
