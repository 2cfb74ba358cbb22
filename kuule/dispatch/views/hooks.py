"""Hooks: made, tried, changed and revoked; and the address to which other systems post."""

from collections.abc import Sequence
from http import HTTPStatus
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.contacts.rules.faults import Fault
from kuule.dispatch.forms.hooks import HookForm
from kuule.dispatch.models import InboundHook
from kuule.dispatch.rules.hook_mapping import paths_in
from kuule.dispatch.rules.occurrences import CREATED, MOST_AT_ONCE, REFUSED, REPEATED, Told
from kuule.dispatch.selectors.occurrences import hook_by_token, hook_of, live_hooks, touchpoints_to_tell_of
from kuule.dispatch.services.fault_words import fault_words
from kuule.dispatch.services.hooks import (
    change_hook,
    is_signed,
    make_hook,
    note_trouble,
    read_message,
    revoke_hook,
    take_message,
)
from kuule.dispatch.views.told_words import told_words, trouble_of
from kuule.lib.bodies import UnreadableBodyError, body_of, json_of
from kuule.lib.problems import PROBLEM_TYPE, FieldError, problem
from kuule.workspaces.auth import MemberRequest, member_page

LARGEST_MESSAGE = 10_000_000
SHOWN_ITEMS, SHOWN_PATHS = 3, 60
LONGEST_VALUE = 60


@member_page("change_keys")
@require_safe
def hook_list(request: MemberRequest) -> HttpResponse:
    """List the hooks, each with how it goes."""
    hooks = [(hook, trouble_of(hook.last_trouble)) for hook in live_hooks(request.workspace)]
    context = {"hooks": hooks, "has_touchpoints": touchpoints_to_tell_of(request.workspace).exists()}
    return render(request, "dispatch/hook_list.html", context)


@member_page("change_keys")
@require_http_methods(["GET", "HEAD", "POST"])
def hook_new(request: MemberRequest) -> HttpResponse:
    """Make a hook. What a pasted message tells is shown before; address and secret are shown once, after."""
    form = HookForm(request.POST or None, workspace=request.workspace)
    if not form.is_valid() or "try" in request.POST:
        return render(request, "dispatch/hook_form.html", {"form": form, **_tried(request, form)})
    cleaned = form.cleaned_data
    hook, token = make_hook(
        workspace=request.workspace,
        touchpoint=cleaned["touchpoint"],
        name=cleaned["name"],
        signature=cleaned["signature"],
        mapping=form.mapping,
        sample=cleaned["sample"],
        actor=request.actor,
        now=timezone.now(),
    )
    address = settings.KUULE_BASE_URL + reverse("hook_occurrences", args=[token])
    response = render(request, "dispatch/hook_made.html", {"hook": hook, "address": address})
    response["Cache-Control"] = "no-store"
    return response


@member_page("change_keys")
@require_http_methods(["GET", "HEAD", "POST"])
def hook_edit(request: MemberRequest, hook_id: int) -> HttpResponse:
    """Change what a hook reads, and try it."""
    hook = _hook(request, hook_id)
    form = HookForm(request.POST or None, workspace=request.workspace, hook=hook)
    if not form.is_valid() or "try" in request.POST:
        return render(request, "dispatch/hook_form.html", {"form": form, "hook": hook, **_tried(request, form)})
    cleaned = form.cleaned_data
    change_hook(
        hook=hook,
        touchpoint=cleaned["touchpoint"],
        name=cleaned["name"],
        mapping=form.mapping,
        sample=cleaned["sample"],
        actor=request.actor,
        now=timezone.now(),
    )
    messages.success(request, _("The hook %(hook)s is changed.") % {"hook": hook.name})
    return redirect("hook_list", request.workspace.slug)


@member_page("change_keys")
@require_POST
def hook_revoke(request: MemberRequest, hook_id: int) -> HttpResponse:
    """Take nothing more at the address of a hook."""
    hook = _hook(request, hook_id)
    revoke_hook(hook=hook, actor=request.actor, now=timezone.now())
    messages.success(request, _("The hook %(hook)s takes nothing any more.") % {"hook": hook.name})
    return redirect("hook_list", request.workspace.slug)


