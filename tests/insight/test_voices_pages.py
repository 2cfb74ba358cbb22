"""The page of voices as members see it, and the card of the overview."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.html import strip_tags
from playwright.sync_api import Page, expect

from kuule.insight.views.voices import voices_context

pytestmark = pytest.mark.django_db


@pytest.fixture
def _today(now):
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        yield


@pytest.fixture
def anna(nordlys, sign_in, _today) -> Client:
    """Return the browser of Anna, the analyst."""
    return sign_in(nordlys.anna)


def words(response) -> str:
    """Return what a page says, in one line, with plain spaces."""
    html = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.DOTALL)
    text = " ".join(unescape(strip_tags(html)).split())
    return re.sub("[\u202f\u00a0\u2068\u2069]", " ", text).replace(" ,", ",")


def filled(programme, define, at=None):
    """Four accounts, the largest unhappy and one silent, one of unknown worth; and somebody by a shared link."""
    define("seats", of="account", kind="number")
    define("yearly_value", of="account", kind="number")
    worths = {"Small": 100, "Large": 900, "New": None, "Silent": 400}
    accounts = {
        name: programme.account(name, **({"yearly_value": worth, "seats": 5} if worth else {}))
        for name, worth in worths.items()
    }
    for name, scores in {"Small": (10, 10, 9, 9), "Large": (0, 3), "New": (9,)}.items():
        for score in scores:
            programme.answer(score, contact=programme.contact(account=accounts[name]), at=at)
    programme.answer(8, at=at)
    programme.contact(account=accounts["Silent"])
    return accounts


@pytest.fixture
def accounts(programme, define):
    return filled(programme, define)


def test_three_ways_stand_side_by_side_with_what_they_rest_on(anna, accounts) -> None:
    text = words(anna.get("/w/nordlys/voices/"))
    assert re.search(r"Each answer one voice \+38 .{2,4} to .{2,4}, 95 % Counts like \d+ independent answers?", text)
    assert "Made of 8 answers, 3 accounts Largest voice Small, 50 %" in text
    assert "One account holds 50 % of the weight" in text
    assert re.search(r"Each account one voice \+33 .* Made of 7 answers, 3 accounts", text)
    assert re.search(
        r"Each account by Yearly_Value −80 .* Made of 6 answers, 2 accounts Largest voice Large, 90 %", text
    )
    assert "Against each answer one voice −118 points" in text
    assert "One account holds 90 % of the weight: this score is largely its own." in text
    assert "accounts are not many, so the range is wide" in text


def test_what_is_left_out_is_said(anna, accounts) -> None:
    text = words(anna.get("/w/nordlys/voices/"))
    assert (
        "1 answer belongs to no account: it counts in the first figure alone. 1 of them came by a shared link" in text
    )
    assert "1 answer is of an account without a number under Yearly_Value" in text
    assert "is taken as it was when each answer was given." in text


def test_coverage_names_the_silent_and_the_range_of_all_its_assumption(anna, nordlys, sign_in, accounts) -> None:
    page = anna.get("/w/nordlys/voices/")
    text = words(page)
    assert "Accounts that answered 75 % Their share of Yearly_Value 71 %" in text
    assert "3 of 4 accounts answered in this time. 1 has no usable number now" in text
    assert "Worth most, and silent: Silent 400" in text
    assert re.search(r"All 4 accounts, one voice each .{2,4} to .{2,4} The score of all of them", text)
    assert "assuming that silence is unrelated to the answer" in text
    assert f"/w/nordlys/accounts/{accounts['Silent'].pk}/" in page.content.decode()
    seen_by_a_viewer = sign_in(nordlys.vera).get("/w/nordlys/voices/").content.decode()
    assert f"/accounts/{accounts['Silent'].pk}/" not in seen_by_a_viewer


def test_pulls_lead_to_the_answers_of_their_account(anna, accounts) -> None:
    page = anna.get("/w/nordlys/voices/?period=all")
    assert "Large 2 −100 29 % 90 % −18.0" in words(page)
    links = [unescape(each) for each in re.findall(r'href="([^"]+)"', page.content.decode())]
    to_answers = next(each for each in links if "/comments/?" in each and f"account={accounts['Large'].pk}" in each)
    assert "2 answers" in words(anna.get(to_answers))


def test_the_weight_stands_in_the_address_and_stays_when_the_time_changes(anna, accounts) -> None:
    page = anna.get("/w/nordlys/voices/?weight=seats&period=90d")
    assert "Each account by Seats 0 " in words(page)
    links = [unescape(each) for each in re.findall(r'href="([^"]+)"', page.content.decode())]
    assert all(
        "weight=seats" in each for each in links if "/voices/?" in each and "clear" not in each and "12m" in each
    )
    hidden = re.findall(r'<input type="hidden" name="weight" value="([^"]+)"', page.content.decode())
    assert set(hidden) == {"seats"}


@pytest.mark.parametrize("address", ["weight=shoe", "weight=yearly", "weight=%00", "weight=<script>", "since=x"])
def test_an_unknown_weight_gets_a_helpful_page_and_no_figure(anna, accounts, address: str) -> None:
    page = anna.get(f"/w/nordlys/voices/?{address}")
    assert page.status_code == HTTPStatus.BAD_REQUEST
    assert "No figures are shown" in words(page)
    assert "<script>" not in page.content.decode().partition("<main")[2]


def test_without_a_telling_number_the_page_asks_to_choose_one(anna, programme, define) -> None:
    for name in ("Acme", "Fjord"):
        programme.answer(9, contact=programme.contact(account=programme.account(name, floors=3)))
    assert "No account has a number yet." in words(anna.get("/w/nordlys/voices/"))
    define("floors", of="account", kind="number")
    text = words(anna.get("/w/nordlys/voices/"))
    assert "Choose the number that says what an account is worth to you" in text
    assert "Each account by Floors +100" in words(anna.get("/w/nordlys/voices/?weight=floors"))


def test_where_nobody_has_a_number_above_zero_there_is_no_score(anna, programme, define) -> None:
    define("revenue", of="account", kind="number")
    for name in ("Acme", "Fjord"):
        programme.answer(9, contact=programme.contact(account=programme.account(name, revenue=0)))
    text = words(anna.get("/w/nordlys/voices/"))
    assert "None of these accounts has a number above zero under Revenue, so there is no score." in text
    assert "2 answers are of accounts with a zero" in text


def test_empty_states_say_what_is_missing(anna, programme) -> None:
    programme.answer(9)
    assert "No customer companies are known here" in words(anna.get("/w/nordlys/voices/"))
    acme = programme.account("Acme")
    assert "These answers belong to no account" in words(anna.get("/w/nordlys/voices/"))
    programme.answer(9, contact=programme.contact(account=acme))
    assert "Only one account answered here" in words(anna.get("/w/nordlys/voices/"))
    assert "No answers here" in words(anna.get("/w/nordlys/voices/?since=2020-01-01&until=2020-02-01"))


def test_everybody_heard_leaves_no_range(anna, programme) -> None:
    for name, score in (("Acme", 9), ("Fjord", 3)):
        programme.answer(score, contact=programme.contact(account=programme.account(name)))
    assert "All 2 accounts, one voice each 0 Everybody in every account was heard" in words(
        anna.get("/w/nordlys/voices/")
    )


def test_silent_people_of_accounts_that_answered_are_counted(anna, programme) -> None:
    for name, score in (("Acme", 9), ("Fjord", 3)):
        account = programme.account(name)
        programme.answer(score, contact=programme.contact(account=account))
        programme.contact(account=account)
    text = words(anna.get("/w/nordlys/voices/"))
    assert "assuming that silence is unrelated to the answer" in text
    assert "In the 2 accounts that answered, 2 of 4 people did." in text


def test_names_of_accounts_are_words_and_not_markup(anna, programme) -> None:
    for name in ("<b>Bo</b>\u202eexe", "Fjord"):
        programme.answer(9, contact=programme.contact(account=programme.account(name)))
    html = anna.get("/w/nordlys/voices/").content.decode()
    assert "&lt;b&gt;Bo" in html
    assert "<b>Bo" not in html
    assert "\u202e" not in html


def test_the_card_of_the_overview_needs_two_accounts_and_few_queries(
    nordlys, programme, define, django_assert_max_num_queries
) -> None:
    request = RequestFactory().get("/")
    request.workspace = nordlys.workspace
    assert voices_context(request, programme.query()) is None
    filled(programme, define)
    with django_assert_max_num_queries(4):
        context = voices_context(request, programme.query())
    assert [round(card.voice.value) for card in context["cards"]] == [38, 33, -80]
    assert context["url"].startswith("/w/nordlys/voices/?")


@pytest.mark.any_database
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_both_pages_are_accessible_and_fit_where_something_is_wrong(
    page: Page, live_server, nordlys, sign_in, programme, define, axe_finds_nothing: Callable[[Page], None]
) -> None:
    filled(programme, define, at=timezone.now() - timedelta(days=1))
    session = sign_in(nordlys.anna).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": session.value, "url": live_server.url}])
    page.emulate_media(color_scheme="dark")
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for place in ("voices/?weight=no", "calculator/?margin=0&people=x"):
            page.goto(f"{live_server.url}/w/nordlys/{place}")
            page.evaluate("document.querySelectorAll('details.data-table').forEach(each => each.open = true)")
            axe_finds_nothing(page)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (place, width)


@pytest.mark.any_database
@pytest.mark.browser
@pytest.mark.browser_context_args(java_script_enabled=False)
@pytest.mark.django_db(transaction=True)
def test_the_calculator_works_without_a_script(page: Page, live_server, nordlys, sign_in) -> None:
    session = sign_in(nordlys.anna).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": session.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/w/nordlys/calculator/?detractors=20&promoters=50&people=&rate=25")
    page.get_by_label("Margin, ± points").fill("10")
    page.get_by_role("button", name="Calculate").click()
    expect(page.locator("#for-margin")).to_contain_text("With 235 answers the score lies within")
    page.get_by_role("link", name="± 15").click()
    expect(page.get_by_label("Margin, ± points")).to_have_value("15")
