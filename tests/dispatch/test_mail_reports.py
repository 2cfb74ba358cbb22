"""What providers report, as they post it: believed once, about our mails only, from those who know the secret."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from anymail.signals import AnymailTrackingEvent
from django.test import Client, override_settings

from kuule.config.environment import Environment
from kuule.config.mail import email_settings
from kuule.contacts.models import Suppression
from kuule.contacts.query import ContactFilter
from kuule.contacts.selectors import address_hash, suppression_of
from kuule.contacts.services import change_contact, lift_suppression
from kuule.dispatch.models import Delivery, DeliveryEvent, Invitation
from kuule.dispatch.receivers import kind_of
from kuule.dispatch.rules import (
    COMPLAINT,
    DEFERRED,
    DELIVERED,
    DUE,
    HANDED_OVER,
    HANDING_OVER,
    HARD_BOUNCE,
    RECENTLY_ASKED,
    SOFT_BOUNCE,
    UNCERTAIN,
    UNSUBSCRIBE,
    bounce_kind,
    has_given_up,
)
from kuule.dispatch.selectors import decisions_before_sending, reference_of
from kuule.dispatch.tasks import drain_deliveries
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM
from tests.conftest import make_workspace

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailWarning")]
SECRET = "s" * 40
HOOK = f"/hook/{SECRET}/mail/"
BOUNCED_AT = "2026-11-20T10:05:00Z"
URLS = {
    "postmark": "postmark://TOKEN@",
    "mailgun": "mailgun://KEY@mg.example.com",
    "sendgrid": "sendgrid://KEY@",
    "brevo": "brevo://KEY@",
    "mailjet": "mailjet://KEY:SECRET@",
    "amazon-ses": "amazon-ses://KEY:SECRET@eu-north-1",
    "sparkpost": "sparkpost://KEY@",
}


@pytest.fixture(autouse=True)
def told() -> Callable[..., int]:
    """Post a report as a provider would, and return the answer's status."""

    def post(body: object, *, provider: str = "postmark", hook: str = HOOK, **more: Any) -> int:
        environment = Environment(email_url=URLS[provider], email_webhook_secret=SECRET, **more)
        with override_settings(**email_settings(environment)):
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            headers = {"x-amz-sns-message-type": "Notification", "x-amz-sns-message-id": "sns-1"}
            return Client().post(hook, content, content_type="application/json", headers=headers).status_code

    return post


@pytest.fixture
def sent(add_people, schedule, plan, now) -> Delivery:
    """A mail to Aino that a provider took and calls 42."""
    add_people("Aino")
    plan(schedule())
    return made_sent(Delivery.objects.get(), "42", now)


def made_sent(delivery: Delivery, name: str, now: datetime) -> Delivery:
    contact = delivery.invitation.contact
    Delivery.objects.filter(pk=delivery.pk).update(
        state=HANDED_OVER,
        provider_id=name,
        message_id=f"<{name}.ours@kuule.example>",
        address_hash=address_hash(delivery.workspace, address=contact.email),
        claimed_at=now,
        handed_over_at=now,
    )
    Invitation.objects.filter(pk=delivery.invitation_id).update(asked_at=now)
    return Delivery.objects.select_related("workspace", "invitation__contact").get(pk=delivery.pk)


def bounce(name: str = "42", kind: str = "HardBounce", at: str = BOUNCED_AT, **more: Any) -> dict[str, Any]:
    words = "smtp;550 5.1.1 <aino@example.test> unknown user" if kind == "HardBounce" else "mailbox is full"
    return {"RecordType": "Bounce", "Type": kind, "MessageID": name, "BouncedAt": at, "Details": words, **more}


def delivered(name: str, reference: str) -> dict[str, Any]:
    metadata = {"kuule": reference}
    return {"RecordType": "Delivery", "MessageID": name, "DeliveredAt": BOUNCED_AT, "Metadata": metadata}


def reason_for(delivery: Delivery) -> str:
    suppression = suppression_of(delivery.workspace, address="aino@example.test")
    return suppression.reason if suppression else ""


def test_a_hard_bounce_stops_all_mail_to_the_address_and_frees_the_person_of_the_pause(told, sent, nordlys, survey):
    assert told(bounce()) == 200
    assert reason_for(sent) == "bounced"
    event = DeliveryEvent.objects.get()
    assert (event.kind, event.delivery, event.workspace) == (HARD_BOUNCE, sent, nordlys.workspace)
    assert event.happened_at == datetime(2026, 11, 20, 10, 5, tzinfo=UTC)
    assert "550 5.1.1" in event.detail
    assert "aino@" not in event.detail
    assert Invitation.objects.get().asked_at is None
    assert AuditEntry.objects.filter(act="contact_suppressed", actor_kind="system").count() == 1


