"""Trying out messages on respondents: making a test, starting and ending it, and keeping what was shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from kuule.economics.models import MessageShown, MessageTest
from kuule.economics.rules.groups import GROUPS
from kuule.economics.rules.messages import (
    DRAFT,
    ENDED,
    RUNNING,
    USUAL_GOAL_DAYS,
    USUAL_HELD_OUT,
    KeptMessage,
    drawn_message,
    lacks,
)
from kuule.responses.models import Response
from kuule.surveys.question_types.scales import group_on
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

FIELDS = ("name", "groups", "messages", "held_out", "goal_days")


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTestSettings:
    """What a message test is: see `MessageTest`."""

    name: str
    messages: Sequence[KeptMessage] = ()
    groups: Sequence[str] = GROUPS
    held_out: int = USUAL_HELD_OUT
    goal_days: int = USUAL_GOAL_DAYS


@transaction.atomic
def make_message_test(
    *, workspace: Workspace, settings: MessageTestSettings, actor: Actor, now: datetime, member: Member | None = None
) -> MessageTest:
    """Make a draft of a test."""
    made = MessageTest.objects.create(workspace=workspace, made_by=member, made_at=now, **_fields(settings))
    record(workspace=workspace, actor=actor, act="message_test_made", subject=made, now=now)
    return made


@transaction.atomic
def change_message_test(*, test: MessageTest, settings: MessageTestSettings, actor: Actor, now: datetime) -> None:
    """Change a draft. Raises Refused("test_started") for a test that was shown to anybody."""
    _require(test, DRAFT, "test_started")
    for name, value in _fields(settings).items():
        setattr(test, name, value)
    test.save(update_fields=FIELDS)
    record(workspace=test.workspace, actor=actor, act="message_test_changed", subject=test, now=now)


@transaction.atomic
def start_message_test(*, test: MessageTest, actor: Actor, now: datetime) -> None:
    """Show the messages from now on.

    Raises Refused with what is lacking (see `rules.messages.lacks`), "test_started", or "another_runs".
    """
    _require(test, DRAFT, "test_started")
    lacking = lacks(messages=test.messages, groups=test.groups)
    if lacking:
        raise Refused(lacking)
    test.state, test.started_at = RUNNING, now
    try:
        with transaction.atomic():
            test.save(update_fields=["state", "started_at"])
    except IntegrityError:
        raise Refused("another_runs") from None
    record(workspace=test.workspace, actor=actor, act="message_test_started", subject=test, now=now)


@transaction.atomic
def end_message_test(*, test: MessageTest, actor: Actor, now: datetime) -> None:
    """Show the messages to nobody else. Raises Refused("test_not_running")."""
    _require(test, RUNNING, "test_not_running")
    test.state, test.ended_at = ENDED, now
    test.save(update_fields=["state", "ended_at"])
    record(workspace=test.workspace, actor=actor, act="message_test_ended", subject=test, now=now)


def show_message(*, test: MessageTest, response: Response, now: datetime) -> MessageShown | None:
    """Draw the message for an answer and keep it; None for a group that the test leaves out. Drawn once, for good."""
    group = group_on(response.scale, response.score)
    if group not in test.groups:
        return None
    drawn = drawn_message(
        test=str(test.uid), response=str(response.uid), messages=len(test.messages), held_out=test.held_out
    )
    found = {"message": drawn, "group": group, "shown_at": now, "test": test, "workspace_id": test.workspace_id}
    return MessageShown.objects.get_or_create(response=response, defaults=found)[0]


def count_tap(*, shown: MessageShown, now: datetime) -> None:
    """Keep that somebody followed the link of the message they were shown. Only the first time counts."""
    MessageShown.objects.filter(pk=shown.pk, tapped_at=None).update(tapped_at=now)


def _fields(settings: MessageTestSettings) -> dict[str, object]:
    kept = {name: getattr(settings, name) for name in FIELDS}
    return kept | {"groups": list(settings.groups), "messages": list(settings.messages)}


def _require(test: MessageTest, state: str, code: str) -> None:
    known = MessageTest.objects.select_for_update(of=("self",)).get(pk=test.pk)
    if known.state != state:
        raise Refused(code)
