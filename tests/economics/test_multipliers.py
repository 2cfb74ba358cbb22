"""Own multipliers and whether growth goes with the score, against numbers computed by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from kuule.contacts.services import define_property
from kuule.economics.answers.growth_relation import QUARTERS, growth_of_units
from kuule.economics.answers.multipliers import multipliers
from kuule.economics.answers.watched import watched_customers
from kuule.economics.rules import INCIDENT, OFFER, RENEWED
from kuule.economics.rules.groups import DETRACTOR, PROMOTER
from kuule.economics.rules.multipliers import FORGIVENESS, REPURCHASE, TRYING
from kuule.workspaces.models import Member, Workspace
from tests.conftest import NOW, Company
from tests.economics.firm import FirmCustomer, Sale, settle
from tests.economics.test_earned_growth import read
from tests.insight.conftest import Programme, programme_of

SignIn = Callable[[Member], Client]
DAY = date(2026, 11, 20)
ANSWERED, HAPPENED = date(2025, 8, 1), date(2025, 12, 1)


@pytest.fixture
def programme(nordlys: Company) -> Programme:
    return programme_of(nordlys.workspace, NOW)


def a_customer(name: str, score: int, *, again: bool, forgave: bool, took: bool | None) -> FirmCustomer:
    begun = ANSWERED - timedelta(days=100)
    sales = [Sale(begun, 50), *([Sale(ANSWERED + timedelta(days=9), 50)] if again else [])]
    renewed = {"starts_on": begun, "ends_on": date(2025, 12, 31), "outcome": RENEWED, "decided_on": date(2025, 12, 20)}
    running = {"starts_on": date(2026, 1, 1), "ends_on": None}
    return FirmCustomer(
        name,
        answers=[(ANSWERED, score)],
        sales=sales,
        contracts=[renewed, running] if forgave else [{"starts_on": begun}],
        events=[(INCIDENT, HAPPENED, None), (OFFER, HAPPENED, took)],
    )


def test_promoters_against_detractors(programme: Programme) -> None:
    settle(
        programme,
        [
            *(a_customer(f"P{n}", 9, again=n < 4, forgave=n < 3, took=n < 2) for n in range(5)),
            *(a_customer(f"D{n}", 2, again=n < 1, forgave=n < 1, took=n < 1 if n else None) for n in range(5)),
        ],
    )
    found = {
        each.kind: each for each in multipliers(programme.workspace, watched_customers(programme.workspace, day=DAY))
    }
    shares = {
        kind: [(each.shares[group].value, each.shares[group].n) for group in (PROMOTER, DETRACTOR)]
        for kind, each in found.items()
    }
    assert shares == {
        REPURCHASE: [(4 / 5, 5), (1 / 5, 5)],
        FORGIVENESS: [(3 / 5, 5), (1 / 5, 5)],
        TRYING: [(2 / 5, 5), (0, 4)],
    }
    repurchase = found[REPURCHASE].ratio
    assert repurchase is not None
    assert repurchase.value == pytest.approx(4)
    assert (found[REPURCHASE].published, found[FORGIVENESS].published, found[TRYING].published) == (4.2, 5.6, 7.2)
    trying = found[TRYING].ratio
    assert trying is not None
    assert trying.value is None, "nobody of the detractors took it: no number says how many times as often"


def test_so_few_have_no_ratio_of_their_own(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    settle(
        programme,
        [
            *(a_customer(f"P{n}", 9, again=n < 4, forgave=n < 3, took=n < 2) for n in range(5)),
            *(a_customer(f"D{n}", 2, again=n < 1, forgave=n < 1, took=n < 1 if n else None) for n in range(5)),
        ],
    )
    vera = sign_in(nordlys.vera)
    for least, few in ((5, 1), (6, 3)):
        Workspace.objects.filter(pk=nordlys.workspace.pk).update(min_n_shown=least)
        with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC)):
            page = read(vera.get("/w/nordlys/value/multipliers/"))
        assert page.count(" too few ") == few
        assert ("4.0×" in page) is (few == 1)


def test_the_standing_before_counts_not_the_one_after(programme: Programme) -> None:
    turned = FirmCustomer(
        "Turned",
        answers=[(ANSWERED, 9), (HAPPENED + timedelta(days=40), 1)],
        sales=[Sale(HAPPENED + timedelta(days=200), 5)],
        contracts=[{"starts_on": date(2024, 1, 1)}],
        events=[(INCIDENT, HAPPENED, None)],
    )
    settle(programme, [turned])
    watched = watched_customers(programme.workspace, day=DAY)
    (deed,) = next(each for each in multipliers(programme.workspace, watched) if each.kind == FORGIVENESS).deeds
    assert (deed.group, deed.did) == (PROMOTER, False), "it bought again, but later than half a year after"


def units(programme: Programme, count: int, *, promoters: Callable[[int], int] = int) -> None:
    """Keep regions of eight customers that grew 2 % more each than the one before; `promoters` of them are some."""
    define_property(key="region", label="Region", kind="text", of="account", **programme.who)
    firm = [
        FirmCustomer(
            f"Customer {unit} {number}",
            answers=[(date(2025, 9, 1), 10 if number < promoters(unit) else 3)],
            sales=[Sale(date(2025, 3, 1), 100), Sale(date(2026, 3, 1), 100 + 2 * unit)],
            properties={"region": f"Region {unit}"},
        )
        for unit in range(count)
        for number in range(8)
    ]
    settle(programme, firm)


def test_growth_of_units_on_their_score(programme: Programme) -> None:
    units(programme, 9)
    found = growth_of_units(programme.workspace, day=DAY, kind="account.region")
    assert [(each.name, each.answers) for each in found.units] == [(f"Region {unit}", 8) for unit in range(9)]
    assert [each.score for each in found.units] == pytest.approx([(2 * unit - 8) / 8 for unit in range(9)])
    assert [each.growth for each in found.units] == pytest.approx([0.02 * unit for unit in range(9)])
    # A unit is 25 points above the one before and grew 2 % more.
    assert found.relation.plain.value == pytest.approx(0.02 * 7 / 25)


def test_too_thin_is_said_and_not_computed(programme: Programme) -> None:
    units(programme, 3)
    found = growth_of_units(programme.workspace, day=DAY, kind="account.region")
    assert (found.relation.plain.value, found.relation.needed) == (None, 5)
    assert growth_of_units(programme.workspace, day=DAY, kind=QUARTERS).relation.plain.value is None


def test_the_page_sets_own_figures_beside_the_published(
    programme: Programme, nordlys: Company, sign_in: SignIn
) -> None:
    units(programme, 9)
    anna = sign_in(nordlys.anna)
    shown = read(anna.get("/w/nordlys/value/multipliers/", {"units": "account.region"}))
    assert "7.2×" in shown
    assert "7 points more go with +0.6" in shown
    assert "It says points" in shown
    assert "72 customers" in read(anna.get("/w/nordlys/value/multipliers/customers/?kind=repurchase"))


def test_scores_that_differ_by_chance_alone_are_not_corrected(
    programme: Programme, nordlys: Company, sign_in: SignIn
) -> None:
    units(programme, 9, promoters=lambda unit: 4 + unit % 2)
    shown = read(sign_in(nordlys.anna).get("/w/nordlys/value/multipliers/", {"units": "account.region"}))
    assert "Corrected for scores measured with error –" in shown
    assert "More than half of how the scores differ is chance" in shown
