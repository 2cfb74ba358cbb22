"""How a company counts its money, and its exchange rates."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.economics.forms.settings import MoneySettingsForm, RateForm, currency_names
from kuule.economics.models import ExchangeRate
from kuule.economics.selectors.conversions import open_conversion
from kuule.economics.selectors.rates import rates_of
from kuule.economics.selectors.settings import money_settings
from kuule.economics.services.rates import delete_rate, record_rates
from kuule.economics.services.settings import change_money_settings
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page

ON_A_PAGE = 50


@member_page("see_value", change="change_value")
@require_http_methods(["GET", "HEAD", "POST"])
def money_settings_page(request: MemberRequest) -> HttpResponse:
    """Show and change how the company counts its money."""
    settings = money_settings(request.workspace)
    form = MoneySettingsForm(request.POST if request.method == "POST" else None, settings=settings)
    if form.is_bound and form.is_valid():
        change_money_settings(workspace=request.workspace, actor=request.actor, now=timezone.now(), **form.changes)
        messages.success(request, _converted(request) or _("Saved. All figures count so from now on."))
        return redirect("money_in", request.workspace.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "settings": settings, "currencies": currency_names()}
    return render(request, "economics/money_settings.html", context, status=status)


@member_page("see_value", change="change_value")
@require_http_methods(["GET", "HEAD", "POST"])
def rate_list(request: MemberRequest) -> HttpResponse:
    """Show exchange rates, the newest first, and take one by hand."""
    own = money_settings(request.workspace).currency
    form = RateForm(request.POST if request.method == "POST" else None, own=own)
    if form.is_bound and form.is_valid():
        record_rates(workspace=request.workspace, items=[form.told], actor=request.actor, now=timezone.now())
        messages.success(request, _converted(request) or _("The rate is kept, and what it concerns is converted."))
        return redirect("rate_list", request.workspace.slug)
    page = page_number(request)
    found = list(rates_of(request.workspace)[(page - 1) * ON_A_PAGE : page * ON_A_PAGE + 1])
    context = {
        "form": form,
        "currency": own,
        "currencies": currency_names(),
        "rows": found[:ON_A_PAGE],
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if len(found) > ON_A_PAGE else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "economics/rate_list.html", context, status=status)


@member_page("change_value")
@require_POST
def rate_delete(request: MemberRequest, rate_id: int) -> HttpResponse:
    """Delete a rate."""
    rate = get_object_or_404(ExchangeRate, workspace=request.workspace, pk=rate_id)
    delete_rate(rate=rate, actor=request.actor, now=timezone.now())
    messages.success(
        request, _("The rate is deleted. What it had converted goes by the rate before it, if there is one.")
    )
    return redirect("rate_list", request.workspace.slug)


def _converted(request: MemberRequest) -> str:
    if open_conversion(request.workspace) is None:
        return ""
    return _("Saved. Amounts are being converted; until that is done, those in other currencies are left out.")
