"""Every unhappy answer by name has exactly one case, whoever wrote the answer and whatever became of it."""

from datetime import timedelta

import pytest

from kuule.act.models import AnswerNews, Case, CaseEvent, Letter, Playbook
from kuule.act.rules import (
    CLOSED,
    CORRECTED,
    DETRACTOR,
    DRAWN,
    NO_PERSON,
    OPEN,
    RAISED,
    REOPENED,
    URGENT,
)
from kuule.act.rules.hearing import FIRST_TAP_WAITS, OLDEST_BROUGHT_IN, READING_WAITS, is_drawn, lot_of
from kuule.act.rules.triage import AT_ONCE, PRESSING
from kuule.act.services import watching
from kuule.act.services.watching import hear_some
from kuule.dispatch.models import AskHold
from kuule.insight.models import CommentReading, Theme, ThemeLabel
from kuule.insight.rules.themes import RIGHT
from kuule.jobs.models import Job
from kuule.responses.models import Response
from kuule.responses.rules import PERSON, UNCLEAR
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def read_as(response: Response, urgency: str = "", theme: Theme | None = None) -> None:
    """Let the comment of an answer be read, as the worker does a moment later."""
    CommentReading.objects.create(
        workspace=response.workspace, response=response, masked="", urgency=urgency, lot=1, read_at=NOW
    )
    if theme:
        ThemeLabel.objects.create(
            workspace=response.workspace, response=response, theme=theme, probability=0.9, verdict=RIGHT
        )


def playbook(workspace, **fields) -> Playbook:
    return Playbook.objects.create(
        workspace=workspace, name=fields.pop("name", "Rule"), changed_at=NOW, **{"reason": DETRACTOR, **fields}
    )


def brought_in(programme, *, days_old: int, score: int = 2) -> Response:
    job = Job.objects.create(workspace=programme.workspace, kind="answers", created_at=NOW)
    answer = programme.answer(score, contact=programme.contact(), at=NOW - timedelta(days=days_old))
    Response.objects.filter(pk=answer.pk).update(import_job=job)
    return answer


def test_a_detractor_has_one_case_with_owner_time_letter_and_hold(programme, nordlys, hear) -> None:
    account = programme.account("Fjord")
    account.owner = nordlys.frida
    account.save()
    answer = programme.answer(3, contact=programme.contact(account=account))
    (case,) = hear(NOW + MINUTE)
    assert (case.reason, case.owner, case.response, case.score) == (DETRACTOR, nordlys.frida, answer, 3)
    # Friday noon in Helsinki and 24 hours fall on Saturday: until Monday is over.
    assert case.due_at == NOW.replace(day=23, hour=22)
    assert Letter.objects.get().member == nordlys.frida
    assert AskHold.objects.get(contact=case.contact, about_id=case.pk).until == NOW + MINUTE + timedelta(days=14)
    assert not AnswerNews.objects.exists()
    Response.objects.update(language="fi")
    assert len(hear(NOW + HOUR)) == 1
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("score", [7, 8, 9, 10])
def test_others_have_none_without_a_playbook(programme, hear, score) -> None:
    programme.answer(score, contact=programme.contact())
    assert hear() == []


def test_who_did_not_say_their_name_or_was_promised_silence_has_none(programme, hear) -> None:
    programme.answer(0)
    unclear = programme.answer(0, contact=programme.contact())
    Response.objects.filter(pk=unclear.pk).update(verdict=UNCLEAR)
    anonymous = programme.answer(0, contact=programme.contact())
    assert [case.response for case in hear()] == [anonymous]
    programme.survey.is_anonymous = True
    programme.survey.save()
    programme.answer(0)
    assert len(hear()) == 1


def test_bulk_writes_and_files_are_heard_too(programme, hear) -> None:
    for _number in range(3):
        programme.answer(9, contact=programme.contact())
    assert hear() == []
    Response.objects.update(score=1)
    assert len(hear()) == 3
    young, old = brought_in(programme, days_old=13), brought_in(programme, days_old=15)
    cases = hear()
    assert {case.response for case in cases} >= {young}
    assert old not in {case.response for case in cases}
    assert timedelta(days=14) == OLDEST_BROUGHT_IN


def test_answers_from_before_cases_began_open_none_whatever_is_changed_about_them(programme, hear, cases_begin) -> None:
    programme.answer(2, contact=programme.contact(), at=NOW - HOUR)
    cases_begin.since = NOW
    cases_begin.save()
    assert hear() == []
    Response.objects.update(language="fi")
    assert hear() == []


def test_a_first_tap_waits_for_its_comment_but_not_for_ever(programme, hear) -> None:
    answer = programme.answer(2, contact=programme.contact())
    Response.objects.filter(pk=answer.pk).update(is_finished=False)
    assert hear(NOW + MINUTE) == []
    assert AnswerNews.objects.exists()
    assert len(hear(NOW + FIRST_TAP_WAITS)) == 1
    other = programme.answer(2, contact=programme.contact())
    Response.objects.filter(pk=other.pk).update(is_finished=False)
    hear(NOW + MINUTE)
    Response.objects.filter(pk=other.pk).update(is_finished=True, verbatim="Nobody called.")
    assert len(hear(NOW + MINUTE)) == 2


