"""Earned growth: the figure, its parts, and the customers in each part."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuule.economics.answers.earned_growth import EarnedGrowthAnswer, earned_growth_on
from kuule.economics.rules.earned import GONE, LESS, NEW, PARTS, SAME, month_ends
from kuule.economics.selectors.settings import money_settings
from kuule.economics.templatetags.value import customers_word, origin_word, part_word
from kuule.economics.views.customer_rows import MONEY, CustomerRow, CustomerTable, Head, customers_page
from kuule.insight import charts
from kuule.insight.charts.bridge import DOWN, FULL, OPEN, UP
from kuule.ui.money import rough_money
from kuule.workspaces.auth import MemberRequest, member_page

MOST_MONTHS = 36


@member_page("see_value")
@require_safe
def earned_growth(request: MemberRequest) -> HttpResponse:
    """Show earned growth of the twelve months up to the end of a month."""
    day = _month_end(request)
    found = earned_growth_on(request.workspace, day=day)
    currency = money_settings(request.workspace).currency
    bridge = _bridge(request, found, currency) if found.year.growth else None
    context = {
        "found": found,
        "year": found.year,
        "currency": currency,
        "months": [(each.strftime("%Y-%m"), date_format(each, _("F Y")), each == day) for each in _months(found, day)],
        "parts": [(part, each, _rows_url(request, day, part)) for part, each in found.year.parts.items()],
        "bridge": charts.draw(bridge) if bridge else "",
        "bridge_begins": bridge.begins_at if bridge else 0,
        "all_rows": _rows_url(request, day, ""),
    }
    return render(request, "economics/earned_growth.html", context)


@member_page("see_value")
@require_http_methods(["GET", "HEAD", "POST"])
def earned_growth_rows(request: MemberRequest) -> HttpResponse:
    """Show the customers of a part of growth, or of all parts."""
    day, part = _month_end(request), request.GET.get("part", "")
    if part and part not in PARTS:
        raise Http404
    found = earned_growth_on(request.workspace, day=day).year
    chosen = [each for each in found.customers if not part or each.part == part]
    heads = [
        Head(_("Part")),
        Head(_("Last year"), MONEY),
        Head(_("This year"), MONEY),
        Head(_("Difference"), MONEY),
        Head(_("What brought them")),
    ]
    rows = [
        CustomerRow(
            each.customer,
            (part_word(each.part), each.prior, each.current, each.change, origin_word(each.origin)),
        )
        for each in sorted(chosen, key=lambda each: (-abs(each.change), each.customer))
    ]
    table = CustomerTable(
        title=part_word(part) if part else _("All customers of both years"),
        note=_("Twelve months up to %(day)s, against the twelve before. Refunds are taken off.")
        % {"day": date_format(day, _("j M Y"))},
        back=f"{reverse('earned_growth', args=[request.workspace.slug])}?{urlencode({'month': day.strftime('%Y-%m')})}",
        back_label=_("Earned growth"),
        slug="earned-growth",
        currency=money_settings(request.workspace).currency,
        heads=heads,
        rows=rows,
    )
    return customers_page(request, table)


def _month_end(request: MemberRequest) -> date:
    """Return the last day of the month that the address names, else of the last whole month."""
    today = timezone.localdate()
    try:
        first = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        first = today.replace(day=1) - timedelta(days=1)
    following = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
    return min(following - timedelta(days=1), today)


def _months(found: EarnedGrowthAnswer, day: date) -> list[date]:
    today = timezone.localdate()
    ends = month_ends(today, first=found.possible_from or today)[:MOST_MONTHS]
    return ends if day in ends else [day, *ends]


def _rows_url(request: MemberRequest, day: date, part: str) -> str:
    asked = {"month": day.strftime("%Y-%m"), **({"part": part} if part else {})}
    return f"{reverse('earned_growth_rows', args=[request.workspace.slug])}?{urlencode(asked)}"


def _bridge(request: MemberRequest, found: EarnedGrowthAnswer, currency: str) -> charts.Bridge:
    """Return how the revenue of last year became that of this year."""
    sums = found.year.sums
    ends = {_("Last year"): sums.prior, _("This year"): sums.current}
    first, last = [
        charts.BridgeBar(
            kind=FULL,
            amount=float(amount),
            label=label,
            words=rough_money(amount, currency),
            name=f"{label}: {rough_money(amount, currency)}",
        )
        for label, amount in ends.items()
    ]
    middle = [
        charts.BridgeBar(
            kind=OPEN if part == NEW else DOWN if part in (GONE, LESS) else UP,
            amount=float(each.change),
            label=part_word(part),
            words=rough_money(each.change, currency),
            name=f"{part_word(part)}: {rough_money(each.change, currency)}, {customers_word(each.customers)}",
            url=_rows_url(request, found.year.day, part),
        )
        for part, each in found.year.parts.items()
        if part != SAME
    ]
    return charts.Bridge(bars=(first, *middle, last), title=_("How last year’s revenue became this year’s"))
