"""Mails of which nobody can say whether they left: shown, and decided about by a person."""

import pytest
from django.utils import timezone

from kuule.contacts.services import suppress
from kuule.dispatch.models import Delivery, Invitation, Wave
from kuule.dispatch.rules import (
    CONFIRM,
    DROPPED,
    DUE,
    HANDED_OVER,
    HARD_BOUNCE,
    SENT_AGAIN,
    SOFT_BOUNCE,
    UNCERTAIN,
    Report,
)
from kuule.dispatch.selectors import delivery_by_token, figures_of_wave, people_of_wave
from kuule.dispatch.services import mark_sent, note_report, send_again
from kuule.dispatch.tasks import drain_deliveries, drain_waves
from kuule.surveys.services import close_survey
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def uncertain(post, add_people, schedule) -> Delivery:
    """Aino may have got her mail: the connection broke after it was given. Berit certainly got hers."""
    add_people("Aino", "Berit")
    schedule()
    drain_waves()
    post.drops_at = "data"
    drain_deliveries()
    return Delivery.objects.get(state=UNCERTAIN)


def words(page) -> str:
    return " ".join(page.content.decode().split())


def test_the_wave_shows_it_and_who_may_send_can_decide(uncertain, sign_in, nordlys):
    address = f"/w/nordlys/ask/{uncertain.invitation.wave_id}/?show=trouble"
    assert "Of 1 mail nobody can say whether it left." in words(sign_in(nordlys.bob).get(address))
    assert "Send again" in words(sign_in(nordlys.bob).get(address))
    assert "Send again" not in words(sign_in(nordlys.anna).get(address))


def test_marked_as_sent_it_is_sent_and_the_audit_log_says_by_whom(uncertain, sign_in, nordlys):
    page = sign_in(nordlys.bob).post(f"/w/nordlys/ask/mails/{uncertain.pk}/sent/", follow=True)
    assert "The mail counts as sent." in words(page)
    uncertain.refresh_from_db()
    assert (uncertain.state, uncertain.handed_over_at) == (HANDED_OVER, uncertain.claimed_at)
    line = AuditEntry.objects.get(act="delivery_marked_sent")
    assert (line.actor_id, line.object_id) == (nordlys.bob.user_id, uncertain.pk)


def test_sent_again_there_is_a_second_mail_and_both_links_work(uncertain, sign_in, nordlys, post):
    page = sign_in(nordlys.bob).post(f"/w/nordlys/ask/mails/{uncertain.pk}/again/", follow=True)
    assert "A second mail is on its way." in words(page)
    assert drain_deliveries() == 1
    tokens = [
        letter["List-Unsubscribe"].strip("<>").rpartition("/")[2]
        for letter in post.letters
        if letter["To"] == "aino@example.test"
    ]
    assert len(tokens) == 2
    assert {delivery_by_token(token).invitation_id for token in tokens} == {uncertain.invitation_id}
    wave = Wave.objects.get()
    figures = figures_of_wave(nordlys.workspace, wave=wave)
    assert (figures.uncertain, figures.sent, figures.asked) == (0, 2, 2)
    assert people_of_wave(nordlys.workspace, wave=wave, show="trouble").people == []
    assert AuditEntry.objects.filter(act="delivery_sent_again").count() == 1


@pytest.mark.parametrize("second", [mark_sent, send_again])
@pytest.mark.parametrize("first", [mark_sent, send_again])
def test_what_is_decided_is_decided(first, second, uncertain, now):
    first(delivery=uncertain, actor=SYSTEM, now=now)
    with pytest.raises(Refused, match="not_uncertain"):
        second(delivery=uncertain, actor=SYSTEM, now=now)
    assert Delivery.objects.filter(invitation=uncertain.invitation_id).count() == (1 if first is mark_sent else 2)


def test_who_unsubscribed_meanwhile_gets_no_second_mail(uncertain, post, nordlys, now):
    send_again(delivery=uncertain, actor=SYSTEM, now=timezone.now())
    contact = uncertain.invitation.contact
    suppress(workspace=nordlys.workspace, address=contact.email, reason="by_hand", actor=SYSTEM, now=now)
    drain_deliveries()
    assert Delivery.objects.latest("pk").state == DROPPED
    assert Invitation.objects.get(pk=uncertain.invitation_id).decision == "invited"


def test_a_decision_too_late_is_told(uncertain, sign_in, nordlys):
    Delivery.objects.update(state=HANDED_OVER)
    page = sign_in(nordlys.bob).post(f"/w/nordlys/ask/mails/{uncertain.pk}/again/", follow=True)
    assert "It is known by now what became of this mail." in words(page)
    assert Delivery.objects.count() == 2


def test_bounces_are_counted_and_named(uncertain, sign_in, nordlys, now):
    berit = Delivery.objects.get(state=HANDED_OVER)
    for number, kind in enumerate([SOFT_BOUNCE, HARD_BOUNCE]):
        report = Report(kind, str(number), now, "550 5.1.1 unknown", message_ids=(berit.message_id,))
        note_report(report=report, now=timezone.now())
    figures = figures_of_wave(nordlys.workspace, wave=Wave.objects.get())
    assert (figures.bounced, figures.complained, figures.asked) == (1, 0, 1)
    page = words(sign_in(nordlys.bob).get(f"/w/nordlys/ask/{uncertain.invitation.wave_id}/?show=came_back"))
    assert "Came back: the address takes no mail" in page
    assert "550 5.1.1 unknown" in page
    assert "Aino" not in page.partition('id="people"')[2]


def test_a_mail_to_confirm_an_answer_goes_out_without_a_pause_and_although_the_survey_is_closed(
    post, add_people, schedule, survey, now, nordlys
):
    add_people("Aino")
    schedule()
    drain_waves()
    drain_deliveries()
    asked_at = Invitation.objects.get().asked_at
    close_survey(survey=survey, actor=SYSTEM, now=now)
    again = Delivery.objects.create(
        workspace=nordlys.workspace,
        invitation=Invitation.objects.get(),
        channel="email",
        purpose=CONFIRM,
        due_at=timezone.now(),
    )
    assert again.state == DUE
    drain_deliveries()
    again.refresh_from_db()
    assert (again.state, Invitation.objects.get().asked_at) == (HANDED_OVER, asked_at)
    assert len(post.letters) == 2
    assert post.letters[0]["Subject"] != post.letters[1]["Subject"]


def test_a_mail_to_confirm_an_answer_does_not_reach_who_said_stop(post, add_people, schedule, nordlys, now):
    add_people("Aino")
    schedule()
    drain_waves()
    drain_deliveries()
    suppress(workspace=nordlys.workspace, address="aino@example.test", reason="unsubscribed", actor=SYSTEM, now=now)
    again = Delivery.objects.create(
        workspace=nordlys.workspace,
        invitation=Invitation.objects.get(),
        channel="email",
        purpose=CONFIRM,
        due_at=timezone.now(),
    )
    drain_deliveries()
    again.refresh_from_db()
    assert (again.state, again.reason, Invitation.objects.get().decision) == (DROPPED, "unsubscribed", "invited")
    assert again.reason != SENT_AGAIN
