"""The picture of customers by value and score: where the valuable detractors are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.economics.answers.value_segments import ValuedCustomer, ValueSegments
from kuule.economics.answers.watched import MARGIN
from kuule.economics.selectors.names import customer_names
from kuule.economics.templatetags.value import figure
from kuule.economics.views.customer_rows import customer_called
from kuule.insight import charts
from kuule.ui.money import rough_money
from kuule.workspaces.auth import MemberRequest

# More dots would hide each other; the largest customers are those that the page is about.
MOST_MAPPED = 60


@dataclass(frozen=True, slots=True)
class NamedCustomer:
    """A customer with money: what to call it, its account for those who may open it, what it brings, how it scored."""

    name: str
    account_id: int | None
    customer: ValuedCustomer


def named_customers(request: MemberRequest, customers: Sequence[ValuedCustomer]) -> list[NamedCustomer]:
    """Return customers by the names under which a member may see them."""
    names = customer_names(request.workspace, customers=[each.customer for each in customers])
    may_open = request.may("see_people")
    return [
        NamedCustomer(
            name=customer_called(request, name := names.get(each.customer)),
            account_id=name.account_id if name and may_open else None,
            customer=each,
        )
        for each in customers
    ]


def customers_to_map(request: MemberRequest, found: ValueSegments) -> list[NamedCustomer]:
    """Return the customers with most money among those that answered, the largest first."""
    answered = [each for each in found.customers if each.standing is not None]
    largest = sorted(answered, key=lambda each: -each.left_over)[:MOST_MAPPED]
    return named_customers(request, largest)


def drawn_map(request: MemberRequest, found: ValueSegments, mapped: Sequence[NamedCustomer]) -> SafeString:
    """Return the picture of some customers by their score and what they bring."""
    up = _("Left over, %(currency)s") if found.basis == MARGIN else _("Revenue, %(currency)s")
    dots = [_dot(request, each, found.settings.currency) for each in mapped]
    title = _("Value and score of each customer")
    return charts.draw(charts.ValueMap(dots=dots, up=up % {"currency": found.settings.currency}, title=title))


def _dot(request: MemberRequest, named: NamedCustomer, currency: str) -> charts.ValueDot:
    customer, account = named.customer, named.account_id
    score = customer.standing.mean if customer.standing else 0.0
    return charts.ValueDot(
        name=named.name,
        score=score,
        value=customer.left_over,
        words=f"{figure(score)} · {rough_money(customer.left_over, currency)}",
        url=reverse("account_page", args=[request.workspace.slug, account]) if account else "",
    )
