"""Reminders, and asking by another channel: who gets them, when, and what is on record."""

from datetime import UTC, time, timedelta

import pytest
from django.test import Client

from kuule.contacts.models import ContactPreference
from kuule.contacts.services import suppress
from kuule.dispatch.models import AskDecision, AskHold, Delivery, Invitation, MailboxMessage
from kuule.dispatch.rules import (
    ALLOW,
    ANSWERED,
    ASK,
    DROP,
    DROPPED,
    DUE,
    EXPIRED,
    FALL_BACK,
    HANDED_OVER,
    HARD_BOUNCE,
    NOT_NOW,
    QUIET_HOURS,
    REMIND,
    REMINDER,
    UNSUBSCRIBED,
    Reminder,
    Report,
)
from kuule.dispatch.selectors import reference_of
from kuule.dispatch.selectors.reminder_figures import reminder_lines
from kuule.dispatch.services import (
    cancel_wave,
    hand_over,
    mark_answered,
    note_report,
    place_hold,
    plan_reminders,
    remind_due,
)
from kuule.dispatch.services.persons import DISPATCH_HOLDER
from kuule.workspaces.rules import SYSTEM

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def asked(mailbox, add_people, schedule, plan, now):
    """Ask Aino in a wave with reminders after 3 days, and 4 days after that."""

    def ask(*reminders: Reminder, channels=("email",), at=now, **person):
        add_people("Aino", **person)
        wave = schedule(channels=channels)
        plan_reminders(source=wave, reminders=reminders or (Reminder(3), Reminder(4)), actor=SYSTEM, now=now)
        plan(wave)
        hand_over(delivery=Delivery.objects.get(), now=at)
        return Invitation.objects.select_related("wave", "contact", "workspace", "version__survey").get()

    return ask


def remind(nordlys, at):
    """Let a worker look for reminders at a moment, and hand over what it finds. Return how many mails left."""
    before = MailboxMessage.objects.count()
    while remind_due(workspace=nordlys.workspace, now=at):
        pass
    for delivery in Delivery.objects.filter(state=DUE, due_at__lte=at):
        hand_over(delivery=delivery, now=at)
    return MailboxMessage.objects.count() - before


def test_whoever_is_silent_is_reminded_each_time_once(asked, nordlys, now):
    asked()
    assert remind(nordlys, now + 3 * DAY - timedelta(minutes=1)) == 0
    assert remind(nordlys, now + 3 * DAY) == 1
    assert remind(nordlys, now + 6 * DAY) == 0
    assert remind(nordlys, now + 7 * DAY) == 1
    assert remind(nordlys, now + 50 * DAY) == 0
    assert list(Delivery.objects.order_by("pk").values_list("purpose", "state")) == [
        (ASK, HANDED_OVER),
        (REMIND, HANDED_OVER),
        (REMIND, HANDED_OVER),
    ]
    assert list(AskDecision.objects.values_list("verdict", "rule", "channel")) == [(ALLOW, REMINDER, "email")] * 2


def test_a_reminder_says_so_and_every_link_works(asked, nordlys, now):
    asked(Reminder(3), Reminder(3, "", {"en": "Still there, {company}?"}, {"en": "One tap, please, {name}."}))
    remind(nordlys, now + 3 * DAY)
    remind(nordlys, now + 6 * DAY)
    first, usual, own = MailboxMessage.objects.order_by("pk")
    assert usual.subject == "A reminder from Nordlys Energy: what do you think?"
    assert "This is a reminder" in usual.text
    assert "This is a reminder" in usual.html
    assert (own.subject, "One tap, please, Aino." in own.text) == ("Still there, Nordlys Energy?", True)
    assert "/n/" not in first.text
    links = {part for mail in (first, usual, own) for part in mail.text.split() if "/a/" in part}
    assert len(links) == 3
    assert all(Client().get("/a/" + link.partition("/a/")[2]).status_code == 200 for link in links)


