"""The calculator: figures anybody can check by hand, own figures to begin with, and addresses gone wrong."""

import doctest
import math
import re
from datetime import timedelta
from html import unescape
from http import HTTPStatus
from pathlib import Path

import pytest
import time_machine
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from kuule.contacts.services import add_contact, archive_contact, change_account, suppress
from kuule.insight.answers.planning import (
    Assumptions,
    answers_for_change,
    answers_for_margin,
    binomial_quantile,
    shares_after,
    work_of,
)
from kuule.workspaces.rules import SYSTEM

pytestmark = pytest.mark.any_database

PLAN = Assumptions(detractors=0.2, promoters=0.5, rate=0.25)
EXAMPLE = "detractors=20&promoters=50&rate=25&owners=3"


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        yield


def words(response) -> str:
    """Return what a page says, in one line, with plain spaces."""
    text = " ".join(unescape(strip_tags(response.content.decode())).split())
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def value(response, name: str) -> str:
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"|$', response.content.decode())[1] or ""


def test_a_margin_takes_the_answers_that_the_formula_says() -> None:
    found = answers_for_margin(PLAN, 5)
    # V = 0.5 + 0.2 − 0.3² = 0.61; 1.96² × 0.61 / 0.05² = 937.3; a quarter answers.
    assert (found.variance, found.sample.answers, found.sample.invitations) == (pytest.approx(0.61), 938, 3_752)
    assert found.sample.is_reachable
    assert found.within_reach is None


def test_of_few_people_fewer_answers_do_and_asking_them_all_has_a_margin() -> None:
    found = answers_for_margin(Assumptions(detractors=0.2, promoters=0.5, rate=0.5, people=200), 5)
    # 937.3 × 200 / (199 + 937.3) = 165 is more than the 100 who answer: 1.96 √(0.61/100 × 100/199) = 10.9.
    assert found.sample.answers == 165
    assert not found.sample.is_reachable
    assert found.within_reach == 10.9
    assert found.sample.work.answers == 100


def test_a_change_takes_the_answers_of_its_harder_direction() -> None:
    found = answers_for_change(PLAN, 10)
    fall, z = (0.25, 0.3, 0.45), 1.959964 + 0.841621
    assert found.shares_after == pytest.approx(fall)
    assert found.sample.answers == math.ceil(z**2 * (0.61 + 0.7 - 0.2**2) / 0.1**2)


@given(
    st.tuples(*[st.integers(0, 100)] * 3).filter(any),
    st.floats(-200, 200).filter(lambda change: abs(change) > 0.01),
)
def test_shares_after_a_change_are_shares_and_make_exactly_that_change(parts, change: float) -> None:
    shares = [part / sum(parts) for part in parts]
    after = shares_after(shares, change)
    moved = shares[2] - shares[0] + change / 100
    if after is None:
        assert abs(moved) > 1
    else:
        assert all(-1e-9 <= share <= 1 + 1e-9 for share in after)
        assert sum(after) == pytest.approx(1)
        assert after[2] - after[0] == pytest.approx(moved, abs=1e-9)


@given(st.integers(1, 3_000), st.integers(0, 100))
def test_the_range_of_detractors_is_that_of_a_binomial_law(answers: int, percent: int) -> None:
    for probability in (0.025, 0.975):
        expected = binom.ppf(probability, answers, percent / 100)
        assert binomial_quantile(probability, answers, percent / 100) == expected


def test_calls_become_days_of_owners_and_a_pace_that_keeps_the_promise() -> None:
    plan = Assumptions(detractors=0.2, promoters=0.5, rate=0.25, minutes=45, hours=4, owners=3)
    work = work_of(plan, 600)
    # 120 detractors × 45 min = 90 h = 22.5 owner-days of 4 h; 3 owners: 7.5 days each; in 2 days it takes 12 owners.
    assert (work.detractors, work.owner_days, work.days_each) == (pytest.approx(120), 22.5, 7.5)
    assert (work.is_in_time, work.owners_in_time) == (False, 12)
    # 16 calls a day are 80 answers, and those are 320 invitations.
    assert work.invitations_a_day == 320


