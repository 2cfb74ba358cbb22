"""What there is of money, which figures that allows, what to bring next, and what is treated in a way of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from kuule.economics.rules import asked as odd
from kuule.economics.rules.completeness import figures_of
from kuule.economics.selectors.conversions import open_conversion
from kuule.economics.selectors.holdings import holdings
from kuule.economics.selectors.kinds import accounts_total, contracts_held, entries_held, events_held, origins_held
from kuule.economics.selectors.settings import money_settings
from kuule.economics.selectors.treatments import Treatments, treatments
from kuule.ui.formats import count
from kuule.workspaces.auth import MemberRequest, member_page


@dataclass(frozen=True, slots=True)
class Treated:
    """Some rows that are treated in a way of their own: how many, how, and where they are listed."""

    rows: str
    how: str | Promise
    url: str = ""


@member_page("see_value")
@require_safe
def money_in(request: MemberRequest) -> HttpResponse:
    """Show what there is of each kind, which figures can be computed, and how odd rows are treated."""
    workspace, slug = request.workspace, request.workspace.slug
    held = holdings(workspace, until=timezone.now())
    context = {
        "held": held,
        "entries": entries_held(workspace),
        "contracts": contracts_held(workspace),
        "events": events_held(workspace),
        "origins": origins_held(workspace),
        "accounts_total": accounts_total(workspace),
        "figures": figures_of(held),
        "treated": _treated(treatments(workspace), slug),
        "conversion": open_conversion(workspace),
        "settings": money_settings(workspace),
    }
    return render(request, "economics/money_in.html", context)


def _treated(found: Treatments, slug: str) -> Sequence[Treated]:
    ledger, contracts = reverse("ledger_list", args=[slug]), reverse("contract_list", args=[slug])
    lines = [
        (
            found.entries_without_rate,
            ngettext("%(n)s line without a rate", "%(n)s lines without a rate", found.entries_without_rate),
            gettext_lazy("In no figure until there is an exchange rate that is not after its day."),
            f"{ledger}?odd={odd.WITHOUT_RATE}",
        ),
        (
            found.contracts_without_rate,
            ngettext("%(n)s contract without a rate", "%(n)s contracts without a rate", found.contracts_without_rate),
            gettext_lazy("Counted as a contract; its value is in no sum until there is a rate."),
            f"{contracts}?odd={odd.WITHOUT_RATE}",
        ),
        (
            found.without_customer,
            ngettext("%(n)s line without a customer", "%(n)s lines without a customer", found.without_customer),
            gettext_lazy("Of somebody who was erased or deleted. In totals, in no figure about customers."),
            f"{ledger}?odd={odd.WITHOUT_CUSTOMER}",
        ),
        (
            found.negative,
            ngettext("%(n)s line of revenue below zero", "%(n)s lines of revenue below zero", found.negative),
            gettext_lazy("Kept as it is written; it takes away from revenue as a refund does."),
            f"{ledger}?odd={odd.NEGATIVE}",
        ),
        (
            found.refunds,
            ngettext("%(n)s refund", "%(n)s refunds", found.refunds),
            gettext_lazy("Takes away from the revenue of its own day, whatever sign it was written with."),
            f"{ledger}?kind=refund",
        ),
        (
            found.overlapping,
            ngettext("%(n)s overlapping contract", "%(n)s overlapping contracts", found.overlapping),
            gettext_lazy("Of the same account and product at the same time: both are kept, the newer one counts."),
            f"{contracts}?odd={odd.OVERLAPPING}",
        ),
        (
            found.merged,
            ngettext("%(n)s merged account", "%(n)s merged accounts", found.merged),
            gettext_lazy("One customer with the account it became part of, also before that day: nothing looks lost."),
            f"{ledger}?odd={odd.MERGED}",
        ),
        (
            found.twice,
            ngettext("%(n)s line told twice in one file", "%(n)s lines told twice in one file", found.twice),
            gettext_lazy("The first one counts. The page of the import lists the others."),
            reverse("import_new", args=[slug]),
        ),
    ]
    return [Treated(words % {"n": count(number)}, how, url) for number, words, how, url in lines if number]
