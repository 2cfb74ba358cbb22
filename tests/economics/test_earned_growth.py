"""Earned growth: the published example, merged accounts, refunds, unknown origins, and a first year."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from kuule.contacts.models import Account
from kuule.economics.answers.earned_growth import FIRST_YEAR, NO_SALES, earned_growth_on
from kuule.economics.models import AccountMerge
from kuule.economics.rules import ADVERTISING, RECOMMENDED, REFUND
from kuule.workspaces.models import Member
from tests.conftest import NOW, Company
from tests.economics.firm import FirmCustomer, Sale, settle
from tests.insight.conftest import Programme, programme_of

SignIn = Callable[[Member], Client]
END = date(2026, 10, 31)
PRIOR, CURRENT = date(2024, 11, 10), date(2026, 3, 1)
PAGE = "/w/nordlys/value/earned-growth/"


@pytest.fixture
def programme(nordlys: Company) -> Programme:
    return programme_of(nordlys.workspace, NOW)


def bought(name: str, prior: float = 0, current: float = 0, **more: Any) -> FirmCustomer:
    sales = [Sale(day, amount) for day, amount in ((PRIOR, prior), (CURRENT, current)) if amount]
    return FirmCustomer(name, sales=[*sales, *more.pop("also", ())], **more)


def the_example() -> list[FirmCustomer]:
    """Return 100 last year, of which 85 stayed, 25 of the recommended and 20 of the advertised to (App. B)."""
    return [
        bought("Stays", 60, 60),
        bought("Shrinks", 30, 25),
        bought("Leaves", 10),
        bought("Recommended", 0, 25, origin=RECOMMENDED),
        bought("Advertised", 0, 20, origin=ADVERTISING),
    ]


def test_the_published_example_comes_out(programme: Programme) -> None:
    settle(programme, the_example())
    found = earned_growth_on(programme.workspace, day=END).year
    growth = found.growth
    assert growth is not None
    assert (growth.nrr, growth.enc, growth.earned_growth_rate) == (0.85, 0.25, 0.10)
    assert growth.total_growth_rate == pytest.approx(0.30)
    assert growth.earned_growth_ratio == pytest.approx(1 / 3)
    assert {part: (each.customers, each.change) for part, each in found.parts.items()} == {
        "gone": (1, -10),
        "less": (1, -5),
        "same": (1, 0),
        "new_recommended": (1, 25),
        "new_advertising": (1, 20),
    }


def test_unknown_origins_make_a_range_and_chance_goes_round_it(programme: Programme) -> None:
    settle(programme, [*the_example(), bought("Nobody knows", 0, 7)])
    year = earned_growth_on(programme.workspace, day=END).year
    assert year.sums.prior + sum(each.change for each in year.parts.values()) == year.sums.current
    assert year.growth is not None
    assert year.growth.earned_growth_rate == pytest.approx(0.10)
    assert year.growth.earned_growth_rate_upper == pytest.approx(0.17)
    assert year.chance is not None
    low, high = year.chance.earned_growth_rate.lower, year.chance.earned_growth_rate_if_earned.upper
    assert low is not None
    assert high is not None
    assert low < 0.10 < 0.17 < high


def test_a_merger_is_no_loss_and_refunds_are_taken_off(programme: Programme) -> None:
    codes = settle(
        programme,
        [bought("Old name", 40), bought("New name", 0, 50, also=[Sale(date(2026, 4, 1), -5, kind=REFUND)])],
    )
    assert set(earned_growth_on(programme.workspace, day=END).year.parts) == {"gone", "new"}
    old, new = (Account.objects.get(pk=codes[name]) for name in ("Old name", "New name"))
    AccountMerge.objects.create(
        workspace=programme.workspace, account=old, into=new, merged_on=CURRENT, made_at=programme.now
    )
    year = earned_growth_on(programme.workspace, day=END).year
    (customer,) = year.customers
    assert (customer.customer, customer.prior, customer.current) == (new.pk, 40, 45)
    assert year.growth is not None
    assert year.growth.nrr == pytest.approx(45 / 40)


def test_lines_that_nobody_can_count_are_left_out_and_said(programme: Programme) -> None:
    settle(programme, [*the_example(), bought("Foreign", also=[Sale(CURRENT, 900, rate=None)])])
    found = earned_growth_on(programme.workspace, day=END)
    assert found.year.sums.current == 130
    assert (found.left_out.without_rate, found.left_out.without_customer) == (1, 0)


def test_a_first_year_says_from_when_on_there_is_a_figure(programme: Programme) -> None:
    assert earned_growth_on(programme.workspace, day=END).year.missing == NO_SALES
    settle(programme, [bought("Young", also=[Sale(date(2025, 2, 3), 10), Sale(CURRENT, 12)])])
    found = earned_growth_on(programme.workspace, day=END)
    assert (found.year.missing, found.year.growth) == (FIRST_YEAR, None)
    assert found.possible_from == date(2027, 2, 2)
    assert earned_growth_on(programme.workspace, day=date(2027, 2, 2)).year.missing == ""


def test_three_years_give_a_verdict(programme: Programme) -> None:
    firm = [
        bought(
            f"Customer {number}",
            50,
            65 + number,
            also=[Sale(date(2023, 11, 10), 60 + number)],
        )
        for number in range(12)
    ]
    settle(programme, firm)
    found = earned_growth_on(programme.workspace, day=END)
    assert found.before is not None
    assert found.before.growth is not None
    assert found.before.growth.earned_growth_rate == pytest.approx(50 / 65.5 - 1)
    assert found.change is not None
    assert found.change.value == pytest.approx(70.5 / 50 - 50 / 65.5)
    assert found.change.lower is not None
    assert found.change.lower > 0


def test_the_page_leads_to_the_customers_of_a_part_and_hands_them_out(
    programme: Programme, nordlys: Company, sign_in: SignIn
) -> None:
    settle(programme, [*the_example(), bought("Kari Person", 0, 7, is_person=True)])
    anna, vera = sign_in(nordlys.anna), sign_in(nordlys.vera)
    shown = read(anna.get(PAGE, {"month": "2026-10"}))
    assert "+10.0\u202f% Up to +17.0\u202f% if all customers of unknown origin were recommended." in shown
    assert "Left 1" in shown
    rows = f"{PAGE}customers/?month=2026-10&part=new"
    assert "Kari Person" in read(anna.get(rows))
    assert "Kari Person" not in read(vera.get(rows)), "who may not see people sees no names of people"
    taken = anna.post(rows, {"format": "csv"})
    assert taken.content.decode("utf-8-sig").splitlines()[1].split(",")[:4] == [
        "Kari Person",
        '"New', ' origin not known"', "0",
    ]  # fmt: skip
    assert sign_in(nordlys.frida).get(PAGE).status_code == 403


def read(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.content.decode()).replace("\u202f", "<gap>")).replace(
        "<gap>", "\u202f"
    )
