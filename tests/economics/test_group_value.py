"""What customers of each group are worth: every figure of a small firm, computed a second time."""

import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta

import numpy as np
import pytest
from django.test import Client
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from kuule.contacts.models import Account
from kuule.contacts.services import define_property
from kuule.economics.answers.group_value import Segment, value_of_groups
from kuule.economics.answers.what_if import what_if
from kuule.economics.models import AccountMerge, MoneySettings
from kuule.economics.rules import COST, LOST, REFERRAL, REFUND
from kuule.economics.rules.groups import DETRACTOR, PASSIVE, PROMOTER
from kuule.economics.rules.money import Money, money_of
from kuule.economics.selectors.ledger import Stretch, money_in
from kuule.economics.selectors.lines import ledger_lines
from kuule.workspaces.models import Member
from tests.conftest import NOW, Company
from tests.economics.firm import FirmCustomer, Sale, settle
from tests.economics.test_earned_growth import read
from tests.insight.conftest import Programme, programme_of

SignIn = Callable[[Member], Client]
DAY = date(2026, 11, 20)
YEAR = timedelta(days=365)
PAGE = "/w/nordlys/value/groups/"
SCORES = {PROMOTER: 10, PASSIVE: 7, DETRACTOR: 3}


def a_firm(customers: int = 60, *, seed: int = 7) -> list[FirmCustomer]:
    """Return customers of all groups who answered at different times; detractors leave sooner and buy less."""
    chance, found = random.Random(seed), list[FirmCustomer]()
    for number in range(customers):
        group = (PROMOTER, PASSIVE, DETRACTOR)[number % 3]
        answered = DAY - timedelta(days=chance.randrange(300, 900))
        stays = chance.expovariate(1 / {PROMOTER: 3000, PASSIVE: 1500, DETRACTOR: 900}[group])
        left = answered + timedelta(days=int(stays))
        begun = answered - timedelta(days=chance.randrange(30, 700))
        last = min(left, DAY)
        months = (last - begun).days // 30
        paid = chance.lognormvariate(5 if group == PROMOTER else 4.6, 0.4)
        sales = [
            Sale(
                begun + timedelta(days=30 * place), round(paid, 2), margin=round(paid * 0.4, 2), product=f"P{place % 3}"
            )
            for place in range(months + 1)
        ]
        sales += [Sale(begun + timedelta(days=45), 10, kind=COST), Sale(answered + timedelta(days=20), 12, kind=COST)]
        contract = {"starts_on": begun, "ends_on": left if left <= DAY else None}
        contract |= {"outcome": LOST, "decided_on": left} if left <= DAY else {}
        recommends = group == PROMOTER and chance.random() < 0.5
        found.append(
            FirmCustomer(
                f"Customer {number}",
                answers=[(answered, SCORES[group])],
                sales=sales,
                contracts=[contract],
                events=[(REFERRAL, answered + timedelta(days=9), None)] if recommends else [],
                properties={"industry": "Ports" if number % 2 else "Energy"},
            )
        )
    return found


def lives(firm: Sequence[FirmCustomer], group: str) -> list[tuple[FirmCustomer, date, date, bool]]:
    """Return the customers of a group with the days they were watched from and to, and whether they left."""
    found = []
    for each in firm:
        ((answered, score),) = each.answers
        if score == SCORES[group]:
            ends = each.contracts[0]["ends_on"]
            found.append((each, answered, ends or DAY, ends is not None))
    return found


@pytest.fixture
def programme(nordlys: Company) -> Programme:
    return programme_of(nordlys.workspace, NOW)


@pytest.fixture
def firm(programme: Programme) -> list[FirmCustomer]:
    define_property(key="industry", label="Industry", kind="text", of="account", **programme.who)
    found = a_firm()
    settle(programme, found)
    return found


def test_every_figure_of_each_group_is_what_a_second_computation_finds(
    programme: Programme, firm: list[FirmCustomer]
) -> None:
    values = value_of_groups(programme.workspace, day=DAY)
    for group in (PROMOTER, PASSIVE, DETRACTOR):
        found, own = values.of(group), lives(firm, group)
        assert found is not None
        assert (found.n, found.left) == (len(own), sum(left for *_rest, left in own))
        years = [(end - start).days / 365.25 for _each, start, end, _left in own]
        curve = SurvfuncRight(years, [int(left) for *_rest, left in own])
        at_a_year = int(np.searchsorted(curve.surv_times, 1.0, side="right")) - 1
        assert found.retention.value == pytest.approx(curve.surv_prob[at_a_year] if at_a_year >= 0 else 1.0)
        margin = sum(left_over(each, start, end) for each, start, end, _left in own)
        assert found.margin_per_year.value == pytest.approx(margin / sum(max(y, 1 / 365.25) for y in years))
        whole = [(each, start) for each, start, _end, _left in own if start + YEAR <= DAY]
        assert found.n_year == len(whole)
        bought = [lines(each, start, start + YEAR) for each, start in whole]
        assert found.repurchase.value == pytest.approx(np.mean([bool(sales) for sales in bought]))
        assert found.products.value == pytest.approx(np.mean([len({s.product for s in sales}) for sales in bought]))
        costs = [sum(s.amount for s in lines(each, start, start + YEAR, kind=COST)) for each, start in whole]
        assert found.cost.value == pytest.approx(np.mean(costs))
        assert found.referrers.value == pytest.approx(np.mean([bool(each.events) for each, _start in whole]))
    by_group = [(group, *life) for group in (PROMOTER, PASSIVE, DETRACTOR) for life in lives(firm, group)]
    _chi2, p_value = survdiff(
        np.array([(end - start).days / 365.25 for _group, _each, start, end, _left in by_group]),
        np.array([int(left) for *_rest, left in by_group]),
        np.array([group for group, *_rest in by_group]),
    )
    assert values.logrank is not None
    assert values.logrank.p_value == pytest.approx(p_value)


