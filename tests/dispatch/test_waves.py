"""A wave from the plan to the last message, told by what people get."""

from datetime import timedelta

import pytest

from kuule.contacts.query import ContactFilter
from kuule.contacts.services import archive_contact, change_contact, suppress
from kuule.dispatch.models import Delivery, Invitation
from kuule.dispatch.rules import (
    ARCHIVED,
    BOUNCED,
    CANCELLED,
    DROPPED,
    DUE,
    HANDED_OVER,
    HELD_BACK,
    INVITED,
    NO_ADDRESS,
    PLANNING,
    RECENTLY_ASKED,
    SCHEDULED,
    SENDING,
    SENT,
    SURVEY_CLOSED,
    UNSUBSCRIBED,
    WAVE_CANCELLED,
)
from kuule.dispatch.selectors import decisions_before_sending, delivery_by_token, figures_of_wave, waves_page
from kuule.dispatch.services import cancel_wave, finish_waves, hand_over, mark_answered, plan_wave, stop_asking
from kuule.surveys.services import close_survey, create_from_starter
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM, Refused

pytestmark = pytest.mark.django_db


def hand_over_all(now):
    return [hand_over(delivery=delivery, now=now) for delivery in Delivery.objects.filter(state=DUE, due_at__lte=now)]


def reasons(wave):
    return dict(Invitation.objects.filter(wave=wave).values_list("contact__name", "reason"))


@pytest.fixture(autouse=True)
def _mailbox(mailbox):
    """No mail server is set in these tests."""


def test_everybody_is_asked_or_held_back_with_a_reason(nordlys, add_people, schedule, plan, now):
    add_people("Aino", "Berit", "Chidi", "Dao")
    add_people("Erik", email="")
    suppress(workspace=nordlys.workspace, address="BERIT@example.test", reason=UNSUBSCRIBED, actor=SYSTEM, now=now)
    suppress(workspace=nordlys.workspace, address="chidi@example.test", reason=BOUNCED, actor=SYSTEM, now=now)
    wave = plan(schedule())
    assert reasons(wave) == {"Aino": "", "Berit": UNSUBSCRIBED, "Chidi": BOUNCED, "Dao": "", "Erik": NO_ADDRESS}
    assert hand_over_all(now) == [HANDED_OVER, HANDED_OVER]
    assert finish_waves(now=now) == 1
    wave.refresh_from_db()
    assert (wave.state, wave.finished_at) == (SENT, now)
    figures = figures_of_wave(nordlys.workspace, wave=wave)
    assert (figures.decided, figures.asked, figures.held_back) == (5, 2, 3)


def test_nobody_is_asked_twice_within_the_pause_whatever_the_wave(nordlys, add_people, schedule, plan, now):
    add_people("Aino")
    plan(schedule())
    hand_over_all(now)
    nearly = now + timedelta(days=nordlys.workspace.quarantine_days) - timedelta(seconds=1)
    assert reasons(plan(schedule(name="Too soon", due_at=nearly), at=nearly)) == {"Aino": RECENTLY_ASKED}
    rested = now + timedelta(days=nordlys.workspace.quarantine_days)
    assert reasons(plan(schedule(name="Next round", due_at=rested), at=rested)) == {"Aino": ""}


def test_a_message_that_still_waits_counts_as_asked(add_people, schedule, plan, now):
    add_people("Aino")
    plan(schedule())
    assert reasons(plan(schedule(name="At the same time"))) == {"Aino": RECENTLY_ASKED}


def test_someone_who_was_never_really_asked_can_be_asked_by_the_next_wave(add_people, schedule, plan, now, nordlys):
    add_people("Aino")
    first = plan(schedule())
    cancel_wave(wave=first, actor=SYSTEM, now=now)
    assert reasons(plan(schedule(name="Second"))) == {"Aino": ""}


def test_planning_goes_on_where_it_stopped(add_people, schedule, plan, now):
    people = add_people(*(f"P{number}" for number in range(7)))
    wave = schedule()
    assert plan_wave(wave=wave, now=now, batch=3) == 3
    wave.refresh_from_db()
    assert (wave.state, wave.planned_to) == (PLANNING, people[2].pk)
    assert plan(wave, batch=3).state == SENDING
    assert Invitation.objects.filter(wave=wave).count() == Delivery.objects.count() == 7


