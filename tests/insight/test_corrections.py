"""Figures before and after corrections and decisions, through the one road to a number."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule.contacts.models import Account
from kuule.insight.answers import answer
from kuule.insight.answers.corrections import effect_of_corrections
from kuule.insight.selectors.corrections import corrections_of
from kuule.responses.models import Response, ResponseRevision, Review
from kuule.responses.rules import PERSON, SCANNER, UNCLEAR, Verdict
from kuule.responses.services import (
    accept_answer,
    ask_about_verdict,
    ask_for_correction,
    confirm_answer,
    decide_score,
    decide_verdict,
)
from kuule.surveys.models import Survey
from kuule.workspaces.models import AuditEntry, Member
from kuule.workspaces.rules import Actor, Refused
from tests.conftest import Company
from tests.insight.conftest import Programme

LATER = timedelta(hours=1)


def actor(member: Member) -> Actor:
    return Actor.user(member.user_id)


def correct(response: Response, score: int | None, nordlys: Company, at: datetime) -> Review:
    review = ask_for_correction(
        response=response, reason="Mixed up the scale; said so on the phone.", actor=actor(nordlys.frida), now=at
    )
    decide_score(review=review, score=score, note="", actor=actor(nordlys.anna), now=at)
    review.refresh_from_db()
    return review


def unclear(programme: Programme, score: int) -> Response:
    contact = programme.contact()
    invitation = programme.ask(contact)
    return accept_answer(
        version=invitation.version,
        score=score,
        verbatim="",
        answers={},
        language="en",
        channel="email",
        now=programme.now,
        invitation=invitation,
        verdict=Verdict(UNCLEAR, "too_quick"),
    )


def effect(programme: Programme):
    query = programme.query()
    return effect_of_corrections(query, answer(query))


def test_a_correction_leaves_a_trail_and_moves_the_figure(programme: Programme, nordlys: Company) -> None:
    wrong = programme.answer(0, verbatim="You are the best!")
    programme.answer(9)
    correct(wrong, 10, nordlys, programme.now + LATER)
    wrong.refresh_from_db()
    assert (wrong.score, wrong.changed_at) == (10, programme.now + LATER)
    revision = ResponseRevision.objects.get()
    assert (revision.score, revision.changed_by_kind, revision.changed_by_id) == (0, "user", nordlys.anna.user_id)
    assert revision.reason == "Mixed up the scale; said so on the phone."
    found = effect(programme)
    assert (found.before.n, found.before.value, found.after.n, found.after.value) == (2, 0, 2, 100)
    assert found.moves
    assert set(AuditEntry.objects.values_list("act", flat=True)) >= {"score_asked", "score_decided"}
    (listed,) = corrections_of(programme.query())
    assert (listed.before, listed.after, listed.by) == (0, 10, str(nordlys.anna.user))


def test_a_rejected_correction_changes_nothing(programme: Programme, nordlys: Company) -> None:
    kept = programme.answer(3)
    review = correct(kept, None, nordlys, programme.now + LATER)
    kept.refresh_from_db()
    assert (kept.score, kept.changed_at, review.outcome) == (3, None, "rejected")
    assert not ResponseRevision.objects.exists()
    assert not effect(programme).moves
    assert corrections_of(programme.query()) == []


def test_the_respondent_may_change_it_again_and_that_is_no_correction(programme: Programme, nordlys: Company) -> None:
    contact = programme.contact()
    invitation = programme.ask(contact)
    given = programme.answer(0, invitation=invitation)
    correct(given, 10, nordlys, programme.now + LATER)
    programme.answer(8, invitation=invitation, at=programme.now + 2 * LATER)
    found = effect(programme)
    assert (found.before.value, found.after.value) == (0, 0)
    assert not found.moves


@pytest.mark.parametrize(("outcome", "n"), [(PERSON, 1), (SCANNER, 0)])
def test_deciding_that_a_person_answered_makes_it_count(
    programme: Programme, nordlys: Company, outcome: str, n: int
) -> None:
    doubted = unclear(programme, 10)
    assert answer(programme.query()).n == 0
    review = Review.objects.get()
    decide_verdict(review=review, outcome=outcome, note="", actor=actor(nordlys.bob), now=programme.now + LATER)
    doubted.refresh_from_db()
    assert (doubted.verdict, doubted.verdict_reason) == (outcome, "decided")
    found = effect(programme)
    assert (found.before.n, found.after.n) == (0, n)
    doubted.invitation.refresh_from_db()
    assert doubted.invitation.answered_at == (programme.now if n else None)


def test_a_verdict_can_be_overturned_later(programme: Programme, nordlys: Company) -> None:
    doubted = unclear(programme, 10)
    decide_verdict(
        review=Review.objects.get(), outcome=PERSON, note="", actor=actor(nordlys.bob), now=programme.now + LATER
    )
    doubted.refresh_from_db()
    second = ask_about_verdict(response=doubted, reason="She was away.", actor=actor(nordlys.bob), now=programme.now)
    decide_verdict(review=second, outcome=SCANNER, note="", actor=actor(nordlys.anna), now=programme.now + 2 * LATER)
    doubted.refresh_from_db()
    doubted.invitation.refresh_from_db()
    assert (doubted.verdict, doubted.invitation.answered_at) == (SCANNER, None)
    assert (effect(programme).before.n, effect(programme).after.n) == (0, 0)
    assert [each.outcome for each in corrections_of(programme.query())] == [SCANNER, PERSON]


def test_a_persons_own_confirmation_is_a_decision_too(programme: Programme) -> None:
    confirm_answer(response=unclear(programme, 9), now=programme.now + LATER)
    assert (effect(programme).before.n, effect(programme).after.n) == (0, 1)
    assert [each.by for each in corrections_of(programme.query())] == [""]


def test_whoever_owns_the_account_or_asked_decides_nothing(programme: Programme, nordlys: Company) -> None:
    account = programme.account("Fjord")
    Account.objects.filter(pk=account.pk).update(owner=nordlys.bob)
    given = programme.answer(2, contact=programme.contact(account=account))
    review = ask_for_correction(response=given, reason="Said so.", actor=actor(nordlys.anna), now=programme.now)
    for member, code in ((nordlys.bob, "owns_account"), (nordlys.anna, "asked_themselves")):
        with pytest.raises(Refused) as refused:
            decide_score(review=review, score=10, note="", actor=actor(member), now=programme.now)
        assert refused.value.code == code
    given.refresh_from_db()
    assert given.score == 2
    decide_score(review=review, score=10, note="", actor=actor(nordlys.alice), now=programme.now)
    with pytest.raises(Refused) as refused:
        decide_score(review=review, score=0, note="", actor=actor(nordlys.alice), now=programme.now)
    assert refused.value.code == "already_decided"


def test_one_question_at_a_time_and_never_without_a_reason(programme: Programme, nordlys: Company) -> None:
    given = programme.answer(2)
    asked = {"response": given, "actor": actor(nordlys.frida), "now": programme.now}
    ask_for_correction(reason="Said so.", **asked)
    for reason, code in (("Again", "already_asked"), ("  ", "no_reason"), ("x" * 1001, "too_long")):
        with pytest.raises(Refused) as refused:
            ask_for_correction(reason=reason, **asked)
        assert refused.value.code == code


def test_an_anonymous_answer_cannot_be_corrected(programme: Programme, nordlys: Company) -> None:
    given = programme.answer(2)
    Survey.objects.update(is_anonymous=True)
    given.refresh_from_db()
    with pytest.raises(Refused) as refused:
        ask_for_correction(response=given, reason="Said so.", actor=actor(nordlys.frida), now=programme.now)
    assert refused.value.code == "anonymous"


def test_a_score_off_the_scale_is_refused(programme: Programme, nordlys: Company) -> None:
    review = ask_for_correction(
        response=programme.answer(2), reason="Said so.", actor=actor(nordlys.frida), now=programme.now
    )
    with pytest.raises(Refused) as refused:
        decide_score(review=review, score=11, note="", actor=actor(nordlys.anna), now=programme.now)
    assert refused.value.code == "not_a_score"


def test_another_company_has_its_own_corrections(
    programme: Programme, other_programme: Programme, nordlys: Company
) -> None:
    other_programme.answer(9)
    correct(programme.answer(0), 10, nordlys, programme.now + LATER)
    assert corrections_of(other_programme.query()) == []
    assert not effect(other_programme).moves


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scores=st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10), st.booleans()), min_size=1, max_size=5))
def test_before_is_what_was_given_and_after_what_counts(
    programme: Programme, nordlys: Company, scores: list[tuple[int, int, bool]]
) -> None:
    Review.objects.all().delete()
    Response.objects.all().delete()
    for first, meant, is_corrected in scores:
        response = programme.answer(first)
        if is_corrected:
            correct(response, meant, nordlys, programme.now + LATER)
    found = effect(programme)

    def nps(values: list[int]) -> float:
        return 100 * (sum(each >= 9 for each in values) - sum(each <= 6 for each in values)) / len(values)

    assert found.before.value == pytest.approx(nps([first for first, _, _ in scores]))
    assert found.after.value == pytest.approx(nps([meant if is_it else first for first, meant, is_it in scores]))