def test_a_corrected_score_stays_in_the_case_and_a_lower_one_opens_it(programme, hear) -> None:
    answer = programme.answer(3, contact=programme.contact())
    (case,) = hear()
    Response.objects.filter(pk=answer.pk).update(score=9)
    (case,) = hear()
    assert (case.state, case.score) == (OPEN, 9)
    assert CaseEvent.objects.get(kind=CORRECTED).params == {"before": 3, "after": 9}
    hear()
    assert CaseEvent.objects.filter(kind=CORRECTED).count() == 1
    programme.answer(10, contact=programme.contact())
    Response.objects.exclude(pk=answer.pk).update(score=0)
    assert len(hear()) == 2


def test_a_verdict_that_is_overturned_closes_the_case_and_opens_it_again(programme, hear) -> None:
    programme.answer(3, contact=programme.contact())
    hear()
    Response.objects.update(verdict=UNCLEAR)
    (case,) = hear()
    assert (case.state, case.outcome, case.look_at) == (CLOSED, NO_PERSON, None)
    assert AskHold.objects.get().released_at == NOW
    Response.objects.update(verdict=PERSON)
    (case,) = hear()
    assert (case.state, case.outcome) == (OPEN, "")
    assert case.look_at is not None
    assert CaseEvent.objects.filter(kind=REOPENED).count() == 1
    Response.objects.all().delete()
    (case,) = hear()
    assert (case.state, case.outcome, case.response) == (CLOSED, NO_PERSON, None)


def test_a_sample_of_the_others_is_drawn_so_that_nobody_can_choose(programme, hear, nordlys) -> None:
    playbook(nordlys.workspace, reason=DRAWN, share=30)
    answers = [programme.answer(9, contact=programme.contact()) for _number in range(40)]
    key = bytes(nordlys.workspace.hash_key)
    drawn = {each.pk for each in answers if is_drawn(lot_of(key=key, uid=each.uid), share=30)}
    cases = hear()
    assert {case.response_id for case in cases} == drawn
    assert {(case.reason, case.drawn_share) for case in cases} == {(DRAWN, 30)}
    assert 2 <= len(drawn) <= 25


def test_the_first_playbook_that_fits_decides_and_detractors_cannot_be_left_out(programme, hear, nordlys) -> None:
    playbook(nordlys.workspace, position=0, most_score=2, hours=4, name="Very unhappy")
    playbook(nordlys.workspace, position=1, is_on=False, hours=40, name="Off")
    playbook(nordlys.workspace, position=2, least_value=1_000, name="Large")
    for score in (2, 3):
        programme.answer(score, contact=programme.contact())
    first, second = hear()
    assert (first.playbook.name, first.due_at) == ("Very unhappy", NOW + 4 * HOUR)
    assert (second.playbook, second.reason) == (None, DETRACTOR)


def test_urgent_words_raise_a_case_or_open_one(programme, hear, nordlys) -> None:
    unhappy = programme.answer(3, contact=programme.contact(), verbatim="We will leave.")
    happy = programme.answer(9, contact=programme.contact(), verbatim="The plug sparks.")
    hear()
    read_as(unhappy, "leaving")
    read_as(happy, "safety")
    (case,) = hear()
    assert (case.urgency, CaseEvent.objects.filter(kind=RAISED).count()) == (PRESSING, 1)
    playbook(nordlys.workspace, reason=URGENT)
    CommentReading.objects.update(masked="x")
    _first, second = hear()
    assert (second.reason, second.urgency, second.response) == (URGENT, AT_ONCE, happy)


def test_a_playbook_about_a_theme_waits_for_the_comment_to_be_read(programme, hear, nordlys) -> None:
    theme = Theme.objects.create(workspace=nordlys.workspace, names={"en": "Billing"}, origin="own", created_at=NOW)
    playbook(nordlys.workspace, themes=[theme.pk], name="Billing")
    answer = programme.answer(3, contact=programme.contact(), verbatim="The invoice is wrong.")
    programme.answer(3, contact=programme.contact())
    assert [case.playbook for case in hear(NOW)] == [None]
    read_as(answer, theme=theme)
    assert [case.playbook and case.playbook.name for case in hear(NOW)] == [None, "Billing"]
    programme.answer(3, contact=programme.contact(), verbatim="Nobody reads this.")
    assert len(hear(NOW + READING_WAITS)) == 3


def test_an_answer_that_cannot_be_looked_at_keeps_no_other_waiting(programme, hear, monkeypatch) -> None:
    broken = programme.answer(1, contact=programme.contact(), at=NOW - HOUR)
    programme.answer(2, contact=programme.contact())
    plan = watching.plan_case

    def fail_for_one(**given):
        if given["response"] == broken:
            raise RuntimeError("This one cannot be planned.")
        return plan(**given)

    monkeypatch.setattr(watching, "plan_case", fail_for_one)
    hear_some(now=NOW)
    assert Case.objects.count() == 1
    monkeypatch.undo()
    assert len(hear(NOW + 2 * MINUTE)) == 2
