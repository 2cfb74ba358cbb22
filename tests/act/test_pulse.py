"""The pulse of a team: nobody learns who said what, and nobody sees it before those whose it is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kuule.act.models import Letter, Pulse, PulseAnswer, PulseTurn
from kuule.act.rules.pulse import ASKING, SHARED, least_answers, least_for_words, may_see, pulse_state
from kuule.act.selectors.pulse import result_of
from kuule.act.selectors.pulse_links import pulse_link
from kuule.act.services.pulse import PulseSettings, accept_pulse_answer, open_pulse
from kuule.act.tasks import drain_pulses
from kuule.act.wordings import wording_for
from kuule.workspaces.models import AuditEntry, Member, Team
from kuule.workspaces.rules import SYSTEM, VIEWER, Refused
from tests.act.huddling import crew, team_of
from tests.conftest import NOW, Company, make_member
from tests.insight.conftest import Programme
from tests.responses.conftest import FORM, sealed

SignIn = Callable[[Member], Client]
CLOSED, SHOWN_TO_MANAGERS = NOW + timedelta(days=8), NOW + timedelta(days=15)


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def team(nordlys: Company, programme: Programme) -> Team:
    """Frida and ten others, and Bob, who runs the team."""
    north = team_of(programme, "North", nordlys.frida, nordlys.bob)
    crew(programme, north, 10)
    return north


def ask(team: Team, member: Member, *, now: datetime = NOW, **told: object) -> Pulse:
    settings = PulseSettings(**{"questions": ["recommend", "voice"], **told})
    return open_pulse(team=team, settings=settings, member=member, actor=SYSTEM, now=now)


def let_answer(pulse: Pulse, count: int, *, words: str = "") -> None:
    for number, turn in enumerate(PulseTurn.objects.filter(pulse=pulse, has_answered=False).order_by("pk")[:count]):
        said = words and f"{words} {number}"
        accept_pulse_answer(turn=turn, scores={"recommend": number % 11, "voice": 7}, words=said, now=NOW)


@given(
    asked=st.booleans(),
    manages=st.booleans(),
    opened=st.integers(1, 31),
    team_days=st.integers(1, 60),
    later=st.integers(0, 120),
)
@pytest.mark.any_database
def test_nobody_sees_anything_while_it_is_answered_and_managers_never_before_the_team(
    asked: bool, manages: bool, opened: int, team_days: int, later: int
) -> None:
    closes_at = NOW + timedelta(days=opened)
    shared_at, now = closes_at + timedelta(days=team_days), NOW + timedelta(days=later)
    state = pulse_state(closes_at=closes_at, shared_at=shared_at, now=now)
    sees = may_see(state=state, is_asked=asked, is_manager=manages)
    assert not (sees and state == ASKING)
    assert not (sees and not asked and state != SHARED)
    assert not (sees and not asked and not manages)
    assert sees == ((asked and now >= closes_at) or (manages and now >= shared_at))


@pytest.mark.any_database
def test_never_fewer_than_five_and_words_of_more() -> None:
    assert [least_answers(least) for least in (1, 5, 12)] == [5, 5, 12]
    assert [least_for_words(least) for least in (1, 5, 12)] == [10, 10, 12]


def test_members_are_asked_and_managers_are_not(nordlys: Company, team: Team) -> None:
    pulse = ask(team, nordlys.frida)
    assert PulseTurn.objects.filter(pulse=pulse).count() == 11
    assert not PulseTurn.objects.filter(member=nordlys.bob).exists()
    assert list(pulse.managers.all()) == [nordlys.bob]
    assert Letter.objects.filter(purpose="pulse").count() == 11
    with pytest.raises(Refused, match="asked_lately"):
        ask(team, nordlys.frida, now=NOW + timedelta(days=13))


def test_a_team_that_is_too_small_is_told_so(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    small = team_of(programme, "Small", nordlys.frida)
    crew(programme, small, 3)
    filled = {"team": small.pk, "questions": ["voice"], "days": "7", "team_days": "7"}
    page = sign_in(nordlys.frida).post("/w/nordlys/pulse/new/", filled)
    assert page.status_code == 422
    assert "4 people of this team can be asked" in page.content.decode()
    assert not Pulse.objects.exists()


@pytest.mark.parametrize(
    ("filled", "words"),
    [
        ({"questions": []}, "Choose one to three questions"),
        ({"questions": ["recommend", "means", "voice"], "own_question": "And?"}, "Choose one to three questions"),
        ({"questions": ["nonsense"]}, "nonsense"),
        ({"days": "99"}, "31"),
    ],
)
def test_what_cannot_be_asked_is_said(
    nordlys: Company, team: Team, sign_in: SignIn, filled: dict[str, object], words: str
) -> None:
    usual = {"team": team.pk, "questions": ["voice"], "days": "7", "team_days": "7"}
    page = sign_in(nordlys.frida).post("/w/nordlys/pulse/new/", {**usual, **filled})
    assert page.status_code == 422
    assert words in page.content.decode()


def test_a_member_answers_on_their_page_once(nordlys: Company, team: Team, sign_in: SignIn) -> None:
    pulse = ask(team, nordlys.frida, questions=["recommend", "own"], own_question="Do we laugh?")
    frida, where = sign_in(nordlys.frida), f"/w/nordlys/pulse/{pulse.pk}/"
    assert "Do we laugh?" in frida.get(where).content.decode()
    assert frida.post(where, {"recommend": "11"}).status_code == 422
    assert "Answer one question at least" in frida.post(where, {"words": "Only words"}).content.decode()
    page = frida.post(where, {"recommend": "3", "own": "8", "words": "More cake"}, follow=True).content.decode()
    assert "Nobody learns what you said" in page
    assert list(PulseAnswer.objects.values_list("scores", "words")) == [({"recommend": 3, "own": 8}, "More cake")]
    frida.post(where, {"recommend": "9"})
    assert PulseAnswer.objects.count() == 1
    assert "you have answered" in frida.get(where).content.decode()
    assert sign_in(nordlys.anna).get(where).status_code == 404


def test_the_link_of_the_mail_answers_without_signing_in_and_no_scanner_does(nordlys: Company, team: Team) -> None:
    ask(team, nordlys.frida)
    letter, wording = Letter.objects.earliest("pk"), wording_for("pulse")
    assert wording.stands(letter)
    _subject, text, _html, _stop = wording.parts(letter)
    turn = PulseTurn.objects.get(pk=letter.params["turn"])
    assert pulse_link(turn) in text
    path = pulse_link(turn)[pulse_link(turn).index("/p/") :]
    token, reader = path.removeprefix("/p/"), Client(enforce_csrf_checks=True)
    page = reader.get(path)
    assert (page.status_code, page.headers["Cache-Control"], bool(page.cookies)) == (200, "no-store", False)
    fast = urlencode({**sealed(path, {"token": token}, seconds=0.1), "recommend": "0"})
    assert "That was very quick" in reader.post(path, fast, content_type=FORM).content.decode()
    assert not PulseAnswer.objects.exists()
    slow = urlencode({**sealed(path, {"token": token}), "recommend": "4"})
    assert "Your team sees the results first" in reader.post(path, slow, content_type=FORM).content.decode()
    assert "answered already" in reader.post(path, slow, content_type=FORM).content.decode()
    assert PulseAnswer.objects.get().scores == {"recommend": 4}
    assert not wording.stands(letter)
    assert reader.get("/p/1:forged").status_code == 404


def test_nothing_leads_from_an_answer_to_who_gave_it(nordlys: Company, team: Team) -> None:
    pulse = ask(team, nordlys.frida)
    written = AuditEntry.objects.count()
    let_answer(pulse, 3)
    assert AuditEntry.objects.count() == written
    kept = {field.name for field in PulseAnswer._meta.fields}
    assert kept == {"uid", "workspace", "pulse", "scores", "words"}
    assert {field.name for field in PulseTurn._meta.fields} == {"id", "workspace", "pulse", "member", "has_answered"}
    with pytest.raises(Refused, match="pulse_answered"):
        accept_pulse_answer(turn=PulseTurn.objects.filter(has_answered=True)[0], scores={"voice": 1}, words="", now=NOW)


@pytest.mark.postgresql
def test_turns_are_written_together_once_a_pulse_is_closed(nordlys: Company, team: Team) -> None:
    pulse = ask(team, nordlys.frida)
    let_answer(pulse, 6)
    with time_machine.travel(CLOSED, tick=False):
        assert drain_pulses() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM act_pulseturn")
        assert cursor.fetchone() == (1,)


def test_a_closed_pulse_is_parted_once(nordlys: Company, team: Team) -> None:
    pulse = ask(team, nordlys.frida)
    let_answer(pulse, 6)
    assert drain_pulses() == 0
    with time_machine.travel(CLOSED, tick=False):
        assert [drain_pulses(), drain_pulses()] == [1, 0]
    assert PulseTurn.objects.filter(has_answered=True).count() == 6


def test_the_team_sees_it_first_then_its_managers_and_nobody_else(
    nordlys: Company, team: Team, sign_in: SignIn
) -> None:
    pulse = ask(team, nordlys.frida)
    let_answer(pulse, 7, words="We should talk about")
    where = f"/w/nordlys/pulse/{pulse.pk}/"
    newcomer = make_member(nordlys.workspace, "Newcomer", VIEWER)
    team.members.add(newcomer, nordlys.alice)

    def sees(member: Member, moment: datetime) -> bool:
        with time_machine.travel(moment, tick=False):
            page = sign_in(member).get(where)
        return page.status_code == 200 and page.context["result"] is not None

    at_first, then, later = NOW + timedelta(days=1), CLOSED, SHOWN_TO_MANAGERS
    assert [sees(nordlys.frida, moment) for moment in (at_first, then, later)] == [False, True, True]
    assert [sees(nordlys.bob, moment) for moment in (at_first, then, later)] == [False, False, True]
    for other in (nordlys.alice, nordlys.anna, newcomer):
        assert not any(sees(other, moment) for moment in (at_first, then, later))


def test_results_of_too_few_are_not_shown_and_words_only_of_many(nordlys: Company, team: Team) -> None:
    pulse = ask(team, nordlys.frida)
    let_answer(pulse, 4, words="Words")
    assert result_of(pulse).is_hidden
    assert (result_of(pulse).questions, result_of(pulse).words) == ([], [])
    let_answer(pulse, 3, words="Other words")
    found = result_of(pulse)
    assert (found.is_hidden, found.answered, found.asked, found.words) == (False, 7, 11, [])
    assert [(each.key, each.n, each.mean) for each in found.questions][1] == ("voice", 7, 7.0)
    let_answer(pulse, 4, words="Still others")
    orders = {tuple(result_of(pulse).words) for _look in range(6)}
    assert {len(order) for order in orders} == {11}
    assert len(orders) > 1


def test_a_question_that_few_answered_is_left_out(nordlys: Company, team: Team) -> None:
    pulse = ask(team, nordlys.frida)
    for number, turn in enumerate(PulseTurn.objects.filter(pulse=pulse).order_by("pk")[:6]):
        scores = {"recommend": 5} if number else {"recommend": 5, "voice": 0}
        accept_pulse_answer(turn=turn, scores=scores, words="", now=NOW)
    assert [each.key for each in result_of(pulse).questions] == ["recommend"]


def test_what_was_not_asked_or_comes_too_late_is_refused(nordlys: Company, team: Team) -> None:
    pulse = ask(team, nordlys.frida)
    turn = PulseTurn.objects.filter(pulse=pulse)[0]
    for scores in ({"load": 3}, {"voice": 11}):
        with pytest.raises(ValueError, match=r"load|voice"):
            accept_pulse_answer(turn=turn, scores=scores, words="", now=NOW)
    with pytest.raises(Refused, match="pulse_closed"):
        accept_pulse_answer(turn=turn, scores={"voice": 3}, words="", now=CLOSED)
