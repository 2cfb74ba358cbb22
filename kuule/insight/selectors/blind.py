"""What each respondent of a study gave to each supplier."""

from collections.abc import Collection, Mapping

from kuule.insight.query import Query
from kuule.insight.selectors.results import answers_of


def ratings_of(query: Query, *, keys: Collection[str]) -> Mapping[str, Mapping[int, int]]:
    """Return the ratings by the key of the question, and in it by answer; who skipped it is not there."""
    found: dict[str, dict[int, int]] = {key: {} for key in keys}
    for response, answers in answers_of(query).order_by("pk").values_list("pk", "answers"):
        for key in found.keys() & answers.keys():
            found[key][response] = answers[key]
    return found
