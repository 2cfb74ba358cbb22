"""What counts as being heard, and who is told of silent key contacts."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.dispatch.models import ChatRoom
from kuule.dispatch.rules.chats import DISCORD, GOOGLE_CHAT, OUT_OF_REACH, SLACK, TEAMS, TURNED_AWAY, UNREADABLE
from kuule.dispatch.selectors.chats import chat_room_of
from kuule.dispatch.selectors.coverage import coverage_settings_of
from kuule.dispatch.services import change_coverage
from kuule.dispatch.services.chats import remove_chat, set_chat, try_chat
from kuule.insight.forms.coverage import ChatForm, CoverageSettingsForm
from kuule.workspaces.auth import MemberRequest, member_page

_VENDORS = {SLACK: "Slack", TEAMS: "Microsoft Teams", DISCORD: "Discord", GOOGLE_CHAT: "Google Chat"}


@member_page("send_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def coverage_settings(request: MemberRequest) -> HttpResponse:
    """Say what counts as being heard, and which number is the revenue."""
    settings = coverage_settings_of(request.workspace)
    form = CoverageSettingsForm(request.POST or None, workspace=request.workspace, settings=settings)
    if form.is_valid():
        change_coverage(workspace=request.workspace, actor=request.actor, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("coverage", request.workspace.slug)
    return _page(request, form, ChatForm())


@member_page("send_surveys")
@require_POST
def coverage_chat(request: MemberRequest) -> HttpResponse:
    """Choose the chat that is told."""
    form = ChatForm(request.POST)
    if form.is_valid():
        address = form.cleaned_data["address"]
        room = set_chat(workspace=request.workspace, address=address, actor=request.actor, now=timezone.now())
        words = _("%(chat)s is told from now on. Send a test message to see it arrive.")
        messages.success(request, words % {"chat": _VENDORS[room.vendor]})
        return redirect("coverage_settings", request.workspace.slug)
    settings = coverage_settings_of(request.workspace)
    return _page(request, CoverageSettingsForm(workspace=request.workspace, settings=settings), form)


@member_page("send_surveys")
@require_POST
def coverage_chat_try(request: MemberRequest) -> HttpResponse:
    """Send a test message, and say whether it arrived."""
    room = _room(request)
    trouble = try_chat(room=room)
    if trouble:
        messages.error(request, trouble_words(trouble, room))
    else:
        words = _("The test message is sent. Look for it in %(chat)s.")
        messages.success(request, words % {"chat": _VENDORS[room.vendor]})
    return redirect("coverage_settings", request.workspace.slug)


@member_page("send_surveys")
@require_POST
def coverage_chat_remove(request: MemberRequest) -> HttpResponse:
    """Tell the chat nothing more."""
    remove_chat(room=_room(request), actor=request.actor, now=timezone.now())
    messages.success(request, _("The chat is told nothing any more. Its address is deleted."))
    return redirect("coverage_settings", request.workspace.slug)


def trouble_words(trouble: str, room: ChatRoom) -> str:
    """Return why a message did not get through, and how to mend it."""
    chat = {"chat": _VENDORS[room.vendor]}
    sentences = {
        TURNED_AWAY: _("%(chat)s refused the message. Make a new address there and set it here.") % chat,
        OUT_OF_REACH: _("%(chat)s cannot be reached, or asks to try later. Alerts are tried again every hour.") % chat,
        UNREADABLE: _("The address was kept with another secret key of this installation. Set it once more.") % chat,
    }
    return sentences[trouble]


def _page(request: MemberRequest, form: CoverageSettingsForm, chat_form: ChatForm) -> HttpResponse:
    room = chat_room_of(request.workspace)
    context = {
        "form": form,
        "chat_form": chat_form,
        "room": room,
        "chat": _VENDORS[room.vendor] if room else "",
        "trouble": trouble_words(room.trouble, room) if room and room.trouble else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "insight/coverage_settings.html", context, status=status)


def _room(request: MemberRequest) -> ChatRoom:
    room = chat_room_of(request.workspace)
    if room is None:
        raise Http404
    return room
