"""The loop closed once, from an unhappy answer to an effect, as its people live it.

Everything is real: `kuule up` with web and worker, a mail server, a mailbox for replies, and a browser for each of the
people. Months pass because all processes read a clock that the story turns on (`tests/clock`); nothing is written to
the database behind their backs.
"""

import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from tests.act.story import (
    EVERYBODY,
    IDA,
    KARI,
    LEENA,
    NILS,
    OTTO,
    Customer,
    asked,
    change_of,
    empty_mailbox,
    link_in,
    links_to_answer,
    mail_to,
    put_into_mailbox,
    reply_to,
    text_of,
    write_money,
)
from tests.act.story_company import (
    INVOICES,
    PHONE,
    fill_in_sign_in,
    otto_joins,
    prepare,
    press,
    send_survey,
    sign_in,
)
from tests.clock import Clock
from tests.dispatch.test_bounce_mailbox import imap_port
from tests.main_job.answering import SECONDS_TO_READ, answer_over_http, open_over_http
from tests.main_job.conftest import desk
from tests.main_job.installation import Installation, installation

__all__ = ["desk", "imap_port"]
pytestmark = [pytest.mark.any_database, pytest.mark.browser]

HELSINKI = ZoneInfo("Europe/Helsinki")
MONDAY = datetime(2026, 2, 2, 10, 0, tzinfo=HELSINKI)
LETTER_LEAVES = MONDAY.replace(minute=30)
NOON = MONDAY.replace(hour=12)
AFTERNOON = MONDAY.replace(hour=14)
ASKED_AGAIN = datetime(2026, 5, 18, 10, 0, tzinfo=HELSINKI)
MENDED = datetime(2026, 5, 26, 10, 0, tzinfo=HELSINKI)
ASKED_ONCE_MORE = datetime(2026, 8, 18, 10, 0, tzinfo=HELSINKI)
MEASURED = datetime(2026, 8, 25, 10, 0, tzinfo=HELSINKI)
WORDS = "Dear Kari,\n\nI am sorry. I looked through your invoices and found why. May I call you today?\n\nOtto"
REPLY = "Yes please, after two.\nKari"
SUBJECT, TOLD = "Your invoices", "You told us about wrong invoices"


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    """The time of the story, which begins on a Monday morning."""
    made = Clock(tmp_path_factory.mktemp("clock") / "seconds-ahead")
    made.turn_to(MONDAY)
    return made


@pytest.fixture(scope="module")
def kuule(
    tmp_path_factory: pytest.TempPathFactory, move_in: Callable[[Path], None], imap_port: int, clock: Clock
) -> Iterator[Installation]:
    """A Kuule that lives in the time of the story and reads a mailbox for replies."""
    home = tmp_path_factory.mktemp("home")
    if connection.vendor == "sqlite":
        move_in(home)
    empty_mailbox(imap_port)
    login = f"imap+plain://bounce:p%20w%3A%C3%A4@127.0.0.1:{imap_port}/INBOX"
    settings = {"KUULE_REPLY_ADDRESS": "reply@skies.example", "KUULE_REPLY_IMAP_URL": login}
    with installation(home, KUULE_ANALYTICS_URL="off", **settings, **clock.environment) as running:
        yield running


