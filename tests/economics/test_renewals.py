"""The outlook on renewals: each customer once, by what was known on the day, and the money at stake."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from kuule.contacts.rules import DECISION_MAKER, USER
from kuule.economics.answers.renewals import RenewalOutlook, months_at_risk, renewal_outlook
from kuule.economics.models import AccountMerge, Contract
from kuule.economics.rules import LOST, RENEWED
from kuule.economics.rules.likelihood import COVARIATES
from kuule.insight.models import Theme, ThemeLabel
from kuule.stats.renewal import FEWEST_DECIDED, FEWEST_OF_A_KIND
from tests.conftest import NOW
from tests.economics.renewing import Renewing
from tests.economics.test_earned_growth import read

pytestmark = pytest.mark.django_db
DAY = NOW.date()
SOON = DAY + timedelta(days=100)
PAGE = "/w/nordlys/value/renewals/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def firm(programme) -> Renewing:
    """Nordlys, with nothing agreed yet."""
    return Renewing(programme)


def outlook_of(firm: Renewing, day: date = DAY) -> RenewalOutlook:
    return renewal_outlook(firm.workspace, day=day)


def known_of(outlook: RenewalOutlook) -> list[tuple[float, ...]]:
    """Return all that the likelihoods rest on, and the likelihoods."""
    rows = sorted(outlook.renewals, key=lambda each: each.place)
    return [
        (*outlook.covariates[each.place].tolist(), each.likelihood.value if each.likelihood else -1.0) for each in rows
    ]


def test_accounts_that_became_one_are_one_renewal_and_people_without_an_account_have_their_own(firm) -> None:
    old, new = firm.programme.account("Old"), firm.programme.account("New")
    kari = firm.programme.contact("Kari")
    firm.contract(old, SOON, "100")
    firm.contract(new, SOON + timedelta(days=5), "1000")
    firm.contract(new, None)
    firm.contract(kari, SOON, None)
    firm.contract(kari, DAY - timedelta(days=30))
    AccountMerge.objects.create(workspace=firm.workspace, account=old, into=new, merged_on=DAY, made_at=NOW)
    outlook = outlook_of(firm)
    stakes = {each.customer: each.at_stake for each in outlook.renewals}
    assert set(stakes) == {new.pk, -kari.pk}
    assert (stakes[new.pk].value, stakes[new.pk].ends_on) == (Decimal(1100), SOON)
    assert stakes[-kari.pk].value is None
    assert (outlook.value, outlook.unvalued, outlook.open_ended, outlook.unsaid) == (1100, 1, 1, 1)


def test_a_short_past_says_how_much_is_missing_and_ranks_by_bad_signs(firm, anna: Client) -> None:
    calm, upset = firm.programme.account("Calm"), firm.programme.account("Upset")
    for account, score in ((calm, 9), (upset, 2)):
        firm.answered(firm.programme.contact(account=account, role=DECISION_MAKER), DAY - timedelta(days=20), score)
    firm.contract(calm, SOON, "9000")
    firm.contract(upset, SOON, "100")
    firm.contract(calm, DAY - timedelta(days=300), outcome=RENEWED, decided_on=DAY - timedelta(days=310))
    outlook = outlook_of(firm)
    assert [each.customer for each in outlook.renewals] == [upset.pk, calm.pk]
    more = (FEWEST_DECIDED - 1, FEWEST_OF_A_KIND)
    assert (outlook.learnt.decided, outlook.learnt.more_decided, outlook.learnt.more_lost) == (1, *more)
    assert outlook.at_risk.value is None
    said = read(anna.get(PAGE))
    assert "How much of it is likely to be lost cannot be said yet" in said
    assert f"{FEWEST_DECIDED - 1} more are needed to learn from" in said
    assert "Decision-makers are detractors" in said


def test_where_contracts_alone_are_known_the_share_of_renewals_is_said_of_everybody(firm, anna: Client) -> None:
    for number in range(FEWEST_OF_A_KIND * 4):
        account, is_lost = firm.programme.account(f"Quiet {number:02}"), number % 4 == 0
        end = SOON - timedelta(days=365 + number)
        outcome = LOST if is_lost else RENEWED
        firm.contract(account, end, starts_on=date(2020, 1, 1), outcome=outcome, decided_on=end)
        if not is_lost:
            firm.contract(account, SOON)
    outlook = outlook_of(firm)
    assert outlook.learnt.is_average
    likelihoods = [each.likelihood.value for each in outlook.renewals]
    assert likelihoods == pytest.approx([0.75] * (FEWEST_OF_A_KIND * 3), abs=0.01)
    said = read(anna.get(PAGE))
    assert "this share is said of everybody" in said
    assert "Odds of renewing" not in said


def test_what_is_learnt_after_the_day_changes_nothing_that_was_known_on_it(firm) -> None:
    accounts = firm.past(45, DAY)
    earlier = DAY - timedelta(days=60)
    before = outlook_of(firm, earlier)
    assert before.learnt.is_known
    for account in accounts[:20]:
        decider = account.contacts.get(role=DECISION_MAKER)
        firm.answered(decider, DAY - timedelta(days=3), 0)
        firm.happened(account, DAY - timedelta(days=3))
    after = outlook_of(firm, earlier)
    assert known_of(after) == known_of(before)
    assert known_of(outlook_of(firm)) != known_of(before), "today it is known"


def test_learning_looks_no_later_than_ninety_days_before_the_end(firm) -> None:
    accounts = firm.past(45, DAY)
    learnt = outlook_of(firm).learnt.model
    for account in accounts:
        last = Contract.objects.filter(account=account).exclude(outcome="").latest("ends_on")
        decider = account.contacts.get(role=DECISION_MAKER)
        firm.answered(decider, last.ends_on - timedelta(days=80), 0 if last.outcome == LOST else 10)
    again = outlook_of(firm).learnt.model
    assert [each.coef for each in again.terms] == [each.coef for each in learnt.terms]


def test_the_money_at_risk_is_value_times_likelihood_and_the_first_to_call_has_most_at_stake(firm) -> None:
    firm.past(60, DAY)
    outlook = outlook_of(firm)
    by_hand = [float(each.at_stake.value) * (1 - each.likelihood.value) for each in outlook.renewals]
    assert by_hand == sorted(by_hand, reverse=True)
    assert outlook.at_risk.value == pytest.approx(sum(by_hand))
    assert outlook.at_risk.lower < outlook.at_risk.value < outlook.at_risk.upper <= outlook.value
    months = months_at_risk(outlook.renewals)
    assert sum(each.loss or 0 for each in months) == pytest.approx(sum(by_hand))
    assert sum(each.value for each in months) == pytest.approx(outlook.value)
    # What the firm was made by: a detractor decides against renewing far more often than a promoter.
    column = COVARIATES.index("decider_detractor")
    unhappy = [each.likelihood.value for each in outlook.renewals if outlook.covariates[each.place, column]]
    others = [each.likelihood.value for each in outlook.renewals if not outlook.covariates[each.place, column]]
    assert sum(unhappy) / len(unhappy) < sum(others) / len(others) - 0.1


@pytest.fixture
def told(firm, anna: Client) -> tuple[Renewing, Client]:
    """A firm with a past, of which one account complained."""
    (account, *_others) = firm.past(45, DAY)
    firm.contract(account, SOON, "90000")
    decider = account.contacts.get(role=DECISION_MAKER)
    unhappy = firm.answered(decider, DAY - timedelta(days=9), 3, verbatim="Always late")
    theme = Theme.objects.create(workspace=firm.workspace, names={"en": "Delivery"}, origin="own", created_at=NOW)
    ThemeLabel.objects.create(workspace=firm.workspace, response=unhappy, theme=theme, probability=0.9)
    return firm, anna


def test_the_page_leads_from_the_sum_to_each_contract_and_its_question(told) -> None:
    firm, anna = told
    outlook = outlook_of(firm)
    listed = anna.get(PAGE)
    said = read(listed)
    assert "Who to call first" in said
    assert "Learnt from" in said
    first = outlook.renewals[0]
    link = f"{PAGE}{first.at_stake.leading}/"
    assert link in listed.content.decode()
    one = read(anna.get(link))
    assert "Company 000" in one
    assert "What would have to change about “Delivery”?" in one
    assert f"/w/nordlys/accounts/{first.customer}/" in anna.get(link).content.decode()
    card = read(anna.get(f"/w/nordlys/accounts/{first.customer}/"))
    assert "How likely, and what to ask next" in card
    month = first.at_stake.ends_on
    filtered = read(anna.get(PAGE, {"month": f"{month:%Y-%m}"}))
    assert "Company 000" in filtered
    assert anna.get(PAGE, {"month": "1999-01"}).status_code == 400


def test_the_file_has_every_row_that_the_page_means_with_its_figures(told) -> None:
    firm, anna = told
    outlook = outlook_of(firm)
    made = anna.post(f"{PAGE}export/", {"format": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(made)))
    assert len(rows) == len(outlook.renewals)
    assert sum(float(row["Expected loss (EUR)"]) for row in rows) == pytest.approx(outlook.at_risk.value)
    assert rows[0]["Customer"] == "Company 000"
    assert rows[0]["Complained about"] == "Delivery"
    assert rows[0]["Decision-maker: score"] == "3"
    assert anna.post(f"{PAGE}export/", {"format": "xlsx"}).content.startswith(b"PK")
    assert anna.post(f"{PAGE}export/", {"format": "exe"}).status_code == 404


def test_who_may_not_see_people_sees_no_names_of_persons(firm, nordlys, sign_in) -> None:
    kari = firm.programme.contact("Kari Nordmann")
    firm.contract(kari, SOON)
    contract = firm.contract(firm.programme.account("Fjord"), SOON)
    vera = sign_in(nordlys.vera)
    said = read(vera.get(PAGE))
    assert "Fjord" in said
    assert "A person" in said
    assert "Kari" not in said
    assert "Kari" not in vera.post(f"{PAGE}export/", {"format": "csv"}).content.decode()
    assert vera.get(f"{PAGE}{contract.pk}/").status_code == 200
    assert sign_in(nordlys.frida).get(PAGE).status_code == 403


def test_a_contract_that_is_decided_says_so_in_place_of_a_renewal(firm, anna: Client) -> None:
    gone = firm.contract(firm.programme.account("Gone"), SOON, outcome=LOST, decided_on=DAY)
    assert "This contract is not up for renewal" in read(anna.get(f"{PAGE}{gone.pk}/"))
    assert "No contract ends in the next twelve months" in read(anna.get(PAGE))


def test_roles_count_as_they_were_when_the_answer_was_given(firm) -> None:
    account = firm.programme.account("Moved up")
    person = firm.programme.contact(account=account, role=USER)
    firm.answered(person, DAY - timedelta(days=20), 2)
    firm.contract(account, SOON)
    person.role = DECISION_MAKER
    person.save()
    outlook = outlook_of(firm)
    shown = dict(zip(COVARIATES, outlook.covariates[0].tolist(), strict=True))
    assert (shown["decider_detractor"], shown["decider_unheard"], shown["others_detractor"]) == (0, 1, 1)
