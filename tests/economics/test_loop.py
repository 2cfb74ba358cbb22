"""Who of the detractors was reached in time, and what the share of them is."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from kuule.economics.answers.loop import loop_kept
from kuule.economics.rules.loop import KEPT, MISSED, WAITING, Spoken, Unhappy, loop_states
from kuule.stats import share_interval
from tests.conftest import NOW
from tests.economics.renewing import Renewing
from tests.economics.test_earned_growth import read

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("spoken", "state"),
    [
        ([], MISSED),
        ([Spoken(7, 1, NOW - 52 * HOUR)], KEPT),
        ([Spoken(7, 1, NOW - 51 * HOUR)], MISSED),
        ([Spoken(7, 1, NOW - 101 * HOUR)], MISSED),
        ([Spoken(7, None, NOW - 90 * HOUR)], KEPT),
        ([Spoken(7, 2, NOW - 90 * HOUR)], MISSED),
        ([Spoken(8, 1, NOW - 90 * HOUR)], MISSED),
        ([Spoken(7, 1, NOW - 101 * HOUR), Spoken(7, 1, NOW - 60 * HOUR)], KEPT),
    ],
)
def test_a_person_is_reached_between_the_answer_and_48_hours_after_it(spoken: list[Spoken], state: str) -> None:
    assert loop_states([Unhappy(1, 7, 1, NOW - 100 * HOUR)], spoken, now=NOW) == {1: state}


def test_who_answered_lately_waits() -> None:
    answers = [Unhappy(1, 7, 1, NOW - 47 * HOUR), Unhappy(2, 7, 2, NOW - 48 * HOUR)]
    assert loop_states(answers, [], now=NOW) == {1: WAITING, 2: MISSED}
    assert loop_states(answers, [Spoken(7, 1, NOW - HOUR)], now=NOW)[1] == KEPT


@pytest.mark.django_db
def test_the_share_counts_answers_by_name_whose_time_is_over(programme, anna) -> None:
    firm = Renewing(programme)
    day = NOW.date()
    for number in range(10):
        contact = programme.contact(f"Person {number}", account=programme.account(f"Company {number}"))
        firm.answered(contact, day - timedelta(days=30), 4)
        if number < 7:
            noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - timedelta(days=30)
            firm.called(contact, noon + timedelta(hours=20 if number else 60), reached=number != 1)
        firm.answered(contact, day - timedelta(days=29), 9)
    firm.answered(contact, day - timedelta(days=1), 0)
    firm.answered(contact, day - timedelta(days=400), 0)
    programme.answer(3, at=NOW - timedelta(days=3))
    found = loop_kept(firm.workspace, now=NOW)
    assert (found.kept, found.missed, found.waiting, found.unknown) == (5, 5, 1, 1)
    wilson = share_interval(5, 10)
    assert found.share.value == 0.5
    assert (found.share.lower, found.share.upper) == pytest.approx((wilson.lower, wilson.upper), abs=0.03)
    with time_machine.travel(NOW, tick=False):
        said = read(anna.get("/w/nordlys/value/loop/"))
        file = anna.post("/w/nordlys/value/loop/", {"format": "csv"}).content.decode()
    assert said.count("not reached in time") == 5
    assert file.count("reached within 48 hours") == 5


@pytest.mark.django_db
def test_where_nobody_wrote_a_contact_down_the_share_is_not_known(programme) -> None:
    firm = Renewing(programme)
    firm.answered(programme.contact(account=programme.account("Fjord")), NOW.date() - timedelta(days=30), 4)
    found = loop_kept(firm.workspace, now=NOW)
    assert (found.missed, found.is_known) == (1, False)
