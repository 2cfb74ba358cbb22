"""The pages of alerts: who is told of what, and what was told."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.connect.forms.alerts import AlertForm
from kuule.connect.models import Alert
from kuule.connect.selectors.alerts import alert_of, alerts_of, digests_of, waiting_of_alert
from kuule.connect.services.alerts.planning import add_alert, change_alert, remove_alert, switch_alert, try_alert
from kuule.dispatch.selectors.chats import chat_room_of
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("change_workspace")
@require_http_methods(["GET", "HEAD"])
def alert_list(request: MemberRequest) -> HttpResponse:
    """Show the alerts of a workspace, and which of them had nothing to tell for long."""
    return render(request, "connect/alert_list.html", {"alerts": alerts_of(request.workspace, now=timezone.now())})


@member_page("change_workspace")
@require_http_methods(["GET", "HEAD", "POST"])
def alert_new(request: MemberRequest) -> HttpResponse:
    """Set an alert up."""
    form = AlertForm(request.POST or None, workspace=request.workspace)
    if form.is_valid():
        try:
            alert = add_alert(workspace=request.workspace, plan=form.plan, actor=request.actor, now=timezone.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The alert is on."))
            return _back(request, alert)
    return render(request, "connect/alert_new.html", {"form": form})


@member_page("change_workspace")
@require_http_methods(["GET", "HEAD", "POST"])
def alert_page(request: MemberRequest, alert_id: int) -> HttpResponse:
    """Show one alert with what it told, and change it."""
    alert = _alert(request, alert_id)
    form = AlertForm(request.POST or None, workspace=request.workspace, alert=alert)
    if form.is_valid():
        try:
            change_alert(alert=alert, plan=form.plan, actor=request.actor, now=timezone.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return _back(request, alert)
    context = {
        "form": form,
        "alert": alert,
        "digests": digests_of(alert),
        "waiting": waiting_of_alert(alert),
        "room": chat_room_of(request.workspace),
    }
    return render(request, "connect/alert_page.html", context)


@member_page("change_workspace")
@require_POST
def alert_test(request: MemberRequest, alert_id: int) -> HttpResponse:
    """Send a message that tells of nothing."""
    try_alert(alert=_alert(request, alert_id), actor=request.actor, now=timezone.now())
    messages.success(request, _("A test is on its way. Look below in a moment."))
    return redirect("alert_page", request.workspace.slug, alert_id)


@member_page("change_workspace")
@require_POST
def alert_switch(request: MemberRequest, alert_id: int) -> HttpResponse:
    """Switch an alert off, or on again."""
    alert = _alert(request, alert_id)
    switch_alert(alert=alert, is_on=not alert.is_on, actor=request.actor, now=timezone.now())
    messages.success(request, _("The alert is off.") if alert.is_on else _("The alert is on."))
    return _back(request, alert)


@member_page("change_workspace")
@require_POST
def alert_remove(request: MemberRequest, alert_id: int) -> HttpResponse:
    """Take an alert away."""
    remove_alert(alert=_alert(request, alert_id), actor=request.actor, now=timezone.now())
    messages.success(request, _("The alert is deleted."))
    return redirect("alert_list", request.workspace.slug)


def _alert(request: MemberRequest, alert_id: int) -> Alert:
    alert = alert_of(request.workspace, alert_id=alert_id)
    if alert is None:
        raise Http404
    return alert


def _back(request: MemberRequest, alert: Alert) -> HttpResponse:
    return redirect("alert_page", request.workspace.slug, alert.pk)