@pytest.mark.parametrize(
    ("what", "rule"),
    [("answered", ""), ("stopped", UNSUBSCRIBED), ("cancelled", "wave_cancelled"), ("expired", EXPIRED)],
)
def test_nobody_is_reminded_who_need_not_be(what, rule, asked, nordlys, now):
    invitation = asked()
    if what == "answered":
        mark_answered(invitation=invitation, now=now + DAY)
    elif what == "stopped":
        suppress(workspace=nordlys.workspace, address="aino@example.test", reason=UNSUBSCRIBED, actor=SYSTEM, now=now)
    elif what == "cancelled":
        cancel_wave(wave=invitation.wave, actor=SYSTEM, now=now)
    else:
        Invitation.objects.update(expires_at=now + 2 * DAY)
    assert remind(nordlys, now + 3 * DAY) == 0
    assert remind(nordlys, now + 30 * DAY) == 0
    assert list(AskDecision.objects.values_list("verdict", "rule")) == ([(DROP, rule)] if rule else [])


def test_whoever_is_held_is_reminded_after_that(asked, nordlys, now):
    invitation = asked()
    place_hold(
        workspace=nordlys.workspace,
        subject=invitation.contact,
        reason="case_open",
        until=now + 10 * DAY,
        actor=SYSTEM,
        now=now,
    )
    assert remind(nordlys, now + 3 * DAY) == 0
    assert remind(nordlys, now + 9 * DAY) == 0
    assert remind(nordlys, now + 10 * DAY) == 1


def test_an_answer_between_the_decision_and_the_handover_is_heeded(asked, nordlys, now):
    invitation = asked()
    remind_due(workspace=nordlys.workspace, now=now + 3 * DAY)
    mark_answered(invitation=invitation, now=now + 3 * DAY)
    reminder = Delivery.objects.get(purpose=REMIND)
    assert hand_over(delivery=reminder, now=now + 3 * DAY) == DROPPED
    reminder.refresh_from_db()
    assert reminder.reason == ANSWERED


def test_the_pause_between_surveys_does_not_count_the_ask_itself(asked, nordlys, now):
    assert nordlys.workspace.quarantine_days == 90
    asked()
    assert remind(nordlys, now + 3 * DAY) == 1


def test_quiet_hours_are_heeded_by_the_first_mail_and_by_reminders(asked, nordlys, now, add_people, plan, schedule):
    [berit] = add_people("Berit", timezone="UTC")
    hour = now.astimezone(UTC).hour
    ContactPreference.objects.create(
        workspace=nordlys.workspace,
        contact=berit,
        quiet_from=time(hour),
        quiet_until=time((hour + 5) % 24),
    )
    invitation_to_berit = None
    wave = schedule()
    plan_reminders(source=wave, reminders=[Reminder(1)], actor=SYSTEM, now=now)
    plan(wave)
    invitation_to_berit = Delivery.objects.get()
    over = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=5)
    assert invitation_to_berit.due_at == over
    # Whoever wants quiet since the plan is left alone in the last moment, too.
    Delivery.objects.update(due_at=now)
    assert hand_over(delivery=invitation_to_berit, now=now) == DUE
    invitation_to_berit.refresh_from_db()
    assert (invitation_to_berit.due_at, invitation_to_berit.reason) == (over, QUIET_HOURS)
    assert hand_over(delivery=invitation_to_berit, now=over) == HANDED_OVER
    ContactPreference.objects.update(quiet_from=time(0), quiet_until=time(23, 59))
    assert remind(nordlys, over + DAY) == 0
    at = Invitation.objects.get().remind_at.astimezone(UTC)
    assert (at.hour, at.minute) == (23, 59)
    assert remind(nordlys, at) == 1


def test_the_preferred_channel_is_taken_if_it_is_offered(asked, nordlys, now, add_people, schedule, plan):
    [berit] = add_people("Berit", phone="+358401234567")
    ContactPreference.objects.create(workspace=nordlys.workspace, contact=berit, channel="sms")
    plan(schedule())
    plan(schedule(name="Both", channels=("email", "sms"), now=now + 100 * DAY, due_at=now + 100 * DAY), now + 100 * DAY)
    assert list(Delivery.objects.order_by("pk").values_list("channel", flat=True)) == ["email", "sms"]


