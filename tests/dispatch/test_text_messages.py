"""Text messages by a real client to a server that poses as the provider, and what people write back."""

from collections.abc import Iterator

import pytest

from kuule.contacts.models import Suppression
from kuule.contacts.services import suppress
from kuule.dispatch.channels.survey_text import short_text
from kuule.dispatch.models import Delivery, Invitation, MailboxMessage
from kuule.dispatch.rules import (
    BY_HAND,
    DROPPED,
    DUE,
    FAILED,
    HANDED_OVER,
    NO_CONNECTION,
    UNCERTAIN,
    UNSUBSCRIBED,
)
from kuule.dispatch.rules.replies import wants_again, wants_no_more
from kuule.dispatch.selectors import delivery_by_token
from kuule.dispatch.services import ask_to_confirm, hand_over
from kuule.dispatch.tasks import drain_deliveries, drain_text_messages
from kuule.surveys.selectors import published_version, wording_of
from kuule.workspaces.rules import SYSTEM
from tests.conftest import make_workspace
from tests.dispatch.provider import Provider, posing_as

pytestmark = pytest.mark.django_db
NUMBER, SECRET = "+358401234567", "not-to-be-guessed-by-anybody"
TAKEN = (201, '{"sid": "SM1"}')


@pytest.fixture
def provider(settings, monkeypatch, tmp_path) -> Iterator[Provider]:
    settings.KUULE_SMS_URL = f"twilio://AC{'0' * 32}:{'1' * 32}@15555550100"
    settings.KUULE_SHORT_URL = "https://k.example"
    with posing_as("api.twilio.com", folder=tmp_path, patch=monkeypatch) as posing:
        posing.answer = TAKEN
        yield posing


@pytest.fixture
def text(mailbox, add_people, schedule, plan) -> Delivery:
    """A text message to Aino that is due."""
    add_people("Aino", phone=NUMBER)
    plan(schedule(channels=("sms",)))
    return Delivery.objects.get()


def test_a_text_message_leaves_with_a_short_link_and_the_way_out(provider, text, now):
    assert drain_text_messages() == 1
    text.refresh_from_db()
    [sent] = provider.texts
    assert (text.state, sent["To"], sent["From"]) == (HANDED_OVER, NUMBER, "+15555550100")
    assert sent["Body"].startswith("Nordlys Energy: How likely")
    assert sent["Body"].endswith("Reply STOP to get no more.")
    token = sent["Body"].partition("https://k.example/a/")[2].split()[0]
    assert delivery_by_token(token) == text
    assert not MailboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((400, '{"code": 21211, "message": "not a number"}'), FAILED),
        ((429, ""), DUE),
        ((503, "busy"), DUE),
    ],
)
def test_what_the_provider_refuses_was_certainly_not_sent(answer, state, provider, text, now):
    provider.answer = answer
    assert hand_over(delivery=text, now=now) == state
    assert Invitation.objects.get().asked_at is None
    text.refresh_from_db()
    assert NUMBER not in text.error


def test_a_number_that_is_refused_for_good_is_followed_by_a_mail(provider, mailbox, add_people, schedule, plan, now):
    provider.answer = (400, '{"code": 21211}')
    add_people("Aino", phone=NUMBER)
    plan(schedule(channels=("sms", "email")))
    assert hand_over(delivery=Delivery.objects.get(), now=now) == FAILED
    again = Delivery.objects.get(state=DUE)
    assert (again.channel, again.fall_back_of.channel) == ("email", "sms")


def test_a_provider_that_hangs_up_after_it_was_told_leaves_an_uncertain_message(provider, text, now):
    provider.hangs_up = True
    assert hand_over(delivery=text, now=now) == UNCERTAIN
    assert drain_text_messages() == 0
    assert len(provider.texts) == 1


def test_no_connection_and_a_wrong_key_cost_no_try_and_hold_no_mail(provider, text, now, add_people, schedule, plan):
    provider.answer = (401, '{"code": 20003}')
    add_people("Berit")
    plan(schedule(name="By mail"))
    assert drain_text_messages() == 0
    text.refresh_from_db()
    assert (text.state, text.reason, text.attempts) == (DUE, NO_CONNECTION, 0)
    assert drain_deliveries() == 1
    provider.listener.close()
    Delivery.objects.filter(pk=text.pk).update(due_at=now)
    assert drain_text_messages() == 0
    text.refresh_from_db()
    assert (text.state, text.reason, text.attempts) == (DUE, NO_CONNECTION, 0)


