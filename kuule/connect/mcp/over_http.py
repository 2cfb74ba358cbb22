"""Assistants that talk over HTTP: each request is whole in itself, and none is heard without a key."""

from http import HTTPStatus
from urllib.parse import urlsplit

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kuule.lib.bodies import body_of
from kuule.lib.problems import problem, told
from kuule.workspaces.auth import key_of, no_key
from kuule.workspaces.services.keys import note_use

LARGEST_BODY = 100_000
_HEADERS_HEARD = ("accept", "content-type")


@csrf_exempt
@require_http_methods(["POST"])
def assistant(request: HttpRequest) -> HttpResponse:
    """Answer one message of an assistant that brings a key, from no page but our own."""
    if not _is_of_our_origin(request):
        detail = _("Pages of other addresses may not talk with Kuule for you.")
        return told(problem(HTTPStatus.FORBIDDEN, "other-origin", detail))
    now = timezone.now()
    key = key_of(request, now=now)
    if key is None:
        return no_key().as_answer()
    body = body_of(request, most=LARGEST_BODY)
    if body is None:
        detail = _("This message is too long.")
        return told(problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", detail))
    note_use(key=key, now=now)
    # Most installations never hear an assistant, and the protocol takes a second to load.
    from kuule.connect.mcp.exchange import exchanged

    secret = request.headers["Authorization"].partition(" ")[2].strip()
    told_by = {name.lower(): value for name, value in request.headers.items()}
    heard = [(name, value) for name, value in told_by.items() if name in _HEADERS_HEARD or name.startswith("mcp-")]
    status, headers, content = async_to_sync(exchanged)(secret, path=request.path, headers=heard, body=body)
    response = HttpResponse(content, status=status, headers=headers)
    response["Cache-Control"] = "no-store"
    return response


def _is_of_our_origin(request: HttpRequest) -> bool:
    """Tell whether a request comes from no page, or from one of ours: no other may use what a person can reach."""
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    ours = urlsplit(settings.KUULE_BASE_URL)
    return origin == f"{ours.scheme}://{ours.netloc}"