def test_one_loop_from_an_unhappy_answer_to_an_effect(
    kuule: Installation, desk: Page, browser: Browser, clock: Clock, imap_port: int, tmp_path: Path
) -> None:
    otto, phone = browser.new_page(), browser.new_page()
    prepare(kuule, desk, tmp_path)
    otto_joins(kuule, desk, browser.new_page())
    send_survey(kuule, desk)
    case = kari_answers_and_otto_hears(kuule, phone, otto)
    others_answer(kuule, 0)
    otto_writes(otto, case)
    clock.turn_to(LETTER_LEAVES)
    letter = mail_to(kuule, KARI.email, SUBJECT)
    clock.turn_to(NOON)
    kari_replies_and_it_lands_in_the_case(kuule, otto, case, letter, imap_port)
    otto_finds_the_cause_and_closes(kuule, otto, case)
    ida_wants_no_more_mail(kuule)
    clock.turn_to(AFTERNOON)
    kari_is_thanked_and_asked_if_it_is_solved(kuule, phone, otto, case)

    clock.turn_to(ASKED_AGAIN)
    kuule.kuule("import", "money", "ledger", str(write_money(tmp_path / "ledger.csv")), "--workspace", "skies")
    sign_in(kuule, desk, LEENA)
    send_survey(kuule, desk)
    kari_is_won_back(kuule, phone, desk)
    others_answer(kuule, 1)

    clock.turn_to(MENDED)
    sign_in(kuule, otto, OTTO)
    initiative = the_cause_becomes_an_initiative(kuule, desk)
    money_is_asked_for_and_granted(desk, initiative)
    otto_takes_it_on_and_it_is_done(desk, otto, initiative)
    nothing_shows_yet(desk, initiative)
    those_who_raised_it_are_told(kuule, desk, initiative)

    clock.turn_to(ASKED_ONCE_MORE)
    sign_in(kuule, desk, LEENA)
    send_survey(kuule, desk)
    answer(kuule, phone, KARI, 2)
    others_answer(kuule, 2)
    clock.turn_to(MEASURED)
    the_effect_shows(desk, initiative)
    nobody_else_was_told(kuule)


# --- One customer -------------------------------------------------------------------------------------------------


def kari_answers_and_otto_hears(kuule: Installation, phone: Page, otto: Page) -> str:
    """Kari presses a score in the mail; within a minute there is a case, and Otto reads of it. Return its address."""
    answer(kuule, phone, KARI, 0)
    since = time.monotonic()
    mail = mail_to(kuule, OTTO, "waits to hear from you")
    assert time.monotonic() - since < 60
    assert KARI.words in text_of(mail)
    case = link_in(mail, r"/w/skies/cases/\d+/")
    otto.goto(case)
    fill_in_sign_in(otto, OTTO)
    expect(otto.get_by_role("heading", level=1)).to_contain_text(KARI.name)
    expect(otto.locator("main")).to_contain_text(KARI.words)
    return case


def answer(kuule: Installation, phone: Page, customer: Customer, wave: int) -> None:
    """A customer follows the link of their score and says why."""
    score = customer.scores[wave]
    assert score is not None
    phone.goto(links_to_answer(kuule, customer, wave)[score])
    expect(phone.locator(f"input[name=score][value='{score}']")).to_be_checked()
    phone.locator("textarea").fill(customer.words)
    press(phone, "Send answer")
    phone.wait_for_url("**/thanks")


def others_answer(kuule: Installation, wave: int) -> None:
    """Everybody but Kari answers without a script, if they say anything."""
    found = [(each, each.scores[wave]) for each in EVERYBODY if each is not KARI]
    links = [(each, links_to_answer(kuule, each, wave)[score], score) for each, score in found if score is not None]
    opened = [open_over_http(link) for _customer, link, _score in links]
    time.sleep(SECONDS_TO_READ)
    for (customer, link, score), shown in zip(links, opened, strict=True):
        answer_over_http(link, shown, score=score, why=customer.words)


def otto_writes(otto: Page, case: str) -> None:
    """Otto writes to Kari from the case."""
    otto.goto(f"{case}letters/")
    otto.get_by_label("Subject").fill(SUBJECT)
    otto.get_by_label("Your words").fill(WORDS)
    press(otto, "Send")
    expect(otto.get_by_role("main")).to_contain_text("I looked through your invoices")


