"""Limits in words, and why a person was asked or not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kuule.contacts.services import open_account
from kuule.dispatch.models import AskDecision, AskLimit, Exclusion, FamilyPriority, Invitation
from kuule.dispatch.rules import CASE_OPEN, TAKEN_OUT, limit_name
from kuule.dispatch.selectors.person_decisions import DECISIONS_PAGE
from kuule.dispatch.services import create_programme, lift_limit, place_hold, set_limit
from kuule.dispatch.templatetags.dispatch import hold_reason, limit_words
from kuule.workspaces.rules import SYSTEM

pytestmark = pytest.mark.django_db
LIMITS = "/w/nordlys/ask/limits/"


@pytest.fixture
def bob(nordlys, sign_in):
    return sign_in(nordlys.bob)


def words(page):
    return " ".join(page.content.decode().split())


def asking(contact, act=""):
    return f"/w/nordlys/contacts/{contact.pk}/asking/{act}"


def test_a_limit_is_set_told_in_words_and_lifted(nordlys, bob):
    bob.post(LIMITS, {"subject": "account", "kind": "most", "most": 2, "days": 30})
    limit = AskLimit.objects.get(workspace=nordlys.workspace)
    page = words(bob.get(LIMITS))
    assert "At least 90 days between two surveys to one person" in page
    assert "At most 2 surveys to people of one account in any 30 days" in page
    bob.post(f"{LIMITS}{limit.pk}/lift/")
    assert not AskLimit.objects.exists()
    assert bob.post(f"{LIMITS}{limit.pk}/lift/").status_code == 404


def test_a_family_goes_first_until_none_does(bob):
    saved = words(bob.post(f"{LIMITS}first/", {"family": "relationship", "days": 5}, follow=True))
    assert "It is saved" in saved
    kept = FamilyPriority.objects.get()
    assert (kept.family, kept.days) == ("relationship", 5)
    assert 'value="5"' in saved
    refused = words(bob.post(f"{LIMITS}first/", {"family": "relationship", "days": 0}, follow=True))
    assert "1 to 60 days" in refused
    bob.post(f"{LIMITS}first/", {"family": "", "days": 5})
    assert not FamilyPriority.objects.exists()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"min_days": 1}, "At least 1 day between two surveys to one person"),
        ({"subject": "account", "min_days": 7}, "At least 7 days between two surveys to people of one account"),
        (
            {"most": 1, "period_days": 1, "family": "transactional", "channel": "email"},
            "At most 1 survey to one person in any 1 day: only Transactional NPS, E-mail",
        ),
    ],
)
def test_limits_in_words(nordlys, now, fields, told):
    limit = set_limit(workspace=nordlys.workspace, actor=SYSTEM, now=now, **fields)
    name = limit_name(limit.pk)
    assert limit_words(limit) == told
    assert hold_reason(name, nordlys.workspace) == told
    lift_limit(limit=limit, actor=SYSTEM, now=now)
    assert "lifted" in hold_reason(name, nordlys.workspace)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"kind": "most", "days": 30}, "Write how many surveys at most."),
        ({"kind": "gap"}, "This field is required."),
        ({"kind": "gap", "days": 0}, "greater than or equal to 1"),
        ({"kind": "gap", "days": 30, "family": "gossip"}, "Select a valid choice."),
    ],
)
def test_a_limit_that_says_nothing_is_not_kept(bob, fields, complaint):
    assert complaint in words(bob.post(LIMITS, {"subject": "person", **fields}))
    assert not AskLimit.objects.exists()


def test_whoever_only_looks_sees_limits_and_sets_none(nordlys, sign_in):
    anna = sign_in(nordlys.anna)
    assert "Set the limit" not in words(anna.get(LIMITS))
    assert anna.post(LIMITS, {"subject": "person", "kind": "gap", "days": 30}).status_code == 403


def test_every_decision_about_a_person_is_told_the_newest_first(nordlys, bob, survey, add_people, schedule, plan, now):
    (aino,) = add_people("Aino")
    plan(schedule())
    later = now + timedelta(hours=1)
    plan(schedule(name="Once more", now=later, due_at=later), at=later)
    limit = set_limit(workspace=nordlys.workspace, most=2, period_days=30, actor=SYSTEM, now=now)
    programme = create_programme(workspace=nordlys.workspace, survey=survey, name="Customers", actor=SYSTEM, now=now)
    AskDecision.objects.create(
        workspace=nordlys.workspace,
        contact=aino,
        programme=programme,
        decided_at=now + timedelta(days=1),
        verdict="hold",
        rule=limit_name(limit.pk),
        until=now + timedelta(days=9),
    )
    page = bob.get(asking(aino))
    assert [each.verdict for each, _why in page.context["decisions"]] == ["hold", "drop", "allow"]
    told = words(page)
    assert told.index("Customers") < told.index("Once more") < told.index("November")
    assert "At most 2 surveys to one person in any 30 days" in told
    assert "Asked within the last 90 days" in told
    assert asking(aino) in words(bob.get(f"/w/nordlys/contacts/{aino.pk}/"))


def test_many_decisions_come_page_by_page(nordlys, bob, add_people, now):
    (aino,) = add_people("Aino")
    AskDecision.objects.bulk_create(
        AskDecision(
            workspace=nordlys.workspace,
            contact=aino,
            decided_at=now - timedelta(days=number),
            verdict="drop",
            rule=TAKEN_OUT,
        )
        for number in range(DECISIONS_PAGE + 1)
    )
    assert len(bob.get(asking(aino)).context["decisions"]) == DECISIONS_PAGE
    assert len(bob.get(asking(aino), {"page": 2}).context["decisions"]) == 1


def test_what_holds_a_person_back_now_is_shown_also_of_their_account(nordlys, bob, add_people, now):
    account = open_account(workspace=nordlys.workspace, name="Fjord", actor=SYSTEM, now=now)
    (aino,) = add_people("Aino", account=account)
    until = timezone.now() + timedelta(days=3)
    place_hold(
        workspace=nordlys.workspace, subject=account, reason=CASE_OPEN, until=until, actor=SYSTEM, now=timezone.now()
    )
    assert "A case with this customer is open" in words(bob.get(asking(aino)))


def test_taking_somebody_out_needs_a_reason_and_is_undone(nordlys, bob, add_people, schedule, plan, now):
    (aino,) = add_people("Aino")
    assert "Say why" in words(bob.post(asking(aino, "out/"), {"reason": "  "}, follow=True))
    assert not Exclusion.objects.exists()
    page = words(bob.post(asking(aino, "out/"), {"reason": "In <court> with us"}, follow=True))
    assert "In &lt;court&gt; with us" in page
    assert "taken out already" in words(bob.post(asking(aino, "out/"), {"reason": "Again"}, follow=True))
    plan(schedule())
    assert Invitation.objects.get().reason == TAKEN_OUT
    page = words(bob.post(asking(aino, "in/"), follow=True))
    assert "Not taken out." in page
    assert "back in" in page


def test_frontline_reads_why_and_takes_nobody_out(nordlys, sign_in, add_people):
    (aino,) = add_people("Aino")
    client = sign_in(nordlys.frida)
    assert "Take out" not in words(client.get(asking(aino)))
    assert client.post(asking(aino, "out/"), {"reason": "No"}).status_code == 403
