"""Reading what was posted, whatever it is, up to a limit of its own."""

from django.http import HttpRequest, RawPostDataException


def body_of(request: HttpRequest, *, most: int) -> bytes | None:
    """Return the body of a request, or None if it has more than so many bytes or broke off.

    Programs send more at once than a form of a page may be long.
    """
    try:
        body = request.read(most + 1)
    except (OSError, RawPostDataException):
        return None
    return body if len(body) <= most else None
