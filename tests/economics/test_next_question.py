"""What to ask whom next: what is urgent, then what hurts, then who is not heard."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.contacts.rules import DECISION_MAKER, INFLUENCER, USER
from kuule.economics.rules.next_question import QUESTIONS, NextQuestion, Situation, next_question

pytestmark = pytest.mark.any_database
DAY = date(2026, 11, 20)
CALM = Situation(
    ends_on=DAY + timedelta(days=200),
    people=frozenset({DECISION_MAKER, USER}),
    heard_on={DECISION_MAKER: DAY - timedelta(days=9), USER: DAY - timedelta(days=9)},
    score={DECISION_MAKER: 9.0, USER: 8.0},
)


@pytest.mark.parametrize(
    ("known", "question"),
    [
        ({}, NextQuestion("keep", USER)),
        ({"score": {DECISION_MAKER: 9.0, USER: 10.0}}, NextQuestion("thank", DECISION_MAKER)),
        ({"score": {DECISION_MAKER: 9.0, USER: 5.0}}, NextQuestion("mend", USER)),
        ({"heard_on": {DECISION_MAKER: DAY - timedelta(days=181), USER: DAY}}, NextQuestion("hear", DECISION_MAKER)),
        ({"heard_on": {DECISION_MAKER: DAY}}, NextQuestion("hear", USER)),
        ({"people": frozenset({USER, ""})}, NextQuestion("meet", DECISION_MAKER)),
        ({"themes": ("Delivery", "Price")}, NextQuestion("theme", USER, "Delivery")),
        ({"themes": ("Delivery",), "incident_on": DAY - timedelta(days=90)}, NextQuestion("incident", DECISION_MAKER)),
        ({"incident_on": DAY - timedelta(days=91)}, NextQuestion("keep", USER)),
        ({"ends_on": DAY + timedelta(days=59), "incident_on": DAY}, NextQuestion("decide", DECISION_MAKER)),
        ({"is_person": True, "people": frozenset({""}), "heard_on": {}, "score": {}}, NextQuestion("hear", "")),
    ],
)
def test_the_first_thing_that_matters_is_asked(known: dict[str, object], question: NextQuestion) -> None:
    assert next_question(replace(CALM, **known), day=DAY) == question  # type: ignore[arg-type]


roles = st.sampled_from([DECISION_MAKER, INFLUENCER, USER, ""])


@given(
    st.builds(
        Situation,
        ends_on=st.dates(DAY, DAY + timedelta(days=400)),
        is_person=st.booleans(),
        people=st.frozensets(roles),
        heard_on=st.dictionaries(roles, st.dates(DAY - timedelta(days=400), DAY)),
        score=st.dictionaries(roles, st.floats(0, 10)),
        themes=st.lists(st.text(min_size=1, max_size=5), max_size=2).map(tuple),
        incident_on=st.none() | st.dates(DAY - timedelta(days=400), DAY),
    )
)
def test_there_is_always_a_question(known: Situation) -> None:
    assert next_question(known, day=DAY).ask in QUESTIONS
