"""What a certificate is made of, and what became of it since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from kuule.insight.models import Certificate
from kuule.insight.query import Query
from kuule.insight.selectors.matching import Surveys, responses_matching
from kuule.responses.models import Response, ResponseRevision, Review
from kuule.responses.rules import LINK, PERSON, VERDICT, VERDICTS
from kuule.workspaces.models import Workspace

LISTED = 200


def certificates_of(workspace: Workspace) -> list[Certificate]:
    """Return the newest certificates of a workspace."""
    found = Certificate.objects.filter(workspace=workspace).select_related("made_by__user").order_by("-pk")
    return list(found[:LISTED])


def certificate_by_uid(uid: UUID, *, workspace: Workspace | None = None) -> Certificate | None:
    """Return a certificate by its uid, of one workspace or of any, or None."""
    found = Certificate.objects.select_related("workspace", "made_by__user").filter(uid=uid)
    return (found if workspace is None else found.filter(workspace=workspace)).first()


def certificate_by_token(token: str) -> Certificate | None:
    """Return the certificate that a public link opens, or None."""
    return Certificate.objects.select_related("workspace").filter(public_token=token).first()


def counted_answers(query: Query, *, among: Surveys) -> list[tuple[UUID, int]]:
    """Return uid and score of every answer that a figure counts."""
    return list(responses_matching(query, among=among).order_by().values_list("uid", "score"))


def newest_answer(workspace_id: int) -> int:
    """Return the highest id of an answer in a workspace, 0 without any."""
    found = Response.objects.filter(workspace_id=workspace_id).order_by("-pk").values_list("pk", flat=True)
    return found.first() or 0


def accounts_heard_in(query: Query, *, among: Surveys) -> int:
    """Return from how many accounts the answers came."""
    return responses_matching(query, among=among).order_by().values("account").distinct().exclude(account=None).count()


def nameless_answers(query: Query, *, among: Surveys) -> int:
    """Return how many answers have lost their person, because somebody was erased or names left old answers."""
    found = responses_matching(query, among=among).filter(contact=None, collector=None).exclude(channel=LINK)
    return found.order_by().count()


def not_counted(query: Query, *, among: Surveys) -> dict[str, int]:
    """Return how many answers fit a query but are not a person's beyond doubt, by the verdict."""
    others = [verdict for verdict in VERDICTS if verdict != PERSON]
    found = responses_matching(query, among=among, verdicts=others).order_by("verdict")
    return dict(found.values_list("verdict").annotate(n=Count("pk")))


@dataclass(frozen=True, slots=True)
class Then:
    """An answer as it was at a moment, and as it is now; it counts where the verdict is that of a person."""

    uid: UUID
    pk: int
    score: int
    now_score: int
    counted: bool
    now_counted: bool


def answers_then(query: Query, *, among: Surveys, moment: datetime) -> list[Then]:
    """Return the answers that a query means now, counted or not, each as it was at an earlier moment too."""
    found = responses_matching(query, among=among, verdicts=VERDICTS).order_by()
    scores, verdicts = _scores_then(found, moment), _verdicts_then(found, moment)
    return [
        Then(
            uid=uid,
            pk=pk,
            score=scores.get(pk, score),
            now_score=score,
            counted=verdicts.get(pk, verdict) == PERSON,
            now_counted=verdict == PERSON,
        )
        for pk, uid, score, verdict in found.values_list("pk", "uid", "score", "verdict")
    ]


def _scores_then(found: QuerySet[Response], moment: datetime) -> Mapping[int, int]:
    later = ResponseRevision.objects.filter(response__in=found.values("pk"), until__gt=moment)
    # Of several states the earliest is read last, and stays.
    return dict(later.order_by("-until", "-pk").values_list("response_id", "score"))


def _verdicts_then(found: QuerySet[Response], moment: datetime) -> Mapping[int, str]:
    later = Review.objects.filter(response__in=found.values("pk"), kind=VERDICT, decided_at__gt=moment)
    rows = later.exclude(verdict_before="").order_by("-decided_at", "-pk")
    return dict(rows.values_list("response_id", "verdict_before"))
