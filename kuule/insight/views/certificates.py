"""Certificates of figures: made, listed, shown with what became of them, and opened to others."""

import json
from http import HTTPStatus
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.dispatch.templatetags.dispatch import hold_reason
from kuule.insight.answers.benchmarks import our_figure
from kuule.insight.answers.certificates import recount
from kuule.insight.models import Certificate
from kuule.insight.query import Query
from kuule.insight.selectors.certificates import certificate_by_token, certificate_by_uid, certificates_of
from kuule.insight.services.certificates import (
    certify_figure,
    fixed,
    publish_certificate,
    withdraw_certificate,
)
from kuule.insight.templatetags.insight import family_heading, time_words
from kuule.insight.views.asking import Asked, active_filters, asking_context, read_query
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

PAGE = "certificate_new"


@member_page("see_results")
@require_safe
def certificate_list(request: MemberRequest) -> HttpResponse:
    """Show the certificates of a workspace, the newest first."""
    rows = [(each, json.loads(each.record)["figures"]) for each in certificates_of(request.workspace)]
    return render(request, "insight/certificate_list.html", {"rows": rows})


@member_page("certify_figures")
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_new(request: MemberRequest) -> HttpResponse:
    """Say what a certificate would freeze, and make it. The question stands in the address, as on any page."""
    asked = read_query(request, PAGE)
    context = asking_context(request, asked)
    if asked.problems:
        return render(request, "insight/certificate_new.html", context, status=HTTPStatus.BAD_REQUEST)
    query = fixed(asked.query)
    words = _words(request.workspace.slug, asked, query)
    context |= {"words": words, "fixed": query}
    if request.method == "POST":
        try:
            made = certify_figure(
                workspace=request.workspace,
                query=query,
                title=", ".join(value for _name, value in words)[:300],
                words=words,
                hold_words=lambda rule: hold_reason(rule, request.workspace),
                member=request.member,
                now=timezone.now(),
            )
        except Refused as refused:
            context |= {"refusal": _refusal(refused)}
            return render(request, "insight/certificate_new.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        messages.success(request, _("The certificate is made. It stays as it is, whatever happens to the answers."))
        return redirect("certificate_page", request.workspace.slug, made.uid)
    if not context["hidden"]:
        context["figure"] = our_figure(query)
    return render(request, "insight/certificate_new.html", context)


@member_page("see_results")
@require_safe
def certificate_page(request: MemberRequest, uid: UUID) -> HttpResponse:
    """Show a certificate, and whether the figure would be another one today."""
    certificate = _certificate(request, uid)
    link = reverse("certificate_public", args=[certificate.public_token]) if certificate.public_token else ""
    context = _context(certificate) | {
        "recount": recount(certificate),
        "public_link": f"{settings.KUULE_BASE_URL}{link}" if link else "",
    }
    return render(request, "insight/certificate_page.html", context)


@member_page("see_results")
@require_safe
def certificate_file(request: MemberRequest, uid: UUID) -> HttpResponse:
    """Hand out the certificate as the file that `kuule certificate verify` checks."""
    return _file(_certificate(request, uid))


@member_page("publish_figures")
@require_POST
def certificate_publish(request: MemberRequest, uid: UUID) -> HttpResponse:
    """Give out a public link, or withdraw it."""
    certificate, now = _certificate(request, uid), timezone.now()
    if request.POST.get("link") == "on":
        try:
            publish_certificate(certificate=certificate, actor=request.actor, now=now)
        except Refused as refused:
            messages.error(request, _refusal(refused))
        else:
            messages.success(request, _("Everybody with the link can see this certificate now."))
    else:
        withdraw_certificate(certificate=certificate, actor=request.actor, now=now)
        messages.success(request, _("The link works no more."))
    return redirect("certificate_page", request.workspace.slug, uid)


@require_safe
def certificate_public(request: HttpRequest, token: str) -> HttpResponse:
    """Show a certificate to whoever has its public link."""
    certificate = certificate_by_token(token)
    if certificate is None:
        return _unlisted(render(request, "insight/certificate_gone.html", status=HTTPStatus.NOT_FOUND))
    with timezone.override(ZoneInfo(certificate.workspace.timezone)):
        return _unlisted(render(request, "insight/certificate_public.html", _context(certificate)))


@require_safe
def certificate_public_file(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the file to whoever has the public link."""
    del request
    certificate = certificate_by_token(token)
    if certificate is None:
        raise Http404
    return _unlisted(_file(certificate))


def _words(slug: str, asked: Asked, query: Query) -> list[tuple[str, str]]:
    filters = [(each.name, each.value) for each in active_filters(slug, asked)]
    return [(pgettext("NPS", "Score"), family_heading(query.family)), (_("Time"), time_words(query)), *filters]


def _context(certificate: Certificate) -> dict[str, object]:
    record = json.loads(certificate.record)
    facts, scores = record["facts"], record["figures"]["channels"]
    return {
        "certificate": certificate,
        "record": record,
        "workspace": certificate.workspace,
        "channels": [
            {**each, "n": sum(each["counts"]), "score": score}
            for each, score in zip(facts["channels"], scores, strict=True)
        ],
        "not_counted": sum(facts["not_counted"].values()),
    }


def _certificate(request: MemberRequest, uid: UUID) -> Certificate:
    certificate = certificate_by_uid(uid, workspace=request.workspace)
    if certificate is None:
        raise Http404
    return certificate


def _file(certificate: Certificate) -> HttpResponse:
    name = f"kuule-certificate-{certificate.uid}.json"
    return HttpResponse(
        certificate.record,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"], response["Referrer-Policy"] = "noindex", "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


def _refusal(refused: Refused) -> str:
    return {
        "by_words": _(
            "Answers that are chosen by their words are not certified: words may name people. Take them off."
        ),
        "hidden": _("These answers are too few to show, so they are not certified either."),
        "nobody": _("Nobody has answered here, so there is nothing to certify."),
        "few": _("So few answered that the figure could tell what single people said. It stays inside."),
    }[refused.code]
