"""Does answering pay? Who is compared with whom, and figures reckoned by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.test import Client

from kuule.contacts.models import Contact
from kuule.dispatch.models import Invitation
from kuule.economics.answers.answering import answering_pays
from kuule.economics.models import CustomerEvent, LedgerEntry
from kuule.economics.rules.contacting import (
    NEW,
    OLD,
    SETTLED,
    UNKNOWN,
    Contacted,
    WatchedAnswer,
    tenure_class,
    trials_of,
)
from kuule.economics.rules.groups import Answer
from kuule.responses.models import Response
from kuule.workspaces.models import Member
from tests.conftest import NOW, Company
from tests.insight.conftest import Programme, programme_of

SignIn = Callable[[Member], Client]
TODAY = NOW.date()
DAY = date(2026, 1, 12)


def watched(contacted: Contacted | None = None, *, free_until: date = date.max, day: date = DAY) -> WatchedAnswer:
    return WatchedAnswer(Answer(1, 1, day, 3), contacted, free_until, NEW)


def compared(*answers: WatchedAnswer, today: date = TODAY) -> list[tuple[int, int, bool]]:
    """Return the landmark, the days until it begins, and whether contacted, of everybody who is compared."""
    trials = trials_of(answers, today=today)
    return [(each.landmark, (each.start - each.answer.day).days, each.was_contacted) for each in trials]


def reached(days: int) -> Contacted:
    return Contacted(DAY + timedelta(days=days), was_reached=True, by_chance=False)


@pytest.mark.any_database
def test_people_are_compared_from_the_contact_on_with_those_who_could_still_be_contacted() -> None:
    assert compared(watched()) == [(2, 2, False), (7, 7, False), (30, 30, False)]
    assert compared(watched(reached(0))) == [(2, 2, True)]
    assert compared(watched(reached(5))) == [(2, 2, False), (7, 7, True)]
    assert compared(watched(reached(30))) == [(2, 2, False), (7, 7, False), (30, 30, True)]


@pytest.mark.any_database
def test_whoever_left_or_answered_again_is_no_counterpart_any_more() -> None:
    # A contact on the fifth day cannot be held against somebody who was gone on the fourth.
    gone = watched(free_until=DAY + timedelta(days=4))
    assert compared(gone) == [(2, 2, False)]
    late = watched(reached(5), free_until=DAY + timedelta(days=6))
    assert compared(late) == [(2, 2, False)]
    assert compared(watched(free_until=DAY + timedelta(days=2))) == []


@pytest.mark.any_database
def test_nobody_is_compared_before_they_were_watched() -> None:
    assert compared(watched(), today=DAY + timedelta(days=5)) == [(2, 2, False)]


@pytest.mark.any_database
@pytest.mark.parametrize("was_reached", [True, False])
def test_chance_makes_the_day_of_the_draw_the_start_of_both(was_reached: bool) -> None:
    drawn = Contacted(DAY + timedelta(days=3), was_reached, by_chance=True)
    (trial,) = trials_of([watched(drawn)], today=TODAY)
    assert (trial.start, trial.was_contacted, trial.by_chance) == (drawn.day, was_reached, True)
    assert not list(trials_of([watched(drawn, free_until=drawn.day)], today=TODAY))


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("days", "expected"), [(0, NEW), (364, NEW), (365, SETTLED), (3 * 365, OLD), (None, UNKNOWN), (-1, UNKNOWN)]
)
def test_tenure_has_classes(days: int | None, expected: str) -> None:
    since = None if days is None else DAY - timedelta(days=days)
    assert tenure_class(since, DAY) == expected


@pytest.fixture
def programme(nordlys: Company) -> Programme:
    return programme_of(nordlys.workspace, NOW)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def answered(programme: Programme, contact: Contact, score: int, day: date) -> Response:
    return Response.objects.create(
        workspace=programme.workspace,
        survey=programme.survey,
        version=programme.version,
        contact=contact,
        account=contact.account,
        channel="email",
        language="en",
        score=score,
        answered_at=at(day),
    )


def asked(programme: Programme, contact: Contact, day: date, *, has_answered: bool) -> None:
    invitation = programme.ask(contact, at(day))
    if has_answered:
        Invitation.objects.filter(pk=invitation.pk).update(answered_at=at(day + timedelta(days=1)))


def called(contact: Contact, day: date, *, outcome: bool | None = True, at_random: bool = False) -> None:
    CustomerEvent.objects.create(
        workspace=contact.workspace, external_id=f"{contact.pk} {day}", kind="contacted", account=contact.account,
        contact=contact, happened_at=at(day), outcome=outcome, at_random=at_random, told_at=NOW,
    )  # fmt: skip


def sold(contact: Contact, day: date) -> None:
    LedgerEntry.objects.create(
        workspace=contact.workspace, external_id=f"{contact.pk} {day}", kind="revenue", account=contact.account,
        day=day, amount=100, currency="EUR", converted=100, told_at=NOW,
    )  # fmt: skip


def follow(
    programme: Programme, *, score: int, later: int | None, tell: Callable[[Contact, date], None] | None, bought: bool
) -> None:
    """Let a customer answer in January, be contacted or not, and be asked again in summer."""
    account = programme.account(f"Company {next(programme.numbers)}")
    contact = programme.contact(account=account)
    sold(contact, DAY - timedelta(days=30))
    answered(programme, contact, score, DAY)
    if tell:
        tell(contact, DAY + timedelta(days=1))
    if bought:
        sold(contact, DAY + timedelta(days=50))
    asked(programme, contact, DAY + timedelta(days=120), has_answered=later is not None)
    if later is not None:
        answered(programme, contact, later, DAY + timedelta(days=121))


def figures(paid: Any) -> dict[str, Any]:
    return {each.outcome: each.comparison for each in paid}


def test_the_contacted_are_held_against_comparable_people(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    # Two starting scores; those who scored 3 are called more often, and rise by themselves more.
    laters = {3: [5, 6, 7, None, 8, 4], 8: [8, 9, 7, 8, None, 9]}
    calls = {3: 4, 8: 2}
    for score, scores in laters.items():
        for number, later in enumerate(scores * 2):
            is_called = number % 6 < calls[score]
            moved = None if later is None else min(10, later + is_called)
            follow(programme, score=score, later=moved, tell=called if is_called else None, bought=number % 2 == 0)
    found = answering_pays(nordlys.workspace, day=TODAY, horizon=180)
    assert (found.contacted_by_choice, found.contacted_by_chance) == (12, 0)
    moved = figures(found.by_choice)["moved"]
    # By hand: in each class of starting scores the means at the first landmark, weighted as the called fall into them.
    rise: dict[int, dict[bool, list[float]]] = {score: {True: [], False: []} for score in laters}
    for score, scores in laters.items():
        for number, later in enumerate(scores * 2):
            is_called = number % 6 < calls[score]
            if later is not None:
                rise[score][is_called].append(min(10, later + is_called) - score)
    weights = {score: len(each[True]) for score, each in rise.items()}
    expected = sum(weights[score] * np.mean(rise[score][False]) for score in rise) / sum(weights.values())
    assert moved.untreated.value == pytest.approx(expected)
    assert moved.treated.value == pytest.approx(np.mean(rise[3][True] + rise[8][True]))
    assert moved.n_treated == sum(weights.values())
    answers_again = figures(found.by_choice)["answered"]
    assert answers_again.treated.value == pytest.approx(sum(weights.values()) / 12)
    page = sign_in(nordlys.vera).get("/w/nordlys/value/answering/?days=180").content.decode()
    assert "Association, not effect" in page
    assert "Nobody was left alone by chance yet" in page


def test_where_chance_decided_it_is_the_effect(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    def drawn_to_call(contact: Contact, day: date) -> None:
        called(contact, day, at_random=True)

    def not_reached(contact: Contact, day: date) -> None:
        called(contact, day, outcome=None, at_random=True)

    def left_alone(contact: Contact, day: date) -> None:
        called(contact, day, outcome=False, at_random=True)

    for number in range(10):
        follow(programme, score=4, later=8, tell=drawn_to_call if number else not_reached, bought=True)
        follow(programme, score=4, later=5 + number % 2, tell=left_alone, bought=False)
    found = answering_pays(nordlys.workspace, day=TODAY, horizon=180)
    assert (found.contacted_by_chance, found.contacted_by_choice) == (10, 0)
    by_chance = figures(found.by_chance)
    assert by_chance["moved"].difference.value == pytest.approx(2.5)
    assert by_chance["recovered"].difference.value == pytest.approx(1.0)
    assert by_chance["bought"].difference.value == pytest.approx(1.0)
    assert "association_only" not in by_chance["moved"].warnings
    vera = sign_in(nordlys.vera)
    page = vera.get("/w/nordlys/value/answering/?days=180").content.decode()
    assert "the contact raises it" in page
    rows = vera.get("/w/nordlys/value/answering/people/?way=chance&days=180").content.decode()
    assert "Company" in rows
    taken = sign_in(nordlys.anna).post("/w/nordlys/value/answering/people/?way=chance&days=180", {"format": "csv"})
    assert taken.content.decode("utf-8-sig").count("\n") == 21


@pytest.mark.any_database
def test_too_few_say_nothing(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    for number in range(6):
        follow(programme, score=3, later=5, tell=called if number < 2 else None, bought=False)
    found = answering_pays(nordlys.workspace, day=TODAY, horizon=180)
    assert all(each.comparison is None for each in found.by_choice)
    assert "too few to say" in sign_in(nordlys.vera).get("/w/nordlys/value/answering/?days=180").content.decode()


@pytest.mark.any_database
def test_a_firm_without_contacts_is_told_what_to_bring(nordlys: Company, sign_in: SignIn) -> None:
    page = sign_in(nordlys.vera).get("/w/nordlys/value/answering/?days=none").content.decode()
    assert "No contact after an answer is known" in page


def test_other_workspaces_are_not_counted(nordlys: Company, charlie: Member, programme: Programme) -> None:
    for number in range(6):
        follow(programme, score=3, later=5, tell=called if number < 3 else None, bought=False)
    assert answering_pays(charlie.workspace, day=TODAY).answers == 0
