"""Message tests: drawn by chance, shown after the thanks, followed by a link of their own, judged group by group."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer
from statsmodels.stats.proportion import proportion_confint

from kuule.contacts.services.persons import erase_person
from kuule.economics.answers.message_effects import message_effects
from kuule.economics.models import LedgerEntry, MessageShown, MessageTest
from kuule.economics.receivers import thanks
from kuule.economics.rules.messages import HELD_OUT, KeptMessage, drawn_message, is_safe_link, languages_of
from kuule.economics.services.message_tests import MessageTestSettings, make_message_test, start_message_test
from kuule.responses.models import Response
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM, Refused
from tests.conftest import Company
from tests.responses.conftest import FORM, Asked, ask, published_survey, sealed
from tests.responses.test_answer_headers import BUDGET, bytes_on_the_wire

SignIn = Callable[[Member], Client]
GUIDE = "https://kuule.example/guide"
MESSAGES = (
    KeptMessage(
        words={"en": "Read our new guide.", "fi": "Lue uusi oppaamme."},
        link=GUIDE,
        link_words={"en": "Open the guide", "fi": "Avaa opas"},
    ),
    KeptMessage(words={"en": "We call you.", "fi": "Soitamme sinulle."}, link="", link_words={}),
)


@pytest.fixture
def version(nordlys: Company) -> SurveyVersion:
    return published_survey(nordlys.workspace, timezone.now())


@pytest.fixture
def run(nordlys: Company) -> Callable[..., MessageTest]:
    """Start a test; everybody sees a message unless told otherwise."""

    def start(**told: Any) -> MessageTest:
        settings = MessageTestSettings(**{"name": "Guide or call", "messages": MESSAGES, "held_out": 0, **told})
        who = {"actor": SYSTEM, "now": timezone.now()}
        test = make_message_test(workspace=nordlys.workspace, settings=settings, **who)
        start_message_test(test=test, **who)
        return test

    return start


def answer(asked: Asked, score: int = 9, **more: str) -> str:
    """Answer as a person does, and return the thank-you page."""
    respondent = Client(enforce_csrf_checks=True)
    fields = sealed(asked.path, {"score": str(score), **more})
    respondent.post(asked.path, urlencode(fields), content_type=FORM)
    return respondent.get(f"{asked.path}/thanks").content.decode()


@given(held_out=st.integers(0, 90), messages=st.integers(2, 4))
@pytest.mark.any_database
def test_messages_are_drawn_in_equal_shares_and_always_the_same(held_out: int, messages: int) -> None:
    drawn = [
        drawn_message(test="t", response=f"r{number}", messages=messages, held_out=held_out) for number in range(2_000)
    ]
    assert drawn[7] == drawn_message(test="t", response="r7", messages=messages, held_out=held_out)
    counted = Counter(drawn)
    expected = {HELD_OUT: held_out / 100} | dict.fromkeys(range(1, messages + 1), (1 - held_out / 100) / messages)
    # Five standard deviations of 2,000 draws, at most.
    assert all(abs(counted[number] / 2_000 - share) < 5 * 0.5 / 2_000**0.5 for number, share in expected.items())
    assert set(counted) <= set(expected)


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://kuule.example/a?b=c", True),
        ("http://kuule.example", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://kuule.example/a b", False),
        ("https://kuule.example/\nSet-Cookie: a", False),
    ],
)
def test_only_a_whole_https_address_is_followed(address: str, is_safe: bool) -> None:
    assert is_safe_link(address) is is_safe


@pytest.mark.any_database
def test_only_languages_that_every_message_has_take_part() -> None:
    assert languages_of(MESSAGES) == ["en", "fi"]
    lacking = KeptMessage(words={"en": "A", "fi": "B"}, link=GUIDE, link_words={"en": "C"})
    assert languages_of([lacking, MESSAGES[1]]) == ["en"]
    assert languages_of([]) == []


def test_a_message_stands_below_the_thanks_and_its_link_is_counted(
    version: SurveyVersion, run: Callable[..., MessageTest]
) -> None:
    run()
    texts, shown = set(), {}
    for _number in range(12):
        asked = ask(version, timezone.now())
        page = answer(asked)
        texts |= {each["words"]["en"] for each in MESSAGES if each["words"]["en"] in page}
        shown[asked.path] = MessageShown.objects.get(response__contact=asked.contact)
        assert answer(asked, score=9).count('class="s"') == 1
    assert texts == {each["words"]["en"] for each in MESSAGES}
    assert MessageShown.objects.count() == 12
    path, linked = next((path, each) for path, each in shown.items() if each.message == 1)
    where, browser = f"/m/{path.split('/')[2]}", Client()
    for headers in ({"HTTP_PURPOSE": "prefetch"}, {"HTTP_USER_AGENT": "Slackbot 1.0"}):
        assert browser.get(where, **headers).headers["Location"] == GUIDE
    browser.head(where)
    linked.refresh_from_db()
    assert linked.tapped_at is None
    reply = browser.get(where)
    assert (reply.status_code, reply.headers["Location"]) == (303, GUIDE)
    assert (reply.headers["Referrer-Policy"], reply.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert not reply.cookies
    linked.refresh_from_db()
    tapped_at = linked.tapped_at
    browser.get(where)
    linked.refresh_from_db()
    assert linked.tapped_at == tapped_at is not None
    other = next(path for path, each in shown.items() if each.message == 2)
    assert browser.get(f"/m/{other.split('/')[2]}").headers["Location"] == other
    assert browser.get("/m/forged").headers["Location"] == "/a/forged"


def test_everybody_reads_their_own_language_or_takes_no_part(
    version: SurveyVersion, run: Callable[..., MessageTest]
) -> None:
    run()
    finnish = answer(ask(version, timezone.now(), "fi"), language="fi")
    assert any(each["words"]["fi"] in finnish for each in MESSAGES)
    swedish = answer(ask(version, timezone.now(), "sv"), language="sv")
    assert 'class="s"' not in swedish
    assert MessageShown.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "score"), [({"held_out": 90}, 9), ({"groups": ("detractor",)}, 9), ({"groups": ("promoter",)}, 3)]
)
def test_who_is_left_out_sees_the_usual_thanks(
    version: SurveyVersion, run: Callable[..., MessageTest], told: dict[str, Any], score: int
) -> None:
    run(**told)
    pages = [answer(ask(version, timezone.now()), score=score) for _number in range(6)]
    kept = MessageShown.objects.all()
    assert sum('class="s"' in page for page in pages) == kept.exclude(message=HELD_OUT).count() <= 4
    assert kept.count() == (6 if "held_out" in told else 0)


def test_nobody_anonymous_takes_part(version: SurveyVersion, run: Callable[..., MessageTest]) -> None:
    run()
    version.survey.is_anonymous = True
    version.survey.save()
    assert 'class="s"' not in answer(ask(version, timezone.now()))
    assert not MessageShown.objects.exists()


def test_partners_and_staff_take_no_part(version: SurveyVersion, run: Callable[..., MessageTest]) -> None:
    run()
    version.survey.group = "partner"
    version.survey.save()
    assert 'class="s"' not in answer(ask(version, timezone.now()))
    assert not MessageShown.objects.exists()


def test_a_thank_you_is_said_also_when_nothing_can_be_written(
    version: SurveyVersion, run: Callable[..., MessageTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()

    def fail(**_told: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(thanks, "show_message", fail)
    page = answer(ask(version, timezone.now()))
    assert "<h1>" in page
    assert 'class="s"' not in page


@pytest.mark.any_database
def test_the_page_stays_light(version: SurveyVersion, run: Callable[..., MessageTest]) -> None:
    long = [
        KeptMessage(words={"en": "Words of a message. " * 20}, link=GUIDE, link_words={"en": "Open it"})
        for _number in range(2)
    ]
    run(messages=long)
    asked = ask(version, timezone.now())
    answer(asked)
    reply = Client(headers={"Accept-Encoding": "gzip"}).get(f"{asked.path}/thanks")
    assert bytes_on_the_wire(reply) < BUDGET
    assert "script-src" not in reply.headers["Content-Security-Policy"]


def test_one_test_runs_at_a_time_and_does_not_change_then(
    nordlys: Company, run: Callable[..., MessageTest], sign_in: SignIn
) -> None:
    test = run()
    with pytest.raises(Refused, match="another_runs"):
        run()
    anna, where = sign_in(nordlys.anna), f"/w/nordlys/value/messages/{test.pk}/"
    assert "its messages stay as they are" in anna.get(f"{where}change/", follow=True).content.decode()
    assert "The test has ended." in anna.post(f"{where}end/", follow=True).content.decode()
    assert "This test does not run." in anna.post(f"{where}end/", follow=True).content.decode()
    run()
    assert sign_in(nordlys.vera).post(f"{where}start/").status_code == 403


FILLED = {
    "name": "Guide or call",
    "groups": ["promoter", "detractor"],
    "held_out": "20",
    "goal_days": "30",
    "words_1_en": "Read our new guide.",
    "link_1": GUIDE,
    "link_words_1_en": "Open the guide",
    "words_2_en": "We call you.",
}


def test_a_test_is_written_looked_at_and_started(nordlys: Company, version: SurveyVersion, sign_in: SignIn) -> None:
    anna = sign_in(nordlys.anna)
    made = anna.post("/w/nordlys/value/messages/new/", FILLED, follow=True).content.decode()
    test = MessageTest.objects.get()
    assert (test.state, test.groups, len(test.messages)) == ("draft", ["promoter", "detractor"], 2)
    preview = f"/w/nordlys/value/messages/{test.pk}/1/en/"
    assert preview in made
    shown = anna.get(preview)
    assert "Read our new guide." in shown.content.decode()
    assert "frame-ancestors 'self'; sandbox" in shown.headers["Content-Security-Policy"]
    assert anna.get(f"/w/nordlys/value/messages/{test.pk}/3/en/").status_code == 404
    changed = {**FILLED, "words_2_en": "We ring you."}
    anna.post(f"/w/nordlys/value/messages/{test.pk}/change/", changed)
    started = anna.post(f"/w/nordlys/value/messages/{test.pk}/start/", follow=True).content.decode()
    assert "The test runs" in started
    assert "Nobody was drawn yet" in started or "As answers come in" in started
    test.refresh_from_db()
    assert (test.state, test.messages[1]["words"]) == ("running", {"en": "We ring you."})


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"words_2_en": ""}, "Write two messages or more"),
        ({"link_1": "http://kuule.example"}, "Write a whole address that starts with https://."),
        ({"link_words_1_en": ""}, "Say what the link is called."),
        ({"words_1_fi": "Lue opas.", "link_words_1_fi": "Avaa"}, "Write this message in every language, or in none."),
        ({"held_out": "95"}, "less than or equal to 90"),
        ({"groups": []}, "This field is required."),
    ],
)
def test_what_is_missing_is_said_where_it_is(
    nordlys: Company, version: SurveyVersion, sign_in: SignIn, change: dict[str, Any], words: str
) -> None:
    page = sign_in(nordlys.anna).post("/w/nordlys/value/messages/new/", {**FILLED, **change})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not MessageTest.objects.exists()


def drawn(
    test: MessageTest, version: SurveyVersion, *, group: str, message: int, n: int, tapped: int, bought: int
) -> None:
    """Put people into a test who saw a message 60 days ago; so many followed its link, so many bought later."""
    moment = timezone.now() - timedelta(days=60)
    for number in range(n):
        contact = ask(version, moment).contact
        response = Response.objects.create(
            workspace=test.workspace, survey=version.survey, version=version, contact=contact, account=contact.account,
            channel="email", language="en", score={"promoter": 9, "detractor": 3}[group], answered_at=moment,
        )  # fmt: skip
        MessageShown.objects.create(
            workspace=test.workspace, test=test, response=response, message=message, group=group, shown_at=moment,
            tapped_at=moment if number < tapped else None,
        )  # fmt: skip
        if number < bought:
            day = (moment + timedelta(days=9)).date()
            LedgerEntry.objects.create(
                workspace=test.workspace, external_id=f"{response.pk}", kind="revenue", account=contact.account,
                day=day, amount=10, currency="EUR", converted=10, told_at=moment,
            )  # fmt: skip


def test_each_group_is_judged_on_its_own(
    nordlys: Company, version: SurveyVersion, run: Callable[..., MessageTest], sign_in: SignIn
) -> None:
    linked = [KeptMessage(words={"en": words}, link=GUIDE, link_words={"en": "Open"}) for words in ("One", "Two")]
    test = run(messages=linked)
    MessageTest.objects.update(started_at=timezone.now() - timedelta(days=90))
    drawn(test, version, group="promoter", message=1, n=30, tapped=3, bought=6)
    drawn(test, version, group="promoter", message=2, n=30, tapped=18, bought=7)
    drawn(test, version, group="detractor", message=1, n=20, tapped=5, bought=2)
    drawn(test, version, group="detractor", message=2, n=20, tapped=6, bought=2)
    test.refresh_from_db()
    found = message_effects(test, now=timezone.now())
    taps, purchases = found.outcomes
    assert (found.drawn, taps.kind, purchases.kind) == (100, "tapped", "bought")
    detractors, promoters = taps.groups
    assert (promoters.is_seen, detractors.is_seen) == (True, False)
    line = promoters.lines[1]
    assert (line.n, line.hits, line.direction) == (30, 18, "up")
    assert (line.lower, line.upper) == pytest.approx(proportion_confint(18, 30, method="wilson"))
    assert detractors.lines[1].more_needed > 100
    assert [each.is_seen for each in purchases.groups] == [False, False]
    page = sign_in(nordlys.vera).get(f"/w/nordlys/value/messages/{test.pk}/").content.decode()
    assert "Promoters: the messages differ; highest with message 2" in page
    assert "Detractors: no difference can be seen." in page
    taken = sign_in(nordlys.anna).post(f"/w/nordlys/value/messages/{test.pk}/people/", {"format": "csv"})
    assert taken.content.decode("utf-8-sig").count("\n") == 101


def test_a_later_score_is_told_of_each_message(
    nordlys: Company, version: SurveyVersion, run: Callable[..., MessageTest]
) -> None:
    test = run()
    MessageTest.objects.update(started_at=timezone.now() - timedelta(days=90))
    drawn(test, version, group="promoter", message=1, n=4, tapped=0, bought=0)
    drawn(test, version, group="promoter", message=2, n=4, tapped=0, bought=0)
    for shown in MessageShown.objects.select_related("response"):
        response = shown.response
        response.pk, response.uid = None, response.uid.__class__(int=response.uid.int ^ 1)
        response.score, response.answered_at = (10 if shown.message == 2 else 5), timezone.now() - timedelta(days=1)
        response.save(force_insert=True)
    test.refresh_from_db()
    scores = message_effects(test, now=timezone.now()).outcomes[-1]
    assert scores.kind == "score"
    assert [(line.message, line.value, line.n) for line in scores.groups[0].lines] == [(1, -100, 4), (2, 100, 4)]
    assert scores.groups[0].lines[1].difference == 200


def test_erasing_a_person_takes_them_out(version: SurveyVersion, run: Callable[..., MessageTest]) -> None:
    run()
    asked = ask(version, timezone.now())
    answer(asked)
    assert MessageShown.objects.exists()
    erase_person(contact=asked.contact, actor=SYSTEM, now=timezone.now(), reason="asked_for")
    assert not MessageShown.objects.exists()
    assert Response.objects.exists()


@pytest.mark.browser
@pytest.mark.any_database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("has_script", [False, True])
def test_a_respondent_sees_a_message_after_answering(
    browser: Browser,
    live_server: LiveServer,
    version: SurveyVersion,
    run: Callable[..., MessageTest],
    axe_finds_nothing: Callable[[Any], None],
    has_script: bool,
) -> None:
    run(messages=[MESSAGES[0], MESSAGES[0]])
    asked = ask(version, timezone.now())
    context = browser.new_context(
        java_script_enabled=has_script, viewport={"width": 360, "height": 740}, base_url=live_server.url
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(asked.path)
    page.get_by_role("radio", name="9", exact=True).check(force=True)
    page.wait_for_timeout(2_000)  # what is sent quicker than anybody reads does not count, without a script
    page.get_by_role("button").click()
    expect(page.get_by_text("Read our new guide.")).to_be_visible()
    if has_script:
        axe_finds_nothing(page)
    assert complaints == []
    with page.expect_request(GUIDE):  # nobody answers there
        page.get_by_role("link", name="Open the guide").click()
    context.close()
    assert MessageShown.objects.get().tapped_at is not None
