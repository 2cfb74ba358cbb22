"""The drains of this room: each takes some rows that are due and does one act for each."""

import time

import structlog
from django.conf import settings
from django.utils import timezone

from kuule.contacts.rules.wishes import EMAIL, SMS
from kuule.dispatch.channels import new_channel
from kuule.dispatch.channels.base import Channel, NoConnection
from kuule.dispatch.channels.bounce_mailbox import MAILBOX_TROUBLES, BounceMailbox, FetchedMail
from kuule.dispatch.models import Delivery
from kuule.dispatch.selectors import due_deliveries, due_waves
from kuule.dispatch.selectors.care import workspaces_that_care
from kuule.dispatch.selectors.dates import touchpoints_with_dates
from kuule.dispatch.selectors.occurrences import workspaces_with_due_occurrences
from kuule.dispatch.selectors.programmes import running_programmes
from kuule.dispatch.selectors.reminders import workspaces_to_remind
from kuule.dispatch.services import (
    ask_about_occurrences,
    begin_care,
    declare_uncertain,
    finish_waves,
    give_back_stuck,
    hand_over_some,
    note_dates,
    note_returned_mail,
    plan_programme,
    plan_wave,
    postpone_delivery,
    remind_due,
    rest_deliveries,
    take_steps,
)
from kuule.dispatch.services.chats import (
    declare_chat_alerts_uncertain,
    notice_silence_for_chat,
    tell_chat_of_silence,
)
from kuule.dispatch.services.handover import LONGEST_ROUND_SECONDS
from kuule.dispatch.services.returned_mail import is_taken_as_reply
from kuule.dispatch.services.silence import declare_silence_uncertain, notice_silence, tell_of_silence
from kuule.workspaces.models import Workspace

log = structlog.get_logger("kuule.dispatch")

# A call ends soon even when the other side is slow, so that a worker that is told to stop can finish its row.
LONGEST_CALL_SECONDS = 10.0
WAVES_PER_CALL = 20
DELIVERIES_PER_CALL = 500
# So many are claimed at once.
BATCH = 50
STUCK_PER_CALL = 1_000
BOUNCES_PER_CALL = 200


def drain_waves() -> int:
    """Plan waves that are due and finish those that are sent. Returns how many people were decided about."""
    end = time.monotonic() + LONGEST_CALL_SECONDS
    planned = 0
    for wave in due_waves(now=timezone.now(), limit=WAVES_PER_CALL):
        try:
            while time.monotonic() < end and (people := plan_wave(wave=wave, now=timezone.now())):
                planned += people
        except Exception:
            log.exception("wave_not_planned", wave=wave.pk)
    finish_waves(now=timezone.now())
    return planned


def drain_programmes() -> int:
    """Plan the day of each programme that is due. Returns how many turns were decided about."""
    planned = 0
    for programme in running_programmes():
        try:
            planned += plan_programme(programme=programme, now=timezone.now())
        except Exception:
            log.exception("programme_not_planned", programme=programme.pk)
    return planned


def drain_dates() -> int:
    """Record what happened today by dates that are known of people. Returns how many occurrences it was."""
    noted = 0
    for touchpoint in touchpoints_with_dates():
        try:
            noted += note_dates(touchpoint=touchpoint, now=timezone.now())
        except Exception:
            log.exception("dates_not_noted", touchpoint=touchpoint.pk)
    return noted


def drain_occurrences() -> int:
    """Decide whom to ask about what happened. Returns how many occurrences were decided about."""
    end = time.monotonic() + LONGEST_CALL_SECONDS
    decided = 0
    for workspace in workspaces_with_due_occurrences(now=timezone.now()):
        try:
            while time.monotonic() < end and (n := ask_about_occurrences(workspace=workspace, now=timezone.now())):
                decided += n
        except Exception:
            log.exception("occurrences_not_decided", workspace=workspace.pk)
    return decided


def drain_care() -> int:
    """Begin to care about what happened, and take the steps that are due. Returns how many there were."""
    end = time.monotonic() + LONGEST_CALL_SECONDS
    done = 0
    for workspace in workspaces_that_care():
        try:
            for act in (begin_care, take_steps):
                while time.monotonic() < end and (n := act(workspace=workspace, now=timezone.now())):
                    done += n
        except Exception:
            log.exception("no_care_taken", workspace=workspace.pk)
    return done


def drain_reminders() -> int:
    """Decide about reminders that are due. Returns how many."""
    end = time.monotonic() + LONGEST_CALL_SECONDS
    decided = 0
    for workspace in workspaces_to_remind(now=timezone.now()):
        try:
            while time.monotonic() < end and (n := remind_due(workspace=workspace, now=timezone.now())):
                decided += n
        except Exception:
            log.exception("reminders_not_decided", workspace=workspace.pk)
    return decided


