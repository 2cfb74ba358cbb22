"""Pages for when something goes wrong. They need no database, no session and no context."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from kuule.ui.clean import visible_text


def page(name: str, status: int, reason: str = "") -> HttpResponse:
    """Return an error page; `reason` is a sentence of ours that may stand on it."""
    return HttpResponse(render_to_string(f"ui/{name}.html", {"reason": reason}), status=status)


def bad_request(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400: the request itself could not be understood."""
    return page("400", 400)


def permission_denied(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the member may not do this; the sentence given to `PermissionDenied` says what is missing."""
    return page("403", 403, visible_text(exception or ""))


def page_not_found(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: nothing is here, or nothing that this member may know of."""
    return page("404", 404)


def server_error(_request: HttpRequest) -> HttpResponse:
    """500: our fault. The page is a fixed text, so that it works whatever is broken."""
    return page("500", 500)


def csrf_failure(_request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403: a form came without its proof of origin, most often because the page was open for long."""
    return page("csrf_failure", 403)