def test_without_detractors_nobody_calls() -> None:
    work = work_of(Assumptions(detractors=0, promoters=0.9, rate=0.5), 100)
    assert (work.fewest, work.most, work.owner_days, work.is_in_time, work.invitations_a_day) == (0, 0, 0, True, None)


@pytest.mark.django_db
def test_the_page_says_answers_invitations_calls_and_days(anna) -> None:
    text = words(anna.get(f"/w/nordlys/calculator/?{EXAMPLE}&margin=5&change=10"))
    assert "For a margin of ± 5 points Answers 938 Invitations 3,752 Detractors to call 164–212 Owner-days 35.2" in text
    assert "With 938 answers the score lies within ± 5 points of the score of all, in 95 of 100 rounds." in text
    assert "Of 938 answers, about 188 come from detractors: 164 to 212 in 95 of 100 rounds." in text
    assert "that is 35.2 owner-days: 3 owners, 11.7 days each." in text
    assert "It takes 18 owners, or no more than 320 invitations a working day." in text
    assert "To see a change of 10 points in each of two rounds Answers 997 Invitations 3,988" in text
    assert "25.0 % detractors, 30.0 % passives and 45.0 % promoters" in text
    assert "± 15 105 420" in text


@pytest.mark.django_db
def test_more_invitations_than_people_are_said_with_what_is_within_reach(anna) -> None:
    text = words(anna.get(f"/w/nordlys/calculator/?{EXAMPLE}&people=200&margin=5&change=10"))
    assert "That takes 660 invitations, and there are 200 people." in text
    assert "at a response rate of 25 % about 50 answers come. Then the margin is ± 18.8 points." in text
    assert "Then a change has to be 45 points or more to be seen." in text
    nobody = words(anna.get(f"/w/nordlys/calculator/?{EXAMPLE}&people=1"))
    assert "and there is 1 person" in nobody
    assert "Too few for any margin" in nobody


@pytest.mark.django_db
def test_without_own_figures_the_page_begins_with_examples_and_says_so(anna) -> None:
    page = anna.get("/w/nordlys/calculator/")
    assert [value(page, name) for name in ("detractors", "promoters", "people", "rate")] == ["20", "50", "", "30"]
    text = words(page)
    assert text.count("An example: you have no answers yet.") == 2
    assert "An example: you have asked nobody in the last 12 months." in text
    assert "Nobody on your list can be asked yet. Empty means very many." in text
    assert "Nobody here owns an account yet." in text


@pytest.mark.django_db
def test_own_figures_come_first_each_with_its_source_and_can_be_changed(anna, nordlys, programme, now) -> None:
    acme = programme.account("Acme")
    change_account(account=acme, owner=nordlys.frida, actor=SYSTEM, now=now)
    people = [
        add_contact(name=f"P {each}", email=f"p{each}@acme.example", account=acme, **programme.who) for each in range(9)
    ]
    for person, score in zip(people, (10, 9, 7, 0), strict=False):
        programme.answer(score, contact=person)
    programme.ask(people[4])
    programme.answer(0, contact=people[5], at=now - timedelta(days=500))
    archive_contact(contact=people[8], actor=SYSTEM, now=now)
    suppress(
        workspace=nordlys.workspace,
        address="p7@acme.example",
        contact=people[7],
        reason="by_hand",
        actor=SYSTEM,
        now=now,
    )
    page = anna.get("/w/nordlys/calculator/")
    names = ("detractors", "promoters", "people", "rate", "owners")
    assert [value(page, name) for name in names] == ["25", "50", "7", "80", "1"]
    text = words(page)
    assert "Yours of the last 12 months, from 4 answers. That is few" in text
    assert "7 on your list have an address and may be asked." in text
    assert "Yours of the last 12 months: 80 % of 5 who were asked." in text
    assert "1 person here owns accounts." in text
    changed = anna.get("/w/nordlys/calculator/?people=&rate=40")
    assert [value(changed, name) for name in names] == ["25", "50", "", "40", "1"]