def test_a_mail_that_comes_back_for_good_is_followed_by_a_text_message_once(asked, nordlys, now):
    asked(channels=("email", "sms"), phone="+358401234567")
    mail = Delivery.objects.get()
    for key in ("first", "second"):
        report = Report(HARD_BOUNCE, key, now, reference=reference_of(mail))
        note_report(report=report, now=now + timedelta(minutes=5))
    text = Delivery.objects.exclude(pk=mail.pk).get()
    assert (text.channel, text.purpose, text.fall_back_of) == ("sms", ASK, mail)
    assert list(AskDecision.objects.values_list("verdict", "rule", "channel")) == [(ALLOW, FALL_BACK, "sms")]
    assert hand_over(delivery=text, now=now + timedelta(minutes=6)) == HANDED_OVER
    sent = MailboxMessage.objects.latest("pk")
    assert (sent.to, sent.is_text_message, "/a/" in sent.text) == ("+358401234567", True, True)
    # The reminder goes on where the fall-back got through.
    assert remind(nordlys, now + 4 * DAY) == 1
    assert MailboxMessage.objects.latest("pk").text.startswith("Nordlys Energy: a reminder.")


def test_no_other_channel_is_tried_that_was_not_chosen(asked, now):
    asked(phone="+358401234567")
    report = Report(HARD_BOUNCE, "once", now, reference=reference_of(Delivery.objects.get()))
    note_report(report=report, now=now)
    assert Delivery.objects.count() == 1


def test_not_now_is_a_page_with_a_button_and_no_unsubscribe(asked, nordlys, now):
    asked()
    remind(nordlys, now + 3 * DAY)
    link = "/n/" + MailboxMessage.objects.latest("pk").text.partition("/n/")[2].split()[0]
    stranger = Client(enforce_csrf_checks=True)
    assert "Is this not a good moment?" in stranger.get(link).content.decode()
    assert not AskHold.objects.exists()
    for _twice in range(2):
        page = stranger.post(link)
        assert (page.status_code, dict(page.cookies)) == (200, {})
    hold = AskHold.objects.get()
    assert (hold.reason, hold.until - hold.placed_at) == (NOT_NOW, 30 * DAY)
    assert remind(nordlys, now + 20 * DAY) == 0
    assert remind(nordlys, now + 45 * DAY) == 0
    assert Client().get(link.replace("/n/", "/a/")).status_code == 200
    assert Client().get("/n/nonsense").status_code == 404


def test_the_answer_page_offers_not_now_until_there_is_an_answer(asked, now):
    invitation = asked()
    link = "/a/" + MailboxMessage.objects.get().text.partition("/a/")[2].split()[0]
    assert "Not now" in Client().get(link).content.decode()
    mark_answered(invitation=invitation, now=now)
    assert "Not now" not in Client().get(link).content.decode()


def test_reminders_set_later_reach_whoever_waits_for_an_answer(mailbox, add_people, schedule, plan, nordlys, now):
    add_people("Aino", "Berit")
    wave = plan(schedule())
    for delivery in Delivery.objects.all():
        hand_over(delivery=delivery, now=now)
    mark_answered(invitation=Invitation.objects.latest("pk"), now=now)
    plan_reminders(source=wave, reminders=[Reminder(5)], actor=SYSTEM, now=now + DAY)
    assert remind(nordlys, now + 4 * DAY) == 0
    assert remind(nordlys, now + 5 * DAY) == 1
    plan_reminders(source=wave, reminders=[Reminder(5), Reminder(2)], actor=SYSTEM, now=now + 6 * DAY)
    plan_reminders(source=wave, reminders=[], actor=SYSTEM, now=now + 6 * DAY)
    assert remind(nordlys, now + 20 * DAY) == 0


def test_it_is_told_after_which_message_people_answered(asked, nordlys, now):
    invitation = asked()
    remind(nordlys, now + 3 * DAY)
    mark_answered(invitation=invitation, now=now + 3 * DAY + timedelta(hours=1))
    assert [(each.number, each.sent, each.answered) for each in reminder_lines(invitation.wave)] == [
        (0, 1, 0),
        (1, 1, 1),
    ]
    [section] = [each for each in DISPATCH_HOLDER.export(invitation.contact) if each.key == "invitations"]
    assert [message["purpose"] for message in section.rows[0]["messages"]] == [ASK, REMIND]


def test_six_reminders_are_too_many(nordlys, schedule, add_people, now):
    add_people("Aino")
    with pytest.raises(ValueError, match="1"):
        plan_reminders(source=schedule(), reminders=[Reminder(1)] * 6, actor=SYSTEM, now=now)