def kari_replies_and_it_lands_in_the_case(
    kuule: Installation, otto: Page, case: str, letter: EmailMessage, port: int
) -> None:
    """The answer of Kari's mail program lands in the case without what it quotes, and Otto hears of it."""
    assert "Otto Owner" in str(letter["From"])
    assert WORDS in text_of(letter)
    put_into_mailbox(port, reply_to(letter, KARI, REPLY))
    kuule.begin_worker_anew()
    assert REPLY in text_of(mail_to(kuule, OTTO, "wrote back"))
    otto.goto(case)
    came = otto.locator("article").filter(has_text=f"Re: {SUBJECT}")
    assert came.locator(".preserve-lines").first.inner_text() == REPLY
    expect(came.get_by_text("The whole mail")).to_be_visible()
    expect(came.get_by_text("I looked through your invoices")).to_be_hidden()


def otto_finds_the_cause_and_closes(kuule: Installation, otto: Page, case: str) -> None:
    """Otto calls, names the cause, and cannot close the case before he has written the note that the rule wants."""
    otto.goto(f"{case}?act=call")
    otto.locator("#act-call").get_by_label("What was said").fill("Promised a credit note.")
    press(otto, "Keep the call")
    name_cause(otto, case, INVOICES)
    otto.goto(f"{case}?act=close")
    closing = otto.locator("#act-close")
    closing.get_by_label("Solved", exact=True).check()
    press(otto, "Close it")
    expect(closing).to_contain_text("This field is required.")
    closing.get_by_label("In a word").fill("Credit note sent.")
    press(otto, "Close it")
    expect(otto.get_by_role("main")).to_contain_text("Closed")
    for customer, cause in ((IDA, INVOICES), (NILS, PHONE)):
        otto.goto(f"{kuule.url}/w/skies/cases/")
        otto.get_by_role("link", name=customer.name).first.click()
        name_cause(otto, otto.url.partition("?")[0], cause)


def name_cause(otto: Page, case: str, cause: str) -> None:
    """Choose a root cause from the tree."""
    otto.goto(f"{case}?act=cause")
    otto.locator("#act-cause").get_by_label("Root cause").select_option(cause)
    press(otto, "Name it")
    expect(otto.get_by_role("main")).to_contain_text(cause)


def ida_wants_no_more_mail(kuule: Installation) -> None:
    """Ida's mail program opts out with one click, as RFC 8058 says."""
    link = str(asked(kuule, IDA)[0]["List-Unsubscribe"]).strip("<>")
    with urlopen(Request(link, data=b"List-Unsubscribe=One-Click"), timeout=30) as done:
        assert done.status == 200


def kari_is_thanked_and_asked_if_it_is_solved(kuule: Installation, phone: Page, otto: Page, case: str) -> None:
    """Kari was thanked for the answer; now that the case is closed she says that it is solved."""
    kuule.begin_worker_anew()
    assert "We are sorry that we let you down" in text_of(mail_to(kuule, KARI.email, "Thank you"))
    phone.goto(link_in(mail_to(kuule, KARI.email, "Is it solved"), r"/l/\S+"))
    phone.get_by_label("Yes, it is solved").check()
    press(phone, "Send")
    expect(phone.get_by_role("main")).to_contain_text("Good to know that it is solved.")
    otto.goto(case)
    expect(otto.get_by_role("main")).to_contain_text("The customer says: solved")


def kari_is_won_back(kuule: Installation, phone: Page, leena: Page) -> None:
    """Asked again by a survey to everybody, Kari is happy, and stands among those who came back."""
    answer(kuule, phone, KARI, 1)
    leena.goto(f"{kuule.url}/w/skies/cases/recovered/")
    back = leena.locator("section").filter(has=leena.get_by_role("heading", name="They came back"))
    expect(back).to_contain_text(KARI.name)
    expect(leena.get_by_role("main")).not_to_contain_text("Still unhappy")


# --- What is behind it --------------------------------------------------------------------------------------------


