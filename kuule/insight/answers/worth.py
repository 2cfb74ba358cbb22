"""What each account is worth: the number that its voice is weighed by, and what can be known of it."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kuule.contacts.query import ACCOUNT_PREFIX
from kuule.contacts.rules import NUMBER
from kuule.insight.selectors.choices import Property
from kuule.insight.selectors.counts import GroupCounts
from kuule.insight.selectors.voices import VoiceCounts, worth_now

# What companies call the worth of a customer, the surest words first. Short words must stand alone: `arr`, not `array`.
WORTH_WORDS = (
    "revenue", "turnover", "arr", "mrr", "acv", "yearly value", "annual value", "contract value",
    "liikevaihto", "vuosiarvo", "myynti", "laskutus", "omsetning", "omsättning", "omsattning", "umsatz", "jahreswert",
    "doanh thu", "sales", "billing", "spend", "value", "arvo", "verdi", "värde", "varde", "wert",
)  # fmt: skip
SHORT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuedCounts:
    """Answers that weigh alike. `worth` is None where no number is known; `is_from_now`: not the one of that time."""

    account_id: int | None
    counts: GroupCounts
    worth: float | None = None
    is_from_now: bool = False
    shared: int = 0


def number_properties(properties: Iterable[Property]) -> dict[str, str]:
    """Return the properties of accounts that are numbers: key without prefix → label."""
    of_accounts = (each for each in properties if each.key.startswith(ACCOUNT_PREFIX) and each.kind == NUMBER)
    return {each.key.removeprefix(ACCOUNT_PREFIX): each.label for each in of_accounts}


def likely_worth(numbers: Mapping[str, str]) -> str:
    """Return the key of the number that tells by its name what a customer is worth, or ""."""
    return first_named(WORTH_WORDS, numbers)


def first_named(words: Iterable[str], labels: Mapping[str, str]) -> str:
    """Return the key of the property that is named by the first of these words that names any, or ""."""
    for word in words:
        for key, label in labels.items():
            if _names(word, key) or _names(word, label):
                return key
    return ""


def worth_from(text: str | None) -> float | None:
    """Return a property as a number; None where it is none."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def valued(rows: Sequence[VoiceCounts], *, workspace_id: int, key: str) -> list[ValuedCounts]:
    """Return counts with the worth of their account when the answers were given, else the one it has now."""
    missing = {row.account_id for row in rows if row.account_id is not None and worth_from(row.worth) is None}
    now = worth_now(workspace_id, key=key, account_ids=sorted(missing)) if key and missing else {}
    return [_valued(row, worth_from(now.get(row.account_id or 0))) for row in rows]


def _valued(row: VoiceCounts, worth_now: float | None) -> ValuedCounts:
    then = worth_from(row.worth)
    is_from_now = then is None and worth_now is not None and row.account_id is not None
    return ValuedCounts(
        account_id=row.account_id,
        counts=row.counts,
        worth=worth_now if is_from_now else then,
        is_from_now=is_from_now,
        shared=row.shared,
    )


def _names(word: str, name: str) -> bool:
    words = " ".join(re.findall(r"\w+", name.replace("_", " ").casefold()))
    return f" {word} " in f" {words} " if len(word) <= SHORT else word in words
