"""What customers of each group are worth: the figures, the curves, a what-if, and the customers behind."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kuule.economics.answers.group_value import (
    MOST_YEARS,
    STEPS_A_YEAR,
    Curve,
    CutValues,
    GroupFigures,
    GroupValues,
)
from kuule.economics.answers.kept import GROUPS as GROUP_FIGURES
from kuule.economics.answers.kept import SEGMENTS
from kuule.economics.answers.watched import DAYS_A_YEAR, MARGIN, Watched, WatchedCustomers, watched_customers
from kuule.economics.answers.what_if import what_if
from kuule.economics.forms.what_if import WhatIfForm
from kuule.economics.rules.groups import GROUPS
from kuule.economics.selectors.names import property_of_customers, value_properties
from kuule.economics.services.counting import Known, known_figures
from kuule.economics.templatetags.value import figure, money_range, number_range, share_range
from kuule.economics.views.counting import waits_for_figures
from kuule.economics.views.customer_rows import (
    DAY,
    FIGURE,
    MONEY,
    CustomerRow,
    CustomerTable,
    Head,
    customers_page,
)
from kuule.insight import charts
from kuule.insight.selectors.choices import Property
from kuule.insight.templatetags.insight import group_word
from kuule.ui.formats import percent
from kuule.ui.money import rough_money
from kuule.workspaces.auth import MemberRequest, member_page


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of one group in words, with its interval; `is_known` is False where nothing can be said."""

    words: str
    range: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of all groups."""

    label: str
    note: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Cut:
    """Whom the address asks about: a property, and one of its values; both "" for all customers."""

    properties: Sequence[Property]
    key: str
    value: str

    @property
    def label(self) -> str:
        """Return what the workspace calls the property."""
        return next((each.label for each in self.properties if each.key == self.key), "")

    def params(self) -> dict[str, str]:
        """Return the part of an address that asks for the same."""
        return {name: value for name, value in (("segment", self.key), ("value", self.value)) if value}


@member_page("see_value")
@require_safe
@waits_for_figures
def group_value(request: MemberRequest) -> HttpResponse:
    """Show what detractors, passives and promoters are worth, in the whole company or a segment."""
    cut = _cut(request)
    known = _known(request, cut)
    found, form = known.figures.values, WhatIfForm(request.GET)
    watched = found.watched
    context = {
        "known": known,
        "found": found,
        "watched": watched,
        "currency": watched.settings.currency,
        "cut": cut,
        "segments": [(each, _address(request, cut.key, each.value)) for each in known.figures.segments],
        "group_keys": GROUPS,
        "lines": _lines(found),
        "groups": [(each, _rows_url(request, cut, each.group)) for each in found.groups],
        "staying": _staying(found.curves),
        "at_risk": _at_risk(found.curves),
        "form": form,
        "what_if": _what_if(found, form),
        "is_margin": watched.basis == MARGIN,
        "may_change": request.may("change_value"),
    }
    return render(request, "economics/group_value.html", context)


@member_page("see_value")
@require_http_methods(["GET", "HEAD", "POST"])
def group_value_rows(request: MemberRequest) -> HttpResponse:
    """Show the customers of a group with what each adds to its figures."""
    cut, group = _cut(request), request.GET.get("group", "")
    if group and group not in GROUPS:
        raise Http404
    watched = watched_customers(request.workspace, day=timezone.localdate())
    if cut.value:
        told = property_of_customers(request.workspace, key=cut.key)
        watched = watched.among({customer for customer, value in told.items() if value == cut.value})
    chosen = watched.of(watched.group == GROUPS.index(group)) if group else watched
    table = CustomerTable(
        title=group_word(group) if group else _("Customers that answered"),
        note=_("From the first answer on: group and score as they were then, money until the customer left or today."),
        back=f"{reverse('group_value', args=[request.workspace.slug])}?{urlencode(cut.params())}",
        back_label=_("Value of a customer"),
        slug="group-value",
        currency=watched.settings.currency,
        heads=_heads(watched),
        rows=[_row(*each) for each in sorted(_with_left_over(chosen), key=lambda each: -each[1])],
    )
    return customers_page(request, table)


def _cut(request: MemberRequest) -> Cut:
    properties = value_properties(request.workspace)
    key, value = request.GET.get("segment", ""), request.GET.get("value", "")
    is_known = any(each.key == key for each in properties)
    return Cut(properties, key if is_known else "", value if is_known else "")


def _known(request: MemberRequest, cut: Cut) -> Known[CutValues]:
    kind = SEGMENTS if cut.key else GROUP_FIGURES
    return known_figures(request.workspace, kind, asked=cut.params(), now=timezone.now())


def _address(request: MemberRequest, key: str, value: str) -> str:
    return f"{reverse('group_value', args=[request.workspace.slug])}?{urlencode({'segment': key, 'value': value})}"


def _rows_url(request: MemberRequest, cut: Cut, group: str) -> str:
    asked = {**cut.params(), "group": group}
    return f"{reverse('group_value_rows', args=[request.workspace.slug])}?{urlencode(asked)}"


def _lines(found: GroupValues) -> list[Line]:
    currency, watched = found.watched.settings.currency, found.watched
    years = watched.settings.horizon_years
    left_over = _("Margin a year, after cost to serve") if watched.basis == MARGIN else _("Revenue a year")
    horizon = ngettext("Lifetime value, %(n)s year", "Lifetime value, %(n)s years", years) % {"n": years}
    discount = _("money of next year is worth %(share)s less") % {"share": percent(watched.settings.discount, 0)}

    def in_money(estimate: Any) -> Cell:
        return _cell(estimate, lambda amount: rough_money(amount, currency), money_range(estimate, currency))

    def as_share(estimate: Any) -> Cell:
        return _cell(estimate, lambda share: percent(share, 0), share_range(estimate))

    def as_number(estimate: Any) -> Cell:
        return _cell(estimate, figure, number_range(estimate))

    a_year = _("in the year after the answer")
    lines: list[tuple[str, str, Callable[[GroupFigures], Cell]]] = [
        (horizon, discount, lambda each: in_money(each.lifetime_value)),
        (left_over, "", lambda each: in_money(each.margin_per_year)),
        (_("Still there after a year"), "", lambda each: as_share(each.retention)),
        (_("Bought again"), a_year, lambda each: as_share(each.repurchase)),
        (_("Different products"), a_year, lambda each: as_number(each.products)),
        (_("Cost to serve"), a_year, lambda each: in_money(each.cost)),
        (_("Recommended"), a_year, lambda each: as_share(each.referrers)),
    ]
    if any(each.reach for each in found.groups):
        lines.append((_("Lost among those who hear of it"), "", lambda each: in_money(each.reach)))
    return [Line(label, note, [cell(each) for each in found.groups]) for label, note, cell in lines]


def _cell(estimate: Any, written: Callable[[float], str], limits: str) -> Cell:
    if estimate is None or estimate.value is None:
        return Cell("–", "", is_known=False)
    return Cell(written(estimate.value), limits, is_known=True)


def _staying(curves: Sequence[Curve]) -> SafeString | str:
    longest = max((len(curve.points) for curve in curves), default=0) - 1
    if longest < 1:
        return ""
    step = STEPS_A_YEAR if longest > 2 * STEPS_A_YEAR else STEPS_A_YEAR // 4
    drawn = [
        charts.StayingCurve(
            group=curve.group,
            name=group_word(curve.group),
            steps=[
                charts.StayingStep(
                    share=point.survival,
                    lower=point.lower,
                    upper=point.upper,
                    label=_month_word(month) if month % step == 0 else "",
                    name=_("after %(time)s") % {"time": _month_word(month)} if month % 3 == 0 else "",
                )
                for month, point in enumerate(curve.points)
            ],
        )
        for curve in curves
    ]
    return charts.draw(charts.Staying(curves=drawn, last=longest, title=_("Share of customers still there")))


def _month_word(months: int) -> str:
    years, rest = divmod(months, STEPS_A_YEAR)
    if months and not rest:
        return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    return _("%(n)s mo") % {"n": months} if months else "0"


def _at_risk(curves: Sequence[Curve]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return how many of each group are still watched at the answer, after half a year, and each year after."""
    moments = [0, STEPS_A_YEAR // 2, *(STEPS_A_YEAR * year for year in range(1, MOST_YEARS + 1))]
    longest = max((len(curve.points) for curve in curves), default=0)
    shown = [month for month in moments if month < longest]
    return [
        (
            curve.group,
            [(_month_word(month), curve.at_risk[month] if month < len(curve.at_risk) else 0) for month in shown],
        )
        for curve in curves
    ]


def _what_if(found: GroupValues, form: WhatIfForm) -> Any:
    if not form.is_bound or not form.is_valid():
        return None
    number, is_share = form.cleaned_data["many"]
    return what_if(found, step=form.cleaned_data["step"], number=number, is_share=is_share)


def _heads(watched: WatchedCustomers) -> list[Head]:
    return [
        Head(_("Group")),
        Head(_("Score"), FIGURE),
        Head(_("Answered"), DAY),
        Head(_("Left")),
        Head(_("Seen until"), DAY),
        Head(_("Left over while watched") if watched.basis == MARGIN else _("Revenue while watched"), MONEY),
        Head(_("Cost to serve"), MONEY),
        Head(_("Years watched"), FIGURE),
        Head(_("Orders in the year after"), FIGURE),
        Head(_("Products in the year after"), FIGURE),
        Head(_("Recommended"), FIGURE),
        Head(_("Revenue in the year before"), MONEY),
        Head(_("Customer for years"), FIGURE),
    ]


def _with_left_over(watched: WatchedCustomers) -> Iterator[tuple[Watched, float]]:
    return zip(watched.customers, watched.left_over.tolist(), strict=True)


def _row(each: Watched, left_over: float) -> CustomerRow:
    values = (
        group_word(each.group),
        round(each.mean, 1),
        each.life.since,
        _("yes") if each.life.has_left else _("no"),
        each.life.until,
        round(left_over, 2),
        round(each.money.cost, 2),
        round(each.life.days / DAYS_A_YEAR, 2),
        each.year.orders,
        each.year.products,
        each.referrals,
        round(each.before.revenue, 2),
        round(each.tenure / DAYS_A_YEAR, 2),
    )
    return CustomerRow(each.customer, values)
