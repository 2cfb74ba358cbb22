"""What the answers to the two ready questions tell of money."""

from collections.abc import Mapping
from typing import Any

from kuule.economics.rules import ORIGINS

# The keys of the questions in `surveys/starters/questions.json`; the options of the first have the keys of origins.
BROUGHT_BY, RECOMMENDED_US = "brought_by", "recommended_us"
QUESTIONS = frozenset({BROUGHT_BY, RECOMMENDED_US})
YES = "yes"


def origin_told(answers: Mapping[str, Any]) -> str:
    """Return what the answers say brought the customer; "" where they do not say."""
    told = answers.get(BROUGHT_BY)
    return told if isinstance(told, str) and told in ORIGINS else ""


def has_recommended(answers: Mapping[str, Any]) -> bool:
    """Tell whether the answers say that the company was recommended."""
    return answers.get(RECOMMENDED_US) == YES
