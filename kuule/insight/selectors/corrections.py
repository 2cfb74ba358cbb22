"""What was corrected and decided about answers, and what the answers were before that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from kuule.insight.query import Query
from kuule.insight.rules import GROUPS
from kuule.insight.selectors.counts import GroupCounts
from kuule.insight.selectors.matching import responses_matching
from kuule.responses.models import Response, ResponseRevision, Review
from kuule.responses.rules import CONFIRMED, DECIDED, PERSON, VERDICT, VERDICTS, Revised, respondents_score
from kuule.responses.selectors import moving_reviews
from kuule.workspaces.rules import RESPONDENT

LISTED = 200


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision about an answer: a score before and after, or whether the answer counts.

    `by` is the name of who decided, "" for the respondent; a score is None where the decision was about who answered.
    """

    response_id: int
    account: str
    at: datetime
    outcome: str
    by: str
    reason: str
    before: int | None
    after: int | None


def counts_of_touched(query: Query) -> tuple[GroupCounts, GroupCounts]:
    """Return the counts of the answers that somebody decided about: as given by respondents, and as they are now.

    Answers to anonymous surveys are left out: the difference would tell what one person answered.
    """
    touched = list(_touched(query).values_list("pk", "score", "verdict", "verdict_reason"))
    if not touched:
        return GroupCounts(), GroupCounts()
    ids = [pk for pk, *_rest in touched]
    scores, verdicts = _scores_given(query.workspace_id, ids), _verdicts_given(query.workspace_id, ids)
    given = [
        scores.get(pk, score)
        for pk, score, verdict, reason in touched
        if (verdicts.get(pk, verdict) if reason in (DECIDED, CONFIRMED) else verdict) == PERSON
    ]
    return _counted(given), _counted([score for _pk, score, verdict, _reason in touched if verdict == PERSON])


def corrections_of(query: Query) -> list[Correction]:
    """Return what was decided about the answers that a query means, the newest decision first."""
    # Few answers are decided about: each is looked at, in place of all that were given.
    decided = moving_reviews(query.workspace_id).filter(Exists(_any_answers(query).filter(pk=OuterRef("response_id"))))
    rows = list(decided.select_related("response__account", "decided_by").order_by("-decided_at", "-pk")[:LISTED])
    before = _scores_before(query.workspace_id, rows)
    return [
        Correction(
            response_id=row.response_id,
            account=row.response.account.name if row.response.account else "",
            at=row.decided_at or row.asked_at,
            outcome=row.outcome,
            by=str(row.decided_by) if row.decided_by else "",
            reason=row.reason or row.note,
            before=before.get(row.pk),
            after=row.score,
        )
        for row in rows
    ]


def _any_answers(query: Query) -> QuerySet[Response]:
    return responses_matching(query, verdicts=VERDICTS).filter(survey__is_anonymous=False).order_by()


def _touched(query: Query) -> QuerySet[Response]:
    decided = moving_reviews(query.workspace_id).values("response_id")
    return _any_answers(query).filter(pk__in=decided)


def _counted(scores: Sequence[int]) -> GroupCounts:
    return GroupCounts(*(sum(score in group for score in scores) for group in GROUPS.values()))


def _scores_given(workspace_id: int, ids: Sequence[int]) -> Mapping[int, int]:
    earlier: dict[int, list[Revised]] = {}
    revisions = ResponseRevision.objects.filter(workspace_id=workspace_id, response__in=ids).order_by("until", "pk")
    for pk, score, by in revisions.values_list("response_id", "score", "changed_by_kind"):
        earlier.setdefault(pk, []).append(Revised(score, by))
    now = dict(Response.objects.filter(workspace_id=workspace_id, pk__in=earlier).values_list("pk", "score"))
    return {pk: respondents_score(states, now[pk], respondent=RESPONDENT.kind) for pk, states in earlier.items()}


def _verdicts_given(workspace_id: int, ids: Sequence[int]) -> Mapping[int, str]:
    decided = Review.objects.filter(workspace_id=workspace_id, response__in=ids, kind=VERDICT, decided_at__isnull=False)
    # Of several decisions the first is read last, and stays.
    latest_first = decided.order_by("-decided_at", "-pk").values_list("response_id", "verdict_before")
    return {pk: verdict for pk, verdict in latest_first if verdict}


def _scores_before(workspace_id: int, rows: Sequence[Review]) -> Mapping[int, int]:
    # A correction and the revision that it made have the same moment.
    made = ResponseRevision.objects.filter(workspace_id=workspace_id, response__in=[row.response_id for row in rows])
    before = {(pk, until): score for pk, until, score in made.values_list("response_id", "until", "score")}
    found = {
        row.pk: before.get((row.response_id, row.decided_at or row.asked_at)) for row in rows if row.score is not None
    }
    return {pk: score for pk, score in found.items() if score is not None}
