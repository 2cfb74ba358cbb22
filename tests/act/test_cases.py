"""What people do in a case, through its page."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from kuule.act.models import AgreedAction, Case, CaseEvent, Letter, PanelMember, Playbook, RootCause
from kuule.act.rules import CALLED, CLOSED, CLOSING, MERGED, OPEN, SOLVED
from kuule.act.rules.letters import NEW_CASE, PANEL
from kuule.act.services.cases import (
    Closing,
    close_case,
    hand_over,
    log_call,
    mark_contacted,
    merge_case,
    part_case,
    snooze_case,
    take_case,
)
from kuule.act.services.causes import add_cause
from kuule.contacts.models import Contact
from kuule.contacts.services import add_contact
from kuule.dispatch.models import AskHold
from kuule.economics.models import CustomerEvent
from kuule.workspaces.models import AuditEntry, Member
from kuule.workspaces.rules import SYSTEM, Refused
from kuule.workspaces.services import form_team
from tests.act.conftest import OpenCase
from tests.conftest import NOW, Company

SignIn = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


def address(case: Case, act: str = "") -> str:
    return f"/w/nordlys/cases/{case.pk}/{act}"


def newest(case: Case) -> int:
    return CaseEvent.objects.filter(case=case).latest("pk").pk


def test_a_call_that_reached_sets_the_time_once_and_counts_as_contact(
    nordlys: Company, sign_in: SignIn, case_of: OpenCase, now: datetime
) -> None:
    case, frida = case_of(nordlys.frida), sign_in(nordlys.frida)
    page = frida.post(address(case, "call/"), {"reached": "no", "words": "Busy"}, follow=True).content.decode()
    assert "The call is kept." in page
    assert "called in vain" in page
    case.refresh_from_db()
    assert case.contacted_at is None
    assert not CustomerEvent.objects.exists()
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        frida.post(address(case, "call/"), {"reached": "yes", "words": "The invoice was wrong"})
    log_call(case=case, was_reached=True, by=nordlys.bob, now=now + timedelta(hours=5))
    case.refresh_from_db()
    assert (case.contacted_at, case.contacted_by) == (now + timedelta(hours=2), nordlys.frida)
    told = CustomerEvent.objects.order_by("happened_at")
    assert [(each.kind, each.outcome, each.contact, each.happened_at) for each in told] == [
        ("contacted", True, case.contact, now + timedelta(hours=2)),
        ("contacted", True, case.contact, now + timedelta(hours=5)),
    ]
    assert AuditEntry.objects.filter(act="case_called", object_id=case.pk).count() == 3


def test_a_letter_that_left_counts_as_contact_and_answers_the_reply(
    nordlys: Company, case_of: OpenCase, now: datetime
) -> None:
    case = case_of(nordlys.frida)
    Case.objects.update(reply_waits_since=now)
    mark_contacted(case=case, by=nordlys.frida, now=now)
    case.refresh_from_db()
    assert (case.contacted_at, case.reply_waits_since) == (now, None)


def test_what_somebody_else_did_meanwhile_is_not_lost(
    nordlys: Company, sign_in: SignIn, case_of: OpenCase, now: datetime
) -> None:
    case = case_of(nordlys.frida)
    seen = newest(case)
    hand_over(case=case, to=nordlys.bob, by=nordlys.alice, now=now)
    page = sign_in(nordlys.bob).post(
        address(case, "hand-over/"), {"to": f"m{nordlys.frida.pk}", "words": "Yours", "seen": seen}
    )
    assert page.status_code == 422
    assert "Alice did something in this case while you had this page open" in page.content.decode()
    assert "Yours" in page.content.decode()
    case.refresh_from_db()
    assert case.owner == nordlys.bob
    again = {"to": f"m{nordlys.frida.pk}", "words": "Yours", "seen": newest(case)}
    assert sign_in(nordlys.bob).post(address(case, "hand-over/"), again).status_code == 302
    # One's own acts, and facts such as a call, are no surprise.
    seen_now = newest(case)
    log_call(case=case, was_reached=False, by=nordlys.frida, now=now)
    snooze_case(case=case, until=now + timedelta(days=1), words="Away", by=nordlys.frida, now=now, seen=seen_now)
    assert sign_in(nordlys.bob).post(address(case, "call/"), {"reached": "no", "seen": seen}).status_code == 302


def test_whoever_gets_a_case_is_told_and_whoever_takes_one_is_not(
    nordlys: Company, case_of: OpenCase, now: datetime
) -> None:
    team = form_team(workspace=nordlys.workspace, name="North", actor=SYSTEM, now=now)
    nordlys.frida.teams.add(team)
    case = case_of(None)
    take_case(case=case, by=nordlys.bob, now=now)
    assert not Letter.objects.exists()
    hand_over(case=case, to=nordlys.frida, by=nordlys.bob, now=now)
    case.refresh_from_db()
    assert (case.owner, case.team) == (nordlys.frida, team)
    hand_over(case=case, to=team, by=nordlys.frida, now=now)
    hand_over(case=case, to=nordlys.frida, by=nordlys.bob, now=now)
    assert list(Letter.objects.values_list("purpose", "member")) == [(NEW_CASE, nordlys.frida.pk)] * 2
    with pytest.raises(Refused, match="cannot_work"):
        hand_over(case=case, to=nordlys.anna, by=nordlys.bob, now=now)
    with pytest.raises(Refused, match="same_owner"):
        hand_over(case=case, to=nordlys.frida, by=nordlys.bob, now=now)


def test_closing_says_all_that_is_missing(nordlys: Company, sign_in: SignIn, case_of: OpenCase, now: datetime) -> None:
    playbook = Playbook.objects.create(
        workspace=nordlys.workspace, name="All", reason="detractor", note_moments=[CLOSING, CALLED], changed_at=now
    )
    case, frida = case_of(nordlys.frida, playbook=playbook), sign_in(nordlys.frida)
    text = frida.post(address(case, "close/"), {"outcome": SOLVED}).content.decode()
    for wanted in ("Nobody has reached the customer yet", "Name the root cause", "This field is required"):
        assert wanted in text
    assert frida.post(address(case, "call/"), {"reached": "yes"}).status_code == 422
    frida.post(address(case, "call/"), {"reached": "yes", "words": "Sorry said"})
    frida.post(
        address(case, "promise/"),
        {"text": "Send the credit note", "due_on": "2026-11-24", "owner": nordlys.frida.pk},
    )
    closing = {"outcome": SOLVED, "new_cause": "Wrong invoice", "words": "Done"}
    assert "neither done nor dropped" in frida.post(address(case, "close/"), closing).content.decode()
    action = AgreedAction.objects.get()
    assert "Tue" not in frida.get(address(case)).content.decode()
    frida.post(address(case, f"promises/{action.pk}/done/"))
    assert AskHold.objects.filter(released_at=None).count() == 1
    assert "The case is closed." in frida.post(address(case, "close/"), closing, follow=True).content.decode()
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_by, case.look_at) == (CLOSED, SOLVED, nordlys.frida, None)
    assert case.root_cause == RootCause.objects.get(name="Wrong invoice")
    assert not AskHold.objects.filter(released_at=None).exists()
    assert frida.post(address(case, "close/"), closing).status_code == 422
    page = frida.post(address(case, "reopen/"), {"words": "Wrong again"}, follow=True).content.decode()
    assert "The case is open again." in page
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_at) == (OPEN, "", None)


def test_an_unhappy_customer_is_invited_to_the_panel_when_the_case_closes_and_only_once(
    nordlys: Company, sign_in: SignIn, case_of: OpenCase, kari: Contact, now: datetime
) -> None:
    bob, offer = sign_in(nordlys.bob), "Invite them to the customer panel"
    drawn, case, later = case_of(nordlys.bob, reason="drawn"), case_of(nordlys.bob), case_of(nordlys.bob)
    assert offer not in bob.get(address(drawn)).content.decode()
    assert offer in bob.get(address(case)).content.decode()
    log_call(case=case, was_reached=True, by=nordlys.bob, now=now)
    told = {"outcome": "solved", "new_cause": "Invoices", "panel": "on"}
    bob.post(address(case, "close/"), {**told, "seen": newest(case)})
    panel = PanelMember.objects.get()
    assert (panel.contact, panel.case, panel.invited_by) == (kari, case, nordlys.bob)
    assert Letter.objects.filter(purpose=PANEL).count() == 1
    assert offer not in bob.get(address(later)).content.decode()


def test_a_customer_who_cannot_be_reached_needs_no_cause(nordlys: Company, case_of: OpenCase, now: datetime) -> None:
    case = close_case(case=case_of(nordlys.frida), closing=Closing(outcome="unreached"), by=nordlys.frida, now=now)
    assert case.state == CLOSED


def test_a_case_rests_until_a_morning_and_stays_due(
    nordlys: Company, sign_in: SignIn, case_of: OpenCase, now: datetime
) -> None:
    case, frida = case_of(nordlys.frida), sign_in(nordlys.frida)
    due_at = case.due_at
    for until, words in (("2026-11-20", "x"), ("2027-11-20", "x"), ("2026-11-23", "")):
        assert frida.post(address(case, "snooze/"), {"until": until, "words": words}).status_code == 422
    frida.post(address(case, "snooze/"), {"until": "2026-11-23", "words": "On holiday"})
    case.refresh_from_db()
    assert (case.due_at, case.look_at) == (due_at, case.snoozed_until)
    assert case.snoozed_until == datetime.fromisoformat("2026-11-23T07:00+02:00")
    assert "Kari Nordmann" not in frida.get("/w/nordlys/cases/").content.decode()
    assert "Kari Nordmann" in frida.get("/w/nordlys/cases/?show=asleep").content.decode()
    frida.post(address(case, "wake/"))
    assert "Kari Nordmann" in frida.get("/w/nordlys/cases/").content.decode()


def test_merged_cases_are_looked_after_as_one_and_can_be_parted(
    nordlys: Company, sign_in: SignIn, case_of: OpenCase, fjord, now: datetime
) -> None:
    first, second = case_of(nordlys.frida), case_of(nordlys.frida, due_at=now + timedelta(hours=3))
    bob = sign_in(nordlys.bob)
    bob.post(address(second, "note/"), {"words": "Their crane fell"})
    page = bob.post(address(second, "merge/"), {"into": first.pk}, follow=True)
    assert page.redirect_chain[-1][0] == address(first)
    assert "Their crane fell" in page.content.decode()
    first.refresh_from_db()
    assert first.due_at == now + timedelta(hours=3)
    for case, into in ((first, second), (second, first), (first, first)):
        with pytest.raises(Refused):
            merge_case(case=case, into=into, by=nordlys.bob, now=now)
    log_call(case=first, was_reached=True, by=nordlys.bob, now=now)
    second.refresh_from_db()
    assert (second.state, second.contacted_at) == (MERGED, now)
    bob.post(address(second, "part/"))
    second.refresh_from_db()
    assert (second.state, second.merged_into) == (OPEN, None)
    stranger = add_contact(workspace=nordlys.workspace, email="x@else.example", actor=SYSTEM, now=now)
    other = case_of(nordlys.frida, contact=stranger, account=None)
    with pytest.raises(Refused, match="another_customer"):
        merge_case(case=other, into=first, by=nordlys.bob, now=now)
    with pytest.raises(Refused, match="not_merged"):
        part_case(case=first, by=nordlys.bob, now=now)


def test_a_case_that_one_may_not_see_is_not_found(
    nordlys: Company, sign_in: SignIn, case_of: OpenCase, now: datetime
) -> None:
    case, frida = case_of(nordlys.bob), sign_in(nordlys.frida)
    assert frida.get(address(case)).status_code == 404
    for act in ("call", "note", "promise", "cause", "hand-over", "take", "snooze", "wake", "close", "merge", "part"):
        assert frida.post(address(case, f"{act}/"), {"words": "x"}).status_code == 404
    frida.post("/w/nordlys/cases/bulk/hand_over/", {"case": case.pk, "hand_over-to": f"m{nordlys.frida.pk}"})
    case.refresh_from_db()
    assert case.owner == nordlys.bob
    # Handed to somebody else, a case is out of sight: the way back is the inbox.
    mine = case_of(nordlys.frida)
    gone = frida.post(address(mine, "hand-over/"), {"to": f"m{nordlys.bob.pk}"})
    assert gone.headers["Location"] == "/w/nordlys/cases/"


def test_the_page_tells_money_only_to_those_who_may_see_it(
    nordlys: Company, sign_in: SignIn, case_of: OpenCase
) -> None:
    case = case_of(nordlys.frida)
    assert "What is at stake" in sign_in(nordlys.bob).get(address(case)).content.decode()
    assert "What is at stake" not in sign_in(nordlys.frida).get(address(case)).content.decode()


def test_words_of_others_stay_words(nordlys: Company, sign_in: SignIn, case_of: OpenCase, kari: Contact) -> None:
    Contact.objects.filter(pk=kari.pk).update(name="<script>alert(1)</script>")
    case, bob = case_of(nordlys.bob), sign_in(nordlys.bob)
    bob.post(address(case, "note/"), {"words": "<img src=x onerror=alert(1)>"})
    page = bob.get(address(case)).content.decode() + bob.get("/w/nordlys/cases/").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page


def test_the_best_act_is_one_and_fits(nordlys: Company, sign_in: SignIn, case_of: OpenCase, now: datetime) -> None:
    case, bob = case_of(None), sign_in(nordlys.bob)

    def button() -> str:
        page = bob.get(address(case)).content.decode()
        assert page.count("button-primary") <= 1
        return page.partition("button-primary")[2].partition("</svg>")[2][:40]

    assert "Take this case" in button()
    bob.post(address(case, "take/"), {"seen": newest(case)})
    assert "Log a call" in button()
    bob.post(address(case, "call/"), {"reached": "yes", "words": "Spoke"})
    assert "Name the root cause" in button()
    cause = add_cause(workspace=nordlys.workspace, name="Invoices", actor=SYSTEM, now=now)
    bob.post(address(case, "cause/"), {"cause": cause.pk})
    assert "Close the case" in button()
