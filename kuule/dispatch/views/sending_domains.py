"""The domain that mail is sent from: what it says of itself, what to mend, and a slow start for a new one."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kuule.dispatch.forms.sending_domains import SelectorForm
from kuule.dispatch.rules import sending_domains as rules
from kuule.dispatch.rules.sending_domains import Finding
from kuule.dispatch.selectors.sending_domains import findings_of, most_mails_today, sending_domain
from kuule.dispatch.services.sending_domains import check_sending_domain, warm_up
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

NAMES = {rules.SPF: "SPF", rules.DKIM: "DKIM", rules.DMARC: "DMARC"}
ABOUT: Mapping[str, str | Promise] = {
    rules.SPF: gettext_lazy("Which servers may send in the name of your domain."),
    rules.DKIM: gettext_lazy("The key by which others see that a mail is yours and was not changed."),
    rules.DMARC: gettext_lazy("What others do with mail in your name that is neither of both."),
}
SAYS: Mapping[tuple[str, str], str | Promise] = {
    (rules.SPF, rules.FINE): gettext_lazy("It names who may send."),
    (rules.SPF, rules.MISSING): gettext_lazy("There is none: anybody could be you, and mail providers know."),
    (rules.SPF, rules.BROKEN): gettext_lazy("It cannot be read: {detail}"),
    (rules.SPF, rules.SEVERAL): gettext_lazy("There are several, so none of them counts. Make them one."),
    (rules.SPF, rules.OPEN_TO_ALL): gettext_lazy("It allows everybody (+all). End it with ~all or -all."),
    (rules.SPF, rules.NOT_NAMED): gettext_lazy("It does not name your mail provider: add include:{detail}."),
    (rules.DKIM, rules.FINE): gettext_lazy("There is a key, {detail}. Make sure that your mail server signs with it."),
    (rules.DKIM, rules.MISSING): gettext_lazy("There is no key with the name {detail}."),
    (rules.DKIM, rules.REVOKED): gettext_lazy("The key {detail} was withdrawn. Publish the new one."),
    (rules.DKIM, rules.NOT_KNOWN): gettext_lazy("No key has one of the usual names. Say below what yours is called."),
    (rules.DMARC, rules.FINE): gettext_lazy("False mail in your name is kept out ({detail})."),
    (rules.DMARC, rules.WATCHING): gettext_lazy(
        "It only watches (p=none). When SPF and DKIM are right for some weeks, change it to p=quarantine."
    ),
    (rules.DMARC, rules.MISSING): gettext_lazy("There is none. Large mail providers want one."),
    (rules.DMARC, rules.BROKEN): gettext_lazy("It cannot be read: {detail}"),
    (rules.DMARC, rules.SEVERAL): gettext_lazy("There are several, so none of them counts. Keep one."),
}
GOOD = frozenset({rules.FINE})
ATTENTION = frozenset({rules.WATCHING, rules.NOT_KNOWN, rules.NO_ANSWER})


@dataclass(frozen=True, slots=True)
class Line:
    """One of the three, in words."""

    name: str
    about: str | Promise
    says: str
    kind: str
    record: str
    publish: str


@member_page("see_members", change="change_workspace")
@require_http_methods(["GET", "HEAD", "POST"])
def sending_domain_page(request: MemberRequest) -> HttpResponse:
    """Show what the sender's domain says of itself, and look anew."""
    workspace, known = request.workspace, sending_domain(request.workspace)
    posted = request.POST if request.method == "POST" else None
    form = SelectorForm(posted, initial={"selector": known.selector if known else ""})
    if request.method == "POST" and form.is_valid():
        try:
            check_sending_domain(workspace=workspace, selector=form.cleaned_data["selector"], now=timezone.now())
        except Refused:
            messages.error(request, _("Say in the settings from which address you send, then look again."))
        return redirect("sending_domain", workspace.slug)
    domain = rules.domain_of(workspace.sender_email)
    context = {
        "form": form,
        "domain": domain,
        "is_mailbox_domain": rules.is_mailbox_domain(domain),
        "known": known,
        "lines": [_line(each, domain) for each in findings_of(known)] if known else [],
        "most_today": most_mails_today(workspace, now=timezone.now()),
        "first_day": rules.FIRST_DAY,
        "days": rules.LAST_DAY,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "dispatch/sending_domain.html", context, status=status)


@member_page("change_workspace")
@require_POST
def sending_domain_warm_up(request: MemberRequest) -> HttpResponse:
    """Begin slowly with a new domain, or stop doing so."""
    is_on = request.POST.get("warm") == "on"
    try:
        warm_up(workspace=request.workspace, is_on=is_on, actor=request.actor, now=timezone.now())
    except Refused:
        messages.error(request, _("Say in the settings from which address you send, then look again."))
    else:
        words = _("Mail begins slowly from today on.") if is_on else _("Mail leaves as it is due again.")
        messages.success(request, words)
    return redirect("sending_domain", request.workspace.slug)


def _line(found: Finding, domain: str) -> Line:
    says = SAYS.get((found.about, found.code)) or _("No answer came. Try again in a while.")
    kind = "good" if found.code in GOOD else "" if found.code in ATTENTION else "bad"
    words = str(says).format(detail=found.detail)
    return Line(NAMES[found.about], ABOUT[found.about], words, kind, found.record, _publish(found, domain))


def _publish(found: Finding, domain: str) -> str:
    if found.code != rules.MISSING:
        return ""
    if found.about == rules.DMARC:
        return f'_dmarc.{domain}. TXT "v=DMARC1; p=none; rua=mailto:dmarc@{domain}"'
    if found.about == rules.SPF:
        needed = rules.SPF_OF_PROVIDER.get(settings.KUULE_EMAIL_PROVIDER, "")
        allowed = f"include:{needed}" if needed else "mx"
        return f'{domain}. TXT "v=spf1 {allowed} ~all"'
    return ""