def test_a_wave_does_not_begin_before_its_time(add_people, schedule, now):
    add_people("Aino")
    wave = schedule(due_at=now + timedelta(hours=1))
    assert plan_wave(wave=wave, now=now) == 0
    wave.refresh_from_db()
    assert wave.state == SCHEDULED
    assert plan_wave(wave=wave, now=now + timedelta(hours=1)) == 1


def test_only_the_segment_is_asked(add_people, schedule, plan):
    add_people("Aino", "Berit", role="user")
    add_people("Chidi", role="decision_maker")
    assert reasons(plan(schedule(audience=ContactFilter(role="decision_maker")))) == {"Chidi": ""}


def test_people_are_asked_in_their_language(add_people, schedule, plan):
    add_people("Aino", language="fi")
    add_people("Keiko", language="ja")
    wave = plan(schedule())
    languages = dict(Invitation.objects.filter(wave=wave).values_list("contact__name", "language"))
    assert languages == {"Aino": "fi", "Keiko": "en"}


def test_what_is_shown_before_sending_is_what_happens(nordlys, survey, add_people, schedule, plan, now):
    add_people("Aino", "Berit", language="fi")
    add_people("Erik", email="")
    suppress(workspace=nordlys.workspace, address="berit@example.test", reason=UNSUBSCRIBED, actor=SYSTEM, now=now)
    forecast = decisions_before_sending(nordlys.workspace, survey=survey, audience=ContactFilter(), now=now)
    assert (forecast.asked, forecast.held_back, forecast.languages) == (
        1,
        {UNSUBSCRIBED: 1, NO_ADDRESS: 1},
        {"fi": 1},
    )
    figures = figures_of_wave(nordlys.workspace, wave=plan(schedule()))
    assert (figures.invited, figures.reasons) == (forecast.asked, forecast.held_back)


def test_another_company_is_never_asked(add_people, schedule, plan, charlie):
    add_people("Aino")
    add_people("Stranger", workspace=charlie.workspace)
    assert reasons(plan(schedule())) == {"Aino": ""}


@pytest.mark.parametrize("happens", ["unsubscribed", "archived", "address_removed"])
def test_who_leaves_between_the_plan_and_the_handover_is_not_written_to(
    happens, nordlys, add_people, schedule, plan, now
):
    [aino] = add_people("Aino")
    wave = plan(schedule())
    if happens == "unsubscribed":
        suppress(workspace=nordlys.workspace, address=aino.email, reason=UNSUBSCRIBED, actor=SYSTEM, now=now)
    elif happens == "archived":
        archive_contact(contact=aino, actor=SYSTEM, now=now)
    else:
        change_contact(contact=aino, actor=SYSTEM, now=now, email="")
    assert hand_over_all(now) == [DROPPED]
    expected = {"unsubscribed": UNSUBSCRIBED, "archived": ARCHIVED, "address_removed": NO_ADDRESS}[happens]
    invitation = Invitation.objects.get(wave=wave)
    assert (invitation.decision, invitation.reason, invitation.asked_at) == (HELD_BACK, expected, None)
    assert Delivery.objects.get().reason == expected


def test_an_invitation_opens_when_it_is_handed_over_and_closes_as_the_workspace_says(
    nordlys, add_people, schedule, plan, now
):
    add_people("Aino")
    plan(schedule())
    later = now + timedelta(minutes=3)
    hand_over_all(later)
    invitation = Invitation.objects.get()
    assert invitation.asked_at == later
    assert invitation.expires_at == later + timedelta(days=nordlys.workspace.invitation_days)


def test_cancelling_before_it_is_due_asks_nobody(add_people, schedule, now):
    add_people("Aino")
    wave = schedule(due_at=now + timedelta(days=1))
    cancel_wave(wave=wave, actor=SYSTEM, now=now)
    assert plan_wave(wave=wave, now=now + timedelta(days=1)) == 0
    assert not Invitation.objects.exists()


