"""The address of a message's link: it keeps that somebody followed it, and sends them on."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kuule.dispatch.rules import answer_path
from kuule.economics.rules.messages import is_safe_link, link_of
from kuule.economics.selectors.message_tests import shown_after
from kuule.economics.services.message_tests import count_tap
from kuule.responses.rules import PURPOSE_HEADERS, is_prefetch, is_preview
from kuule.responses.selectors import answer_by, link_by_token
from kuule.ui.respondent import respondent_redirect, unseen


@require_safe
def message_link(request: HttpRequest, token: str) -> HttpResponse:
    """`/m/<token>`: go where the message leads that was shown after an answer, and only to the address that is kept.

    Whoever was shown none is sent to their answer.
    """
    link = link_by_token(token)
    given = answer_by(link) if link else None
    shown = shown_after(given) if given else None
    address = link_of(shown.test.messages, number=shown.message) if shown else ""
    if shown is None or not is_safe_link(address):
        return respondent_redirect(answer_path(token))
    if request.method == "GET" and not _comes_ahead(request):
        count_tap(shown=shown, now=timezone.now())
    return unseen(HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": address}))


def _comes_ahead(request: HttpRequest) -> bool:
    purposes = [request.headers.get(name, "") for name in PURPOSE_HEADERS]
    return is_prefetch(purposes) or is_preview(request.headers.get("User-Agent", ""))