def the_cause_becomes_an_initiative(kuule: Installation, leena: Page) -> str:
    """Leena makes an initiative of the root cause. Return its address."""
    leena.goto(f"{kuule.url}/w/skies/cases/causes/")
    leena.get_by_role("link", name=f"Change {INVOICES}").click()
    leena.get_by_role("link", name="Make an initiative of this").click()
    for label, words in (
        ("What is to be done", "Check invoices before they leave"),
        ("The cause, in your words", "Prices are typed by hand."),
        ("If we …", "check every invoice"),
        ("then …", "fewer are wrong"),
        ("for …", "customers in the north"),
    ):
        leena.get_by_label(label, exact=True).fill(words)
    line = leena.get_by_role("group", name="Condition 1")
    line.get_by_label("Property").fill("account.region")
    line.get_by_label("Value").fill("North")
    leena.get_by_label("Owner (optional)", exact=True).select_option("Otto Owner")
    press(leena, "Save")
    leena.wait_for_url(re.compile(r"/improve/\d+/$"))
    expect(leena.get_by_role("main")).to_contain_text("2 cases")
    return leena.url


def money_is_asked_for_and_granted(leena: Page, initiative: str) -> None:
    """The page says what is at stake; Leena asks for money and grants less."""
    main = leena.get_by_role("main")
    expect(main).to_contain_text("60,000")
    leena.get_by_label("Money asked for").fill("9000")
    leena.get_by_label("What it is for").fill("A check of prices")
    press(leena, "Ask for a decision")
    leena.get_by_label("Money granted").fill("6000")
    press(leena, "Grant")
    leena.goto(initiative)
    expect(main).to_contain_text("6,000")


def otto_takes_it_on_and_it_is_done(leena: Page, otto: Page, initiative: str) -> None:
    """Otto takes it on by name; the work begins with what it is judged by, and is done."""
    otto.goto(initiative)
    press(otto, "I take it on")
    leena.goto(initiative)
    leena.get_by_label("Customers feel it from").fill(f"{MENDED:%Y-%m-%d}")
    press(leena, "Begin the work")
    press(leena, "It is done")


def nothing_shows_yet(leena: Page, initiative: str) -> None:
    """On the first day no figure can carry an effect, and the page says so."""
    leena.goto(initiative)
    expect(leena.get_by_role("main")).to_contain_text("Too few answers to say anything")


def those_who_raised_it_are_told(kuule: Installation, leena: Page, initiative: str) -> None:
    """Leena sees who would be told and who not, and tells Kari."""
    leena.goto(f"{initiative}telling/")
    leena.get_by_label("Subject").first.fill(TOLD)
    leena.get_by_label("What was done").first.fill("Somebody now checks every invoice before it leaves.")
    press(leena, "Save the texts")
    people = leena.locator("section").filter(has=leena.get_by_role("heading", name="Who raised it"))
    rows = people.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text=KARI.name)).to_contain_text("would be told now")
    expect(rows.filter(has_text=IDA.name)).to_contain_text("They said that they want no mails")
    press(leena, "Tell 1 person")
    mail = mail_to(kuule, KARI.email, TOLD)
    assert "checks every invoice" in text_of(mail)
    leena.goto(f"{initiative}telling/")
    expect(rows.filter(has_text=KARI.name)).to_contain_text("told 26 May 2026")
    expect(rows.filter(has_text=IDA.name)).to_contain_text("left out")


def the_effect_shows(leena: Page, initiative: str) -> None:
    """Three months later the page shows the effect that one counts by hand, with its range."""
    leena.goto(initiative)
    north, south = (change_of(region) for region in ("North", "South"))
    sentence = leena.get_by_text("raised the score by")
    expect(sentence).to_contain_text(f"raised the score by {round(north - south)} points, between")
    press(leena, "Write down what shows")
    expect(leena.get_by_role("main")).to_contain_text("Measured")
    leena.goto(f"{initiative}telling/")
    expect(leena.get_by_role("main")).to_contain_text("1 mail has left")
    expect(leena.get_by_role("main")).to_contain_text("1 of 1")


def nobody_else_was_told(kuule: Installation) -> None:
    """Kari heard once; nobody else ever did, and Ida was not asked again either."""
    told = [address for address, mails in kuule.postbox.mails.items() for each in mails if each["Subject"] == TOLD]
    assert told == [KARI.email]
    assert [len(asked(kuule, each)) for each in (KARI, IDA, NILS)] == [3, 1, 3]
