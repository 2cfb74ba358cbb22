"""Care after something happened: tips and calls in their order, stopped when it should, and never for the holdout."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from kuule.contacts.models import Contact
from kuule.contacts.rules import UNSUBSCRIBED
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.services import suppress
from kuule.dispatch.models import AskDecision, CareAct, CareRun, Delivery, Invitation, Occurrence
from kuule.dispatch.rules.care import CALL_STEP, TIP_STEP, Step
from kuule.dispatch.rules.occurrences import API, Told
from kuule.dispatch.services import (
    ask_about_occurrences,
    begin_care,
    finish_call,
    hand_over,
    plan_care,
    record_occurrences,
    take_steps,
)
from kuule.dispatch.services.care import CareSettings
from kuule.responses.selectors import link_by_token
from kuule.surveys.models import Survey, Touchpoint
from kuule.workspaces.models import Purpose, Workspace
from kuule.workspaces.rules import FOLLOW_UP, NOT_USED, SYSTEM, Refused
from tests.api.conftest import make_touchpoint

pytestmark = pytest.mark.any_database

DAY = timedelta(days=1)
# A Friday, noon in Helsinki.
NOON = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
TIP = Step(
    TIP_STEP, 2, {"en": "A tip from {company}"}, {"en": "Dear {name}, press the green button.\n\nNot the red one."}
)
CALL = Step(CALL_STEP, 5, words={"en": "Ask how it goes."})


@pytest.fixture
def purchase(nordlys) -> Touchpoint:
    Workspace.objects.update(timezone="Europe/Helsinki")
    nordlys.workspace.refresh_from_db()
    touchpoint = make_touchpoint(nordlys.workspace, "purchase", delay_minutes=10 * 24 * 60, expires_days=30)
    touchpoint.owner = nordlys.frida
    touchpoint.save()
    return touchpoint


def care(touchpoint: Touchpoint, *steps: Step, holdout: int = 0, now: datetime = NOON, **fields):
    settings = CareSettings(is_on=True, holdout=holdout, steps=steps or (TIP, CALL), **fields)
    return plan_care(touchpoint=touchpoint, settings=settings, actor=SYSTEM, now=now)


def bought(touchpoint: Touchpoint, *names: str, at: datetime = NOON, number: int = 1, **properties) -> None:
    items = [
        Told(f"{name}{number}", PersonRow(0, email=f"{name}@x.test", fields={"name": name}), at, properties)
        for name in names
    ]
    record_occurrences(
        workspace=touchpoint.workspace, touchpoint=touchpoint, items=items, source=API, actor=SYSTEM, now=at
    )


def live(touchpoint: Touchpoint, until: datetime) -> None:
    begin_care(workspace=touchpoint.workspace, now=until)
    while take_steps(workspace=touchpoint.workspace, now=until):
        pass


def test_a_tip_comes_by_mail_and_then_somebody_has_to_call(purchase, post) -> None:
    care(purchase)
    bought(purchase, "aino")
    live(purchase, NOON + DAY)
    assert not CareAct.objects.exists()
    live(purchase, NOON + 2 * DAY)
    mail = Delivery.objects.get(purpose="tip")
    assert hand_over(delivery=mail, now=NOON + 2 * DAY) == "sent"
    (letter,) = post.letters
    assert letter["Subject"] == "A tip from Nordlys Energy"
    text = letter.get_body(("plain",)).get_content()
    assert "Dear aino, press the green button." in text
    assert "Not the red one." in text
    assert letter["List-Unsubscribe"]
    token = text[text.index("/u/") + 3 :].split()[0]
    assert link_by_token(token) is None
    live(purchase, NOON + 5 * DAY)
    call = CareAct.objects.get(kind=CALL_STEP)
    assert (call.owner, call.words, call.done_at) == (purchase.owner, {"en": "Ask how it goes."}, None)
    assert CareRun.objects.get().state == "done"


def test_a_tip_is_no_ask_and_keeps_nobody_from_being_asked(purchase, mailbox) -> None:
    care(purchase, TIP)
    bought(purchase, "aino")
    live(purchase, NOON + 2 * DAY)
    hand_over(delivery=Delivery.objects.get(), now=NOON + 2 * DAY)
    assert Invitation.objects.values_list("decision", "asked_at").get() == ("cared", None)
    ask_about_occurrences(workspace=purchase.workspace, now=NOON + 10 * DAY)
    assert AskDecision.objects.get().verdict == "allow"


def test_who_is_held_out_is_asked_and_gets_nothing_else(purchase) -> None:
    care(purchase, holdout=50)
    names = [f"p{number}" for number in range(60)]
    bought(purchase, *names)
    live(purchase, NOON + 6 * DAY)
    held_out = CareRun.objects.filter(is_held_out=True)
    assert 15 < held_out.count() < 45
    assert set(held_out.values_list("state", "steps_done")) == {("held_out", 0)}
    assert not CareAct.objects.filter(run__in=held_out).exists()
    before = dict(CareRun.objects.values_list("occurrence__contact", "is_held_out"))
    bought(purchase, *names, at=NOON + 7 * DAY, number=2)
    live(purchase, NOON + 7 * DAY)
    again = CareRun.objects.filter(occurrence__external_id__endswith="2")
    assert {each.occurrence.contact_id: each.is_held_out for each in again.select_related("occurrence")} == before
    ask_about_occurrences(workspace=purchase.workspace, now=NOON + 17 * DAY)
    assert Occurrence.objects.filter(state="asked").count() == 60


def test_care_that_goes_on_is_not_begun_twice(purchase) -> None:
    care(purchase)
    bought(purchase, "aino")
    live(purchase, NOON)
    bought(purchase, "aino", at=NOON + DAY, number=2)
    live(purchase, NOON + DAY)
    assert Counter(CareRun.objects.values_list("state", "stopped_by")) == {("caring", ""): 1, ("stopped", "in_care"): 1}


@pytest.mark.parametrize(
    ("stop", "reason"),
    [
        (lambda touchpoint, who: suppress(**_about(who), reason=UNSUBSCRIBED), "unsubscribed"),
        (lambda touchpoint, who: Contact.objects.update(archived_at=NOON), "archived"),
        (lambda touchpoint, who: who.delete(), "erased"),
        (lambda touchpoint, who: Touchpoint.objects.update(archived_at=NOON), "switched_off"),
        (lambda touchpoint, who: Occurrence.objects.update(properties={"returned": "yes"}), "stop_condition"),
    ],
)
def test_care_ends_when_it_should(purchase, stop, reason) -> None:
    care(purchase, stop_if=[{"property": "returned", "is": "equal", "value": "yes"}])
    bought(purchase, "aino")
    live(purchase, NOON)
    stop(purchase, Contact.objects.get())
    live(purchase, NOON + 9 * DAY)
    assert CareRun.objects.values_list("state", "stopped_by", "due_at").get() == ("stopped", reason, None)
    assert not CareAct.objects.exists()


def _about(who: Contact) -> dict:
    return {"workspace": who.workspace, "address": who.email, "actor": SYSTEM, "now": NOON, "contact": who}


def test_who_unsubscribes_before_the_mail_leaves_gets_no_tip(purchase, post) -> None:
    care(purchase, TIP)
    bought(purchase, "aino")
    live(purchase, NOON + 2 * DAY)
    suppress(**_about(Contact.objects.get()), reason=UNSUBSCRIBED)
    assert hand_over(delivery=Delivery.objects.get(), now=NOON + 2 * DAY) == "dropped"
    assert post.letters == []


def test_a_tip_that_is_due_at_night_waits_for_the_morning(purchase, post) -> None:
    care(purchase, TIP)
    bought(purchase, "aino", at=NOON + timedelta(hours=12))
    night = NOON + timedelta(days=2, hours=12)
    live(purchase, night)
    assert hand_over(delivery=Delivery.objects.get(), now=night) == "due"
    morning = Delivery.objects.get().due_at
    assert morning == datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    assert hand_over(delivery=Delivery.objects.get(), now=morning) == "sent"


def test_what_happened_before_care_was_switched_on_is_left_alone(purchase) -> None:
    bought(purchase, "early", at=NOON - DAY)
    care(purchase)
    bought(purchase, "late")
    live(purchase, NOON + 9 * DAY)
    assert CareRun.objects.get().occurrence.external_id == "late1"


def test_who_is_not_reached_is_called_three_times(purchase, nordlys) -> None:
    care(purchase, CALL)
    bought(purchase, "aino", "berit")
    live(purchase, NOON + 5 * DAY)
    first, second = CareAct.objects.order_by("pk")
    done = {"note": "Nobody there", "actor": SYSTEM, "user_id": nordlys.frida.user_id, "now": NOON + 5 * DAY}
    assert [finish_call(act=first, outcome="not_reached", **done) for _try in range(3)] == [False, False, True]
    first.refresh_from_db()
    assert (first.calls, first.outcome, first.note.count("Nobody")) == (3, "not_reached", 3)
    assert finish_call(act=second, outcome="reached", **{**done, "note": "Happy"})
    with pytest.raises(Refused, match="already_done"):
        finish_call(act=second, outcome="reached", **done)


def test_care_needs_a_survey_steps_and_a_purpose(purchase) -> None:
    with pytest.raises(Refused, match="no_steps"):
        plan_care(touchpoint=purchase, settings=CareSettings(is_on=True, holdout=0, steps=()), actor=SYSTEM, now=NOON)
    Purpose.objects.create(workspace=purchase.workspace, key=FOLLOW_UP, basis=NOT_USED, changed_at=NOON)
    with pytest.raises(Refused, match="not_a_purpose"):
        care(purchase)
    Survey.objects.all().update(state="draft")
    Touchpoint.objects.update(survey=None)
    purchase.refresh_from_db()
    with pytest.raises(Refused, match="no_survey"):
        care(purchase)