def test_cancelling_half_way_keeps_what_was_sent_and_holds_back_the_rest(add_people, schedule, plan, now):
    add_people("Aino", "Berit", "Chidi")
    wave = schedule()
    plan_wave(wave=wave, now=now, batch=2)
    hand_over(delivery=Delivery.objects.earliest("pk"), now=now)
    cancel_wave(wave=wave, actor=SYSTEM, now=now)
    assert wave.state == CANCELLED
    assert plan_wave(wave=wave, now=now) == 0
    assert hand_over_all(now) == []
    assert reasons(wave) == {"Aino": "", "Berit": WAVE_CANCELLED}
    assert Invitation.objects.get(contact__name="Aino").decision == INVITED
    with pytest.raises(Refused, match="wave_over"):
        cancel_wave(wave=wave, actor=SYSTEM, now=now)


def test_a_survey_that_closed_meanwhile_asks_nobody(survey, add_people, schedule, plan, now):
    add_people("Aino")
    later = schedule(name="Later", due_at=now + timedelta(hours=2))
    planned = plan(schedule())
    close_survey(survey=survey, actor=SYSTEM, now=now)
    assert hand_over_all(now) == [DROPPED]
    assert reasons(planned) == {"Aino": SURVEY_CLOSED}
    assert plan(later, at=now + timedelta(hours=2)).state == CANCELLED


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"due": timedelta(minutes=-1)}, "due_in_the_past"),
        ({"audience": ContactFilter(search="nobody-is-called-this")}, "nobody_matches"),
        ({"draft": True}, "survey_not_published"),
    ],
)
def test_what_cannot_be_scheduled_is_refused(change, code, nordlys, add_people, schedule, now):
    add_people("Aino")
    if "due" in change:
        change = {"due_at": now + change["due"]}
    if "draft" in change:
        change = {"survey": create_from_starter(workspace=nordlys.workspace, name="New", actor=SYSTEM, now=now)}
    with pytest.raises(Refused, match=code):
        schedule(**change)


def test_a_form_sent_twice_makes_one_wave(add_people, schedule, plan, now):
    add_people("Aino")
    wave = schedule()
    with pytest.raises(Refused, match="already_scheduled") as refused:
        schedule()
    assert refused.value.params == {"wave_id": wave.pk}
    plan(wave)
    hand_over_all(now)
    finish_waves(now=now)
    assert schedule().pk != wave.pk


def test_a_survey_of_another_company_cannot_be_sent(charlie, schedule, now):
    theirs = create_from_starter(workspace=charlie.workspace, name="Theirs", actor=SYSTEM, now=now)
    with pytest.raises(ValueError, match="another workspace"):
        schedule(survey=theirs)


def test_every_act_leaves_an_audit_line(add_people, schedule, plan, now):
    add_people("Aino")
    plan(schedule())
    hand_over_all(now)
    stop_asking(delivery=Delivery.objects.get(), now=now)
    stop_asking(delivery=Delivery.objects.get(), now=now)
    acts = list(AuditEntry.objects.filter(act__in=ACTS).order_by("pk").values_list("act", "actor_kind"))
    assert acts == [("wave_scheduled", "system"), ("wave_planned", "system"), ("asking_stopped", "respondent")]


ACTS = ("wave_scheduled", "wave_planned", "wave_cancelled", "asking_stopped")


def test_answers_count_once(nordlys, add_people, schedule, plan, now):
    add_people("Aino", "Berit")
    wave = plan(schedule())
    hand_over_all(now)
    invitation = Invitation.objects.earliest("pk")
    mark_answered(invitation=invitation, now=now + timedelta(hours=1))
    mark_answered(invitation=invitation, now=now + timedelta(hours=2))
    assert Invitation.objects.earliest("pk").answered_at == now + timedelta(hours=1)
    [line], more = waves_page(nordlys.workspace)
    assert (line.wave, line.figures.response_rate, more) == (wave, 0.5, False)


@pytest.mark.parametrize("token", ["", "short", "x" * 22, "x" * 5000, "\x00" * 22, "☃" * 22])
def test_a_forged_token_leads_nowhere(token):
    assert delivery_by_token(token) is None
