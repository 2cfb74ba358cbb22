"""The drains of this room: each takes some rows that are due and does one act for each."""

import time
from itertools import takewhile

import structlog
from django.conf import settings
from django.utils import timezone

from kuule.dispatch.channels import new_channel
from kuule.dispatch.channels.base import Channel, NoConnection
from kuule.dispatch.channels.bounce_mailbox import MAILBOX_TROUBLES, BounceMailbox
from kuule.dispatch.models import Delivery
from kuule.dispatch.selectors import due_deliveries, due_waves
from kuule.dispatch.selectors.occurrences import workspaces_with_due_occurrences
from kuule.dispatch.selectors.programmes import running_programmes
from kuule.dispatch.services import (
    ask_about_occurrences,
    declare_uncertain,
    finish_waves,
    give_back_stuck,
    hand_over_some,
    note_returned_mail,
    plan_programme,
    plan_wave,
    postpone_delivery,
    rest_deliveries,
)
from kuule.dispatch.services.handover import LONGEST_ROUND_SECONDS

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


def drain_deliveries() -> int:
    """Hand over messages that are due, many over one connection. Returns how many were tried."""
    end = time.monotonic() + LONGEST_CALL_SECONDS
    waiting = due_deliveries(now=timezone.now(), limit=DELIVERIES_PER_CALL)
    is_last = len(waiting) < DELIVERIES_PER_CALL
    channels: dict[str, Channel] = {}
    tried, size = 0, BATCH
    try:
        while waiting and time.monotonic() < end:
            batch, began = _next_batch(waiting, size), time.monotonic()
            try:
                handed = _hand_over(batch, channels)
            except NoConnection as error:
                log.warning("no_connection", channel=batch[0].channel)
                rest_deliveries(deliveries=[*batch, *waiting], detail=str(error), now=timezone.now())
                break
            tried += handed
            # As many as a slow server takes while they are claimed, else most would only be given back.
            size = max(handed, 1) if time.monotonic() > began + LONGEST_ROUND_SECONDS else BATCH
            if not handed:
                # Another worker was quicker, and most likely will be with those that follow.
                waiting = due_deliveries(now=timezone.now(), limit=DELIVERIES_PER_CALL)
    finally:
        for channel in channels.values():
            channel.close()
    if tried and is_last:
        finish_waves(now=timezone.now())
    return tried


def drain_stuck_deliveries() -> int:
    """Settle handovers whose process must have died. Returns how many there were."""
    given_back = give_back_stuck(now=timezone.now(), limit=STUCK_PER_CALL)
    return given_back + declare_uncertain(now=timezone.now(), limit=STUCK_PER_CALL)


def drain_bounces() -> int:
    """Read what came back to the bounce mailbox. Returns how many mails there were."""
    if settings.KUULE_BOUNCE_IMAP_LOGIN is None:
        return 0
    end = time.monotonic() + LONGEST_CALL_SECONDS
    read = 0
    try:
        with BounceMailbox(settings.KUULE_BOUNCE_IMAP_LOGIN) as mailbox:
            for name, raw in mailbox.unread(BOUNCES_PER_CALL):
                _take_bounce(mailbox, name, raw)
                read += 1
                if time.monotonic() > end:
                    break
    except MAILBOX_TROUBLES as error:
        log.warning("bounce_mailbox_out_of_reach", trouble=type(error).__name__)
    return read


def _take_bounce(mailbox: BounceMailbox, name: str, raw: bytes) -> None:
    try:
        _kind, delivery = note_returned_mail(raw=raw, now=timezone.now())
    except Exception:
        log.exception("bounce_not_read")
        mailbox.leave(name, is_odd=True)
        return
    if delivery is None:
        mailbox.leave(name)
    else:
        mailbox.remove(name)


def _next_batch(waiting: list[Delivery], most: int) -> list[Delivery]:
    """Take the next messages of one channel from the front of those that wait."""
    batch = list(takewhile(lambda each: each.channel == waiting[0].channel, waiting[:most]))
    del waiting[: len(batch)]
    return batch


def _hand_over(batch: list[Delivery], channels: dict[str, Channel]) -> int:
    """Hand some messages over. Where something unexpected happens each is tried by itself: one does not stop all."""
    try:
        kind = batch[0].channel
        if kind not in channels:
            channels[kind] = new_channel(kind)
        states = hand_over_some(deliveries=batch, channel=channels[kind], now=timezone.now())
    except NoConnection:
        raise
    except Exception:
        log.exception("deliveries_not_handed_over", deliveries=[each.pk for each in batch])
        if len(batch) > 1:
            return sum(_hand_over([each], channels) for each in batch)
        postpone_delivery(delivery=batch[0], now=timezone.now())
        return 1
    return len(states)