def test_a_corrected_address_can_be_asked_at_once_and_the_old_one_never(told, sent, survey, now, schedule, plan):
    told(bounce())
    contact = sent.invitation.contact
    change_contact(contact=contact, email="aino.a@example.test", actor=SYSTEM, now=now)
    forecast = decisions_before_sending(sent.workspace, survey=survey, audience=ContactFilter(), now=now)
    assert forecast.asked == 1
    assert RECENTLY_ASKED not in forecast.held_back


def test_a_bounce_of_an_old_address_says_nothing_about_the_new_one_but_a_complaint_does(told, sent, now):
    change_contact(contact=sent.invitation.contact, email="new@example.test", actor=SYSTEM, now=now)
    told(bounce())
    assert not Suppression.objects.exists()
    told({"RecordType": "SpamComplaint", "Type": "SpamComplaint", "MessageID": "42", "BouncedAt": BOUNCED_AT})
    assert suppression_of(sent.workspace, address="new@example.test").reason == "complained"


def test_a_bounce_of_somebody_who_was_erased_leaves_no_words(told, sent):
    Invitation.objects.update(contact=None)
    assert told(bounce()) == 200
    assert DeliveryEvent.objects.get().detail == ""
    assert not Suppression.objects.exists()


def test_the_same_report_again_changes_nothing(told, sent, now):
    told(bounce())
    lift_suppression(workspace=sent.workspace, address="aino@example.test", actor=SYSTEM, now=now)
    assert told(bounce()) == 200
    assert DeliveryEvent.objects.count() == 1
    assert reason_for(sent) == ""


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_reports_in_any_order_come_to_the_same(order, told, sent):
    reports = [
        {"RecordType": "Delivery", "MessageID": "42", "DeliveredAt": "2026-11-20T10:01:00Z"},
        bounce(kind="Transient", at="2026-11-20T10:00:30Z"),
        bounce(),
    ]
    for number in order:
        assert told(reports[number]) == 200
    assert set(DeliveryEvent.objects.values_list("kind", flat=True)) == {DELIVERED, DEFERRED, HARD_BOUNCE}
    assert (reason_for(sent), Delivery.objects.get().state) == ("bounced", HANDED_OVER)


def test_a_report_about_an_uncertain_mail_settles_it(told, sent):
    Delivery.objects.update(state=UNCERTAIN, provider_id="", handed_over_at=None)
    told(delivered("43", reference_of(sent)))
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.provider_id) == (HANDED_OVER, "43")


def test_a_report_about_a_mail_that_waits_to_be_tried_again_keeps_it_from_going_twice(told, sent, settings):
    Delivery.objects.update(state=DUE, provider_id="")
    told(delivered("43", reference_of(sent)))
    assert drain_deliveries() == 0
    assert Delivery.objects.get().state == HANDED_OVER


def test_a_report_that_comes_before_the_handover_is_written_down_is_asked_for_again(told, sent):
    Delivery.objects.update(state=HANDING_OVER, provider_id="")
    assert told(bounce("43")) == 503
    Delivery.objects.update(state=HANDED_OVER, provider_id="43")
    assert told(bounce("43")) == 200
    assert reason_for(sent) == "bounced"


@pytest.mark.parametrize("name", ["somebody-elses", "", "4'2", "x" * 5000, "\x00", "\ud800"])
def test_a_report_about_no_mail_of_ours_is_taken_and_does_nothing(name, told, sent):
    assert told(bounce(name)) == 200
    assert not DeliveryEvent.objects.exists()


@pytest.mark.parametrize("reference", ["1-00000000000000000000", "999-aaaa", "x", "1", "１-a", "9" * 90])
def test_a_forged_reference_does_nothing(reference, told, sent):
    assert told(bounce("unknown", Metadata={"kuule": reference})) == 200
    assert not DeliveryEvent.objects.exists()


def test_another_workspace_goes_on_writing_to_the_address(told, sent, add_people):
    fjord = make_workspace("Fjord Shipping", "fjord")
    add_people("Aino", workspace=fjord)
    told(bounce())
    assert reason_for(sent) == "bounced"
    assert suppression_of(fjord, address="aino@example.test") is None


