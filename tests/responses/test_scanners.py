"""What mail scanners and other programs do with the links of a mail, played again: none of it is an answer."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kuule.dispatch.models import Delivery
from kuule.lib.tokens import hash_token, mint_token
from kuule.responses.models import Click, Response
from kuule.responses.rules import CLICKS_KEPT
from kuule.surveys.models import Survey
from tests.responses.conftest import FORM, Asked, sealed, touched

LINK_PREVIEWS = (
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
)
SAFE_LINKS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
Post = Callable[..., int]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def post(respondent: Client) -> Post:
    """Send a form exactly as it is given."""

    def send(path: str, **fields: str) -> int:
        return respondent.post(path, urlencode(fields), content_type=FORM).status_code

    return send


def hidden_fields(page: bytes) -> dict[str, str]:
    """Return what a program that copies the fields of a page sends along."""
    found = re.findall(r'type="hidden" name="(\w+)"(?: value="([^"]*)")?', page.decode())
    return dict(found)


def counted() -> int:
    return Response.objects.filter(verdict="person").count()


def a_person_answers(respondent: Client, path: str, clock: time_machine.Traveller, post: Post) -> None:
    """Somebody without JavaScript opens the link some minutes later, reads, and sends."""
    clock.shift(timedelta(minutes=3))
    page = respondent.get(f"{path}?score=9")
    clock.shift(timedelta(seconds=6))
    assert post(path, **hidden_fields(page.content), score="9", why="I am real.") == 303
    answer = Response.objects.get()
    assert (answer.verdict, answer.score, answer.verbatim) == ("person", 9, "I am real.")


def open_all_links(respondent: Client, path: str, clock: time_machine.Traveller) -> dict[str, str]:
    fields: dict[str, str] = {}
    for score in range(11):
        page = respondent.get(f"{path}?score={score}", headers={"user-agent": SAFE_LINKS})
        fields = hidden_fields(page.content)
        clock.shift(timedelta(seconds=0.18))
    return fields


def test_all_links_at_once_are_a_scanner_and_no_answer(
    respondent: Client, asked: Asked, clock: time_machine.Traveller, post: Post
) -> None:
    open_all_links(respondent, asked.path, clock)
    assert not Response.objects.exists()
    assert set(Click.objects.values_list("verdict", "reason")) == {("scanner", "all_links")}
    a_person_answers(respondent, asked.path, clock, post)


@pytest.mark.parametrize("waits", [0.0, 4.0, 60.0])
def test_a_scanner_that_opens_all_links_and_then_sends_the_form_does_not_count(
    respondent: Client, asked: Asked, clock: time_machine.Traveller, post: Post, waits: float
) -> None:
    fields = open_all_links(respondent, asked.path, clock)
    clock.shift(timedelta(seconds=waits))
    post(asked.path, **fields, score="0")
    assert Response.objects.get().verdict == "scanner"
    a_person_answers(respondent, asked.path, clock, post)


def test_a_scanner_that_sends_each_form_as_it_opens_it_does_not_count(
    respondent: Client, asked: Asked, clock: time_machine.Traveller, post: Post
) -> None:
    for score in range(11):
        page = respondent.get(f"{asked.path}?score={score}")
        post(asked.path, **hidden_fields(page.content), score=str(score))
        clock.shift(timedelta(seconds=0.2))
    assert Response.objects.get().verdict == "scanner"
    assert not Delivery.objects.filter(purpose="confirm", state="due").exists()
    a_person_answers(respondent, asked.path, clock, post)


def test_a_person_whose_browser_runs_scripts_counts_even_while_a_scanner_is_at_work(
    respondent: Client, asked: Asked, clock: time_machine.Traveller, post: Post
) -> None:
    open_all_links(respondent, asked.path, clock)
    assert post(asked.path, **touched(asked.path, {"score": "8"})) == 303
    assert Response.objects.get().verdict == "person"


def test_a_storm_of_heads_is_counted_and_fills_no_disk(
    respondent: Client, asked: Asked, clock: time_machine.Traveller, post: Post
) -> None:
    for number in range(3 * CLICKS_KEPT):
        respondent.head(f"{asked.path}?score={number % 11}")
    assert Click.objects.count() == CLICKS_KEPT
    assert sum(Click.objects.values_list("repeats", flat=True)) == 2 * CLICKS_KEPT
    assert not Response.objects.exists()
    a_person_answers(respondent, asked.path, clock, post)
    assert Click.objects.filter(method="POST", verdict="person").count() == 1


@pytest.mark.parametrize("with_fields", [False, True], ids=["made up", "copied from the page"])
def test_a_form_sent_by_a_script_is_kept_and_does_not_count(
    respondent: Client, asked: Asked, clock: time_machine.Traveller, post: Post, with_fields: bool
) -> None:
    page = respondent.get(asked.path)
    fields = hidden_fields(page.content) if with_fields else {}
    assert post(asked.path, **fields, score="0", why="spam") == 303
    kept = Response.objects.get()
    assert (kept.verdict, kept.score, kept.verbatim) == ("unclear", 0, "spam")
    assert kept.verdict_reason == ("too_quick" if with_fields else "unsigned")
    asked.invitation.refresh_from_db()
    assert asked.invitation.answered_at is None
    a_person_answers(respondent, asked.path, clock, post)
    asked.invitation.refresh_from_db()
    assert asked.invitation.answered_at == Response.objects.get().answered_at


@pytest.mark.parametrize("agent", LINK_PREVIEWS)
def test_link_previews_do_not_answer(
    respondent: Client, asked: Asked, clock: time_machine.Traveller, post: Post, agent: str
) -> None:
    respondent.get(f"{asked.path}?score=7", headers={"user-agent": agent})
    assert tuple(Click.objects.values_list("verdict", "reason")) == (("scanner", "link_preview"),)
    a_person_answers(respondent, asked.path, clock, post)


@pytest.mark.parametrize(
    ("header", "value"), [("purpose", "prefetch"), ("sec-purpose", "prefetch;prerender"), ("x-moz", "prefetch")]
)
def test_pages_that_are_loaded_ahead_do_not_answer(
    respondent: Client, asked: Asked, clock: time_machine.Traveller, post: Post, header: str, value: str
) -> None:
    respondent.get(f"{asked.path}?score=7", headers={header: value})
    assert tuple(Click.objects.values_list("verdict", "reason")) == (("scanner", "prefetch"),)
    a_person_answers(respondent, asked.path, clock, post)


def test_the_seal_of_one_link_is_worth_nothing_for_another(
    respondent: Client, asked: Asked, clock: time_machine.Traveller, post: Post
) -> None:
    stolen = sealed(f"/a/{mint_token()}", {"score": "10"}, seconds=60)
    post(asked.path, **stolen, signal=stolen["shown"][::-1])
    assert Response.objects.get().verdict == "unclear"


@pytest.mark.parametrize("shown", ["", ":", "x" * 5000, "fffffffffffffffff:AAAA", "\0", "ä:ö", "1:2:3"])
def test_a_false_seal_is_no_seal(asked: Asked, post: Post, shown: str) -> None:
    assert post(asked.path, score="9", shown=shown, signal=shown[::-1]) == 303
    assert Response.objects.get().verdict_reason == "unsigned"


def test_a_clock_that_was_set_back_makes_no_person(asked: Asked, post: Post) -> None:
    ahead = sealed(asked.path, {"score": "9"}, seconds=-3600)
    post(asked.path, **ahead, signal=ahead["shown"][::-1])
    assert Response.objects.get().verdict == "unclear"


def test_a_scanner_cannot_change_what_a_person_said(
    respondent: Client, asked: Asked, clock: time_machine.Traveller, post: Post
) -> None:
    a_person_answers(respondent, asked.path, clock, post)
    page = respondent.get(f"{asked.path}?score=0")
    assert post(asked.path, **hidden_fields(page.content), score="0", why="") == 422
    answer = Response.objects.get()
    assert (answer.score, answer.verbatim, answer.verdict) == (9, "I am real.", "person")
    assert Click.objects.latest("pk").verdict == "unclear"


def test_a_hasty_person_is_asked_to_press_once_more_and_loses_nothing(
    respondent: Client, asked: Asked, clock: time_machine.Traveller, post: Post
) -> None:
    a_person_answers(respondent, asked.path, clock, post)
    page = respondent.get(asked.path)
    hasty = {**hidden_fields(page.content), "score": "3", "why": "I have changed my mind."}
    again = respondent.post(asked.path, urlencode(hasty), content_type=FORM)
    shown = again.content.decode()
    assert "Please check your answer and send it once more." in shown
    assert "I have changed my mind.</textarea>" in shown
    clock.shift(timedelta(seconds=2))
    assert post(asked.path, **hidden_fields(again.content), score="3", why="I have changed my mind.") == 303
    assert Response.objects.get().score == 3


def test_a_shared_link_judges_the_same_and_keeps_no_visits(
    respondent: Client, survey: Survey, clock: time_machine.Traveller, post: Post
) -> None:
    path = f"/s/{survey.slug}"
    page = respondent.get(f"{path}?score=2")
    fields = hidden_fields(page.content)
    post(path, **fields, score="2")
    assert Response.objects.get(token_hash=hash_token(fields["token"])).verdict == "unclear"
    clock.shift(timedelta(seconds=2))
    assert post(path, **fields, score="2", why="Slowly now") == 303
    assert Response.objects.get().verdict == "person"
    assert not Click.objects.exists()


def test_visits_say_when_with_what_and_from_where_without_the_address(
    respondent: Client, asked: Asked, clock: time_machine.Traveller
) -> None:
    respondent.get(f"{asked.path}?score=4", headers={"user-agent": "A" * 900}, REMOTE_ADDR="203.0.113.9")
    click = Click.objects.get()
    assert (click.act, click.score, click.method, click.verdict) == ("score", 4, "GET", "unclear")
    assert click.user_agent == "A" * 200
    assert len(click.address_hash) == 64
    assert "203.0.113.9" not in repr(vars(click))
    assert isinstance(click.at, datetime)


def test_an_anonymous_survey_keeps_no_visits(respondent: Client, asked: Asked, survey: Survey) -> None:
    Survey.objects.filter(pk=survey.pk).update(is_anonymous=True)
    respondent.get(f"{asked.path}?score=4")
    assert not Click.objects.exists()


def test_the_page_is_shown_even_when_the_visit_cannot_be_kept(
    respondent: Client, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    def full(**_given: object) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr("kuule.responses.views.visits.keep_click", full)
    assert respondent.get(asked.path).status_code == 200
