"""Notes, questions and blind decisions, as people meet them."""

from collections.abc import Callable

import pytest
from django.test import Client

from kuule.contacts.models import Account
from kuule.responses.models import Response, ResponseNote, Review
from kuule.responses.rules import UNCLEAR, Verdict
from kuule.responses.services import accept_answer
from kuule.workspaces.models import Member
from tests.conftest import Company
from tests.insight.conftest import Programme

SignIn = Callable[[Member], Client]
CHIP = 'class="chip'


def page(client: Client, path: str) -> str:
    reply = client.get(f"/w/nordlys/{path}")
    assert reply.status_code == 200, (path, reply.status_code)
    return reply.content.decode()


def at(response: Response, rest: str = "") -> str:
    return f"/w/nordlys/responses/{response.pk}/{rest}"


@pytest.fixture
def given(programme: Programme, nordlys: Company) -> Response:
    account = programme.account("Fjord Foods")
    Account.objects.filter(pk=account.pk).update(owner=nordlys.bob)
    return programme.answer(1, contact=programme.contact("Kari", account), verbatim="Best supplier ever.")


@pytest.fixture
def doubted(programme: Programme) -> Response:
    invitation = programme.ask(programme.contact("Ola", programme.account("Vest")))
    return accept_answer(
        version=invitation.version,
        score=4,
        verbatim="Secret words",
        answers={},
        language="en",
        channel="email",
        now=programme.now,
        invitation=invitation,
        verdict=Verdict(UNCLEAR, "too_quick"),
    )


def test_notes_are_kept_and_deleted_by_their_author_alone(given: Response, nordlys: Company, sign_in: SignIn) -> None:
    frida, bob = sign_in(nordlys.frida), sign_in(nordlys.bob)
    assert frida.post(at(given), {"text": "Called her, <b>all good</b>."}).status_code == 302
    note = ResponseNote.objects.get()
    shown = page(bob, f"responses/{given.pk}/")
    assert "Called her, &lt;b&gt;all good&lt;/b&gt;." in shown
    assert f"notes/{note.pk}/delete/" not in shown
    bob.post(at(given, f"notes/{note.pk}/delete/"))
    assert ResponseNote.objects.exists()
    assert f"notes/{note.pk}/delete/" in page(frida, f"responses/{given.pk}/")
    frida.post(at(given, f"notes/{note.pk}/delete/"))
    assert not ResponseNote.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_an_empty_or_endless_note_is_refused_with_the_page(
    given: Response, nordlys: Company, sign_in: SignIn, text: str
) -> None:
    reply = sign_in(nordlys.frida).post(at(given), {"text": text})
    assert reply.status_code == 422
    assert "errorlist" in reply.content.decode() or 'aria-invalid="true"' in reply.content.decode()
    assert not ResponseNote.objects.exists()


def test_a_viewer_reads_notes_and_writes_none(given: Response, nordlys: Company, sign_in: SignIn) -> None:
    vera = sign_in(nordlys.vera)
    shown = page(vera, f"responses/{given.pk}/")
    assert "<textarea" not in shown
    assert vera.post(at(given), {"text": "Hi"}).status_code == 403


