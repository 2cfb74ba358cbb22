"""The story itself: its files, and that it can be told at any time of the year."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from kuule.demo.rules import chance
from kuule.demo.rules.by_link import answers_by_link
from kuule.demo.rules.calendar import PANELS, bad_october, panel_turns, severity, stage_of
from kuule.demo.rules.cast import Person, address, customers, people
from kuule.demo.rules.comments import EVERYDAY, SHORT, Comment, CommentBook
from kuule.demo.rules.mood import E_INVOICING_PLAN, INVOICING, MENDED, THEMES_BY_ROLE, Answer, reaction
from kuule.demo.rules.story import Story
from kuule.demo.selectors import FILES, demo_sign_in, story
from kuule.stats import Direction, Shares, nps_change

pytestmark = pytest.mark.any_database

HELSINKI = ZoneInfo("Europe/Helsinki")
MOMENTS = [
    datetime(2026, 11, 20, 10, tzinfo=UTC),
    datetime(2026, 10, 31, 12, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2026, 10, 10, 6, tzinfo=UTC),
    datetime(2026, 10, 11, 6, tzinfo=UTC),
    datetime(2026, 12, 31, 22, 30, tzinfo=UTC),
    datetime(2027, 2, 3, 8, tzinfo=UTC),
    datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2027, 6, 20, 15, tzinfo=UTC),
    datetime(2027, 9, 30, 8, tzinfo=UTC),
    datetime(2028, 2, 29, 8, tzinfo=UTC),
]


@pytest.fixture(scope="module")
def told() -> Story:
    return story()


def nps(scores: list[int]) -> float:
    return 100 * (sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)) / len(scores)


def shares(answered: list[tuple[Person, int]]) -> Shares:
    scores = [score for _, score in answered]
    return Shares(
        sum(each <= 6 for each in scores), sum(7 <= each <= 8 for each in scores), sum(each >= 9 for each in scores)
    )


def answers(told: Story, now: datetime) -> Iterator[tuple[Person, Answer]]:
    turns = panel_turns(now, HELSINKI)
    stage = stage_of(turns, now=now, zone=HELSINKI)
    cast = people(told, customers(told, stage), stage)
    for turn in turns:
        for person in cast:
            if person.panel == turn.panel and person.joined_at <= turn.at:
                answer = reaction(person, turn.at, stage).answer
                if answer and answer.at < now:
                    yield person, answer


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_story_holds_whenever_it_is_told(told: Story, now: datetime) -> None:
    october = bad_october(now, HELSINKI)
    months: dict[tuple[int, int], list[tuple[Person, int]]] = {}
    for person, answer in answers(told, now):
        months.setdefault((answer.at.year, answer.at.month), []).append((person, answer.score))
    dip = months[october.year, 10]
    assert nps([score for _, score in dip]) < nps([score for _, score in months[october.year, 9]]) - 20
    assert nps_change(shares(months[october.year, 9]), shares(dip)).direction == Direction.DOWN
    hit = [score for person, score in dip if person.customer.sketch.plan == E_INVOICING_PLAN]
    spared = [score for person, score in dip if person.customer.sketch.plan != E_INVOICING_PLAN]
    assert nps(hit) < -60 < nps(spared) - 40
    assert nps([score for them in months.values() for _, score in them]) > 15


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_each_panel_has_its_turn_once_a_quarter_up_to_last_week(now: datetime) -> None:
    turns = panel_turns(now, HELSINKI)
    assert timedelta(days=3, hours=12) <= now - turns[-1].at <= timedelta(days=11)
    assert all(turn.at.weekday() == 1 and (turn.at.hour, turn.at.minute) == (9, 10) for turn in turns)
    for panel in range(1, PANELS + 1):
        own = [turn.at for turn in turns if turn.panel == panel]
        assert len(own) == 6
        assert all(later.date() - earlier.date() == timedelta(days=91) for earlier, later in pairwise(own))


def test_same_moment_tells_the_same_story_and_people_answer_by_daylight(told: Story) -> None:
    first, second = (list(answers(told, MOMENTS[0])) for _ in range(2))
    assert first == second
    assert {answer.at.astimezone(HELSINKI).hour for _, answer in first} <= set(range(7, 23))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 10, 10, 20, 59, tzinfo=UTC), date(2025, 10, 1)),
        (datetime(2026, 10, 10, 21, 0, tzinfo=UTC), date(2026, 10, 1)),
        (datetime(2026, 12, 31, tzinfo=UTC), date(2026, 10, 1)),
        (datetime(2027, 1, 5, tzinfo=UTC), date(2026, 10, 1)),
    ],
)
def test_the_october_is_the_newest_that_was_heard_of(now: datetime, expected: date) -> None:
    assert bad_october(now, HELSINKI) == expected


def test_the_problem_begins_with_october_and_fades() -> None:
    now = datetime(2027, 2, 3, 8, tzinfo=UTC)
    stage = stage_of(panel_turns(now, HELSINKI), now=now, zone=HELSINKI)
    fading = [severity(datetime(2026, month, 15, tzinfo=UTC), stage) for month in (9, 10, 11, 12)]
    assert fading[0] == 0 < fading[3] < fading[2] < fading[1] == 1
    assert severity(now, stage) == 0


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_smaller_surveys_are_answered_before_now_and_nothing_is_said_twice(told: Story, now: datetime) -> None:
    for survey in told.by_link:
        given = answers_by_link(survey, now=now, zone=HELSINKI)
        assert given == answers_by_link(survey, now=now, zone=HELSINKI)
        assert given[-1].at < now
        assert {answer.score for answer in given} <= set(survey.scores)
        said = [answer.verbatim for answer in given if answer.verbatim]
        assert len(said) == len(set(said)) >= 10


def test_every_theme_can_be_spoken_about_in_every_language(told: Story) -> None:
    themes = {INVOICING, MENDED, "changed", SHORT, *EVERYDAY}
    themes |= {theme for own in THEMES_BY_ROLE.values() for theme in own}
    themes |= {theme for account in told.accounts for theme in account.themes}
    for by_theme in told.comments.values():
        assert themes <= by_theme.keys()


def test_comments_are_distinct_and_name_nobody_but_the_colleague(told: Story) -> None:
    comments = [comment for themes in told.comments.values() for them in themes.values() for comment in them]
    assert all(0 <= comment.low <= comment.high <= 10 for comment in comments)
    assert {comment.text.count("{") for comment in comments} <= {0, 1}
    assert all("{" not in comment.text.replace("{colleague}", "") for comment in comments)
    for themes in told.comments.values():
        texts = [comment.text for them in themes.values() for comment in them]
        assert len(texts) == len(set(texts))


def test_files_hold_no_real_address() -> None:
    for file in FILES.glob("*.json"):
        text = file.read_text(encoding="utf-8")
        assert all(re.split('[/"]', part)[0].endswith(".example") for part in text.split("://")[1:]), file.name
        assert all(part.split('"')[0].endswith(".example") for part in text.split("@")[1:]), file.name


def test_a_comment_is_handed_out_once_then_something_short() -> None:
    few = {"app": [Comment(9, 10, "{colleague} helped")], SHORT: [Comment(8, 10, "Good")]}
    book = CommentBook({"en": {**dict.fromkeys(EVERYDAY, ()), **few}})

    def pick(score: int) -> str:
        return book.pick(chance(), language="en", theme="app", score=score, colleague="Timo")

    assert [pick(9), pick(9), pick(3)] == ["Timo helped", "Good", ""]


def test_addresses_are_plain_letters() -> None:
    assert address("Søren Åkesson Groß", "havskum") == "soren.akesson.gross@havskum.example"


@pytest.mark.django_db
def test_without_a_demo_there_is_no_sign_in() -> None:
    assert demo_sign_in() is None