def drain_deliveries() -> int:
    """Hand over mails that are due, many over one connection. Returns how many were tried."""
    return _drain(EMAIL)


def drain_text_messages() -> int:
    """Hand over text messages that are due. Mails have a drain of their own, and never wait for a slow provider."""
    return _drain(SMS)


def _drain(kind: str) -> int:
    end = time.monotonic() + LONGEST_CALL_SECONDS
    waiting = due_deliveries(now=timezone.now(), limit=DELIVERIES_PER_CALL, channel=kind)
    is_last = len(waiting) < DELIVERIES_PER_CALL
    channel = new_channel(kind)
    tried, size = 0, BATCH
    try:
        while waiting and time.monotonic() < end:
            batch, waiting, began = waiting[:size], waiting[size:], time.monotonic()
            try:
                handed = _hand_over(batch, channel)
            except NoConnection as error:
                log.warning("no_connection", channel=kind)
                rest_deliveries(deliveries=[*batch, *waiting], detail=str(error), now=timezone.now())
                break
            tried += handed
            # As many as a slow server takes while they are claimed, else most would only be given back.
            size = max(handed, 1) if time.monotonic() > began + LONGEST_ROUND_SECONDS else BATCH
            if not handed:
                # Another worker was quicker, and most likely will be with those that follow.
                waiting = due_deliveries(now=timezone.now(), limit=DELIVERIES_PER_CALL, channel=kind)
    finally:
        channel.close()
    if tried and is_last:
        finish_waves(now=timezone.now())
    return tried


def drain_stuck_deliveries() -> int:
    """Settle handovers whose process must have died. Returns how many there were."""
    given_back = give_back_stuck(now=timezone.now(), limit=STUCK_PER_CALL)
    return given_back + declare_uncertain(now=timezone.now(), limit=STUCK_PER_CALL)


def drain_silence() -> int:
    """Tell owners and chats of key contacts who do not answer. Returns how many were noticed and messages tried."""
    done = declare_silence_uncertain(now=timezone.now()) + declare_chat_alerts_uncertain(now=timezone.now())
    for workspace in Workspace.objects.order_by("pk"):
        try:
            done += notice_silence(workspace=workspace, now=timezone.now())
            done += tell_of_silence(workspace=workspace, now=timezone.now())
            done += notice_silence_for_chat(workspace=workspace, now=timezone.now())
            done += tell_chat_of_silence(workspace=workspace, now=timezone.now())
        except Exception:
            log.exception("silence_not_told", workspace=workspace.pk)
    return done


def drain_bounces() -> int:
    """Read what came back to the bounce mailbox. Returns how many mails there were."""
    if settings.KUULE_BOUNCE_IMAP_LOGIN is None:
        return 0
    end = time.monotonic() + LONGEST_CALL_SECONDS
    read = 0
    try:
        with BounceMailbox(settings.KUULE_BOUNCE_IMAP_LOGIN) as mailbox:
            for mail in mailbox.unread(BOUNCES_PER_CALL):
                _take_bounce(mailbox, mail)
                read += 1
                if time.monotonic() > end:
                    break
    except MAILBOX_TROUBLES as error:
        log.warning("bounce_mailbox_out_of_reach", trouble=type(error).__name__)
    return read


def _take_bounce(mailbox: BounceMailbox, mail: FetchedMail) -> None:
    now = timezone.now()
    try:
        _kind, message = note_returned_mail(raw=mail.raw, now=now)
        is_done = message is not None or is_taken_as_reply(raw=mail.raw, is_whole=mail.is_whole, now=now)
    except Exception:
        log.exception("bounce_not_read")
        mailbox.leave(mail.name, is_odd=True)
        return
    if is_done:
        mailbox.remove(mail.name)
    else:
        mailbox.leave(mail.name)


def _hand_over(batch: list[Delivery], channel: Channel) -> int:
    """Hand some messages over. Where something unexpected happens each is tried by itself: one does not stop all."""
    try:
        states = hand_over_some(deliveries=batch, channel=channel, now=timezone.now())
    except NoConnection:
        raise
    except Exception:
        log.exception("deliveries_not_handed_over", deliveries=[each.pk for each in batch])
        if len(batch) > 1:
            return sum(_hand_over([each], channel) for each in batch)
        postpone_delivery(delivery=batch[0], now=timezone.now())
        return 1
    return len(states)