def lines(each: FirmCustomer, since: date, until: date, *, kind: str = "revenue") -> list[Sale]:
    return [sale for sale in each.sales if since < sale.day <= until and sale.kind == kind]


def left_over(each: FirmCustomer, since: date, until: date) -> float:
    cost = sum(sale.amount for sale in lines(each, since, until, kind=COST))
    return sum(sale.margin or 0 for sale in lines(each, since, until)) - cost


def test_a_segment_has_its_own_figures(programme: Programme, firm: list[FirmCustomer]) -> None:
    ports = value_of_groups(programme.workspace, day=DAY, segment=Segment("account.industry", "Ports"))
    found = ports.of(PROMOTER)
    assert found is not None
    assert found.n == sum(each.properties["industry"] == "Ports" for each, *_rest in lives(firm, PROMOTER))


def test_what_if_is_the_difference_so_many_times(programme: Programme, firm: list[FirmCustomer]) -> None:
    values = value_of_groups(programme.workspace, day=DAY)
    found = what_if(values, step="detractors", number=0.5, is_share=True)
    assert found is not None
    assert (found.customers, found.is_adjusted) == (10, True)
    difference = values.differences[PASSIVE, DETRACTOR].adjusted.value
    assert difference is not None
    assert found.lifetime.value == pytest.approx(10 * difference)
    most = what_if(values, step="detractors", number=500, is_share=False)
    assert most is not None
    assert most.customers == 20, "there are no more detractors than there are"


def test_who_hears_of_it_is_a_loss_of_detractors(programme: Programme, firm: list[FirmCustomer]) -> None:
    MoneySettings.objects.create(
        workspace=programme.workspace, hearers="8", hearer_loss="0.01", changed_at=programme.now
    )
    values = value_of_groups(programme.workspace, day=DAY)
    assert [bool(each.reach) for each in values.groups] == [True, False, False]
    reach = values.groups[0].reach
    assert reach is not None
    lifetimes = [each.lifetime_value.value or 0 for each in values.groups]
    assert min(lifetimes) < -(reach.value or 0) / 0.08 < max(lifetimes)


def test_nobody_in_no_figure_is_kept_quiet(programme: Programme) -> None:
    settle(
        programme,
        [
            FirmCustomer("No money", answers=[(DAY - YEAR, 9)]),
            FirmCustomer("New", answers=[(DAY - timedelta(days=20), 9)], sales=[Sale(DAY, 10)]),
        ],
    )
    found = value_of_groups(programme.workspace, day=DAY)
    assert (found.n, dict(found.watched.unwatched)) == (0, {"no_money": 1, "too_new": 1})


def test_the_page_has_figures_a_picture_and_a_way_to_the_customers(
    programme: Programme, firm: list[FirmCustomer], nordlys: Company, sign_in: SignIn
) -> None:
    anna = sign_in(nordlys.anna)
    page = anna.get(PAGE, {"step": "detractors", "many": "10 %"})
    shown = read(page)
    assert "Lifetime value, 5 years" in shown
    assert "An association, not an effect" in shown
    assert "reaches further than customers were watched" in shown, "five years count, and nobody was seen for so long"
    assert 'class="chart chart-staying"' in page.content.decode()
    assert "For 2 customers of the group" in shown
    rows = read(anna.get(f"{PAGE}customers/?group=promoter"))
    assert "20 customers" in rows
    assert read(anna.get(PAGE, {"segment": "account.industry"})).count("Ports") == 1
    assert "Write a number such as 40" in read(anna.get(PAGE, {"step": "detractors", "many": "lots"}))


def test_the_columns_of_the_ledger_say_what_the_database_sums(programme: Programme, firm: list[FirmCustomer]) -> None:
    lost = [Sale(DAY - timedelta(days=40), 5, rate=None), Sale(DAY - timedelta(days=41), -3.25, kind=REFUND)]
    settle(programme, [FirmCustomer("Alone", sales=[*lost, Sale(DAY, 0.1)], is_person=True)])
    one, other = Account.objects.filter(workspace=programme.workspace).order_by("pk")[:2]
    AccountMerge.objects.create(
        workspace=programme.workspace, account=one, into=other, merged_on=DAY, made_at=programme.now
    )
    lines, since = ledger_lines(programme.workspace), DAY - timedelta(days=500)
    customers, whose = np.unique(lines.customer, return_inverse=True)
    stretches = [Stretch(customer, since, DAY) for customer in customers.tolist()]
    summed = money_in(programme.workspace, stretches=stretches)
    within = (lines.day > since.toordinal()) & (lines.day <= DAY.toordinal())
    found = money_of(lines, whose, within, len(customers)).rows()
    assert len(summed) > len(firm) / 2
    for customer, money in zip(customers.tolist(), found, strict=True):
        expected = summed.get(customer, Money())
        assert money.first_sale == expected.first_sale
        assert asdict(replace(money, first_sale=None)) == pytest.approx(asdict(replace(expected, first_sale=None)))
