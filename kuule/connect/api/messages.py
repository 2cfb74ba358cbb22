"""Other systems look at what they were sent, and have it sent again."""

from typing import Literal

from django.http import Http404
from django.utils import timezone

from kuule.connect.api.router import router
from kuule.connect.api.schemas import AttemptOut, SentAgain, WebhookMessageOut, WebhookMessagePage
from kuule.connect.api.webhooks import webhook_asked
from kuule.connect.models import WebhookMessage
from kuule.connect.selectors.outgoing import messages_of
from kuule.connect.services.outgoing import send_webhook_again
from kuule.connect.services.webhooks import send_given_up_again, try_webhook
from kuule.lib.places import Place
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.lists import Cursor, Limit, page_of, place_asked

_ATTEMPT = ("at", "status", "trouble", "milliseconds", "answer")
_HIGHEST = 10**18


@router.get("/webhooks/{int:webhook_id}/messages", response=WebhookMessagePage, summary="List what a webhook was sent")
@endpoint("webhooks:read")
def list_webhook_messages(
    request: KeyRequest,
    webhook_id: int,
    state: Literal["", "due", "delivered", "given_up"] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> WebhookMessagePage:
    """Return the messages of the last 30 days with every attempt, the newest first."""
    webhook = webhook_asked(request, webhook_id)
    found = messages_of(webhook, state=state, after=place_asked(request, cursor), limit=limit + 1)
    page, more = page_of(request, found, limit=limit, place=lambda each: Place(None, each.pk))
    return WebhookMessagePage(messages=[_out(each) for each in page], next_cursor=more)


@router.post(
    "/webhooks/{int:webhook_id}/messages/{int:message_id}/replay",
    response=WebhookMessageOut,
    summary="Send a message again",
)
@endpoint("webhooks:write")
def replay_message(request: KeyRequest, webhook_id: int, message_id: int) -> WebhookMessageOut:
    """Send a message once more, under the same id. One that waits is left as it is."""
    found = WebhookMessage.objects.filter(webhook=webhook_asked(request, webhook_id))
    message = found.filter(pk=message_id).first() if message_id < _HIGHEST else None
    if message is None:
        raise Http404
    send_webhook_again(message=message, actor=request.actor, now=timezone.now())
    return _out(found.get(pk=message_id))


@router.post("/webhooks/{int:webhook_id}/replay", response=SentAgain, summary="Send again what was given up")
@endpoint("webhooks:write")
def replay_given_up(request: KeyRequest, webhook_id: int) -> SentAgain:
    """Send everything once more that the address did not take in the end."""
    webhook = webhook_asked(request, webhook_id)
    return SentAgain(messages=send_given_up_again(webhook=webhook, actor=request.actor, now=timezone.now()))


@router.post("/webhooks/{int:webhook_id}/test", response=WebhookMessageOut, summary="Send a test")
@endpoint("webhooks:write")
def send_webhook_test(request: KeyRequest, webhook_id: int) -> WebhookMessageOut:
    """Send `webhook.test`, which tells of nothing."""
    webhook = webhook_asked(request, webhook_id)
    return _out(try_webhook(webhook=webhook, actor=request.actor, now=timezone.now()))


def _out(message: WebhookMessage) -> WebhookMessageOut:
    tries = sorted(message.tries.all(), key=lambda each: each.pk)
    plain = ("id", "event_id", "about", "state", "created_at", "due_at")
    return WebhookMessageOut(
        **{name: getattr(message, name) for name in plain},
        event=message.event_type,
        attempts=[AttemptOut(**{name: getattr(each, name) for name in _ATTEMPT}) for each in tries],
    )
