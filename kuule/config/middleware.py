"""What happens to every request."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from kuule.lib.problems import problem, told


class LanguageMiddleware:
    """Speaks the signed-in person's language, else the browser's, else the installation's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request in the right language."""
        chosen = getattr(request.user, "language", "") if request.COOKIES.get(settings.SESSION_COOKIE_NAME) else ""
        with translation.override(chosen or translation.get_language_from_request(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class MethodMiddleware:
    """Tells programs which methods an address of the API takes, as it tells them any other problem."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; 405 of an endpoint, which the framework writes in plain text, becomes a problem."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or not request.path.startswith("/api/"):
            return response
        methods = ", ".join(sorted(response["Allow"].split(", ")))
        detail = _("This address takes %(methods)s.") % {"methods": methods}
        return told(problem(response.status_code, "method-not-allowed", detail), {"Allow": methods})
