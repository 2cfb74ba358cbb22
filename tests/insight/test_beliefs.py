"""What the company believes customers say: asked before they answer, and set beside what they say."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from kuule.contacts.models import Account
from kuule.insight.answers.beliefs import company_beliefs, guess_gap
from kuule.insight.auth import guess_link
from kuule.insight.models import Guess, GuessMail
from kuule.insight.selectors.guesses import accounts_to_guess, guesses_that_came_true
from kuule.insight.services import ask_owners, keep_guesses, send_guess_mail, set_guessing
from kuule.insight.tasks import drain_guess_mails
from kuule.responses.services import accept_answer
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company
from tests.dispatch.conftest import post  # noqa: F401 - a fixture
from tests.insight.conftest import Programme

pytestmark = pytest.mark.any_database

DAY = timedelta(days=1)
# Nine in the morning of a Monday in Helsinki.
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
PAGE = "/w/nordlys/beliefs/"
SignIn = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def _helsinki(nordlys: Company) -> None:
    Workspace.objects.update(timezone="Europe/Helsinki")
    nordlys.workspace.refresh_from_db()


def owned(programme: Programme, company: Company, *names: str) -> list[Account]:
    accounts = [programme.account(name) for name in names]
    Account.objects.filter(pk__in=[each.pk for each in accounts]).update(owner=company.frida)
    for each in accounts:
        programme.contact(f"Buyer at {each.name}", account=each)
    return accounts


def guess(company: Company, account: Account, score: int, at: datetime) -> int:
    return keep_guesses(member=company.frida, guesses={account.pk: score}, now=at)


def answered(programme: Programme, account: Account, score: int, at: datetime) -> None:
    programme.answer(score, contact=programme.contact(account=account), at=at)


def sealed(page: Any) -> dict[str, str]:
    found = re.search(r'name="shown" value="([^"]+)"', page.content.decode())
    assert found
    return {"shown": found[1]}


def read(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.content.decode()))


def test_owners_are_asked_on_mondays_once_a_week_by_mail(nordlys: Company, programme: Programme, post) -> None:  # noqa: F811
    owned(programme, nordlys, "Fjord Shipping", "Acme")
    set_guessing(workspace=nordlys.workspace, is_on=True, actor=SYSTEM, now=MONDAY)
    for moment in (MONDAY - DAY, MONDAY - timedelta(hours=2), MONDAY, MONDAY + timedelta(hours=3), MONDAY + DAY):
        with time_machine.travel(moment, tick=False):
            drain_guess_mails()
    (letter,) = post.letters
    assert (letter["To"], letter["Subject"]) == ("frida@nordlys.example", "What would these 2 accounts say?")
    html = letter.get_body(("html",)).get_content()
    assert html.index("Acme") < html.index("Fjord Shipping")
    assert len(set(re.findall(r"/g/[^?\"]+\?account=\d+&amp;score=(\d+)", html))) == 11
    with time_machine.travel(MONDAY + 7 * DAY, tick=False):
        drain_guess_mails()
    assert len(post.letters) == 2


def test_a_mail_that_was_not_taken_is_tried_again_and_one_in_doubt_is_not(
    nordlys: Company, programme: Programme, settings
) -> None:
    owned(programme, nordlys, "Acme")
    set_guessing(workspace=nordlys.workspace, is_on=True, actor=SYSTEM, now=MONDAY)
    assert [ask_owners(workspace=nordlys.workspace, now=MONDAY) for _twice in range(2)] == [1, 0]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    mail = GuessMail.objects.get()
    for attempt in range(5):
        mail.refresh_from_db()
        state = send_guess_mail(mail=mail, link="https://k.example/g/x", now=MONDAY)
        assert state == ("failed" if attempt == 4 else "due")
    assert GuessMail.objects.get().attempts == 5
    GuessMail.objects.update(state="sending")
    assert send_guess_mail(mail=mail, link="https://k.example/g/x", now=MONDAY) is None


def test_a_link_in_the_mail_lets_its_owner_guess_and_nobody_else(nordlys: Company, programme: Programme) -> None:
    mine, other = owned(programme, nordlys, "Acme", "Fjord")
    Account.objects.filter(pk=other.pk).update(owner=nordlys.bob)
    link = guess_link(nordlys.frida).partition("/g/")[2]
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        page = Client().get(f"/g/{link}?account={mine.pk}&score=7")
        assert re.search(r'value="7"[^>]*checked', page.content.decode())
        assert not Guess.objects.exists()
        guesses = {f"account_{mine.pk}": "7", f"account_{other.pk}": "3", **sealed(page)}
        assert "That was very quick" in read(Client().post(f"/g/{link}", guesses))
        assert not Guess.objects.exists()
        clock.shift(timedelta(seconds=3))
        assert "1 guess is kept" in read(Client().post(f"/g/{link}", guesses))
        assert Guess.objects.values_list("account", "member", "score").get() == (mine.pk, nordlys.frida.pk, 7)
        assert Client().get(f"/g/{link}x").status_code == 404
        clock.shift(timedelta(days=22))
        assert "works for three weeks" in read(Client().get(f"/g/{link}"))


def test_a_tap_is_kept_at_once_after_a_signal_and_the_same_tap_once(nordlys: Company, programme: Programme) -> None:
    (mine,) = owned(programme, nordlys, "Acme")
    link = "/g/" + guess_link(nordlys.frida).partition("/g/")[2]
    seal = sealed(Client().get(link))
    tap = {"tap": 1, f"account_{mine.pk}": "7", **seal}
    assert Client().post(link, tap).status_code == 422
    signal = {"signal": seal["shown"][::-1]}
    assert [Client().post(link, {**tap, **signal}).status_code for _twice in range(2)] == [204, 204]
    assert Client().post(link, {**tap, **signal, f"account_{mine.pk}": "9"}).status_code == 204
    assert list(Guess.objects.order_by("pk").values_list("score", flat=True)) == [7, 9]
    again = Client().get(f"{link}?account={mine.pk}&score=4")
    assert "Acme" in read(again), "whoever taps in the mail once more can correct the guess"


def test_a_tap_on_an_account_of_somebody_else_keeps_nothing(nordlys: Company, programme: Programme) -> None:
    _mine, other = owned(programme, nordlys, "Acme", "Fjord")
    Account.objects.filter(pk=other.pk).update(owner=nordlys.bob)
    link = "/g/" + guess_link(nordlys.frida).partition("/g/")[2]
    assert "Fjord" not in read(Client().get(f"{link}?account={other.pk}&score=4"))
    seal = sealed(Client().get(link))
    Client().post(link, {"tap": 1, f"account_{other.pk}": "4", **seal, "signal": seal["shown"][::-1]})
    assert not Guess.objects.exists()
    assert Client().post(link, {"account_x": "4", "account_": "", **seal}).status_code in (200, 422)


def test_a_member_guesses_without_a_mail_too(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    (account,) = owned(programme, nordlys, "Acme")
    frida = sign_in(nordlys.frida)
    page = "/w/nordlys/guesses/"
    assert "Acme" in read(frida.get(page))
    assert "Select a valid choice" in read(frida.post(page, {f"account_{account.pk}": "11"}))
    assert "1 guess is kept" in read(frida.post(page, {f"account_{account.pk}": "10"}, follow=True))
    assert "Nothing to guess now" in read(frida.get(page))
    assert Guess.objects.get().score == 10


def test_an_account_comes_again_when_its_guess_is_old(nordlys: Company, programme: Programme) -> None:
    account, _empty = owned(programme, nordlys, "Acme", "Empty")
    _empty.contacts.all().delete()
    assert accounts_to_guess(nordlys.frida, now=MONDAY) == [account]
    guess(nordlys, account, 9, MONDAY)
    assert accounts_to_guess(nordlys.frida, now=MONDAY + 89 * DAY) == []
    assert accounts_to_guess(nordlys.frida, now=MONDAY + 91 * DAY) == [account]


def test_each_answer_is_held_against_the_last_guess_before_it(nordlys: Company, programme: Programme) -> None:
    (account,) = owned(programme, nordlys, "Acme")
    answered(programme, account, 2, MONDAY - DAY)
    guess(nordlys, account, 9, MONDAY)
    answered(programme, account, 6, MONDAY + DAY)
    guess(nordlys, account, 4, MONDAY + 2 * DAY)
    answered(programme, account, 3, MONDAY + 3 * DAY)
    answered(programme, account, 10, MONDAY + 300 * DAY)
    rows = guesses_that_came_true(programme.query(period="all"))
    assert [(row.guess, row.score) for row in rows] == [(9, 6), (4, 3)]
    found = guess_gap(rows, programme.query(period="all"))
    assert (found.gap.believed.value, found.gap.said.value, found.gap.value) == (0.0, -100.0, -100.0)
    assert (found.accounts, found.unhappy, found.foreseen, found.gap.lower) == (1, 2, 1, None)


def test_the_gap_has_an_interval_and_a_word(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    for number, account in enumerate(owned(programme, nordlys, *(f"Account {n:02}" for n in range(12)))):
        guess(nordlys, account, 10, programme.now - 5 * DAY)
        answered(programme, account, 2 if number % 3 else 9, programme.now - DAY)
    with time_machine.travel(programme.now, tick=False):
        page = read(sign_in(nordlys.bob).get(PAGE))
        own = read(sign_in(nordlys.frida).get(PAGE))
    assert "Owners guessed +100, their customers said −33." in page
    assert "worse than believed" in page
    assert "Of 8 unhappy answers 0 were foreseen." in page
    assert "You guessed +100" in own
    assert "You guessed" not in page


def test_what_staff_believe_stands_beside_what_customers_say(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    for score in (3, 9, 6, 5, 8, 2):
        programme.answer(score, at=programme.now - DAY)
    survey = create_from_starter(
        workspace=nordlys.workspace, name="Beliefs", starter="beliefs", actor=SYSTEM, now=programme.now
    )
    publish_survey(survey=survey, actor=SYSTEM, now=programme.now)
    version = newest_version(nordlys.workspace, survey=survey)
    for number, place in enumerate(("leadership", "leadership", "frontline", "frontline", "frontline", "")):
        accept_answer(
            version=version,
            score=10 if place == "leadership" else 7,
            verbatim="",
            answers={"place": place} if place else {},
            language="en",
            channel="link",
            now=programme.now - DAY,
            token_hash=f"{number:064}",
        )
    gap, parts = company_beliefs(programme.query(period="all"))
    assert gap is not None
    assert (round(gap.believed.value or 0), round(gap.said.value or 0), gap.believed.n) == (33, -50, 6)
    assert [(each.texts["en"], each.gap.believed.value) for each in parts] == [
        ("In the leadership", 100.0),
        ("With customers every day", 0.0),
    ]
    with time_machine.travel(programme.now, tick=False):
        client = sign_in(nordlys.vera)
        page, overview = read(client.get(PAGE)), read(client.get("/w/nordlys/"))
    assert "In the leadership 2" in page
    assert "−50" in overview


def test_asking_is_begun_and_stopped_by_whoever_sends_surveys(nordlys: Company, sign_in: SignIn) -> None:
    bob = sign_in(nordlys.bob)
    assert "Owners are asked on Mondays." in read(bob.post(f"{PAGE}asking/", {"ask": "on"}, follow=True))
    assert "Nothing to compare yet" in read(bob.get(PAGE))
    assert "not asked any more" in read(bob.post(f"{PAGE}asking/", {"ask": "off"}, follow=True))
    assert sign_in(nordlys.vera).post(f"{PAGE}asking/", {"ask": "on"}).status_code == 403
