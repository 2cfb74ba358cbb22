"""The one decision: who may be asked, who waits until when, and who never; properties that hold for everybody."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.contacts.rules import SUPPRESSION_REASONS
from kuule.dispatch.rules import (
    ALLOW,
    ARCHIVED,
    BOUNCED,
    CASE_OPEN,
    DROP,
    EXPIRED,
    HOLD,
    HOLD_REASONS,
    NO_ADDRESS,
    NO_CONSENT,
    RECENTLY_ASKED,
    SAMPLED_OUT,
    TAKEN_OUT,
    UNSUBSCRIBED,
    Asked,
    Decision,
    Hold,
    Limit,
    Person,
    Wish,
    decide,
)
from kuule.dispatch.rules.limits import ACCOUNT, PERSON

pytestmark = pytest.mark.any_database

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
families = st.sampled_from(["relationship", "transactional"])
channels = st.sampled_from(["email", "sms"])
asks = st.lists(st.builds(Asked, moments, families, channels), max_size=8)
limits = st.lists(
    st.builds(
        Limit,
        st.sampled_from(["limit_1", "limit_2", RECENTLY_ASKED]),
        subject=st.sampled_from([PERSON, ACCOUNT]),
        family=st.just("") | families,
        channel=st.just("") | channels,
        min_days=st.integers(0, 200),
        most=st.integers(0, 4),
        period_days=st.integers(1, 400),
    ),
    max_size=4,
)
people = st.builds(
    Person,
    reachable=st.lists(channels, unique=True),
    preferred=st.just("") | channels,
    blocked=st.dictionaries(channels, st.sampled_from(SUPPRESSION_REASONS), max_size=2),
    is_archived=st.booleans(),
    has_consent=st.booleans(),
    taken_out=st.sampled_from(["", "", "Asked me on the phone"]),
    asked=asks,
    account_asked=asks,
    holds=st.lists(st.builds(Hold, st.just(CASE_OPEN), moments), max_size=2),
)
wishes = st.builds(
    Wish,
    families,
    st.lists(channels, min_size=1, unique=True),
    expires_at=st.none() | moments,
    is_drawn=st.booleans(),
)


@given(wishes, people, limits, moments)
def test_whoever_is_allowed_breaks_no_rule(wish, person, limits, now):
    decision = decide(wish, person, limits, now=now)
    if decision.verdict != ALLOW:
        assert decision.rule in {*HOLD_REASONS, *(each.name for each in limits)}
        return
    assert decision.channel in wish.channels
    assert decision.channel in person.reachable
    assert decision.channel not in person.blocked
    assert all(hold.until <= now for hold in person.holds)
    for limit in limits:
        if not limit.concerns(wish.family, decision.channel):
            continue
        counted = person.account_asked if limit.subject == ACCOUNT else person.asked
        moments = [each.at for each in counted if limit.concerns(each.family, each.channel)]
        assert all(now - at >= limit.min_days * DAY for at in moments)
        assert not limit.most or sum(now - at < limit.period_days * DAY for at in moments) < limit.most


@given(wishes, people, limits, moments)
def test_whoever_waits_is_allowed_when_the_wait_is_over_and_not_a_moment_before(wish, person, limits, now):
    decision = decide(wish, person, limits, now=now)
    if decision.verdict == HOLD:
        assert decision.until > now
        assert decide(wish, person, limits, now=decision.until).verdict == ALLOW
        assert decide(wish, person, limits, now=decision.until - timedelta(microseconds=1)).verdict == HOLD


@given(wishes, people, limits, limits, moments)
def test_one_limit_more_never_lets_anybody_be_asked_sooner(wish, person, limits, more, now):
    some, all_ = decide(wish, person, limits, now=now), decide(wish, person, [*limits, *more], now=now)
    assert not (all_.verdict == ALLOW and some.verdict != ALLOW)
    if some.verdict == all_.verdict == HOLD:
        assert all_.until >= some.until


PAUSE = Limit(RECENTLY_ASKED, min_days=90)


@pytest.mark.parametrize(
    ("wish", "person", "decision"),
    [
        (Wish(), Person(), Decision(ALLOW, channel="email")),
        (Wish(), Person(is_archived=True, blocked={"email": BOUNCED}), Decision(DROP, ARCHIVED)),
        (Wish(), Person(reachable=()), Decision(DROP, NO_ADDRESS)),
        (Wish(channels=("email", "sms")), Person(("sms",)), Decision(ALLOW, channel="sms")),
        (Wish(channels=("email", "sms")), Person(("email", "sms"), "sms"), Decision(ALLOW, channel="sms")),
        # Mail that came back says nothing against a phone; whoever said stop said it for all.
        (Wish(channels=("email", "sms")), Person(("email", "sms"), blocked={"email": BOUNCED}), "sms"),
        (Wish(channels=("email", "sms")), Person(("email", "sms"), blocked={"sms": UNSUBSCRIBED}), UNSUBSCRIBED),
        (Wish(), Person(has_consent=False), Decision(DROP, NO_CONSENT)),
        (Wish(), Person(taken_out="Too early"), Decision(DROP, TAKEN_OUT)),
        (Wish(is_drawn=False), Person(), Decision(DROP, SAMPLED_OUT)),
        (Wish(expires_at=NOW), Person(), Decision(DROP, EXPIRED)),
        (Wish(), Person(holds=[Hold(CASE_OPEN, NOW + DAY)]), Decision(HOLD, CASE_OPEN, NOW + DAY, "email")),
        (Wish(), Person(asked=[Asked(NOW - 90 * DAY)]), Decision(ALLOW, channel="email")),
        (Wish(), Person(asked=[Asked(NOW - 80 * DAY)]), Decision(HOLD, RECENTLY_ASKED, NOW + 10 * DAY, "email")),
        # An ask that would come too late is not kept waiting; the record says from when it could have been made.
        (Wish(expires_at=NOW + DAY), Person(asked=[Asked(NOW)]), Decision(DROP, EXPIRED, NOW + 90 * DAY)),
    ],
)
def test_the_decision_says_which_rule_and_until_when(wish, person, decision):
    found = decide(wish, person, [PAUSE], now=NOW)
    expected = decision if isinstance(decision, Decision) else found.channel or found.rule
    assert found == expected if isinstance(decision, Decision) else expected == decision


def test_the_rule_that_holds_longest_is_named():
    person = Person(asked=[Asked(NOW)], holds=[Hold(CASE_OPEN, NOW + 14 * DAY)])
    assert decide(Wish(), person, [PAUSE], now=NOW).rule == RECENTLY_ASKED
    assert decide(Wish(), person, [Limit(RECENTLY_ASKED, min_days=7)], now=NOW).rule == CASE_OPEN
