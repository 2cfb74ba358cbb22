"""Many things told in one request: the good are kept, the others refused, each with its reason."""

from collections import Counter
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, Protocol
from uuid import UUID

from kuule.lib.problems import FieldError
from kuule.workspaces.endpoints.faults import not_valid
from kuule.workspaces.endpoints.schemas import FieldProblem, ToldItem

REFUSED = "refused"


class Outcome(Protocol):
    """What became of one thing; its faults are worded by the room that found them."""

    @property
    def outcome(self) -> str: ...  # noqa: D102
    @property
    def uid(self) -> UUID | None: ...  # noqa: D102
    @property
    def faults(self) -> Sequence[Any]: ...  # noqa: D102


def told_items(
    name: str, raw: Sequence[Any], outcomes: Sequence[Outcome], *, error_of: Callable[[Any], FieldError]
) -> tuple[int, list[ToldItem], Counter[str]]:
    """Return the status of the answer, what became of each item in their order, and how many became what.

    200 if all were kept, 207 if some were refused; a problem, 422, if nothing was kept.
    """
    errors = [[error_of(fault) for fault in each.faults] for each in outcomes]
    counts = Counter(each.outcome for each in outcomes)
    if counts[REFUSED] == len(outcomes):
        raise not_valid(
            [
                {**error, "field": f"{name}.{number}.{error['field']}".rstrip(".")}
                for number, found in enumerate(errors)
                for error in found
            ]
        )
    items = [
        ToldItem(status=each.outcome, id=_own_id(item), uid=each.uid, errors=[FieldProblem(**one) for one in found])
        for item, each, found in zip(raw, outcomes, errors, strict=True)
    ]
    return HTTPStatus.MULTI_STATUS if counts[REFUSED] else HTTPStatus.OK, items, counts


def _own_id(item: Any) -> str:
    found = item.get("id", "") if isinstance(item, dict) else ""
    return str(found) if isinstance(found, str | int) else ""
