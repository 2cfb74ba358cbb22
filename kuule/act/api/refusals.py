"""Acts that were refused, as answers: 409 where the case has moved on, 422 where the request can be mended."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus

from kuule.act.rules import cases as acts
from kuule.act.services.case_refusals import refusal_text, refusals_of
from kuule.act.services.initiative_refusals import initiative_refusal
from kuule.act.services.letter_refusals import letter_refusal
from kuule.economics.selectors.settings import money_settings
from kuule.lib.problems import FieldError, ProblemError
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.faults import not_valid
from kuule.workspaces.rules import Refused

# What somebody else, or somebody before, has done: the same request may have fitted a moment ago.
_MOVED_ON = {
    *(acts.NOT_OPEN, acts.NOT_CLOSED, acts.NOT_MERGED, acts.CHANGED_SINCE, acts.SAME_OWNER),
    *("action_settled", "wrong_state", "not_accepted", "too_early", "not_judged", "no_owner"),
}


@contextmanager
def case_refusals() -> Iterator[None]:
    """Answer what the services of cases refuse."""
    try:
        yield
    except Refused as refused:
        if refused.code in _MOVED_ON:
            raise _conflict(refused.code, refusal_text(refused.code, refused)) from refused
        lacks = refused.params.get("lacks")
        codes = lacks if isinstance(lacks, list) else [refused.code]
        found = zip(codes, refusals_of(refused), strict=True)
        raise _to_mend([(code, *fault) for code, fault in found]) from refused


@contextmanager
def letter_refusals() -> Iterator[None]:
    """Answer what is refused of a letter."""
    try:
        yield
    except Refused as refused:
        field, words = letter_refusal(refused)
        raise _to_mend([(refused.code, field or "", words)]) from refused


@contextmanager
def initiative_refusals(request: KeyRequest, *, fields: Callable[[str], str]) -> Iterator[None]:
    """Answer what the services of initiatives refuse."""
    try:
        yield
    except Refused as refused:
        words = initiative_refusal(refused, currency=money_settings(request.workspace).currency)
        if refused.code in _MOVED_ON:
            raise _conflict(refused.code, words) from refused
        raise _to_mend([(refused.code, fields(refused.code), words)]) from refused


def _conflict(code: str, words: str) -> ProblemError:
    return ProblemError(HTTPStatus.CONFLICT, code.replace("_", "-"), words)


def _to_mend(found: Sequence[tuple[str, str, str]]) -> ProblemError:
    return not_valid([FieldError(field=field, code=code, detail=words) for code, field, words in found])
