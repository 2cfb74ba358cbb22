"""Own multipliers beside the published ones, and whether growth goes with the score among the company's own units."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuule import stats
from kuule.economics.answers.growth_relation import PARENTS, QUARTERS, TEAMS, GrowthOfUnits, growth_of_units
from kuule.economics.answers.multipliers import Multiplier
from kuule.economics.answers.multipliers import multipliers as own_multipliers
from kuule.economics.answers.watched import watched_customers
from kuule.economics.rules.groups import DETRACTOR, GROUPS, PROMOTER
from kuule.economics.rules.multipliers import FORGIVEN_WITHIN_DAYS, MULTIPLIERS, REPURCHASE
from kuule.economics.selectors.names import value_properties
from kuule.economics.templatetags.value import deed_word, growth
from kuule.economics.views.customer_rows import DAY, CustomerRow, CustomerTable, Head, customers_page
from kuule.insight import charts
from kuule.insight.templatetags.insight import group_word
from kuule.workspaces.auth import MemberRequest, member_page


@dataclass(frozen=True, slots=True)
class MultiplierRow:
    """A multiplier as a line of the table: the shares of promoters and of detractors, and the picture of the ratio.

    With `is_few` the groups are so small that a ratio of them would mislead.
    """

    multiplier: Multiplier
    promoters: stats.Estimate
    detractors: stats.Estimate
    is_few: bool
    picture: SafeString
    url: str


@member_page("see_value")
@require_safe
def multipliers(request: MemberRequest) -> HttpResponse:
    """Show how many times as often promoters do what detractors do, and how growth goes with the score."""
    today, kinds = timezone.localdate(), _kinds(request)
    watched = watched_customers(request.workspace, day=today)
    asked = request.GET.get("units", "")
    kind = asked if asked in dict(kinds) else kinds[0][0]
    found = growth_of_units(request.workspace, day=today, kind=kind)
    context = {
        "rows": [_row(request, each) for each in own_multipliers(request.workspace, watched)],
        "scale": charts.draw(charts.TimesScale()),
        "forgiven_within": FORGIVEN_WITHIN_DAYS,
        "kinds": kinds,
        "kind": kind,
        "found": found,
        "is_over_time": kind == QUARTERS,
        "scatter": charts.draw(_scatter(found)) if found.units else "",
    }
    return render(request, "economics/multipliers.html", context)


@member_page("see_value")
@require_http_methods(["GET", "HEAD", "POST"])
def multiplier_rows(request: MemberRequest) -> HttpResponse:
    """Show the customers that a multiplier counts."""
    kind, group = request.GET.get("kind", REPURCHASE), request.GET.get("group", "")
    if kind not in MULTIPLIERS or (group and group not in GROUPS):
        raise Http404
    watched = watched_customers(request.workspace, day=timezone.localdate())
    found = next(each for each in own_multipliers(request.workspace, watched) if each.kind == kind)
    table = CustomerTable(
        title=deed_word(kind),
        note=_("Each customer once, in the group it was in before."),
        back=reverse("multipliers", args=[request.workspace.slug]),
        back_label=_("Own multipliers"),
        slug="multipliers",
        currency=watched.settings.currency,
        heads=[Head(_("Group")), Head(_("Watched from"), DAY), Head(_("Did it"))],
        rows=[
            CustomerRow(each.customer, (group_word(each.group), each.day, _("yes") if each.did else _("no")))
            for each in found.deeds
            if not group or each.group == group
        ],
    )
    return customers_page(request, table)


def _row(request: MemberRequest, found: Multiplier) -> MultiplierRow:
    promoters, detractors = found.shares[PROMOTER], found.shares[DETRACTOR]
    is_few = min(promoters.n, detractors.n) < request.workspace.min_n_shown
    ratio = None if is_few else found.ratio
    picture = charts.draw(
        charts.TimesAsOften(
            value=ratio.value if ratio else None,
            lower=ratio.lower if ratio else None,
            upper=ratio.upper if ratio else None,
            published=found.published,
        )
    )
    url = f"{reverse('multiplier_rows', args=[request.workspace.slug])}?{urlencode({'kind': found.kind})}"
    return MultiplierRow(found, promoters, detractors, is_few, picture, url)


def _kinds(request: MemberRequest) -> Sequence[tuple[str, str]]:
    properties = [(each.key, each.label) for each in value_properties(request.workspace)]
    return [(TEAMS, _("Teams")), (PARENTS, _("Parent companies")), (QUARTERS, _("Quarters")), *properties]


def _scatter(found: GrowthOfUnits) -> charts.Scatter:
    largest = max(each.revenue for each in found.units) or 1.0
    return charts.Scatter(
        dots=[
            charts.ScatterDot(
                name=each.name,
                score=each.score * 100,
                value=each.growth * 100,
                words=growth(each.growth),
                size=max(each.revenue, 0.0) / largest,
            )
            for each in found.units
        ],
        up=_("Growth, %"),
        title=_("Score and growth of each unit"),
    )
