"""The Mailbox: every mail that was kept because no mail server is set."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuule.dispatch import selectors
from kuule.dispatch.channels.mailbox import is_in_use
from kuule.dispatch.models import MailboxMessage
from kuule.dispatch.views.frames import framed_mail
from kuule.ui.clean import visible_text
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_mailbox")
@require_safe
def mailbox(request: MemberRequest) -> HttpResponse:
    """List the kept mails, newest first."""
    asked = request.GET.get("before", "")
    before = row_id(asked)
    if asked and before is None:
        raise BadRequest
    rows, following = selectors.mailbox_page(request.workspace, is_operator=request.user.is_superuser, before=before)
    context = {
        "mails": rows,
        "next_url": f"?before={following}" if following else "",
        "previous_url": request.path if before else "",
    }
    return render(request, "dispatch/mailbox.html", context | _why())


@member_page("see_mailbox")
@require_safe
def mailbox_message(request: MemberRequest, message_id: int) -> HttpResponse:
    """Show one mail: as it looks, as plain text, or with its headers."""
    mail = _mail(request, message_id)
    view = request.GET.get("view", "")
    if view not in ("text", "source") and not mail.html:
        view = "text"
    words = bytes(mail.raw).decode("utf-8", "replace") if view == "source" else mail.text
    context = {"mail": mail, "view": view, "words": visible_text(words)}
    return render(request, "dispatch/mailbox_message.html", context | _why())


@member_page("see_mailbox")
@require_safe
def mailbox_body(request: MemberRequest, message_id: int) -> HttpResponse:
    """Return the HTML of one mail for the frame on its page."""
    return framed_mail(_mail(request, message_id).html, may_open_links=True)


def _mail(request: MemberRequest, message_id: int) -> MailboxMessage:
    mail = selectors.mailbox_message(request.workspace, message_id=message_id, is_operator=request.user.is_superuser)
    if mail is None:
        raise Http404
    return mail


def _why() -> dict[str, Any]:
    return {"keeps_mail": is_in_use()}
