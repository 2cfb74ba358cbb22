"""Real customers of a telephone company, from files to the five figures; every figure computed a second time.

The model of their dates and answers is in `telco.py`.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from scipy.integrate import quad
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from kuule.contacts.models import Contact, ImportProblem
from kuule.contacts.services import guess_mapping, run_import, start_import
from kuule.economics.answers.earned_growth import earned_growth_on
from kuule.economics.answers.executive import executive_figures
from kuule.economics.answers.group_value import GroupValues, value_of_groups
from kuule.economics.answers.renewals import renewal_outlook
from kuule.economics.models import MoneySettings
from kuule.economics.rules import LOST
from kuule.economics.rules.groups import DETRACTOR, GROUPS, PASSIVE, PROMOTER, group_of
from kuule.economics.tasks import drain_kept_figures
from kuule.stats.renewal import FEWEST_OF_A_KIND
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM
from tests.conftest import NOW, Company
from tests.economics.telco import MARGIN, SNAPSHOT, Customer, customers
from tests.insight.conftest import Programme

SignIn = Callable[[Member], Client]
YEAR, DAYS_A_YEAR, HORIZON, DISCOUNT = timedelta(days=365), 365.25, 3, 0.1

pytestmark = pytest.mark.django_db


def file_of(header: str, rows: Iterable[Sequence[object]]) -> str:
    text = StringIO()
    csv.writer(text).writerows([header.split(","), *rows])
    return text.getvalue()


def files_of(found: Sequence[Customer]) -> dict[str, str]:
    """Return what the company brings, by kind of import."""
    return {
        "responses": file_of(
            "Customer ID,Date,Score", [(each.key, each.answered, each.score) for each in found if each.answered]
        ),
        "ledger": file_of(
            "Invoice,Customer ID,Date,Amount,Currency,Margin",
            [
                (f"{each.key}/{day}", each.key, day, f"{each.monthly:.2f}", "USD", f"{each.monthly * MARGIN:.4f}")
                for each in found
                for day in each.months()
            ],
        ),
        "contracts": file_of(
            "Contract,Customer ID,Start,End,Yearly value,Currency,Outcome,Decided",
            [
                (f"{each.key}/{start}", each.key, start, end, f"{each.monthly * 12:.2f}", "USD", outcome, end)
                if outcome
                else (f"{each.key}/{start}", each.key, start, end, f"{each.monthly * 12:.2f}", "USD", "", "")
                for each in found
                for start, end, outcome in each.terms()
            ],
        ),
        "customer_events": file_of(
            "Event ID,Customer ID,Date,Type",
            [(each.key, each.key, each.last, "churned") for each in found if each.left],
        ),
    }


def bring_in(programme: Programme, found: Sequence[Customer]) -> None:
    workspace = programme.workspace
    MoneySettings.objects.create(
        workspace=workspace,
        currency="USD",
        horizon_years=HORIZON,
        silent_days=0,
        changed_at=NOW,
    )
    for kind, text in files_of(found).items():
        options = {"survey": str(programme.survey.pk)} if kind == "responses" else {}
        file = ContentFile(text.encode(), f"{kind}.csv")
        mapping = guess_mapping(workspace=workspace, file=file, kind=kind, options=options)
        job = start_import(
            workspace=workspace, file=file, file_name=file.name, mapping=mapping, kind=kind, actor=SYSTEM, now=NOW
        )
        job = run_import(job=job, clock=lambda: NOW)
        assert (job.state, job.error) == ("done", "")
        problems = list(ImportProblem.objects.filter(job=job).values_list("line", "column", "reason")[:3])
        assert (job.result["kept_out"], problems) == (0, [])
        assert job.result["added"] == text.count("\n") - 1


@pytest.fixture
def telco(request: pytest.FixtureRequest, programme: Programme, test_data: Path) -> list[Customer]:
    """Return the customers, of whom everything was imported; every thirtieth unless all are asked for."""
    found = customers(test_data / "telco_churn.csv", every=getattr(request, "param", 30))
    bring_in(programme, found)
    return found


# --- A second computation ----------------------------------------------------------------------------------------


def watched(found: Sequence[Customer]) -> pd.DataFrame:
    """Return who answered, from the answer on: the group, years watched, gone or not, and the margin meanwhile."""
    rows, ledger_began = [], min(day for each in found for day in each.months())
    for each in found:
        if each.answered:
            money_since = max(each.answered, ledger_began)
            paid = [day for day in each.months() if each.answered < day <= each.last]
            rows.append(
                {
                    "key": each.key,
                    "group": group_of(each.score),
                    "years": (each.last - each.answered).days / DAYS_A_YEAR,
                    "paid_years": max((each.last - money_since).days, 1) / DAYS_A_YEAR,
                    "left": each.left,
                    "margin": len(paid) * each.monthly * MARGIN,
                }
            )
    return pd.DataFrame(rows)


def lifetime(rows: pd.DataFrame) -> tuple[float, float, float]:
    """Return margin a year, the share that stays a year, and the two together over the horizon, discounted.

    The curve is read as long as ten customers and one of twenty are watched; from there on customers leave at the
    average rate, as docs/metrics says.
    """
    until = min(HORIZON, rows.years.sort_values().iloc[-max(10, math.ceil(len(rows) / 20))])
    fitted = SurvfuncRight(rows.years, rows.left)
    edges = np.array([0.0, *fitted.surv_times[fitted.surv_times <= until], until])
    shares = np.array([1.0, *fitted.surv_prob])[: len(edges) - 1]
    pieces = zip(shares, edges[:-1], edges[1:], strict=True)
    years = sum(share * quad(lambda t: (1 + DISCOUNT) ** -t, start, end)[0] for share, start, end in pieces)
    rate = rows.left.sum() / rows.years.sum()
    years += shares[-1] * quad(lambda t: math.exp(-rate * (t - until)) * (1 + DISCOUNT) ** -t, until, HORIZON)[0]
    margin = rows.margin.sum() / rows.paid_years.sum()
    return margin, shares[np.searchsorted(edges, 1.0, side="right") - 1], margin * years


def assert_values_are_those_of(found: Sequence[Customer], values: GroupValues) -> None:
    rows = watched(found)
    rows = rows[rows.years >= 0]
    for group in GROUPS:
        own, figures = rows[rows.group == group], values.of(group)
        assert figures is not None
        assert (figures.n, figures.left) == (len(own), own.left.sum())
        margin, stay, worth = lifetime(own)
        assert figures.retention.value == pytest.approx(stay)
        assert figures.margin_per_year.value == pytest.approx(margin, rel=1e-6)
        assert figures.lifetime_value.value == pytest.approx(worth, rel=1e-6)
        low, high = figures.lifetime_value.lower, figures.lifetime_value.upper
        assert low is not None
        assert high is not None
        assert low < worth < high
    chi2, _p_value = survdiff(rows.years, rows.left, rows.group)
    assert values.logrank is not None
    assert values.logrank.chi2 == pytest.approx(chi2)


def revenue_of_years(found: Sequence[Customer]) -> tuple[dict[str, float], dict[str, float]]:
    this, last = date(2025, 10, 31), date(2024, 10, 31)
    sums: tuple[dict[str, float], dict[str, float]] = (defaultdict(float), defaultdict(float))
    for each in found:
        for day in each.months():
            if this < day <= SNAPSHOT:
                sums[0][each.key] += each.monthly
            elif last < day <= this:
                sums[1][each.key] += each.monthly
    return sums


def assert_growth_is_that_of(found: Sequence[Customer], programme: Programme) -> None:
    now, before = revenue_of_years(found)
    prior = sum(before.values())
    stayed = sum(amount for key, amount in now.items() if before.get(key))
    new = sum(now.values()) - stayed
    growth = earned_growth_on(programme.workspace, day=SNAPSHOT).year.growth
    assert growth is not None
    assert growth.nrr == pytest.approx(stayed / prior)
    assert growth.total_growth_rate == pytest.approx((stayed + new) / prior - 1)
    # Nobody said what brought them: from nothing earned to all of it.
    assert growth.earned_growth_rate_lower == pytest.approx(stayed / prior - 1)
    assert growth.earned_growth_rate_upper == pytest.approx((stayed + new) / prior - 1)


def assert_renewals_are_those_of(found: Sequence[Customer], programme: Programme) -> None:
    ahead = {
        each.key: each.monthly * 12
        for each in found
        for _start, end, outcome in each.terms()
        if not outcome and SNAPSHOT < end <= SNAPSHOT + YEAR
    }
    outlook = renewal_outlook(programme.workspace, day=SNAPSHOT)
    assert len(outlook.renewals) == len(ahead) == len({each.customer for each in outlook.renewals})
    assert outlook.value == pytest.approx(sum(round(value, 2) for value in ahead.values()), rel=1e-6)
    keys = dict(Contact.objects.values_list("pk", "external_id"))
    for each in outlook.renewals:
        assert float(each.at_stake.value or 0) == pytest.approx(ahead[keys[-each.customer]], abs=0.01)
    decided = [outcome == "lost" for each in found for _start, _end, outcome in each.terms() if outcome]
    if sum(decided) < FEWEST_OF_A_KIND:
        assert (outlook.learnt.is_known, outlook.at_risk.value) == (False, None)
        assert outlook.learnt.more_lost == FEWEST_OF_A_KIND - sum(decided)
        return
    losses = [
        float(each.at_stake.value or 0) * (1 - each.likelihood.value) for each in outlook.renewals if each.likelihood
    ]
    assert len(losses) == len(ahead)
    assert outlook.at_risk.value == pytest.approx(sum(losses))
    # Who left did so in the last year of this file, so what is foretold is held against the newest half of the past.
    half = sum(group.n for group in outlook.learnt.groups)
    lately = [
        each.is_lost
        for each in sorted(
            (
                Decided(end, outcome == LOST)
                for customer in found
                for _start, end, outcome in customer.terms()
                if outcome and end <= SNAPSHOT
            ),
        )
    ][-half:]
    expected = np.mean([1 - each.likelihood.value for each in outlook.renewals if each.likelihood])
    assert np.mean(lately) / 2 < expected < np.mean(lately) * 2


class Decided(NamedTuple):
    """When a contract ended, and whether it was lost."""

    ended_on: date
    is_lost: bool


def assert_the_page_shows_them(found: Sequence[Customer], programme: Programme, page: str) -> None:
    figures = {each.key: each for each in executive_figures(programme.workspace, day=SNAPSHOT).headlines}
    scores = [each.score for each in found if each.answered and SNAPSHOT - YEAR < each.answered <= SNAPSHOT]
    percent = {group: 100 * sum(group_of(each) == group for each in scores) / len(scores) for group in GROUPS}
    assert figures["relationship"].now.value == pytest.approx(percent[PROMOTER] - percent[DETRACTOR])
    for name in ("Earned growth", "Relationship NPS", "Revenue at risk"):
        assert name in page
    assert "−" in page or "+" in page


def assert_all_of_it(found: Sequence[Customer], programme: Programme, client: Client) -> None:
    values = value_of_groups(programme.workspace, day=SNAPSHOT)
    assert_values_are_those_of(found, values)
    assert_growth_is_that_of(found, programme)
    assert_renewals_are_those_of(found, programme)
    address = f"/w/nordlys/value/?day={SNAPSHOT}"
    # Figures of very many rows are counted by the worker.
    client.get(address)
    while drain_kept_figures():
        pass
    page = client.get(address)
    assert page.status_code == 200
    assert_the_page_shows_them(found, programme, page.content.decode())


def test_some_customers_go_from_files_to_every_figure(
    telco: list[Customer], programme: Programme, nordlys: Company, sign_in: SignIn
) -> None:
    assert_all_of_it(telco, programme, sign_in(nordlys.anna))


@pytest.mark.soak
@pytest.mark.any_database
@pytest.mark.parametrize("telco", [1], indirect=True, ids=["all"])
def test_all_customers_go_from_files_to_every_figure_and_detractors_are_worth_less(
    telco: list[Customer], programme: Programme, nordlys: Company, sign_in: SignIn
) -> None:
    assert_all_of_it(telco, programme, sign_in(nordlys.anna))
    difference = value_of_groups(programme.workspace, day=SNAPSHOT).differences[PASSIVE, DETRACTOR]
    low = difference.adjusted.lower
    assert low is not None
    assert low > 0, "the model made detractors leave more often"
    assert np.isfinite(difference.raw.value or math.nan)
