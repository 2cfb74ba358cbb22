"""Customers by what they bring: bands, valuable detractors, and bands kept on accounts."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kuule.contacts.models import Account
from kuule.contacts.services import define_property
from kuule.economics.answers.value_segments import BY_POTENTIAL, BY_PROFIT, BY_VALUE, value_segments_on
from kuule.economics.rules import COST
from kuule.economics.rules.bands import LARGE, LOSS, MEDIUM, SMALL, profit_bands, value_bands
from kuule.economics.selectors.bands import stale_bands
from kuule.economics.services.bands import refresh_value_bands
from kuule.workspaces.models import Member
from tests.conftest import NOW, Company
from tests.economics.firm import FirmCustomer, Sale, settle
from tests.economics.test_earned_growth import read
from tests.insight.conftest import Programme, programme_of

SignIn = Callable[[Member], Client]
DAY = NOW.date()
SOLD, ANSWERED = DAY - timedelta(days=60), DAY - timedelta(days=30)
PAGE = "/w/nordlys/value/segments/"


def a_customer(name: str, revenue: float, score: int | None, *, cost: float = 0, **properties: object) -> FirmCustomer:
    sales = [Sale(SOLD, revenue, margin=revenue / 2), Sale(SOLD, cost, kind=COST)]
    answers = [] if score is None else [(ANSWERED, score)]
    return FirmCustomer(name, answers=answers, sales=sales, properties=properties)


@pytest.fixture
def programme(nordlys: Company) -> Programme:
    programme = programme_of(nordlys.workspace, NOW)
    define_property(key="potential", label="Potential", kind="number", of="account", **programme.who)
    settle(
        programme,
        [
            a_customer("Largest", 700, 3, potential=10),
            a_customer("Second", 200, 10, potential=900),
            a_customer("Dear", 60, 9, cost=80),
            a_customer("Small", 40, None),
        ],
    )
    return programme


def test_bands_follow_revenue_what_is_left_over_and_potential(programme: Programme) -> None:
    found = value_segments_on(programme.workspace, day=DAY, potential="account.potential")
    bands = {band.band: band for band in found.bands[BY_VALUE]}
    assert {key: band.customers for key, band in bands.items()} == {LARGE: 2, MEDIUM: 1, SMALL: 1}
    assert (bands[LARGE].revenue, bands[LARGE].shares.detractors, bands[LARGE].shares.promoters) == (900, 1, 1)
    assert bands[LARGE].score.value == 0
    loss = next(band for band in found.bands[BY_PROFIT] if band.band == LOSS)
    assert (loss.customers, loss.left_over) == (1, 60 / 2 - 80)
    assert [band.customers for band in found.bands[BY_POTENTIAL]] == [1, 1]
    assert [each.left_over for each in found.detractors] == [350]


def test_the_page_names_whom_to_call_first(programme: Programme, nordlys: Company, sign_in: SignIn) -> None:
    anna = sign_in(nordlys.anna)
    shown = read(anna.get(PAGE))
    assert "Largest 3" in shown
    assert "They cost more than they bring" in shown
    rows = read(anna.get(f"{PAGE}customers/?cut=profit&band=loss"))
    assert "1 customer " in rows
    assert "Dear" in rows
    assert anna.get(f"{PAGE}customers/?cut=profit&band=nonsense").status_code == 404


def test_a_picture_shows_who_answered_by_value_and_score(
    programme: Programme, nordlys: Company, sign_in: SignIn
) -> None:
    page = sign_in(nordlys.anna).get(PAGE).content.decode()
    picture = page[page.index("chart-value-map") :].partition("<details")[0]
    labels = re.findall(r'aria-label="([^"]*)"', picture)
    assert labels[1:] == ["Largest: 3 · €350", "Second: 10 · €100", "Dear: 9 · −€50.00"]
    largest = Account.objects.get(name="Largest")
    assert f'href="/w/nordlys/accounts/{largest.pk}/"' in picture
    table = page[page.index("chart-value-map") :].partition("</details>")[0]
    assert re.findall(r'<th scope="row">(?:<bdi>)?(\w+)', table) == ["Largest", "Second", "Dear"]


def test_bands_are_kept_on_accounts_and_follow_the_money(
    programme: Programme, nordlys: Company, sign_in: SignIn
) -> None:
    workspace, anna = programme.workspace, sign_in(nordlys.anna)
    assert "within the hour" in read(anna.post(f"{PAGE}keep/", {"do": "keep"}, follow=True))
    (bands,) = stale_bands(day=DAY)
    written = [refresh_value_bands(bands=bands, day=DAY, now=NOW, limit=3) for _turn in range(2)]
    assert written == [3, 1], "no more at once than the limit"
    assert not stale_bands(day=DAY).exists()
    kept = dict(Account.objects.filter(workspace=workspace).values_list("name", "properties__value_band"))
    assert kept == {"Largest": "A", "Second": "A", "Dear": "B", "Small": "C"}
    later = date(2028, 1, 1)
    assert refresh_value_bands(bands=bands, day=later, now=NOW, limit=9) == 4
    assert not Account.objects.filter(properties__has_key="value_band").exists(), "without money there is no band"
    assert Account.objects.get(name="Second").properties["potential"] == 900
    anna.post(f"{PAGE}keep/", {"do": "stop"})
    assert not stale_bands(day=later + timedelta(days=9)).exists()
    assert sign_in(nordlys.vera).post(f"{PAGE}keep/", {"do": "keep"}).status_code == 403


@given(st.dictionaries(st.integers(), st.floats(-1e6, 1e6), max_size=30))
def test_the_largest_customers_bring_what_their_band_says(revenue: dict[int, float]) -> None:
    bands = value_bands(revenue)
    assert set(bands) == set(revenue)
    whole = sum(max(amount, 0) for amount in revenue.values())
    if whole > 0:
        large = sum(max(revenue[each], 0) for each, band in bands.items() if band == LARGE)
        assert large >= 0.8 * whole * (1 - 1e-9)
        assert bands[max(revenue, key=lambda each: (revenue[each], -each))] == LARGE


@given(st.dictionaries(st.integers(), st.floats(-1e6, 1e6), max_size=30))
def test_whoever_costs_more_than_they_bring_is_a_loss_and_the_rest_in_thirds(left_over: dict[int, float]) -> None:
    bands = profit_bands(left_over)
    assert {each for each, band in bands.items() if band == LOSS} == {
        each for each, left in left_over.items() if left < 0
    }
    sizes = [sum(band == third for band in bands.values()) for third in ("low", "middle", "high")]
    assert max(sizes) - min(sizes) <= 1