@pytest.mark.django_db
def test_a_row_of_the_table_chooses_its_margin_and_keeps_the_rest(anna) -> None:
    page = anna.get(f"/w/nordlys/calculator/?{EXAMPLE}&people=5000&margin=7,5")
    assert "For a margin of ± 7.5 points" in words(page)
    address = unescape(re.search(r'href="([^"]*margin=15[^"]*)"', page.content.decode())[1])
    chosen = anna.get(address)
    assert "For a margin of ± 15 points" in words(chosen)
    assert value(chosen, "people") == "5000"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("margin=0", "Write a number from 0.5 to 100."),
        ("margin=-5", "Write a number from 0.5 to 100."),
        ("margin=", "This field is required."),
        ("margin=five", "This is not a number. Write digits only"),
        ("margin=<script>alert(1)</script>", "This is not a number."),
        ("margin=NaN", "This is not a number."),
        ("margin=1e9", "This is not a number."),
        ("change=1000000000", "Write a number from 0.5 to 200."),
        (
            "change=151&detractors=0&promoters=50",
            "From a score of +50 no score is that far away. At most 150 points are.",
        ),
        ("people=0", "Write a number from 1 to 1,000,000,000."),
        ("people=0.5", "Write a whole number."),
        ("people=99999999999999999999", "This is not a number."),
        ("rate=0", "Write a number from 0.1 to 100."),
        ("rate=101", "Write a number from 0.1 to 100."),
        ("detractors=60&promoters=50", "Promoters and detractors are 110 % together. More than 100 % cannot be."),
        ("hours=0", "Write a number from 0.1 to 24."),
        ("minutes=0", "Write a number from 1 to 10,000."),
        ("owners=0", "Write a number from 1 to 100,000."),
        ("owners=%00%F0%9F%A6%8A", "This is not a number."),
    ],
)
def test_what_cannot_be_calculated_is_said_at_its_field(anna, address: str, said: str) -> None:
    page = anna.get(f"/w/nordlys/calculator/?{address}")
    assert page.status_code == HTTPStatus.BAD_REQUEST
    text = words(page)
    assert said in text
    assert "Mend the marked ones" in text
    assert "Owner-days" not in text
    assert "<script>alert" not in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "margin=0.5&people=1000000000&rate=0.1",
        "margin=100&people=1",
        "detractors=0&promoters=0",
        "detractors=100&promoters=0&change=200",
        "detractors=0&promoters=100&change=200&people=3",
        "detractors=50&promoters=50&change=0.5&minutes=10000&hours=0.1",
    ],
)
def test_the_ends_of_the_scale_have_an_answer_too(anna, address: str) -> None:
    page = anna.get(f"/w/nordlys/calculator/?{address}")
    assert page.status_code == HTTPStatus.OK
    assert "Owner-days" in words(page) or "Then" in words(page) or "Too few" in words(page)


@pytest.mark.django_db
def test_shares_without_any_spread_are_planned_with_the_widest(anna) -> None:
    text = words(anna.get("/w/nordlys/calculator/?detractors=0&promoters=100&people="))
    assert "this counts with the widest spread there is" in text
    assert "Answers 1,537" in text


@pytest.mark.django_db
def test_overview_and_ask_lead_here(nordlys, sign_in) -> None:
    bob = sign_in(nordlys.bob)
    for address in ("ask/", "ask/new/"):
        assert 'href="/w/nordlys/calculator/"' in bob.get(f"/w/nordlys/{address}").content.decode()


@pytest.mark.parametrize("page", ["sample-size.md", "voices.md"])
def test_the_worked_examples_of_the_docs_come_out_as_they_say(page: str) -> None:
    file = Path(__file__).parents[2] / "docs" / page
    failed, tried = doctest.testfile(str(file), module_relative=False, encoding="utf-8")
    assert (failed, tried > 3) == (0, True)
