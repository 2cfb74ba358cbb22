"""The file of a certified figure: written so that it can be checked without the installation that made it. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

from kuule import stats
from kuule.insight.rules import GROUPS, SCORES
from kuule.stats import Shares

FORMAT = "kuule certificate 1"
SEAL = "sha256"
# How far the silent are taken to be from those who answered, in points, for the plausible bounds: an assumption that
# is said wherever they stand, no finding.
PLAUSIBLY_APART = 30.0
# Of figures in points this many decimals are written, so that another machine's last digit changes nothing.
DECIMALS = 6
_TOLERANCE = 2e-6
# What every certificate tells beside its figures.
_TOLD = ("uid", "made_at", "kuule", "workspace")

Record = Mapping[str, Any]

# What can be wrong with a file.
NOT_JSON, OTHER_FORMAT, REWRITTEN, SEAL_BROKEN = "not_json", "other_format", "rewritten", "seal_broken"
FIGURES_DIFFER, PARTS_DIFFER, INCOMPLETE = "figures_differ", "parts_differ", "incomplete"


def sealed(record: Record) -> str:
    """Return the text of a certificate: canonical JSON with the SHA-256 of all the rest in it."""
    return _canonical({**record, SEAL: digest_of_text(_canonical(record))})


def digest_of_text(text: str) -> str:
    """Return the SHA-256 of a text in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def faults_of(text: str) -> list[str]:
    """Return what is wrong with the text of a certificate, as codes; nothing where it is whole and adds up."""
    try:
        record = json.loads(text)
        written = _canonical(record).encode().decode()
    except (ValueError, RecursionError):
        return [NOT_JSON]
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        return [OTHER_FORMAT]
    faults = [] if written == text else [REWRITTEN]
    rest = {key: value for key, value in record.items() if key != SEAL}
    if digest_of_text(_canonical(rest)) != record.get(SEAL):
        faults.append(SEAL_BROKEN)
    return [*faults, *_sums_of(record)]


def figures_of(facts: Record) -> dict[str, Any]:
    """Return every figure of a certificate, computed from its counts alone. Points are from −100 to 100."""
    shares = shares_of(facts["histogram"])
    interval = stats.nps_interval(shares, confidence=facts["confidence"], method=facts["method"])
    return {
        "n": shares.n,
        "detractors": shares.detractors,
        "passives": shares.passives,
        "promoters": shares.promoters,
        "score": _points(interval.value),
        "lower": _points(interval.lower),
        "upper": _points(interval.upper),
        "response_rate": _rate(facts["invited"], facts["invited_answered"]),
        "bounds": _bounds(shares, facts["invited"], facts["invited_answered"], facts["plausibly_apart"]),
        "channels": [_points(Shares(*each["counts"]).nps) for each in facts["channels"]],
        "before_corrections": _points(Shares(*facts["before_corrections"]).nps)
        if facts["before_corrections"]
        else None,
    }


def shares_of(histogram: Sequence[int]) -> Shares:
    """Return how many were detractors, passives and promoters, of how many gave each score."""
    return Shares(*(sum(histogram[scores.start : scores.stop]) for scores in GROUPS.values()))


def parts_of(answers: Iterable[tuple[bytes, int]], salt: str) -> list[dict[str, Any]]:
    """Return, for each score, how many gave it and a SHA-256 over the salted hashes of their answers.

    `answers` are pairs of the bytes of an answer's uid and its score, in any order. Whoever knows the answers gets the
    same sums; nobody gets an answer out of them.
    """
    leaves: dict[int, list[bytes]] = {score: [] for score in SCORES}
    for uid, score in answers:
        leaves[score].append(hashlib.sha256(salt.encode() + uid + bytes([score])).digest())
    return [
        {"score": score, "n": len(found), SEAL: hashlib.sha256(b"".join(sorted(found))).hexdigest()}
        for score, found in leaves.items()
    ]


def _sums_of(record: Record) -> list[str]:
    try:
        facts, parts = record["facts"], record["answers"]["parts"]
        if not all(record[key] for key in _TOLD) or not all(len(pair) == 2 for pair in record["question"]["words"]):
            return [INCOMPLETE]
        UUID(record["uid"])
        faults = [] if _alike(figures_of(facts), record["figures"]) else [FIGURES_DIFFER]
        is_whole = [each["n"] for each in parts] == list(facts["histogram"])
        return faults if is_whole and _are_scores(parts) else [*faults, PARTS_DIFFER]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError):
        return [INCOMPLETE]


def _are_scores(parts: Sequence[Record]) -> bool:
    scores = [each["score"] for each in parts]
    return len(scores) == len(SCORES) and all(b - a == 1 for a, b in pairwise(scores)) and scores[0] == 0


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= _TOLERANCE
    return type(one) is type(other) and bool(one == other)


def _rate(invited: int | None, answered: int | None) -> dict[str, Any] | None:
    if not invited or answered is None:
        return None
    rate = stats.share_interval(answered, invited)
    return {"share": _points(rate.value), "lower": _points(rate.lower), "upper": _points(rate.upper)}


def _bounds(shares: Shares, invited: int | None, answered: int | None, apart: float) -> dict[str, Any] | None:
    """Return where the score of answers and silent people together can lie, without any chance."""
    if invited is None or answered is None or not shares.n:
        return None
    silent = invited - answered
    score, everybody = (shares.nps or 0.0) * 100, shares.n + silent
    spans = {
        "worst": (-100.0, 100.0),
        "plausible": (max(score - apart, -100.0), min(score + apart, 100.0)),
    }
    return {"silent": silent} | {
        name: [_rounded((shares.n * score + silent * limit) / everybody) for limit in limits]
        for name, limits in spans.items()
    }


def _points(share: float | None) -> float | None:
    return None if share is None else _rounded(share * 100)


def _rounded(points: float) -> float:
    return round(float(points), DECIMALS) + 0.0


def _canonical(record: Record) -> str:
    return json.dumps(record, sort_keys=True, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