@pytest.mark.any_database
@pytest.mark.parametrize("secret", ["t" * 40, "s" * 39, "s", "ä" * 40])
def test_without_the_secret_nobody_reports(secret, told, sent):
    assert told(bounce(), hook=f"/hook/{secret}/mail/") == 403
    assert not DeliveryEvent.objects.exists()


def test_without_a_secret_set_nobody_reports(sent, settings):
    settings.KUULE_WEBHOOK_SECRET = ""
    assert Client().post("/hook//mail/", b"{}", content_type="application/json").status_code == 404
    assert Client().post(HOOK, json.dumps(bounce()), content_type="application/json").status_code == 403


@pytest.mark.any_database
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"RecordType": 1}', b"[[[[1]]]]"])
def test_what_cannot_be_read_is_refused(body, told, sent):
    assert told(body) in (200, 400)
    assert not DeliveryEvent.objects.exists()


def test_too_much_at_once_is_refused_and_much_is_not(told, sent):
    assert told(b" " * 10_000_001) == 413
    assert told(json.dumps(bounce()).encode() + b" " * 3_000_000) == 200
    assert reason_for(sent) == "bounced"


def test_a_signature_is_checked_where_there_is_one(told, sent):
    Delivery.objects.update(provider_id="<42@mg.example.com>")

    def signed(key: str) -> dict[str, Any]:
        digest = hmac.new(key.encode(), b"1700000000token", hashlib.sha256).hexdigest()
        event = {
            "event": "failed",
            "severity": "permanent",
            "timestamp": 1700000000,
            "reason": "bounce",
            "message": {"headers": {"message-id": "42@mg.example.com"}},
            "delivery-status": {"code": 550, "message": "5.1.1 unknown"},
        }
        return {"signature": {"timestamp": "1700000000", "token": "token", "signature": digest}, "event-data": event}

    assert told(signed("wrong"), provider="mailgun", email_webhook_key="right") == 403
    assert told(signed("right"), provider="mailgun", email_webhook_key="right") == 200
    assert reason_for(sent) == "bounced"


def test_an_unsubscription_at_the_provider_is_the_persons_own_word(told, sent):
    told({"RecordType": "SubscriptionChange", "SuppressSending": True, "SuppressionReason": "ManualSuppression",
          "MessageID": "42", "ChangedAt": BOUNCED_AT})  # fmt: skip
    assert reason_for(sent) == "unsubscribed"
    assert AuditEntry.objects.filter(act="contact_suppressed", actor_kind="respondent").exists()


def test_opens_and_clicks_are_nobodys_business(told, sent):
    told({"RecordType": "Open", "MessageID": "42", "ReceivedAt": BOUNCED_AT})
    assert not DeliveryEvent.objects.exists()


SES = {"mail": {"messageId": "42", "timestamp": BOUNCED_AT, "destination": ["aino@example.test"], "tags": {}}}


def sns(event: dict[str, Any]) -> dict[str, Any]:
    return {"Type": "Notification", "MessageId": "sns-1", "TopicArn": "arn:aws:sns:x", "Timestamp": BOUNCED_AT,
            "Message": json.dumps(event)}  # fmt: skip


def ses_bounce(kind: str, code: str) -> dict[str, Any]:
    recipients = [{"emailAddress": "aino@example.test", "diagnosticCode": f"smtp; {code}"}]
    told = {"bounceType": kind, "bounceSubType": "General", "timestamp": BOUNCED_AT, "bouncedRecipients": recipients}
    return sns({"notificationType": "Bounce", "bounce": told, **SES})


def mailjet(is_hard: bool, error: str) -> dict[str, Any]:
    return {"event": "bounce", "MessageID": 42, "time": 1, "hard_bounce": is_hard, "error": error}


def sendgrid(event: str, reason: str) -> list[dict[str, Any]]:
    return [{"event": event, "smtp-id": "42", "timestamp": 1, "reason": reason}]


