"""Why a question to a file cannot be answered, in words. The codes are those of `RefusedError`."""

from __future__ import annotations

from collections.abc import Mapping

from kuule.analysis.guessing.columns import Candidate
from kuule.analysis.refusals import RefusedError
from kuule.analysis.wording.words import Words, filled, written

CHOOSE = "Say which one with --score, by name or by number."
REFUSALS: dict[str, Words] = {
    "unknown_column": Words("There is no column “{name}”.{nearest}", "The columns are: {columns}."),
    "no_score": Words("No column is clearly the score.{candidates}", f"{CHOOSE} The columns are: {{columns}}."),
    "several_scores": Words("Several columns may be the score:{candidates}", CHOOSE),
    "no_comment": Words(
        "Themes are looked for in comments, and no column is clearly that of the comments.",
        "Say which one with --comment, by name or by number. The columns are: {columns}.",
    ),
    "small_population": Words(
        "{n} people have answered, but --population says that there are {population}.",
        "Give the number of all who could have answered, those who did included.",
    ),
}


def refusal_words(error: RefusedError) -> Words:
    """Return why a question cannot be answered, and how to change it."""
    words, details = REFUSALS[error.reason], _details(error.details)
    return Words(filled(words.says, details), filled(words.mend, details))


def _details(details: Mapping[str, object]) -> dict[str, object]:
    found = dict(details)
    columns = found.get("columns")
    if isinstance(columns, tuple):
        found["columns"] = written([f"{number} {name}" for number, name in enumerate(columns, start=1)])
    if "nearest" in found:
        found["nearest"] = f" Did you mean “{found['nearest']}”?" if found["nearest"] else ""
    candidates = found.get("candidates")
    if isinstance(candidates, tuple):
        found["candidates"] = "".join(f"\n  {_candidate(each)}" for each in candidates)
    return found


def _candidate(candidate: Candidate) -> str:
    return f"{candidate.name}: {candidate.share:.0%} of its cells are whole numbers from 0 to 10"
