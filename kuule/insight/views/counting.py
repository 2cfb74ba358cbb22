"""What is shown in place of figures that cannot be had: they are being counted, are too many, or the engine is away.

A page waits `PAGE_SECONDS` for all its questions together. Then it says that it is still counting, and looks again each
second. A cookie says since when its reader waits, so that they get what was counted meanwhile. When all of it is there,
the page is loaded as usual.
"""

import time
import zlib
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST

from kuule.insight.engine.client import EngineAwayError, StillCountingError, stop_counting, waiting
from kuule.insight.query import PROPERTY
from kuule.insight.rules.crowds import TooManyValuesError
from kuule.insight.selectors.choices import properties_of
from kuule.insight.templatetags.insight import property_label
from kuule.workspaces.auth import MemberRequest, member_page

PAGE_SECONDS = 0.8
LOOK_AGAIN_SECONDS = 10
JUST_NOW = timedelta(minutes=1)
COOKIE, COOKIE_SECONDS = "kuule_counting", 120
# What the page that counts asks to be replaced.
FRAGMENT = "counting"
LONGEST_KEY = 64


class FiguresMiddleware:
    """Lets pages wait a moment for their figures, and says what is the matter where they cannot be had."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        if not _is_page(request):
            return self.get_response(request)
        since = _since(request)
        with waiting(PAGE_SECONDS, since=since):
            response = self.get_response(request)
        if since is None or response.status_code == HTTPStatus.ACCEPTED:
            return response
        if _is_looking_again(request):
            return HttpResponse(headers={"HX-Refresh": "true"})
        response.delete_cookie(COOKIE, samesite="Lax")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with a page of its own."""
        if isinstance(exception, EngineAwayError):
            return _away(request, exception)
        if isinstance(exception, StillCountingError):
            return _counting(request, exception)
        if isinstance(exception, TooManyValuesError):
            return _too_many(request, exception)
        return None


@member_page("see_results")
@require_POST
def counting_stop(request: MemberRequest) -> HttpResponse:
    """Stop a question, and say so."""
    stop_counting(request.POST.get("key", "")[:LONGEST_KEY])
    told = urlencode({"page": request.POST.get("page", "")})
    response = redirect(f"{reverse('counting_stopped', args=[request.workspace.slug])}?{told}")
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


@member_page("see_results")
def counting_stopped(request: MemberRequest) -> HttpResponse:
    """Say that a question was stopped, and offer to count after all."""
    address = request.GET.get("page", "")
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return render(request, "insight/counting_stopped.html", {"address": address if is_ours else ""})


def _away(request: HttpRequest, away: EngineAwayError) -> HttpResponse:
    is_long = away.since is not None and timezone.now() - away.since > JUST_NOW
    context = {"away": away, "is_long": is_long, "address": request.get_full_path()}
    response = render(request, "insight/engine_away.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(LOOK_AGAIN_SECONDS)
    return response


def _counting(request: HttpRequest, counting: StillCountingError) -> HttpResponse:
    seconds = max(0, int(time.time() - counting.since))
    context = {"counting": counting, "seconds": seconds, "address": request.get_full_path(), "fragment": FRAGMENT}
    template = "insight/_counting.html" if _is_looking_again(request) else "insight/counting.html"
    response = render(request, template, context, status=HTTPStatus.ACCEPTED)
    response.set_cookie(
        COOKIE,
        f"{counting.since!r}-{_mark(request)}",
        max_age=COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _too_many(request: HttpRequest, crowd: TooManyValuesError) -> HttpResponse:
    labels = {each.key: each.label for each in properties_of(request.workspace.pk)}  # type: ignore[attr-defined]
    name = property_label(crowd.by.removeprefix(PROPERTY), labels)
    context = {"crowded": name, "values": crowd.values, "or_more": crowd.or_more}
    return render(request, "insight/too_many_values.html", context, status=HTTPStatus.BAD_REQUEST)


def _is_page(request: HttpRequest) -> bool:
    """Tell whether somebody looks at this in a browser: a page, or the part of it that counts."""
    if request.method != "GET" or "text/html" not in request.headers.get("Accept", ""):
        return _is_looking_again(request)
    return "HX-Request" not in request.headers or _is_looking_again(request)


def _is_looking_again(request: HttpRequest) -> bool:
    return request.headers.get("HX-Target") == FRAGMENT


def _since(request: HttpRequest) -> float | None:
    """Return since when the reader of just this page waits, as the engine's clock says."""
    since, _, mark = request.COOKIES.get(COOKIE, "").partition("-")
    try:
        return float(since) if mark == _mark(request) else None
    except ValueError:
        return None


def _mark(request: HttpRequest) -> str:
    return f"{zlib.crc32(request.get_full_path().encode()):x}"
