"""Questions about answers that somebody else decides, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from kuule.responses.models import Response, ResponseNote, Review
from kuule.responses.rules import MOVING_OUTCOMES, SCANNER, UNCLEAR, reason_against
from kuule.workspaces.models import User, Workspace

REVIEWS_PAGE = 50


@dataclass(frozen=True, slots=True)
class OpenReview:
    """A question that waits, and why this member may not decide it ("" when they may)."""

    review: Review
    against: str


def open_reviews(workspace: Workspace, *, user: User, page: int = 1) -> tuple[Sequence[OpenReview], bool]:
    """Return a page of the questions that wait, the oldest first, and whether there are more."""
    start = (max(page, 1) - 1) * REVIEWS_PAGE
    rows = list(_known(workspace).filter(decided_at=None).order_by("asked_at", "pk")[start : start + REVIEWS_PAGE + 1])
    return [OpenReview(row, against(row, user=user)) for row in rows[:REVIEWS_PAGE]], len(rows) > REVIEWS_PAGE


def count_of_open_reviews(workspace: Workspace) -> int:
    """Return how many questions wait."""
    return Review.objects.filter(workspace=workspace, decided_at=None).count()


def review_of(workspace: Workspace, *, review_id: int) -> Review | None:
    """Return one question with its answer, or None."""
    return _known(workspace).filter(pk=review_id).first()


def reviews_about(workspace: Workspace, *, response: Response) -> list[Review]:
    """Return what was asked and decided about one answer, the earliest first."""
    return list(_known(workspace).filter(response=response).order_by("asked_at", "pk"))


def moving_reviews(workspace_id: int) -> QuerySet[Review]:
    """Return the decisions about answers that can move a figure."""
    return Review.objects.filter(workspace_id=workspace_id, decided_at__isnull=False, outcome__in=MOVING_OUTCOMES)


def against(review: Review, *, user: User) -> str:
    """Return why somebody may not decide a question, or ""."""
    owner = review.response.account.owner if review.response.account else None
    return reason_against(decider_id=user.pk, owner_id=owner.user_id if owner else None, asker_id=review.asked_by_id)


def not_counted(workspace: Workspace, *, count: int) -> list[Response]:
    """Return the newest answers that do not count, because nobody knows yet, or because no person gave them."""
    doubted = Response.objects.filter(workspace=workspace, verdict__in=(UNCLEAR, SCANNER))
    return list(doubted.select_related("contact", "account").order_by("-answered_at", "-pk")[:count])


def notes_on(workspace: Workspace, *, response: Response) -> list[ResponseNote]:
    """Return the notes on an answer, the earliest first."""
    found = ResponseNote.objects.filter(workspace=workspace, response=response).select_related("author")
    return list(found.order_by("created_at", "pk"))


def note_of(workspace: Workspace, *, response_id: int, note_id: int) -> ResponseNote | None:
    """Return one note of an answer, or None."""
    found = ResponseNote.objects.select_related("workspace", "response")
    return found.filter(workspace=workspace, response_id=response_id, pk=note_id).first()


def _known(workspace: Workspace) -> QuerySet[Review]:
    return Review.objects.filter(workspace=workspace).select_related(
        "response__account__owner",
        "response__survey",
        "response__version",
        "response__invitation",
        "asked_by",
        "decided_by",
    )
