"""The own links of the member who asks: made, looked at and stopped."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.contacts.selectors import account_of
from kuule.dispatch.rules.collectors import MEMBER_LINK
from kuule.dispatch.selectors.collectors import links_of
from kuule.dispatch.services.collectors import open_collector, stop_collector
from kuule.responses.forms import MemberLinkForm
from kuule.responses.selectors import lines_of
from kuule.surveys.services.gates import GateClosed
from kuule.surveys.templatetags.gates import gate_words
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_people")
@require_http_methods(["GET", "HEAD", "POST"])
def my_links(request: MemberRequest) -> HttpResponse:
    """List the links that a member shares, with what came by each, and make one more."""
    wanted = row_id(request.GET.get("account", ""))
    account = account_of(request.workspace, account_id=wanted) if wanted else None
    form = MemberLinkForm(request.POST or None, workspace=request.workspace, account=account)
    if form.is_valid():
        shared_for = form.cleaned_data["account"]
        try:
            open_collector(
                workspace=request.workspace,
                survey=form.cleaned_data["survey"],
                kind=MEMBER_LINK.key,
                name=(shared_for.name if shared_for else str(request.member.user))[:100],
                member=request.member,
                account=shared_for,
                actor=request.actor,
                now=timezone.now(),
            )
        except GateClosed as closed:
            messages.error(request, gate_words(closed))
        else:
            messages.success(request, _("Your link is ready. Copy it and share it."))
        return redirect("my_links", request.workspace.slug)
    links = links_of(request.workspace, member=request.member)
    context = {
        "form": form,
        "has_surveys": form.surveys.exists(),
        "lines": lines_of(request.workspace, collectors=links),
        "base_url": settings.KUULE_BASE_URL,
    }
    return render(request, "responses/my_links.html", context)


@member_page("see_people")
@require_POST
def my_link_stop(request: MemberRequest, link_id: int) -> HttpResponse:
    """Take no more answers by one of one's own links."""
    link = links_of(request.workspace, member=request.member).filter(pk=link_id).first()
    if link is None:
        raise Http404
    stop_collector(collector=link, actor=request.actor, now=timezone.now())
    messages.success(request, _("Stopped. Its address now says that the survey is closed."))
    return redirect("my_links", request.workspace.slug)
