"""Asking a team about itself, and keeping what it says apart from who said it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from kuule.act.models import Pulse, PulseAnswer, PulseTurn
from kuule.act.rules.letters import PULSE
from kuule.act.rules.pulse import (
    LONGEST_WORDS,
    MOST_DAYS,
    MOST_QUESTIONS,
    MOST_TEAM_DAYS,
    OWN,
    PAUSE,
    READY,
    SCORES,
    USUAL_DAYS,
    USUAL_TEAM_DAYS,
    least_answers,
)
from kuule.act.selectors.pulse import last_opened, people_to_ask
from kuule.act.services.letters import write_letter
from kuule.workspaces.models import Member, Team
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseSettings:
    """What a team is asked: keys of `rules.pulse`, for how many days, and how long the team has it to itself."""

    questions: Sequence[str]
    own_question: str = ""
    asks_words: bool = True
    days: int = USUAL_DAYS
    team_days: int = USUAL_TEAM_DAYS


@transaction.atomic
def open_pulse(*, team: Team, settings: PulseSettings, member: Member, actor: Actor, now: datetime) -> Pulse:
    """Ask the members of a team, by mail and on their pages.

    Raises Refused with "team_too_small" where so few are asked that nothing could ever be shown, "asked_lately" where
    the last pulse is too fresh, "pulse_unasked" for no question, too many, or one's own without words. Raises
    ValueError for days out of range.
    """
    asked, managers = people_to_ask(team)
    least = least_answers(team.workspace.min_n_anonymous)
    if len(asked) < least:
        raise Refused("team_too_small", least=least, asked=len(asked))
    last = last_opened(team)
    if last is not None and now < last + PAUSE:
        raise Refused("asked_lately", since=last)
    _check(settings)
    closes_at = now + timedelta(days=settings.days)
    pulse = Pulse.objects.create(
        workspace_id=team.workspace_id,
        team=team,
        questions=list(settings.questions),
        own_question=settings.own_question,
        asks_words=settings.asks_words,
        opened_by=member,
        opened_at=now,
        closes_at=closes_at,
        shared_at=closes_at + timedelta(days=settings.team_days),
    )
    pulse.managers.set(managers)
    turns = [PulseTurn(workspace_id=team.workspace_id, pulse=pulse, member=each) for each in asked]
    for turn in PulseTurn.objects.bulk_create(turns):
        _mail(turn, now)
    record(workspace=team.workspace, actor=actor, act="pulse_opened", subject=pulse, now=now)
    return pulse


@transaction.atomic
def accept_pulse_answer(*, turn: PulseTurn, scores: Mapping[str, int], words: str, now: datetime) -> None:
    """Keep what somebody said, without anything that leads to them. No audit line: it would lead there.

    Raises Refused with "pulse_closed", "pulse_answered" for a second answer, "pulse_empty" for one without a score.
    Raises ValueError for a score that nobody asked for.
    """
    pulse = turn.pulse
    if now >= pulse.closes_at:
        raise Refused("pulse_closed")
    if any(key not in pulse.questions or score not in SCORES for key, score in scores.items()):
        raise ValueError(scores)
    if not scores:
        raise Refused("pulse_empty")
    if not PulseTurn.objects.filter(pk=turn.pk, has_answered=False).update(has_answered=True):
        raise Refused("pulse_answered")
    PulseAnswer.objects.create(
        workspace_id=pulse.workspace_id,
        pulse=pulse,
        scores=dict(scores),
        words=words.strip()[:LONGEST_WORDS] if pulse.asks_words else "",
    )


@transaction.atomic
def part_pulse(*, pulse: Pulse, now: datetime) -> None:
    """Write all turns of a closed pulse once more, all at once.

    PostgreSQL keeps with every row the number of the transaction that wrote it: with that number alone, a turn that was
    marked as answered could be put beside the answer.
    """
    for pk in PulseTurn.objects.filter(pulse=pulse).order_by("pk").values_list("pk", flat=True):
        PulseTurn.objects.filter(pk=pk).update(has_answered=F("has_answered"))
    Pulse.objects.filter(pk=pulse.pk).update(parted_at=now)


def _check(settings: PulseSettings) -> None:
    if not 0 < settings.days <= MOST_DAYS or not 0 < settings.team_days <= MOST_TEAM_DAYS:
        raise ValueError(settings)
    asked = list(dict.fromkeys(settings.questions))
    if not 0 < len(asked) <= MOST_QUESTIONS or set(asked) - {*READY, OWN}:
        raise Refused("pulse_unasked")
    if OWN in asked and not settings.own_question.strip():
        raise Refused("pulse_unasked")


def _mail(turn: PulseTurn, now: datetime) -> None:
    user = turn.member.user
    write_letter(
        workspace=turn.pulse.workspace,
        purpose=PULSE,
        to=turn.member,
        now=now,
        language=user.language or turn.pulse.workspace.language,
        params={"turn": turn.pk},
        once_key=f"pulse {turn.pk}",
    )
