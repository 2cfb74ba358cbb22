"""Other systems say where they want to hear what happens."""

from http import HTTPStatus

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Status

from kuule.connect.api.router import router
from kuule.connect.api.schemas import WebhookChange, WebhookIn, WebhookList, WebhookOut, WebhookWithSecret
from kuule.connect.channels import STANDARD
from kuule.connect.models import Webhook
from kuule.connect.rules.events import EVENTS, scope_of
from kuule.connect.selectors.outgoing import given_up_of, live_webhooks, waiting_of, webhook_of
from kuule.connect.services.outgoing import revoke_webhook
from kuule.connect.services.webhooks import (
    WebhookPlan,
    add_webhook,
    change_webhook,
    pause_webhook,
    resume_webhook,
    rotate_webhook_secret,
)
from kuule.lib.problems import FieldError, ProblemError
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.faults import not_valid
from kuule.workspaces.endpoints.versions import require_match
from kuule.workspaces.rules import PERSONAL, Refused

_HIGHEST = 10**18
_PLAIN = ("id", "name", "url", "events", "shows_personal", "created_at", "failing_since")
_PLANNED = ("name", "url", "events", "shows_personal")


@router.get("/webhooks", response=WebhookList, summary="List webhooks")
@endpoint("webhooks:read")
def list_webhooks(request: KeyRequest) -> WebhookList:
    """Return the addresses that are told what happens."""
    return WebhookList(webhooks=[_out(each) for each in live_webhooks(request.workspace, kind=STANDARD.key)])


@router.post("/webhooks", response={201: WebhookWithSecret}, summary="Add a webhook")
@endpoint("webhooks:write")
def make_webhook(request: KeyRequest, body: WebhookIn) -> Status[WebhookWithSecret]:
    """Tell an address what happens from now on. The answer has its secret, once."""
    plan = WebhookPlan(**body.model_dump())
    _require_allowed(request, plan)
    try:
        webhook, secret = add_webhook(workspace=request.workspace, plan=plan, actor=request.actor, now=timezone.now())
    except Refused as refused:
        raise _refused(refused) from refused
    return Status(HTTPStatus.CREATED, _with_secret(webhook, secret))


@router.get("/webhooks/{int:webhook_id}", response=WebhookOut, summary="See a webhook")
@endpoint("webhooks:read")
def one_webhook(request: KeyRequest, webhook_id: int) -> WebhookOut:
    """Return one webhook, and how it stands."""
    return _out(webhook_asked(request, webhook_id))


@router.patch("/webhooks/{int:webhook_id}", response=WebhookOut, summary="Change a webhook")
@endpoint("webhooks:write")
def change_one_webhook(request: KeyRequest, webhook_id: int, body: WebhookChange) -> WebhookOut:
    """Change what is told and where; pause it, or let it go on. What waits goes to the new address."""
    with transaction.atomic():
        webhook = webhook_asked(request, webhook_id, is_held=True)
        require_match(request, _out(webhook))
        _change(request, webhook, body)
    return _out(webhook_asked(request, webhook_id))


def _change(request: KeyRequest, webhook: Webhook, body: WebhookChange) -> None:
    told = {name: value for name, value in body.model_dump().items() if value is not None}
    plan = WebhookPlan(**{name: told.get(name, getattr(webhook, name)) for name in _PLANNED})
    now = timezone.now()
    if told.keys() & set(_PLANNED):
        _require_allowed(request, plan)
        try:
            change_webhook(webhook=webhook, plan=plan, actor=request.actor, now=now)
        except Refused as refused:
            raise _refused(refused) from refused
    if body.is_paused is not None:
        act = pause_webhook if body.is_paused else resume_webhook
        act(webhook=webhook, actor=request.actor, now=now)


@router.delete("/webhooks/{int:webhook_id}", response={204: None}, summary="End a webhook")
@endpoint("webhooks:write")
def end_webhook(request: KeyRequest, webhook_id: int) -> Status[None]:
    """Tell an address nothing more. What waits for it is given up."""
    revoke_webhook(webhook=webhook_asked(request, webhook_id), actor=request.actor, now=timezone.now())
    return Status(HTTPStatus.NO_CONTENT, None)


@router.post("/webhooks/{int:webhook_id}/secret", response=WebhookWithSecret, summary="Make a new secret")
@endpoint("webhooks:write")
def rotate_secret(request: KeyRequest, webhook_id: int) -> WebhookWithSecret:
    """Give a webhook another secret, which the answer shows once. For 24 hours the old one signs beside it."""
    webhook = webhook_asked(request, webhook_id)
    return _with_secret(webhook, rotate_webhook_secret(webhook=webhook, actor=request.actor, now=timezone.now()))


def webhook_asked(request: KeyRequest, webhook_id: int, *, is_held: bool = False) -> Webhook:
    """Return the webhook with this id, held until the transaction ends if so asked, or answer that there is none."""
    workspace, kind, known = request.workspace, STANDARD.key, webhook_id < _HIGHEST
    found = webhook_of(workspace, kind=kind, webhook_id=webhook_id, is_held=is_held) if known else None
    if found is None:
        raise Http404
    return found


def _require_allowed(request: KeyRequest, plan: WebhookPlan) -> None:
    unknown = [each for each in plan.events if each not in EVENTS]
    if unknown:
        detail = _("There is no such event. The guide lists them.")
        raise not_valid([FieldError(field="events", code="unknown_event", detail=detail)])
    # An address hears no more than the key may read.
    needed = [scope_of(each) for each in plan.events] + ([PERSONAL] if plan.shows_personal else [])
    missing = [each for each in dict.fromkeys(needed) if not request.may(each)]
    if missing:
        detail = _("An address hears no more than the key may read, and this one has no scope “%(scope)s”.")
        raise ProblemError(HTTPStatus.FORBIDDEN, "missing-scope", detail % {"scope": missing[0]})


def _refused(refused: Refused) -> ProblemError:
    field, words = {
        "not_an_address": ("url", _("An address begins with https:// and names a host, without a password.")),
        "no_events": ("events", _("Choose what is told.")),
    }[refused.code]
    return not_valid([FieldError(field=field, code=refused.code, detail=words)])


def _out(webhook: Webhook) -> WebhookOut:
    return WebhookOut(
        **{name: getattr(webhook, name) for name in _PLAIN},
        is_paused=webhook.paused_at is not None,
        waiting=waiting_of(webhook),
        given_up=given_up_of(webhook).count(),
    )


def _with_secret(webhook: Webhook, secret: str) -> WebhookWithSecret:
    return WebhookWithSecret(**_out(webhook).model_dump(), secret=secret)
