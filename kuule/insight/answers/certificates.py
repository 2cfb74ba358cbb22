"""A figure with all that it rests on, and whether it would be the same today."""

import json
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import kuule
from kuule.dispatch.rules.collectors import HANDED_OUT
from kuule.insight.answers.figures import Figure, figure_of
from kuule.insight.answers.score import asks_for_people
from kuule.insight.models import Certificate
from kuule.insight.query import CHANNEL, Query
from kuule.insight.rules import SCORES
from kuule.insight.rules.certificates import FORMAT, PLAUSIBLY_APART, Record, figures_of, parts_of, shares_of
from kuule.insight.selectors.certificates import (
    accounts_heard_in,
    answers_then,
    counted_answers,
    nameless_answers,
    not_counted,
)
from kuule.insight.selectors.corrections import counts_of_touched
from kuule.insight.selectors.counts import GroupCounts, counts_by_segment, joined
from kuule.insight.selectors.left_out import handed_out_answers
from kuule.insight.selectors.matching import Surveys, hidden_reason, openness_for, surveys_of
from kuule.insight.selectors.people import held_back, people_eligible, response_rate

METHOD = "score"
# Why a figure would be another one today.
ADDED, RESCORED, NOT_COUNTED, COUNTED, GONE = "added", "rescored", "not_counted", "counted", "gone"
HIDDEN, OTHERWISE = "hidden", "otherwise"


@dataclass(frozen=True, slots=True)
class Recount:
    """A certified figure, counted again. `reasons` say what became of its answers: a code and how many.

    `figure` is None where the answers may not be shown now.
    """

    figure: Figure | None
    is_same: bool
    reasons: Sequence[tuple[str, int]]
    scores: Sequence[int]


def record_of(
    query: Query, *, uid: UUID, workspace: str, words: Sequence[tuple[str, str]], hold_words: Any, now: datetime
) -> dict[str, Any]:
    """Return the record of a query's figure; `words` say the question, `hold_words` names the rule of a hold."""
    among = surveys_of(query)
    answers, salt = counted_answers(query, among=among), secrets.token_hex(16)
    histogram = Counter(score for _uid, score in answers)
    facts = _facts(query, among, [histogram[score] for score in SCORES], hold_words)
    return {
        "format": FORMAT,
        "uid": str(uid),
        "made_at": now.astimezone(UTC).isoformat(),
        "kuule": kuule.__version__,
        "workspace": workspace,
        "question": {
            "words": [list(pair) for pair in words],
            "params": query.to_params(),
            "since": query.since.isoformat() if query.since else None,
            "until": query.until.isoformat() if query.until else None,
            "timezone": query.timezone,
        },
        "facts": facts,
        "figures": figures_of(facts),
        "answers": {"salt": salt, "parts": parts_of(((uid.bytes, score) for uid, score in answers), salt)},
    }


def recount(certificate: Certificate) -> Recount:
    """Count a certified figure again from the answers there are now, and say why it differs."""
    query = question_of(certificate)
    among = surveys_of(query)
    if hidden_reason(query, among=among):
        return Recount(None, is_same=False, reasons=[(HIDDEN, 0)], scores=[])
    certified = json.loads(certificate.record)
    salt, parts = certified["answers"]["salt"], certified["answers"]["parts"]
    now = counted_answers(query, among=among)
    changed = _changed(parts, parts_of(((uid.bytes, score) for uid, score in now), salt))
    figure = _figure(Counter(score for _uid, score in now), query)
    if not changed:
        return Recount(figure, is_same=True, reasons=[], scores=[])
    return Recount(figure, is_same=False, reasons=_reasons(certificate, query, among, parts, salt), scores=changed)


def question_of(certificate: Certificate) -> Query:
    """Return the question that a certificate answers."""
    workspace = certificate.workspace
    query, _problems = Query.from_params(
        certificate.params, workspace_id=workspace.pk, timezone=workspace.timezone, now=certificate.made_at
    )
    return query.asking(few_below=workspace.min_n_shown)


def _facts(query: Query, among: Surveys, histogram: list[int], hold_words: Any) -> dict[str, Any]:
    is_anonymous = openness_for(query, among=among) is not None
    rate = response_rate(query, among=among)
    shares = shares_of(histogram)
    given, now = (GroupCounts(), GroupCounts()) if is_anonymous or _by_score(query) else counts_of_touched(query)
    before = joined([GroupCounts(shares.detractors, shares.passives, shares.promoters).without(now), given])
    return {
        "histogram": histogram,
        "confidence": query.confidence,
        "method": METHOD,
        "clustered": False,
        "anonymous": is_anonymous,
        "accounts": None if is_anonymous else accounts_heard_in(query, among=among),
        "eligible": people_eligible(query) if asks_for_people(query) and not is_anonymous else None,
        "invited": rate.asked if rate else None,
        "invited_answered": rate.answered if rate else None,
        "held_back": _held(query, hold_words) if rate and not is_anonymous else [],
        "channels": [] if is_anonymous else _channels(query, among),
        "decided_about": max(given.n, now.n),
        "before_corrections": [before.detractors, before.passives, before.promoters] if before.n else None,
        "not_counted": {} if is_anonymous else not_counted(query, among=among),
        "left_out": dict(handed_out_answers(query, among=among)),
        "nameless": None if is_anonymous else nameless_answers(query, among=among),
        "plausibly_apart": PLAUSIBLY_APART,
    }


def _by_score(query: Query) -> bool:
    return bool(query.group) or query.score is not None


def _held(query: Query, hold_words: Any) -> list[dict[str, Any]]:
    rules = sorted(held_back(query).items(), key=lambda each: (-each[1], each[0]))
    return [{"rule": rule, "words": hold_words(rule), "people": people} for rule, people in rules]


def _channels(query: Query, among: Surveys) -> list[dict[str, Any]]:
    counted = counts_by_segment(query.asking(by=CHANNEL), among=among)
    return [
        {
            "channel": channel or "",
            "counts": [counts.detractors, counts.passives, counts.promoters],
            "in_score": bool(query.channel) or channel not in HANDED_OUT,
        }
        for channel, counts in sorted(counted.items(), key=lambda each: (-each[1].n, str(each[0])))
    ]


def _changed(before: Sequence[Record], now: Sequence[Record]) -> list[int]:
    return [one["score"] for one, other in zip(before, now, strict=True) if one != other]


def _figure(histogram: Counter[int], query: Query) -> Figure:
    shares = shares_of([histogram[score] for score in SCORES])
    return figure_of(GroupCounts(shares.detractors, shares.passives, shares.promoters), query)


def _reasons(
    certificate: Certificate, query: Query, among: Surveys, parts: Sequence[Record], salt: str
) -> list[tuple[str, int]]:
    found = answers_then(query, among=among, moment=certificate.made_at)
    known = [each for each in found if each.pk <= certificate.newest_answer]
    then = [each for each in known if each.counted]
    certified = sum(part["n"] for part in parts)
    is_explained = not _changed(parts, parts_of(((each.uid.bytes, each.score) for each in then), salt))
    counted = {
        ADDED: sum(each.now_counted for each in found) - sum(each.now_counted for each in known),
        RESCORED: sum(each.now_counted and each.score != each.now_score for each in then),
        NOT_COUNTED: sum(not each.now_counted for each in then),
        COUNTED: sum(each.now_counted for each in known if not each.counted),
        GONE: max(certified - len(then), 0),
    }
    reasons = [(code, n) for code, n in counted.items() if n]
    return reasons if is_explained or counted[GONE] else [*reasons, (OTHERWISE, max(len(then) - certified, 0))]