def test_without_a_provider_the_mailbox_shows_it_as_a_text_message(text, now, sign_in, nordlys):
    assert hand_over(delivery=text, now=now) == HANDED_OVER
    message = MailboxMessage.objects.get()
    client = sign_in(nordlys.alice)
    assert "Text message" in client.get(f"/w/{nordlys.workspace.slug}/mailbox/").content.decode()
    page = client.get(f"/w/{nordlys.workspace.slug}/mailbox/{message.pk}/").content.decode()
    assert "Reply STOP" in page
    assert "/a/" in page


def test_whether_an_answer_is_theirs_is_asked_by_mail_though_they_were_asked_by_telephone(text, now):
    hand_over(delivery=text, now=now)
    question = ask_to_confirm(invitation=Invitation.objects.get(), now=now)
    assert question.channel == "email"
    assert hand_over(delivery=question, now=question.due_at) == HANDED_OVER
    assert MailboxMessage.objects.latest("pk").to == "aino@example.test"


def test_a_number_without_its_country_is_no_address(mailbox, add_people, schedule, plan):
    add_people("Aino", phone="040 123")
    plan(schedule(channels=("sms",)))
    assert Invitation.objects.get().reason == "no_address"


@pytest.mark.parametrize("language", ["en", "fi", "sv", "de"])
def test_the_text_fits_into_two_segments(language, survey, nordlys):
    version = published_version(nordlys.workspace, survey=survey)
    words = short_text(
        questions=version.questions,
        texts=wording_of(version, language=language, company="").parts,
        language=language,
        company="Nordlys Energy",
        link="https://kuule.nordlys.example/a/0123456789012345678901",
    )
    assert len(words) <= 2 * 153
    assert words.count("https://") == 1


@pytest.fixture
def provider_tells(client, settings):
    settings.KUULE_WEBHOOK_SECRET = SECRET

    def tell(**message):
        return client.post(f"/hook/{SECRET}/sms/", message)

    return tell


@pytest.mark.parametrize(
    "word", ["Stop", " STOP. ", "lopeta", "Sluta!", "Abmelden", "HỦY", "Dừng", "إيقاف", "stop please"]
)
def test_words_for_stop(word):
    assert wants_no_more(word)
    assert not wants_again(word)


@pytest.mark.parametrize("word", ["", "10", "Thanks, the bus stop is fine", "Great service!", "start"])
def test_other_words_stop_nothing(word):
    assert not wants_no_more(word)


@pytest.mark.parametrize(
    "message",
    [
        {"From": NUMBER, "Body": "STOP"},
        {"msisdn": "358401234567", "text": "Stop"},
        {"originator": "358 40 123 4567", "payload": "x", "message": "lopeta"},
        {"fromNumber": "00358401234567", "text": "stopp"},
    ],
)
def test_stop_silences_the_number_everywhere_at_once(message, text, provider_tells, now, nordlys):
    elsewhere = make_workspace("Elsewhere", "elsewhere")
    assert provider_tells(**message).status_code == 200
    assert provider_tells(**message).status_code == 200
    stops = Suppression.objects.order_by("pk")
    assert {each.workspace for each in stops} == {nordlys.workspace, elsewhere}
    assert {(each.reason, each.by_reply) for each in stops} == {(UNSUBSCRIBED, True)}
    assert hand_over(delivery=text, now=now) == DROPPED


def test_stop_as_json(client, settings, text):
    settings.KUULE_WEBHOOK_SECRET = SECRET
    message = {"message": {"from": NUMBER, "body": "STOP"}}
    assert client.post(f"/hook/{SECRET}/sms/", message, content_type="application/json").status_code == 200
    assert Suppression.objects.exists()
    for broken in ("{", "[1]", '"stop"'):
        said = client.post(f"/hook/{SECRET}/sms/", broken, content_type="application/json")
        assert said.status_code == 400


def test_start_takes_back_only_what_stop_placed(text, provider_tells, nordlys, now):
    provider_tells(From=NUMBER, Body="stop")
    provider_tells(From=NUMBER, Body="START")
    assert not Suppression.objects.filter(lifted_at=None).exists()
    suppress(workspace=nordlys.workspace, address=NUMBER, reason=BY_HAND, actor=SYSTEM, now=now)
    provider_tells(From=NUMBER, Body="start")
    assert Suppression.objects.filter(lifted_at=None).count() == 1


def test_only_who_knows_the_secret_is_heard(client, settings, text):
    settings.KUULE_WEBHOOK_SECRET = SECRET
    for secret in ("another-secret-of-this-length", "x"):
        assert client.post(f"/hook/{secret}/sms/", {"From": NUMBER, "Body": "stop"}).status_code == 403
    settings.KUULE_WEBHOOK_SECRET = ""
    assert client.post("/hook//sms/", {"From": NUMBER, "Body": "stop"}).status_code in (403, 404)
    assert not Suppression.objects.exists()