def test_a_correction_is_asked_for_and_decided_blind(
    given: Response, programme: Programme, nordlys: Company, sign_in: SignIn
) -> None:
    frida, anna, bob = sign_in(nordlys.frida), sign_in(nordlys.anna), sign_in(nordlys.bob)
    assert frida.post(at(given, "ask/score/"), {"reason": ""}).status_code == 422
    assert frida.post(at(given, "ask/score/"), {"reason": "She mixed up the scale."}).status_code == 302
    review = Review.objects.get()

    assert "Which score was meant?" in page(anna, "reviews/")
    shown = page(anna, f"reviews/{review.pk}/")
    assert "She mixed up the scale." in shown
    assert "Best supplier ever." in shown
    assert CHIP not in shown
    assert CHIP not in page(anna, f"responses/{given.pk}/")
    assert "Hidden until you have decided" in page(anna, f"responses/{given.pk}/")
    assert CHIP in page(frida, f"responses/{given.pk}/")

    assert "You own this account" in page(bob, f"reviews/{review.pk}/")
    refused = bob.post(f"/w/nordlys/reviews/{review.pk}/", {"score": "10"})
    assert refused.status_code == 422
    assert "You own this account" in refused.content.decode()

    assert anna.post(f"/w/nordlys/reviews/{review.pk}/", {"score": "10", "note": "Clear words."}).status_code == 302
    given.refresh_from_db()
    assert given.score == 10
    answer_page = page(bob, f"responses/{given.pk}/")
    assert "Changed from 1 to 10" in answer_page
    assert "She mixed up the scale." in answer_page
    again = anna.post(f"/w/nordlys/reviews/{review.pk}/", {"score": "2"})
    assert again.status_code == 422

    overview = page(sign_in(nordlys.vera), "?period=all")
    assert "moved this score from −100 to +100" in overview
    told = page(sign_in(nordlys.vera), "corrections/?period=all")
    assert "from 1 to 10" in told
    assert "+100" in told


def test_an_unclear_answer_is_listed_tagged_and_decided_without_words_or_score(
    doubted: Response, nordlys: Company, sign_in: SignIn
) -> None:
    anna, frida = sign_in(nordlys.anna), sign_in(nordlys.frida)
    review = Review.objects.get()
    listed = page(anna, "reviews/")
    assert "Did a person give this answer?" in listed
    shown = page(anna, f"reviews/{review.pk}/")
    assert "Sent quicker than anybody reads" in shown
    for blind in (listed, shown, page(anna, f"responses/{doubted.pk}/")):
        assert "Secret words" not in blind
        assert CHIP not in blind
    assert "Secret words" in page(frida, f"responses/{doubted.pk}/")
    assert "Unclear, not counted" in page(frida, f"responses/{doubted.pk}/")
    assert "Secret words" not in page(anna, "comments/?period=all")
    assert anna.post(f"/w/nordlys/reviews/{review.pk}/", {"outcome": "person"}).status_code == 302
    assert "Secret words" in page(anna, "comments/?period=all")


def test_visits_are_shown_with_verdict_and_reason(doubted: Response, nordlys: Company, sign_in: SignIn) -> None:
    from kuule.responses.rules import RawClick
    from kuule.responses.services import keep_click

    keep_click(
        invitation=doubted.invitation,
        click=RawClick(doubted.answered_at, "GET", "score", Verdict("scanner", "all_links"), 3, user_agent="Gate/1"),
    )
    shown = page(sign_in(nordlys.frida), f"responses/{doubted.pk}/")
    assert "Opened the link of score 3" in shown
    assert "Opened many links of one mail within seconds" in shown
    assert "Gate/1" in shown
    blind = page(sign_in(nordlys.anna), f"reviews/{Review.objects.get().pk}/")
    assert "Opened the link of a score" in blind
    assert "score 3" not in blind


def test_an_unfinished_answer_counts_and_is_marked(given: Response, nordlys: Company, sign_in: SignIn) -> None:
    Response.objects.filter(pk=given.pk).update(is_finished=False)
    assert "First tap only" in page(sign_in(nordlys.vera), f"responses/{given.pk}/")
    assert "1 answer" in page(sign_in(nordlys.vera), "?period=all")


def test_without_corrections_the_page_says_so(given: Response, nordlys: Company, sign_in: SignIn) -> None:
    assert "Nothing was corrected" in page(sign_in(nordlys.vera), "corrections/?period=all")
    assert "moved this score" not in page(sign_in(nordlys.vera), "?period=all")
    assert sign_in(nordlys.vera).get("/w/nordlys/corrections/?period=never").status_code == 400
