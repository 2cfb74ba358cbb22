"""What teams said about themselves, as far as it may be seen, and by whom."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from kuule.act.models import Pulse, PulseAnswer, PulseTurn
from kuule.act.rules.pulse import (
    OWN,
    READY,
    SCORES,
    least_answers,
    least_for_words,
    may_see,
    pulse_state,
)
from kuule.workspaces.models import Member, Team
from kuule.workspaces.rules import MANAGER, OWNER

RUNS_TEAMS = (OWNER, MANAGER)


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """A question with how many gave each score from 0 to 10; `mean` is of those who answered it."""

    key: str
    text: str
    counts: Sequence[int]
    n: int
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseResult:
    """What a pulse brought: how many were asked and answered; nothing of what they said where these are too few.

    `questions` leaves out what too few answered. `words` come in an order that changes from look to look.
    """

    asked: int
    answered: int
    least: int
    least_words: int
    questions: Sequence[QuestionResult]
    words: Sequence[str]

    @property
    def is_hidden(self) -> bool:
        """Tell whether so few answered that nothing is shown."""
        return self.answered < self.least


def pulses_of(member: Member) -> QuerySet[Pulse]:
    """Return the pulses that a member was asked in or is told of as a manager of the team, the newest first."""
    asked = PulseTurn.objects.filter(pulse=OuterRef("pk"), member=member)
    managed = Pulse.managers.through.objects.filter(pulse=OuterRef("pk"), member=member)
    found = Pulse.objects.filter(Q(Exists(asked)) | Q(Exists(managed)), workspace_id=member.workspace_id)
    return found.select_related("workspace", "team").order_by("-opened_at", "-pk")


def turn_of(pulse: Pulse, member: Member) -> PulseTurn | None:
    """Return the turn of a member in a pulse, or None for somebody who is not asked."""
    return PulseTurn.objects.filter(pulse=pulse, member=member).first()


def turns_that_wait(member: Member, *, now: datetime) -> list[PulseTurn]:
    """Return the pulses that a member can answer and has not yet."""
    waiting = PulseTurn.objects.filter(member=member, has_answered=False, pulse__closes_at__gt=now)
    return list(waiting.select_related("pulse__team", "pulse__workspace").order_by("pulse__closes_at", "pk"))


def state_of(pulse: Pulse, *, now: datetime) -> str:
    """Return how a pulse stands."""
    return pulse_state(closes_at=pulse.closes_at, shared_at=pulse.shared_at, now=now)


def is_seen_by(pulse: Pulse, member: Member, *, now: datetime) -> bool:
    """Tell whether a member may see what was said."""
    return may_see(
        state=state_of(pulse, now=now),
        is_asked=turn_of(pulse, member) is not None,
        is_manager=pulse.managers.filter(pk=member.pk).exists(),
    )


def result_of(pulse: Pulse) -> PulseResult:
    """Return what a pulse brought, once it is closed: before, each answer could be seen coming in."""
    turns = PulseTurn.objects.filter(pulse=pulse)
    answers = list(PulseAnswer.objects.filter(pulse=pulse).order_by().values_list("scores", "words"))
    least = least_answers(pulse.workspace.min_n_anonymous)
    least_words = least_for_words(pulse.workspace.min_n_anonymous)
    written = [words for _scores, words in answers if words]
    secrets.SystemRandom().shuffle(written)
    return PulseResult(
        asked=turns.count(),
        answered=len(answers),
        least=least,
        least_words=least_words,
        questions=[each for key in pulse.questions if (each := _question(pulse, key, answers)).n >= least],
        words=written if len(answers) >= least_words else [],
    )


def last_opened(team: Team) -> datetime | None:
    """Return when a team was asked last, or None."""
    return Pulse.objects.filter(team=team).order_by("-opened_at").values_list("opened_at", flat=True).first()


def people_to_ask(team: Team) -> tuple[list[Member], list[Member]]:
    """Return who of a team is asked, and its managers: they see later what the others said, and are not asked."""
    members = Member.objects.filter(workspace_id=team.workspace_id, teams=team, user__is_active=True)
    known = list(members.select_related("user").order_by("pk"))
    return [each for each in known if each.role not in RUNS_TEAMS], [each for each in known if each.role in RUNS_TEAMS]


def pulses_to_part(*, now: datetime) -> list[Pulse]:
    """Return the pulses that are closed and whose turns were not parted from the answers yet."""
    return list(Pulse.objects.filter(closes_at__lte=now, parted_at=None).order_by("closes_at", "pk"))


def _question(pulse: Pulse, key: str, answers: Sequence[tuple[dict[str, int], str]]) -> QuestionResult:
    given = Counter(scores[key] for scores, _words in answers if key in scores)
    n = given.total()
    return QuestionResult(
        key=key if key in READY else OWN,
        text=pulse.own_question if key == OWN else "",
        counts=[given[score] for score in SCORES],
        n=n,
        mean=sum(score * times for score, times in given.items()) / n if n else 0.0,
    )