def sparkpost(kind: str, **more: str) -> list[dict[str, Any]]:
    event = {"type": kind, "message_id": "x", "transmission_id": "42", "timestamp": "1700000000", **more}
    return [{"msys": {"message_event": event}}]


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("provider", "body", "kind"),
    [
        ("postmark", bounce(), HARD_BOUNCE),
        ("postmark", bounce(kind="SoftBounce"), SOFT_BOUNCE),
        ("postmark", bounce(kind="Transient"), DEFERRED),
        ("postmark", bounce(kind="BadEmailAddress"), HARD_BOUNCE),
        ("brevo", {"event": "hard_bounce", "message-id": "42", "ts_event": 1700000000}, HARD_BOUNCE),
        ("brevo", {"event": "soft_bounce", "message-id": "42", "ts_event": 1700000000}, SOFT_BOUNCE),
        ("brevo", {"event": "spam", "message-id": "42", "ts_event": 1700000000}, COMPLAINT),
        ("brevo", {"event": "unsubscribe", "message-id": "42", "ts_event": 1700000000}, UNSUBSCRIBE),
        ("mailjet", mailjet(True, "user unknown"), HARD_BOUNCE),
        ("mailjet", mailjet(False, "quota exceeded"), SOFT_BOUNCE),
        ("sendgrid", sendgrid("bounce", "550 5.1.1 unknown"), HARD_BOUNCE),
        ("sendgrid", sendgrid("bounce", "550 5.7.1 blocked"), SOFT_BOUNCE),
        ("sendgrid", sendgrid("dropped", "Bounced Address"), HARD_BOUNCE),
        ("sendgrid", sendgrid("delivered", "250 OK"), DELIVERED),
        ("amazon-ses", ses_bounce("Permanent", "550 5.1.1 user unknown"), HARD_BOUNCE),
        ("amazon-ses", ses_bounce("Transient", "552 5.2.2 full"), SOFT_BOUNCE),
        ("amazon-ses", ses_bounce("Undetermined", "554 strange"), SOFT_BOUNCE),
        ("sparkpost", sparkpost("bounce", bounce_class="10", raw_reason="550 5.1.1"), HARD_BOUNCE),
        ("sparkpost", sparkpost("bounce", bounce_class="22", raw_reason="552 5.2.2"), SOFT_BOUNCE),
        ("sparkpost", sparkpost("spam_complaint"), COMPLAINT),
    ],
)  # fmt: skip
def test_each_providers_words_are_understood(provider, body, kind, told, sent):
    assert told(body, provider=provider) == 200
    assert DeliveryEvent.objects.get().kind == kind
    assert bool(reason_for(sent)) == (kind in (HARD_BOUNCE, COMPLAINT, UNSUBSCRIBE))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("550 5.1.1 No such user", HARD_BOUNCE),
        ("smtp; 550-5.1.1 The email account that you tried to reach does not exist", HARD_BOUNCE),
        ("554 5.4.14 Hop count exceeded", HARD_BOUNCE),
        ("550 Unknown recipient", HARD_BOUNCE),
        ("552 5.2.2 Mailbox full", SOFT_BOUNCE),
        ("550 5.7.26 unauthenticated", SOFT_BOUNCE),
        ("552 5.3.4 too big", SOFT_BOUNCE),
        ("4.4.1 connection timed out", SOFT_BOUNCE),
        ("451 try later", SOFT_BOUNCE),
        ("250 2.0.0 OK", ""),
        ("host 192.0.2.5 said something", ""),
        ("", ""),
    ],
)
def test_a_servers_words_say_whether_it_is_for_good(words, kind):
    assert bounce_kind(words) == kind


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "delivered", "given_up"),
    [
        ((0, 3, 7), None, True),
        ((0, 3, 6.9), None, False),
        ((0, 100), None, False),
        ((0, 30, 60, 90), None, True),
        ((0, 3, 7), 1, False),
        ((0, 3, 7), -1, True),
    ],
)
def test_three_soft_bounces_in_a_week_or_more_are_enough(days, delivered, given_up, now):
    bounces = [(number, now + day * DAY) for number, day in enumerate(days)]
    last = None if delivered is None else now + delivered * DAY
    assert has_given_up(bounces, last_delivered_at=last) is given_up


def test_soft_bounces_of_one_mail_count_once(now):
    assert not has_given_up([(1, now), (1, now + 4 * DAY), (1, now + 9 * DAY)], last_delivered_at=None)


def test_the_third_soft_bounce_stops_mail_to_the_address(told, add_people, schedule, plan, now, nordlys):
    nordlys.workspace.quarantine_days = 0
    nordlys.workspace.save()
    add_people("Aino")
    for number in range(3):
        moment = now + number * 4 * DAY
        plan(schedule(name=str(number), due_at=moment, now=moment), at=moment)
        delivery = made_sent(Delivery.objects.latest("pk"), str(number), moment)
        assert reason_for(delivery) == ""
        told(bounce(str(number), kind="SoftBounce", at=(now - (3 - number) * 4 * DAY).isoformat()))
    assert reason_for(delivery) == "bounced"


def test_an_event_of_an_unknown_kind_means_nothing():
    assert kind_of(AnymailTrackingEvent(event_type="something new")) == ""
