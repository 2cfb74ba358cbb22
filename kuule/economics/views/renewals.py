"""Contracts that end in the next twelve months: how much money is at risk, and who to call first."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.economics.answers.renewals import MonthAtRisk, Renewal, RenewalOutlook, months_at_risk, renewal_outlook
from kuule.economics.forms.renewals import RenewalFilterForm, month_key
from kuule.economics.selectors.renewing import customers_with
from kuule.economics.views.customer_rows import FILES
from kuule.economics.views.renewal_rows import RenewalRow, renewal_rows
from kuule.economics.views.renewal_table import renewal_table
from kuule.economics.views.renewal_words import risk_words, weight_words
from kuule.insight import charts
from kuule.insight.exporters.tables import table_file
from kuule.insight.services.downloads import note_download
from kuule.workspaces.auth import MemberRequest, member_page

PAGE_SIZE = 50


@member_page("see_value")
@require_safe
def renewals(request: MemberRequest) -> HttpResponse:
    """Show what ends in twelve months, what of it is at risk, and the contracts, the most at stake first."""
    outlook = renewal_outlook(request.workspace, day=timezone.localdate())
    months = months_at_risk(outlook.renewals)
    form = RenewalFilterForm(request.GET, workspace=request.workspace, months=[each.month for each in months])
    is_valid = form.is_valid()
    asked = _asked(request, outlook, form)
    page = Paginator(asked, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "outlook": outlook,
        "form": form,
        "is_filtered": form.is_filtered,
        "rows": _rows(request, outlook, list(page.object_list)),
        "total": page.paginator.count,
        "asked_value": sum(float(each.at_stake.value or 0) for each in asked),
        "asked_loss": sum(each.loss or 0 for each in asked) if outlook.learnt.is_known else None,
        "months": months,
        "chart": _chart(request, outlook, months),
        "foretold": _foretold(outlook),
        "weights": [(weight_words(each.name), each) for each in outlook.learnt.weights],
        "previous_url": _address(request, page=page.previous_page_number()) if page.has_previous() else "",
        "next_url": _address(request, page=page.next_page_number()) if page.has_next() else "",
        "export_query": _question(request),
    }
    status = HTTPStatus.OK if is_valid else HTTPStatus.BAD_REQUEST
    return render(request, "economics/renewals.html", context, status=status)


@member_page("see_value")
@require_POST
def renewals_export(request: MemberRequest) -> HttpResponse:
    """Hand out exactly the contracts that the address asks for, with every column, in the format of the form."""
    form_asked = request.POST.get("format", "")
    if form_asked not in FILES:
        raise Http404
    outlook = renewal_outlook(request.workspace, day=timezone.localdate())
    months = [each.month for each in months_at_risk(outlook.renewals)]
    form = RenewalFilterForm(request.GET, workspace=request.workspace, months=months)
    form.is_valid()
    rows = _rows(request, outlook, _asked(request, outlook, form))
    made = table_file(renewal_table(outlook, rows), form_asked)
    note_download(workspace=request.workspace, actor=request.actor, now=timezone.now())
    name = f"renewals-{request.workspace.slug}-{timezone.localdate().isoformat()}.{form_asked}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type=FILES[form_asked], headers=headers)


def _rows(request: MemberRequest, outlook: RenewalOutlook, shown: Sequence[Renewal]) -> list[RenewalRow]:
    return renewal_rows(request.workspace, outlook, shown, names_people=request.may("see_people"))


def _asked(request: MemberRequest, outlook: RenewalOutlook, form: RenewalFilterForm) -> Sequence[Renewal]:
    found: Sequence[Renewal] = outlook.renewals
    if form.month_asked:
        found = [each for each in found if month_key(each.at_stake.ends_on) == form.month_asked]
    if form.owner_id or form.team_id:
        theirs = customers_with(request.workspace, owner_id=form.owner_id, team_id=form.team_id)
        found = [each for each in found if each.customer in theirs]
    return found


def _chart(request: MemberRequest, outlook: RenewalOutlook, months: Sequence[MonthAtRisk]) -> str:
    bars = tuple(
        charts.PartBar(
            label=date_format(each.month, "M"),
            name=date_format(each.month, "F Y"),
            whole=each.value,
            part=each.loss,
            words=risk_words(each, outlook.currency),
            url=_address(request, month=month_key(each.month)) + "#renewals",
        )
        for each in months
    )
    return charts.draw(charts.PartBars(bars=bars, title=_("What ends in each month")))


def _foretold(outlook: RenewalOutlook) -> str:
    groups = tuple(
        charts.ForetoldGroup(
            expected=each.expected, observed=each.observed, lower=each.lower, upper=each.upper, n=each.n
        )
        for each in outlook.learnt.groups
    )
    return charts.draw(charts.Foretold(groups=groups)) if groups else ""


def _address(request: MemberRequest, **changes: object) -> str:
    return f"{request.path}?{_question(request, **changes)}"


def _question(request: MemberRequest, **changes: Any) -> str:
    params = request.GET.copy()
    for name in {"page", *changes}:
        params.pop(name, None)
    for name, value in changes.items():
        params[name] = str(value)
    return params.urlencode()
