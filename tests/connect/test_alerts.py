"""Alerts: the first at once, many in one message, to each reader what they may see, and nothing lost or doubled."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kuule.act.models import Case, Initiative
from kuule.act.rules import BY_HAND
from kuule.act.rules.initiatives import DONE
from kuule.act.services.opening import CasePlan, open_case
from kuule.connect.models import Alert, AlertDelivery, AlertDigest, AlertNews, AnswerTelling
from kuule.connect.rules.alerts import (
    ALERT_EVENTS,
    CASE_LATE,
    INTERVALS,
    MANY,
    MOST_TOLD,
    Conditions,
    Facts,
    Line,
    Pace,
    most_pressing,
)
from kuule.connect.services.alerts.gathering import drop_old_alerts
from kuule.connect.services.alerts.planning import AlertPlan, add_alert, switch_alert
from kuule.connect.tasks import (
    drain_alert_chats,
    drain_alert_mails,
    drain_alerts,
    drain_late_cases_for_alerts,
    drain_stuck_alerts,
    drain_webhook_news,
)
from kuule.contacts.models import Contact, Suppression
from kuule.contacts.rules import UNSUBSCRIBED
from kuule.contacts.services.persons import erase_person
from kuule.dispatch.models import Invitation
from kuule.dispatch.rules import DROPPED, DUE, HANDED_OVER, HANDING_OVER, UNCERTAIN
from kuule.dispatch.services.chats import set_chat
from kuule.insight.models import Theme, ThemeLabel
from kuule.responses.models import Response
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.models import AuditEntry, Member
from kuule.workspaces.rules import SYSTEM, Refused
from tests.api.conftest import make_key
from tests.api.world import Caller
from tests.connect.conftest import Program
from tests.dispatch.conftest import Post
from tests.dispatch.provider import Provider, posing_as
from tests.workspaces.objects import an_initiative

ADDRESS = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
# A Friday.
NOON = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PAGE = "/w/nordlys/settings/alerts/"


class Office:
    """A company whose members are told, and a clock that can be moved on."""

    def __init__(self, program: Program, members: Any, clock: Any) -> None:
        self.workspace, self.program, self.members, self.clock = program.key.workspace, program, members, clock
        program.get("metrics")
        self.api = Caller(make_key(self.workspace, name="Shop"))
        self._number = 0

    def tells(self, *events: str, **more: Any) -> Alert:
        more.setdefault("to_members", [self.members.bob])
        plan = AlertPlan("Unhappy", events or ("response.received",), **more)
        return add_alert(workspace=self.workspace, plan=plan, actor=SYSTEM, now=timezone.now() - MINUTE)

    def answers(self, *scores: int, comment: str = "") -> None:
        for score in scores:
            self._number += 1
            who = self._number
            person = {"id": f"p-{who}", "email": f"p{who}@example.com", "name": f"Person {who}"}
            answer = {"id": f"r-{self._number}", "score": score, "comment": comment, "person": person}
            told = self.api.call("POST", "/responses", {"survey": self.program.survey.pk, "responses": [answer]})
            assert told.status_code == 200, told.content

    def opens(self, *, owner: Member | None = None, due_at: datetime | None = None) -> Case:
        contact = Contact.objects.filter(workspace=self.workspace).latest("pk")
        due_at = due_at or timezone.now() + timedelta(days=1)
        plan = CasePlan(reason=BY_HAND, due_at=due_at, contact=contact, owner=owner)
        return open_case(workspace=self.workspace, plan=plan, actor=SYSTEM, now=timezone.now())

    def work(self, after: timedelta = timedelta(0)) -> list[str]:
        """Let the worker go round once, after a while; return the subjects of the mails that left by it."""
        self.clock.shift(after)
        before = len(mail.outbox)
        while drain_webhook_news():
            pass
        drain_late_cases_for_alerts()
        drain_alerts()
        drain_alert_mails()
        drain_alert_chats()
        return [each.subject for each in mail.outbox[before:]]


@pytest.fixture
def office(nordlys: Any, program: Program, settings: Any) -> Iterator[Office]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(NOON, tick=False) as clock:
        yield Office(program, nordlys, clock)


@pytest.fixture
def slack(monkeypatch: Any, tmp_path: Any, office: Office) -> Iterator[Provider]:
    set_chat(workspace=office.workspace, address=ADDRESS, actor=SYSTEM, now=NOON)
    with posing_as("hooks.slack.com", folder=tmp_path, patch=monkeypatch) as posing:
        yield posing


def test_the_first_is_told_at_once_and_then_many_in_one(office: Office) -> None:
    office.tells()
    office.answers(3)
    assert office.work() == ["Unhappy: An answer is new"]
    office.answers(9, 8, 2, 7, 6, 1, 5)
    assert office.work(MINUTE) == []
    assert office.work(5 * MINUTE) == ["Unhappy: 7 things happened"]
    text = str(mail.outbox[-1].body)
    assert next(line for line in text.splitlines() if "score" in line).endswith("score 1: Person 7")
    assert (text.count("•"), "and 2 more" in text, "Person 2\n" in text) == (MOST_TOLD, True, False)
    assert "/w/nordlys/responses/" in text
    # Many came: the next message waits longer.
    office.answers(4)
    assert office.work(10 * MINUTE) == []
    assert office.work(5 * MINUTE) == ["Unhappy: An answer is new"]
    assert list(AlertDigest.objects.order_by("pk").values_list("count", flat=True)) == [1, 7, 1]
    assert not AnswerTelling.objects.exists()


def test_a_day_has_a_last_message_and_the_rest_comes_the_next(office: Office) -> None:
    office.tells(most_a_day=2)
    for _message in range(3):
        office.answers(3)
        office.work(20 * MINUTE)
    assert len(mail.outbox) == 2
    assert "last message of today" in mail.outbox[1].body
    assert "last message of today" not in mail.outbox[0].body
    assert office.work(timedelta(hours=14)) == ["Unhappy: An answer is new"]


def test_outside_working_hours_everything_waits_until_they_begin(office: Office) -> None:
    office.tells(only_in_hours=True)
    office.clock.move_to(datetime(2026, 11, 27, 20, 0, tzinfo=UTC))
    office.answers(3, 4)
    assert office.work() == []
    office.clock.move_to(datetime(2026, 11, 28, 10, 0, tzinfo=UTC))
    assert office.work() == []
    office.clock.move_to(datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    assert office.work() == ["Unhappy: 2 things happened"]


def test_each_member_reads_what_their_role_and_teams_let_them_see(office: Office) -> None:
    members = office.members
    office.tells("case.opened", "response.received", to_members=[members.bob, members.frida])
    office.answers(3, comment="Too slow")
    office.opens(owner=members.frida)
    office.opens(owner=members.bob)
    assert len(office.work()) == 2
    texts = {each.to[0]: str(each.body) for each in mail.outbox}
    assert texts[members.bob.user.email].count("/cases/") == 2
    assert texts[members.frida.user.email].count("/cases/") == 1
    assert "“Too slow”" in texts[members.bob.user.email]


def test_who_may_see_nothing_of_it_gets_no_mail(office: Office) -> None:
    office.tells("case.opened", to_members=[office.members.frida])
    office.answers(9)
    office.opens(owner=office.members.bob)
    assert office.work() == []
    assert AlertDelivery.objects.get().state == DROPPED


def test_only_what_fits_the_conditions_is_told(office: Office) -> None:
    office.tells(groups=["detractor"], survey=office.program.survey)
    office.tells(least_value=Decimal(1), to_members=[office.members.anna])
    office.answers(9, 3)
    assert office.work() == ["Unhappy: An answer is new"]
    assert "score 3" in mail.outbox[0].body


def test_a_theme_is_looked_at_when_the_comment_was_read(office: Office) -> None:
    theme = Theme.objects.create(workspace=office.workspace, names={"en": "Speed"}, origin="own", created_at=NOON)
    office.tells(theme=theme)
    office.answers(3, 4, comment="Too slow")
    assert office.work() == []
    slow = Response.objects.get(score=4)
    ThemeLabel.objects.create(workspace=office.workspace, response=slow, theme=theme, probability=0.9)
    assert office.work(MINUTE) == ["Unhappy: An answer is new"]
    assert "score 4" in mail.outbox[0].body
    assert AlertNews.objects.get().response == slow


def test_an_initiative_and_who_was_not_asked_are_told(office: Office) -> None:
    office.answers(9)
    office.tells("initiative.done", "invitation.held_back")
    Invitation.objects.create(
        workspace=office.workspace,
        version=SurveyVersion.objects.filter(workspace=office.workspace).latest("pk"),
        contact=Contact.objects.get(name="Person 1"),
        decision="held_back",
        reason="recently_asked",
        decided_at=timezone.now(),
        language="en",
    )
    done = {"state": DONE, "done_at": timezone.now(), "state_since": timezone.now()}
    Initiative.objects.filter(pk=an_initiative(office.workspace)).update(**done)
    assert office.work() == ["Unhappy: 2 things happened"]
    text = str(mail.outbox[0].body)
    assert text.index("An initiative is done") < text.index("Somebody was not asked, and why: Person 1")


def test_answers_to_anonymous_surveys_alert_nobody(office: Office) -> None:
    survey = office.program.survey
    office.tells()
    office.answers(3)
    type(survey).objects.filter(pk=survey.pk).update(is_anonymous=True)
    assert office.work() == []
    assert not AlertNews.objects.exists()


def test_late_cases_and_stops_are_told_once(office: Office) -> None:
    office.answers(9)
    office.tells(CASE_LATE, "contact.unsubscribed")
    office.opens(due_at=NOON + MINUTE)
    assert office.work() == []
    assert office.work(2 * MINUTE) == ["Unhappy: A case is late"]
    contact = Contact.objects.filter(workspace=office.workspace).latest("pk")
    Suppression.objects.create(
        workspace=office.workspace, address_hash="x", reason=UNSUBSCRIBED, contact=contact, created_at=timezone.now()
    )
    assert office.work(10 * MINUTE) == ["Unhappy: Somebody does not want to be asked any more"]
    assert office.work(10 * MINUTE) == []


def said(chat: Provider) -> list[str]:
    return [json.dumps(json.loads(body), ensure_ascii=False) for body in chat.bodies]


def test_a_chat_reads_no_names_unless_the_alert_says_so(office: Office, slack: Provider) -> None:
    office.tells(to_members=(), to_chat=True)
    office.tells(to_members=(), to_chat=True, shows_personal=True)
    office.answers(3, comment="Call <!channel>")
    office.work()
    plain, personal = said(slack)
    assert "score 3" in plain
    assert "Person" not in plain
    assert "Call" not in plain
    assert "Person 1" in personal
    assert "Call" in personal
    assert "<!channel>" not in personal


def test_a_chat_is_told_at_least_once(office: Office, slack: Provider) -> None:
    office.tells(to_members=(), to_chat=True)
    office.answers(3)
    slack.hangs_up = True
    office.work()
    assert AlertDelivery.objects.get().state == DUE
    slack.hangs_up = False
    office.work(2 * MINUTE)
    assert (len(slack.bodies), AlertDelivery.objects.get().state) == (2, HANDED_OVER)
    AlertDelivery.objects.update(state=HANDING_OVER, claimed_at=timezone.now())
    office.clock.shift(timedelta(minutes=16))
    assert drain_stuck_alerts() == 1
    office.work()
    assert (len(slack.bodies), AlertDelivery.objects.get().state) == (3, HANDED_OVER)


def test_a_mail_leaves_at_most_once(office: Office, monkeypatch: Any) -> None:
    office.tells()
    office.answers(3)

    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("kuule.dispatch.channels.email.EmailChannel.hand_over", killed)
        with pytest.raises(KeyboardInterrupt):
            office.work()
    assert AlertDelivery.objects.get().state == HANDING_OVER
    office.clock.shift(timedelta(minutes=16))
    drain_stuck_alerts()
    assert office.work() == []
    assert AlertDelivery.objects.get().state == UNCERTAIN


def test_a_mail_goes_through_a_real_server(office: Office, post: Post) -> None:
    office.tells()
    office.answers(3)
    office.work()
    [letter] = post.letters
    assert (letter["To"], letter["Subject"]) == (office.members.bob.user.email, "Unhappy: An answer is new")
    assert AlertDelivery.objects.get().state == HANDED_OVER
    post.answers[office.members.bob.user.email] = "451 busy"
    office.answers(3)
    office.work(6 * MINUTE)
    assert list(AlertDelivery.objects.order_by("pk").values_list("state", flat=True)) == [HANDED_OVER, DUE]
    post.answers.clear()
    office.work(2 * MINUTE)
    assert len(post.letters) == 2


def test_two_workers_gather_and_mail_once(office: Office) -> None:
    office.tells()
    office.answers(3)
    office.work()
    assert drain_alerts() + drain_alert_mails() == 0
    assert len(mail.outbox) == 1


def test_who_is_erased_is_told_of_no_more(office: Office) -> None:
    office.tells()
    office.answers(3)
    drain_webhook_news()
    contact = Contact.objects.get(name="Person 1")
    erase_person(contact=contact, actor=SYSTEM, reason="asked_for", now=timezone.now())
    office.work()
    assert not any("Person 1" in str(each.body) for each in mail.outbox)


def test_switched_off_it_forgets_what_waits(office: Office) -> None:
    alert = office.tells()
    office.answers(3)
    drain_webhook_news()
    switch_alert(alert=alert, is_on=False, actor=SYSTEM, now=timezone.now())
    office.answers(3)
    assert office.work() == []
    alert.refresh_from_db()
    switch_alert(alert=alert, is_on=True, actor=SYSTEM, now=timezone.now() + MINUTE)
    assert office.work(MINUTE) == []
    office.answers(2)
    assert office.work(MINUTE) == ["Unhappy: An answer is new"]
    assert drop_old_alerts(now=NOON + timedelta(days=31)) == 1


def test_an_owner_sets_up_tries_changes_and_deletes(office: Office, sign_in: Callable[..., Any]) -> None:
    owner = sign_in(office.members.alice)
    filled = {"name": "Late", "events": [CASE_LATE], "most_a_day": 12}
    assert "Choose who is told" in owner.post(f"{PAGE}new/", filled).content.decode()
    assert "No chat is set yet" in owner.post(f"{PAGE}new/", {**filled, "to_chat": "on"}).content.decode()
    shown = owner.post(f"{PAGE}new/", {**filled, "to_members": [office.members.bob.pk]}, follow=True)
    assert "The alert is on." in shown.content.decode()
    alert = Alert.objects.get()
    owner.post(f"{PAGE}{alert.pk}/test/")
    assert office.work() == ["Late: a test"]
    page = owner.get(f"{PAGE}{alert.pk}/").content.decode()
    assert "A test" in page
    assert "Sent" in page
    owner.post(f"{PAGE}{alert.pk}/", {**filled, "name": "Later", "to_members": [office.members.bob.pk]})
    assert "Later" in owner.get(PAGE).content.decode()
    assert "Nothing for this alert" not in owner.get(PAGE).content.decode()
    office.clock.shift(timedelta(days=31))
    owner = sign_in(office.members.alice)
    assert "Nothing for this alert in 30 days." in owner.get(PAGE).content.decode()
    assert "The alert is off." in owner.post(f"{PAGE}{alert.pk}/switch/", follow=True).content.decode()
    assert "The alert is deleted." in owner.post(f"{PAGE}{alert.pk}/remove/", follow=True).content.decode()
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"alert_added", "alert_tested", "alert_changed", "alert_switched_off", "alert_removed"} <= acts
    assert sign_in(office.members.bob).get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("plan", "code"), [(AlertPlan("A", []), "no_events"), (AlertPlan("A", ["case.opened"]), "nobody")]
)
def test_an_alert_without_events_or_readers_is_refused(office: Office, plan: AlertPlan, code: str) -> None:
    with pytest.raises(Refused, match=code):
        add_alert(workspace=office.workspace, plan=plan, actor=SYSTEM, now=NOON)


gaps = st.lists(st.tuples(st.integers(0, 7_200), st.integers(1, 30)), min_size=1, max_size=60)


@given(gaps)
def test_messages_keep_their_distance_and_nothing_waits_longer_than_the_longest_interval(
    arrivals: list[tuple[int, int]],
) -> None:
    """Whatever comes when: two messages are an interval apart, and each thing goes within an hour."""
    pace, now = Pace(), NOON
    for seconds, count in arrivals:
        now += timedelta(seconds=seconds)
        goes = pace.next_from(now)
        assert now <= goes <= now + INTERVALS[-1]
        if pace.told_at is None:
            assert goes == now
        else:
            assert goes - pace.told_at >= INTERVALS[pace.step]
        after = pace.after(count=count, now=goes)
        assert abs(after.step - pace.step) <= 1 or after.step == 0
        assert count >= MANY or after.step <= pace.step
        pace, now = after, goes


lines = st.lists(
    st.builds(
        Line,
        event=st.sampled_from(ALERT_EVENTS),
        at=st.datetimes(min_value=datetime(2026, 1, 1), timezones=st.just(UTC)),
        link=st.just("x"),
        score=st.none() | st.integers(0, 10),
    )
)


@given(lines)
def test_what_is_left_out_is_never_more_pressing(told: list[Line]) -> None:
    first = most_pressing(told)
    assert len(first) == min(len(told), MOST_TOLD)
    left = list(told)
    for line in first:
        left.remove(line)
    ranks = [ALERT_EVENTS.index(each.event) for each in first]
    assert ranks == sorted(ranks)
    assert all(ALERT_EVENTS.index(each.event) >= max(ranks) for each in left)


@given(st.builds(Facts, group=st.sampled_from(["", "detractor"]), survey=st.none() | st.just(1), teams=st.just([2])))
def test_without_conditions_everything_fits_and_what_lacks_never_does(facts: Facts) -> None:
    assert Conditions().fit(facts)
    assert not Conditions(least_value=Decimal(1)).fit(facts)
    assert Conditions(survey=1).fit(facts) == (facts.survey == 1)
    assert Conditions(team=2).fit(facts)
    assert not Conditions(team=3).fit(facts)
