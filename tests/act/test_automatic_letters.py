"""Thanks, “was it solved?” and the panel: written by themselves, answered by a page that only a button changes."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from kuule.act.models import Case, CaseEvent, Letter, PanelMember, SolvedAnswer
from kuule.act.rules import CLOSED, DETRACTOR, OPEN, SOLVED, UNREACHED
from kuule.act.rules.letters import PANEL, SOLVED_ASK, THANKS
from kuule.act.selectors.automatic_letters import letter_settings_of
from kuule.act.services.afterwards import invite_to_panel
from kuule.act.services.automatic_letters import ask_some_if_solved, choose_letters, thank_some
from kuule.act.services.opening import CasePlan, open_case
from kuule.contacts.models import Contact
from kuule.contacts.query import ContactFilter
from kuule.contacts.selectors import contacts_matching, suppression_of
from kuule.dispatch.models import Invitation
from kuule.dispatch.rules import INVITED
from kuule.responses.models import Response
from kuule.responses.services import accept_answer
from kuule.surveys.models import Survey
from kuule.surveys.rules import RELATIONSHIP
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.rules import SYSTEM, Refused
from tests.act.letter_office import AINO, Send
from tests.conftest import Company, client_of
from tests.dispatch.conftest import Post

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)

Answer = Callable[..., Response]


@pytest.fixture
def answers(nordlys: Company, aino: Contact, now: datetime) -> Answer:
    """Let Aino answer the relationship survey."""
    survey = create_from_starter(workspace=nordlys.workspace, name="How are we doing", actor=SYSTEM, now=now)
    publish_survey(survey=survey, actor=SYSTEM, now=now)

    def answer(score: int, verbatim: str = "", at: datetime = now) -> Response:
        version = newest_version(nordlys.workspace, survey=Survey.objects.get())
        asked = Invitation.objects.create(
            workspace=nordlys.workspace, version=version, contact=aino, decision=INVITED, decided_at=at, language="en"
        )
        return accept_answer(
            version=version, invitation=asked, score=score, verbatim=verbatim, answers={}, language="en",
            channel="email", now=at,
        )  # fmt: skip

    return answer


def switch_on(company: Company, now: datetime, *families: str, asks: bool = False) -> None:
    choose_letters(workspace=company.workspace, thanked=families, asks_if_solved=asks, actor=SYSTEM, now=now)


def thank(company: Company, now: datetime) -> int:
    return thank_some(settings=letter_settings_of(company.workspace), now=now)


def link_in(post: Post, number: int = -1) -> str:
    text = post.letters[number].get_body(("plain",)).get_content()
    found = re.search(r"(/l/[A-Za-z0-9_-]{22})", text)
    assert found
    return found.group(1)


def test_nobody_is_thanked_until_somebody_switches_it_on(nordlys: Company, answers: Answer, now: datetime) -> None:
    answers(9)
    assert thank(nordlys, now + HOUR) == 0
    switch_on(nordlys, now + HOUR, RELATIONSHIP)
    assert thank(nordlys, now + 2 * HOUR) == 0, "What was answered before is never thanked for."


@pytest.mark.parametrize(
    ("score", "verbatim", "words"),
    [
        (10, "", "for your trust"),
        (9, "Great crane", "what we should go on doing"),
        (8, "", "do better for you than this"),
        (7, "Slow", "one that we can learn from"),
        (3, "", "did not do better for you"),
        (0, "It broke", "sorry that we let you down"),
    ],
)
def test_thanks_fit_what_was_said(
    score: int, verbatim: str, words: str, nordlys: Company, answers: Answer, post: Post, send: Send, now: datetime
) -> None:
    switch_on(nordlys, now, RELATIONSHIP)
    answers(score, verbatim)
    assert thank(nordlys, now + timedelta(minutes=10)) == 0, "The comment may still come."
    assert (thank(nordlys, now + HOUR), thank(nordlys, now + HOUR)) == (1, 0)
    send(now + HOUR)
    [letter] = post.letters
    text = letter.get_body(("plain",)).get_content()
    assert words in text
    assert "will contact you" not in text
    assert (letter["Auto-Submitted"], letter["To"]) == ("auto-generated", AINO)
    assert Invitation.objects.count() == 1


def test_a_detractor_reads_who_calls_by_when_and_the_clock_goes_on(
    nordlys: Company, aino: Contact, answers: Answer, post: Post, send: Send, now: datetime
) -> None:
    switch_on(nordlys, now, RELATIONSHIP)
    plan = CasePlan(
        reason=DETRACTOR, due_at=now + 24 * HOUR, contact=aino, response=answers(2, "It broke"), owner=nordlys.frida
    )
    case = open_case(workspace=nordlys.workspace, plan=plan, actor=SYSTEM, now=now)
    Letter.objects.all().delete()
    thank(nordlys, now + HOUR)
    send(now + HOUR)
    assert "Frida will contact you by Saturday 21 November." in post.letters[0].get_body(("plain",)).get_content()
    case.refresh_from_db()
    assert case.contacted_at is None


def test_answers_of_anonymous_surveys_and_first_taps_are_not_thanked_for(
    nordlys: Company, answers: Answer, now: datetime
) -> None:
    switch_on(nordlys, now, RELATIONSHIP)
    answers(9)
    Response.objects.update(is_finished=False)
    assert thank(nordlys, now + HOUR) == 0
    Response.objects.update(is_finished=True)
    Survey.objects.update(is_anonymous=True)
    assert thank(nordlys, now + HOUR) == 0


def closed(case: Case, now: datetime, outcome: str = SOLVED) -> None:
    Case.objects.filter(pk=case.pk).update(state=CLOSED, outcome=outcome, closed_at=now, contacted_at=now - HOUR)


def ask(company: Company, now: datetime) -> int:
    return ask_some_if_solved(settings=letter_settings_of(company.workspace), now=now)


def test_no_opens_the_case_again_and_a_get_changes_nothing(
    nordlys: Company, case: Case, post: Post, send: Send, now: datetime
) -> None:
    switch_on(nordlys, now, asks=True)
    closed(case, now)
    assert (ask(nordlys, now), ask(nordlys, now + 2 * HOUR), ask(nordlys, now + 2 * HOUR)) == (0, 1, 0)
    send(now + 2 * HOUR)
    path, visitor = link_in(post), Client()
    assert 'value="no" checked' in visitor.get(f"{path}?answer=no").content.decode()
    visitor.head(f"{path}?answer=no")
    assert not SolvedAnswer.objects.exists()
    assert visitor.post(path).status_code == 422
    answered = visitor.post(path, {"answer": "no", "words": "It broke again."})
    assert "one of us will contact you" in answered.content.decode()
    assert not answered.cookies
    case.refresh_from_db()
    assert (case.state, case.reply_waits_since is not None) == (OPEN, True)
    assert SolvedAnswer.objects.get().words == "It broke again."
    visitor.post(path, {"answer": "yes"})
    assert SolvedAnswer.objects.get().is_solved
    page = client_of(nordlys.frida).get(f"/w/nordlys/cases/{case.pk}/letters/").content.decode()
    assert "The customer says: solved" in page


def test_a_second_closing_is_asked_about_again(nordlys: Company, case: Case, now: datetime) -> None:
    switch_on(nordlys, now, asks=True)
    closed(case, now)
    assert ask(nordlys, now + 2 * HOUR) == 1
    closed(case, now + 3 * HOUR)
    assert (ask(nordlys, now + 5 * HOUR), ask(nordlys, now + 6 * HOUR)) == (1, 0)


def test_who_was_not_reached_is_not_asked(nordlys: Company, case: Case, now: datetime) -> None:
    switch_on(nordlys, now, asks=True)
    closed(case, now, UNREACHED)
    assert ask(nordlys, now + 2 * HOUR) == 0
    closed(case, now)
    Case.objects.update(contacted_at=None)
    assert ask(nordlys, now + 2 * HOUR) == 0


def test_the_panel_is_joined_by_a_button_and_left_at_any_time(
    nordlys: Company, aino: Contact, case: Case, post: Post, send: Send, now: datetime
) -> None:
    invite_to_panel(case=case, by=nordlys.frida, now=now)
    with pytest.raises(Refused, match="invited"):
        invite_to_panel(case=case, by=nordlys.frida, now=now)
    send(now)
    path, visitor = link_in(post), Client()
    assert "Join the panel" in visitor.get(path).content.decode()
    assert PanelMember.objects.get().joined_at is None
    visitor.post(path, {"act": "join"})
    joined = PanelMember.objects.get().joined_at
    assert joined is not None
    assert "Leave the panel" in visitor.get(path).content.decode()
    page = client_of(nordlys.bob).get("/w/nordlys/cases/panel/").content.decode()
    assert "1 person is in the panel, of 1 invited." in page
    in_panel = ContactFilter(property_key="customer_panel", property_value="true")
    assert list(contacts_matching(nordlys.workspace, filter=in_panel)) == [aino]
    visitor.post(path, {"act": "leave"})
    visitor.post(path, {"act": "leave"})
    assert PanelMember.objects.get().left_at is not None


@pytest.mark.parametrize("purpose", [THANKS, SOLVED_ASK, PANEL])
def test_every_automatic_letter_has_a_way_to_want_no_more(
    purpose: str, nordlys: Company, case: Case, answers: Answer, post: Post, send: Send, now: datetime
) -> None:
    switch_on(nordlys, now, RELATIONSHIP, asks=True)
    if purpose == THANKS:
        answers(9)
        thank(nordlys, now + HOUR)
    elif purpose == PANEL:
        invite_to_panel(case=case, by=nordlys.frida, now=now)
    else:
        closed(case, now)
        ask(nordlys, now + 2 * HOUR)
    send(now + 2 * HOUR)
    stop = str(post.letters[-1]["List-Unsubscribe"]).strip("<>").removeprefix("http://127.0.0.1:8000")
    visitor = Client()
    assert "Send me no more" in visitor.get(stop).content.decode()
    assert suppression_of(nordlys.workspace, address=AINO) is None
    assert visitor.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert suppression_of(nordlys.workspace, address=AINO).reason == "unsubscribed"  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["/l/nothing", "/l/" + "a" * 22, "/l/" + "a" * 22 + "/stop", "/l/%00"])
def test_a_link_that_nobody_gave_out_leads_nowhere(path: str, case: Case) -> None:
    for response in (Client().get(path), Client().post(path, {"answer": "no"})):
        assert response.status_code == 404
        assert response["Referrer-Policy"] == "no-referrer"
    assert not CaseEvent.objects.filter(kind="reopened").exists()
