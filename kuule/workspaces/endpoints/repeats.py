"""Requests that name themselves are done once, however often they come: after a lost answer it is safe to ask again."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from kuule.lib.problems import ProblemError
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.faults import field_error, not_valid
from kuule.workspaces.models import KeptAnswer
from kuule.workspaces.rules import ANSWERS_KEPT

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
_NAME = re.compile(r"[\x21-\x7e]{1,100}")
_LONGEST_PLACE = 300


def answered_once(
    request: KeyRequest, *, body: bytes, now: datetime, run: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """Answer a request by `run`, or as it was answered before when it came under the same name.

    The name is kept in the transaction of what is written: the same request at the same moment waits for this one, and
    after a crash neither is there. A refused request keeps no name: it can be mended and sent again.
    """
    name = request.headers.get(HEADER, "")
    if not name:
        return run()
    if not _NAME.fullmatch(name):
        raise not_valid([field_error(HEADER, "bad_request_key")])
    place = f"{request.method} {request.get_full_path()}"[:_LONGEST_PLACE]
    digest = hashlib.sha256(body).hexdigest()
    which = {"key": request.auth, "place": place, "name": name}
    with transaction.atomic():
        KeptAnswer.objects.filter(**which, at__lt=now - ANSWERS_KEPT).delete()
        try:
            with transaction.atomic():
                kept = KeptAnswer.objects.create(**which, digest=digest, at=now)
        except IntegrityError:
            return _again(KeptAnswer.objects.get(**which), digest)
        response = run()
        if response.status_code >= HTTPStatus.BAD_REQUEST or not isinstance(response, HttpResponse):
            transaction.set_rollback(True)
            return response
        kept.status, kept.body = response.status_code, response.content.decode()
        kept.save(update_fields=["status", "body"])
    return response


def _again(kept: KeptAnswer, digest: str) -> HttpResponse:
    if kept.digest != digest:
        raise not_valid([field_error(HEADER, "other_payload")])
    if not kept.body and kept.status != HTTPStatus.NO_CONTENT:
        detail = _("This request was done. Its answer is no longer kept, because somebody was erased meanwhile.")
        raise ProblemError(HTTPStatus.CONFLICT, "answer-not-kept", detail)
    return HttpResponse(
        kept.body, status=kept.status, content_type="application/json; charset=utf-8", headers={REPLAYED: "true"}
    )
