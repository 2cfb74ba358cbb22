"""Which page of a list an address asks for, and which row. Whatever else stands there is nobody's page."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest

LONGEST_PAGE_NUMBER = 6
# No database counts further.
LONGEST_ID = 18


def page_number(request: HttpRequest) -> int:
    """Return the number of the page, from 1 on. Raises BadRequest for what is no number."""
    text = request.GET.get("page", "1")
    if not _is_number(text, LONGEST_PAGE_NUMBER):
        raise BadRequest
    return max(int(text), 1)


def row_id(text: str) -> int | None:
    """Return the id of a row that an address or a form names, or None."""
    return int(text) if _is_number(text, LONGEST_ID) else None


def _is_number(text: str, longest: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= longest