def _hook(request: MemberRequest, hook_id: int) -> InboundHook:
    hook = hook_of(request.workspace, hook_id=hook_id)
    if hook is None:
        raise Http404
    return hook


def _tried(request: MemberRequest, form: HookForm) -> dict[str, Any]:
    message = getattr(form, "message", None) if form.is_bound else None
    if message is None:
        return {}
    read = read_message(message, mapping=form.mapping, zone=ZoneInfo(request.workspace.timezone), now=timezone.now())
    paths = islice(paths_in(message), SHOWN_PATHS)
    return {
        "tried": [told_words(each) for each in read[:SHOWN_ITEMS]],
        "tried_total": len(read),
        "paths": [(path, str(value)[:LONGEST_VALUE]) for path, value in paths],
    }


@csrf_exempt
@require_POST
def hook_occurrences(request: HttpRequest, token: str) -> HttpResponse:
    """Take what another system tells. Who it is, the signature proves; what is refused is neither kept nor logged.

    Answers 404 for an unknown address, 401 for a wrong signature, 413 for too much, 400 and 422 for what cannot be
    used, 207 where some of it could not, and 200 when everything is written down.
    """
    hook = hook_by_token(token)
    if hook is None:
        return _told(HTTPStatus.NOT_FOUND, "not-found", _("There is nothing at this address."))
    now = timezone.now()
    body = body_of(request, most=LARGEST_MESSAGE)
    if body is None:
        return _refused(hook, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", [])
    if not is_signed(hook, body=body, headers=request.headers, now=now):
        response = _refused(hook, HTTPStatus.UNAUTHORIZED, "bad-signature", [])
        response["WWW-Authenticate"] = "Signature"
        return response
    try:
        message = json_of(body)
    except UnreadableBodyError:
        return _refused(hook, HTTPStatus.BAD_REQUEST, "not-json", [])
    read = read_message(message, mapping=hook.mapping, zone=ZoneInfo(hook.workspace.timezone), now=now)
    if len(read) > MOST_AT_ONCE:
        return _refused(hook, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-many", [])
    return _kept(hook, read)


def _kept(hook: InboundHook, read: Sequence[Told | list[Fault]]) -> HttpResponse:
    now = timezone.now()
    kept = take_message(hook=hook, told=[each for each in read if isinstance(each, Told)], now=now)
    faults = [fault for each in read if not isinstance(each, Told) for fault in each]
    faults += [fault for each in kept for fault in each.faults]
    counts = {kind: sum(each.outcome == kind for each in kept) for kind in (CREATED, REPEATED)}
    if read and not sum(counts.values()):
        return _refused(hook, HTTPStatus.UNPROCESSABLE_ENTITY, "not-valid", faults)
    if faults:
        note_trouble(hook=hook, trouble=_trouble(faults), now=now)
    status = HTTPStatus.MULTI_STATUS if faults else HTTPStatus.OK
    counts[REFUSED] = len(read) - sum(counts.values())
    return JsonResponse({**counts, "errors": _errors(faults)}, status=status)


def _refused(hook: InboundHook, status: int, code: str, faults: list[Fault]) -> HttpResponse:
    note_trouble(hook=hook, trouble=_trouble(faults) if faults else f"|{code}|", now=timezone.now())
    return _told(status, code, fault_words(Fault("", code)), faults)


def _told(status: int, code: str, detail: str, faults: Sequence[Fault] = ()) -> HttpResponse:
    return JsonResponse(problem(status, code, detail, _errors(faults)), status=status, content_type=PROBLEM_TYPE)


def _errors(faults: Sequence[Fault]) -> list[FieldError]:
    return [FieldError(field=each.field, code=each.code, detail=fault_words(each)) for each in faults]


def _trouble(faults: Sequence[Fault]) -> str:
    # Fields and codes only: no word of the message is kept.
    return f"{faults[0].field}|{faults[0].code}|{faults[0].detail if faults[0].detail.isdigit() else ''}"
