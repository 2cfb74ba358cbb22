"""Customers by what they bring: the score of each band, and the valuable detractors."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.economics.answers.value_segments import (
    BY_POTENTIAL,
    CUTS,
    Band,
    ValuedCustomer,
    ValueSegments,
    value_segments_on,
)
from kuule.economics.answers.watched import MARGIN
from kuule.economics.rules.groups import GROUPS
from kuule.economics.selectors.bands import keeps_bands
from kuule.economics.selectors.names import value_properties
from kuule.economics.services.bands import keep_value_bands, stop_value_bands
from kuule.economics.templatetags.value import band_word, cut_word
from kuule.economics.views.customer_rows import (
    DAY,
    FIGURE,
    MONEY,
    CustomerRow,
    CustomerTable,
    Head,
    customers_page,
)
from kuule.economics.views.value_map import customers_to_map, drawn_map, named_customers
from kuule.insight import charts
from kuule.insight.answers.worth import first_named, number_properties
from kuule.insight.templatetags.insight import group_word
from kuule.workspaces.auth import MemberRequest, member_page

# What companies call what else could be sold to a customer.
POTENTIAL_WORDS = ("potential", "wallet", "potentiaali", "potentiell", "tiềm năng")
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class BandRow:
    """A band as a line of a table: its score as a picture, the mix of its groups, and the way to its customers."""

    band: Band
    share: float
    whisker: SafeString
    mix: SafeString
    url: str


@dataclass(frozen=True, slots=True)
class CutTable:
    """The bands of one cut."""

    cut: str
    rows: Sequence[BandRow]
    scale: SafeString


@member_page("see_value")
@require_safe
def value_segments(request: MemberRequest) -> HttpResponse:
    """Show the score of customers by what they bring, and where the valuable detractors are."""
    numbers, potential = _potential(request)
    found = value_segments_on(request.workspace, day=timezone.localdate(), potential=potential)
    mapped = customers_to_map(request, found)
    context = {
        "found": found,
        "mapped": mapped,
        "value_map": drawn_map(request, found, mapped),
        "currency": found.settings.currency,
        "tables": [_table(request, found, cut, potential) for cut in CUTS if _is_shown(found, cut)],
        "numbers": numbers,
        "potential": potential,
        "to_call": named_customers(request, found.detractors[:MOST_SHOWN]),
        "detractors_url": _rows_url(request, potential, group="detractor"),
        "all_url": _rows_url(request, potential),
        "is_margin": found.basis == MARGIN,
        "is_kept": keeps_bands(request.workspace),
    }
    return render(request, "economics/value_segments.html", context)


@member_page("see_value")
@require_http_methods(["GET", "HEAD", "POST"])
def value_segment_rows(request: MemberRequest) -> HttpResponse:
    """Show the customers of a band, of a group, or all of them."""
    _numbers, potential = _potential(request)
    cut, band, group = (request.GET.get(name, "") for name in ("cut", "band", "group"))
    if (cut and cut not in CUTS) or (group and group not in GROUPS):
        raise Http404
    found = value_segments_on(request.workspace, day=timezone.localdate(), potential=potential)
    chosen = [
        each
        for each in found.customers
        if (not cut or each.band(cut) == band)
        and (not group or (each.standing is not None and each.standing.group == group))
    ]
    if cut and band not in {each.band for each in found.bands[cut]}:
        raise Http404
    title = f"{cut_word(cut)}: {band_word(band)}" if cut else group_word(group) if group else _("All customers")
    asked = {"potential": potential} if potential else {}
    table = CustomerTable(
        title=title,
        note=_("Money of the last twelve months; score by the latest answer of each person within a year."),
        back=f"{reverse('value_segments', args=[request.workspace.slug])}?{urlencode(asked)}",
        back_label=_("Customers by value"),
        slug="value-segments",
        currency=found.settings.currency,
        heads=_heads(found),
        rows=[_row(each) for each in sorted(chosen, key=lambda each: -each.left_over)],
    )
    return customers_page(request, table)


@member_page("change_value")
@require_POST
def value_bands_keep(request: MemberRequest) -> HttpResponse:
    """Begin or stop keeping the bands as properties of accounts."""
    now = timezone.now()
    if request.POST.get("do") == "stop":
        stop_value_bands(workspace=request.workspace, actor=request.actor, now=now)
        messages.success(request, _("The bands are not refreshed any more. What stands on accounts stays."))
    else:
        try:
            keep_value_bands(workspace=request.workspace, actor=request.actor, now=now)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The bands come onto the accounts within the hour, and every day anew."))
    return redirect("value_segments", request.workspace.slug)


def _potential(request: MemberRequest) -> tuple[dict[str, str], str]:
    """Return the numbers that could be the potential of accounts by their keys, and the one that is asked for."""
    numbers = number_properties(value_properties(request.workspace))
    asked = request.GET.get("potential")
    key = first_named(POTENTIAL_WORDS, numbers) if asked is None else asked.removeprefix("account.")
    return {f"account.{each}": label for each, label in numbers.items()}, f"account.{key}" if key in numbers else ""


def _is_shown(found: ValueSegments, cut: str) -> bool:
    return bool(found.bands[cut]) and (cut != BY_POTENTIAL or any(each.potential for each in found.customers))


def _table(request: MemberRequest, found: ValueSegments, cut: str, potential: str) -> CutTable:
    bands = found.bands[cut]
    domain = charts.whisker_domain(
        None if limit is None else limit * 100 for band in bands for limit in (band.score.lower, band.score.upper)
    )
    whole = sum(band.revenue for band in bands)
    rows = [
        BandRow(
            band=band,
            share=band.revenue / whole if whole > 0 else 0.0,
            whisker=charts.draw(_whisker(band, domain)),
            mix=charts.draw(
                charts.SplitBar(
                    detractors=band.shares.detractors,
                    passives=band.shares.passives,
                    promoters=band.shares.promoters,
                    small=True,
                )
            ),
            url=_rows_url(request, potential, cut=cut, band=band.band),
        )
        for band in bands
    ]
    return CutTable(cut, rows, charts.draw(charts.WhiskerScale(domain=domain)))


def _whisker(band: Band, domain: tuple[float, float]) -> charts.Whisker:
    points = [None if each is None else each * 100 for each in (band.score.value, band.score.lower, band.score.upper)]
    return charts.Whisker(value=points[0], lower=points[1], upper=points[2], n=band.shares.n, domain=domain)


def _rows_url(request: MemberRequest, potential: str, **asked: str) -> str:
    params = {**asked, **({"potential": potential} if potential else {})}
    return f"{reverse('value_segment_rows', args=[request.workspace.slug])}?{urlencode(params)}"


def _heads(found: ValueSegments) -> list[Head]:
    return [
        Head(_("Group")),
        Head(_("Score"), FIGURE),
        Head(_("Answered"), DAY),
        Head(_("Revenue"), MONEY),
        Head(_("Left over") if found.basis == MARGIN else _("Revenue"), MONEY),
        Head(_("Cost to serve"), MONEY),
        Head(_("Value band")),
        Head(_("Profit band")),
        Head(_("Potential"), FIGURE),
    ]


def _row(each: ValuedCustomer) -> CustomerRow:
    values = (
        group_word(each.standing.group) if each.standing else None,
        round(each.standing.mean, 1) if each.standing else None,
        each.standing.day if each.standing else None,
        round(each.money.revenue, 2),
        round(each.left_over, 2),
        round(each.money.cost, 2),
        band_word(each.value_band),
        band_word(each.profit_band),
        each.potential,
    )
    return CustomerRow(each.customer, values)
