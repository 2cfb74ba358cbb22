from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.responses.rules import (
    PERSON,
    SCANNER,
    UNCLEAR,
    VERDICTS,
    RawClick,
    Revised,
    Verdict,
    VisitFacts,
    in_hindsight,
    is_prefetch,
    is_preview,
    is_weaker,
    reason_against,
    respondents_score,
    verdict_on,
)
from kuule.responses.rules.verdicts import LEAST_SECONDS, MANY_LINKS

pytestmark = pytest.mark.any_database
LOOKS = ("GET", "HEAD")
START = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

seconds = st.one_of(st.none(), st.floats(0, 1e6))
facts = st.builds(
    VisitFacts,
    method=st.sampled_from((*LOOKS, "POST")),
    seconds_shown=seconds,
    has_signal=st.booleans(),
    links_at_once=st.integers(0, 11),
    is_prefetch=st.booleans(),
    is_preview=st.booleans(),
)


@given(facts)
def test_a_look_is_never_a_person(visit: VisitFacts) -> None:
    if visit.method in LOOKS:
        assert verdict_on(visit).verdict != PERSON


@given(facts)
def test_a_save_is_a_persons_exactly_when_the_table_says_so(visit: VisitFacts) -> None:
    if visit.method != "POST":
        return
    is_sealed = visit.seconds_shown is not None
    was_read = visit.seconds_shown is not None and visit.seconds_shown >= LEAST_SECONDS
    opened_all = visit.links_at_once >= MANY_LINKS
    found = verdict_on(visit).verdict
    assert (found == PERSON) == ((is_sealed and visit.has_signal) or (was_read and not opened_all))
    assert (found == SCANNER) == (opened_all and not (is_sealed and visit.has_signal))


@given(facts, st.booleans(), st.booleans())
def test_what_a_program_calls_itself_never_decides_about_a_save(visit: VisitFacts, ahead: bool, preview: bool) -> None:
    plain = VisitFacts("POST", visit.seconds_shown, visit.has_signal, visit.links_at_once)
    named = VisitFacts("POST", visit.seconds_shown, visit.has_signal, visit.links_at_once, ahead, preview)
    assert verdict_on(plain).verdict == verdict_on(named).verdict


@given(facts)
def test_every_verdict_has_a_reason(visit: VisitFacts) -> None:
    found = verdict_on(visit)
    assert found.verdict in VERDICTS
    assert found.reason


def test_programs_that_draw_previews_and_load_ahead_are_known() -> None:
    for agent in ("Slackbot-LinkExpanding 1.0", "facebookexternalhit/1.1", "SkypeUriPreview Preview/0.5", "WhatsApp/2"):
        assert is_preview(agent), agent
    assert not is_preview("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/143.0")
    assert is_prefetch(["", "prefetch;prerender"])
    assert not is_prefetch(["", "navigate"])


def test_a_person_outweighs_doubt_and_doubt_a_scanner() -> None:
    order = (SCANNER, UNCLEAR, PERSON)
    assert [is_weaker(a, than=b) for a, b in pairwise(order)] == [True, True]
    assert not any(is_weaker(each, than=each) for each in order)


clicks = st.lists(
    st.builds(
        RawClick,
        at=st.integers(0, 100).map(lambda second: START + timedelta(seconds=second)),
        method=st.sampled_from((*LOOKS, "POST")),
        act=st.sampled_from(("open", "score", "save")),
        verdict=st.builds(Verdict, st.sampled_from(VERDICTS), st.sampled_from(("opened", "head", "signal"))),
        address_hash=st.sampled_from("ab"),
        user_agent=st.sampled_from("xy"),
    ),
    max_size=12,
).map(lambda found: sorted(found, key=lambda click: click.at))


@given(clicks)
def test_hindsight_turns_only_unclear_looks_before_a_persons_answer_from_there(visits: list[RawClick]) -> None:
    told = in_hindsight(visits)
    assert [click.at for click in told] == [click.at for click in visits]
    for number, (before, after) in enumerate(zip(visits, told, strict=True)):
        if before == after:
            continue
        assert before.verdict == Verdict(UNCLEAR, "opened")
        assert after.verdict == Verdict(PERSON, "answered_after")
        assert any(
            later.method == "POST"
            and later.verdict.verdict == PERSON
            and (later.address_hash, later.user_agent) == (before.address_hash, before.user_agent)
            for later in visits[number:]
        )


states = st.lists(st.builds(Revised, st.integers(0, 10), st.sampled_from(("respondent", "user"))), max_size=6)


@given(states, st.integers(0, 10))
def test_without_corrections_the_score_is_the_respondents(earlier: list[Revised], score: int) -> None:
    own = [Revised(each.score, "respondent") for each in earlier]
    assert respondents_score(own, score, respondent="respondent") == score


@given(states, st.integers(0, 10))
def test_corrections_alone_leave_the_first_score_as_the_respondents(earlier: list[Revised], score: int) -> None:
    theirs = [Revised(each.score, "user") for each in earlier]
    first = theirs[0].score if theirs else score
    assert respondents_score(theirs, score, respondent="respondent") == first


def test_the_respondent_has_the_last_word() -> None:
    corrected_then_changed = [Revised(2, "user"), Revised(9, "respondent")]
    assert respondents_score(corrected_then_changed, 4, respondent="respondent") == 4


@pytest.mark.parametrize(
    ("decider", "owner", "asker", "reason"),
    [(1, 1, 2, "owns_account"), (1, 2, 1, "asked_themselves"), (1, 2, 3, ""), (1, None, None, "")],
)
def test_nobody_judges_their_own_account_or_question(
    decider: int, owner: int | None, asker: int | None, reason: str
) -> None:
    assert reason_against(decider_id=decider, owner_id=owner, asker_id=asker) == reason
