"""What happens to every request."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone, translation

from kuule.insight.engine.client import EngineAwayError

RETRY_SECONDS = 10
JUST_NOW = timedelta(minutes=1)


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


class EngineAwayMiddleware:
    """Says what is missing, and for how long, where figures cannot be had now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with a page of its own when the engine is away."""
        if not isinstance(exception, EngineAwayError):
            return None
        is_long = exception.since is not None and timezone.now() - exception.since > JUST_NOW
        context = {"away": exception, "is_long": is_long, "address": request.get_full_path()}
        body = render_to_string("insight/engine_away.html", context, request)
        return HttpResponse(body, status=503, headers={"Retry-After": str(RETRY_SECONDS)})
