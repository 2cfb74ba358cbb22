"""Coverage: who in which account was asked and answered, what that is of the revenue, and whom to ask next."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from kuule.contacts.models import Account, Contact
from kuule.contacts.query import AccountFilter
from kuule.contacts.rules import DECISION_MAKER, INFLUENCER, USER
from kuule.contacts.services import add_contact, change_account, change_contact
from kuule.dispatch.models import CoverageSettings, Exclusion, Wave
from kuule.dispatch.selectors.coverage import coverage_settings_of
from kuule.dispatch.services import change_coverage, set_limit
from kuule.insight.answers.account_coverage import AccountCoverage, coverage_now
from kuule.insight.answers.asking_plan import AskingPlan, asking_plan
from kuule.insight.selectors.account_coverage import last_signs_of_life
from kuule.insight.selectors.moves import moves_of
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import PARTNER, SYSTEM
from kuule.workspaces.services import form_team
from tests.insight.conftest import Programme

pytestmark = pytest.mark.any_database
DAY = timedelta(days=1)


@pytest.fixture
def who(programme: Programme, define):
    """Two accounts: Big, which nobody answered from, and Small, whose user did."""
    define("revenue", of="account", kind="number")
    big, small = programme.account("Big", revenue=900), programme.account("Small", revenue=100)
    people = {
        name: add_contact(name=name, email=f"{name.lower()}@a.test", role=role, account=account, **programme.who)
        for name, role, account in (
            ("Dina", DECISION_MAKER, big),
            ("Ines", INFLUENCER, big),
            ("Ulla", USER, small),
            ("Dag", DECISION_MAKER, small),
        )
    }
    programme.ask(people["Dina"], programme.now - 40 * DAY)
    programme.answer(10, contact=people["Ulla"], at=programme.now - 30 * DAY)
    change_coverage(workspace=programme.workspace, revenue_key="revenue", actor=SYSTEM, now=programme.now)
    return people


def look(programme: Programme, **asked) -> AccountCoverage:
    settings = coverage_settings_of(programme.workspace)
    return coverage_now(programme.workspace, settings=settings, filter=AccountFilter(**asked), now=programme.now)


def plan(programme: Programme, *by_hand: int, now: datetime | None = None) -> AskingPlan:
    return asking_plan(
        programme.workspace,
        settings=coverage_settings_of(programme.workspace),
        filter=AccountFilter(),
        by_hand=by_hand,
        now=now or programme.now,
    )


def names(found: AskingPlan) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(each.account.name, [(one.contact.name, one.reason) for one in each.people]) for each in found.accounts]


def test_roles_accounts_and_revenue_are_counted(programme: Programme, who) -> None:
    found = look(programme)
    counts = {role: (each.people, each.asked, each.answered, each.silent) for role, each in found.roles.items()}
    assert counts == {DECISION_MAKER: (2, 1, 0, 1), INFLUENCER: (1, 0, 0, 0), USER: (1, 1, 1, 0), "": (0, 0, 0, 0)}
    assert (found.heard, found.complete, len(found.accounts)) == (1, 0, 2)
    assert found.worth_share == 0.1
    assert [each.missing for each in found.silent] == [[DECISION_MAKER, INFLUENCER]]
    assert [each.missing for each in found.incomplete][1] == [DECISION_MAKER]
    rate = found.roles[USER].rate
    assert rate is not None
    assert (rate.value, rate.n) == (1, 1)
    assert rate.lower < 1


def test_only_what_was_answered_in_the_period_counts_and_only_by_customers(programme: Programme, who) -> None:
    add_contact(name="Pekka", group=PARTNER, account=who["Dina"].account, role=USER, **programme.who)
    change_coverage(workspace=programme.workspace, months=1, actor=SYSTEM, now=programme.now)
    assert (look(programme).heard, look(programme).roles[USER].people) == (1, 1)
    programme.now += 5 * DAY
    assert (look(programme).heard, look(programme).roles[DECISION_MAKER].asked) == (0, 0)


def test_whoever_was_asked_and_answered_twice_is_one_person(programme: Programme, who) -> None:
    programme.ask(who["Dina"], programme.now - 10 * DAY)
    programme.answer(9, contact=who["Ulla"], at=programme.now - 5 * DAY)
    counts = {role: (each.asked, each.answered, each.silent) for role, each in look(programme).roles.items()}
    assert (counts[DECISION_MAKER], counts[USER]) == ((1, 0, 1), (1, 1, 0))


def test_an_account_stays_heard_when_the_one_who_answered_leaves(programme: Programme, who) -> None:
    change_contact(contact=who["Ulla"], account=None, actor=SYSTEM, now=programme.now)
    assert look(programme).heard == 1


def test_accounts_can_be_narrowed_to_a_team(programme: Programme, who) -> None:
    team = form_team(name="North", **programme.who)
    change_account(account=who["Ulla"].account, team=team, actor=SYSTEM, now=programme.now)
    found = look(programme, team_id=team.pk)
    assert (len(found.accounts), found.heard, found.roles[DECISION_MAKER].people) == (1, 1, 1)


def test_the_last_sign_of_life_is_an_answer(programme: Programme, who) -> None:
    ids = [who["Dina"].account_id, who["Ulla"].account_id]
    found = last_signs_of_life(programme.workspace, account_ids=ids)
    assert found == {who["Ulla"].account_id: programme.now - 30 * DAY}


def test_the_plan_takes_missing_roles_first_and_nobody_who_was_asked_lately(programme: Programme, who) -> None:
    assert names(plan(programme)) == [("Big", [("Ines", "missing_role")]), ("Small", [("Dag", "missing_role")])]
    assert plan(programme).accounts[0].held_back == {"recently_asked": 1}
    later = plan(programme, now=programme.now + 60 * DAY)
    assert names(later)[0] == ("Big", [("Dina", "missing_role"), ("Ines", "missing_role")])


def test_somebody_added_by_hand_is_in_the_plan(programme: Programme, who) -> None:
    other = add_contact(name="Urho", email="urho@a.test", role=USER, account=who["Ulla"].account, **programme.who)
    assert [each.name for each in plan(programme).accounts[1].others] == ["Urho"]
    assert names(plan(programme, other.pk))[1] == ("Small", [("Urho", "by_hand"), ("Dag", "missing_role")])


def test_the_plan_keeps_within_the_limit_of_an_account(programme: Programme, who) -> None:
    set_limit(workspace=programme.workspace, subject="account", most=1, period_days=60, actor=SYSTEM, now=programme.now)
    later = plan(programme, now=programme.now + 70 * DAY)
    assert [len(people) for _account, people in names(later)] == [1, 1]


def test_an_advocate_who_moved_comes_first(programme: Programme, who) -> None:
    Workspace.objects.update(quarantine_days=10)
    programme.workspace.refresh_from_db()
    change_contact(contact=who["Ulla"], account=who["Dina"].account, actor=SYSTEM, now=programme.now)
    assert names(plan(programme))[0][1][0] == ("Ulla", "advocate")
    left, arrived = moves_of(Account.objects.get(name="Small")), moves_of(Account.objects.get(name="Big"))
    assert [(each.has_left, each.score) for each in (*left, *arrived)] == [(True, 10), (False, 10)]
    assert look(programme).heard == 1, "the answer stays with the account of that time"


def test_the_pages_lead_from_coverage_to_the_wave(programme: Programme, who, nordlys, sign_in) -> None:
    client: Client = sign_in(nordlys.bob)
    here = f"/w/{nordlys.workspace.slug}/accounts/coverage/"
    page = client.get(here).content.decode()
    assert "Below the target" in page
    assert "Big" in page
    assert client.get(here, {"team": "x"}).status_code == 400
    planned = client.get(here + "plan/").content.decode()
    assert "Ines" in planned
    ids = f"{who['Ines'].pk},{who['Dag'].pk}"
    assert f"/ask/new/?ids={ids}" in planned
    new = f"/w/{nordlys.workspace.slug}/ask/new/"
    assert "2 people were chosen one by one" in client.get(new, {"ids": ids}).content.decode()
    client.post(new, {"survey": programme.survey.pk, "name": "Missing voices", "when": "now", "ids": ids})
    assert Wave.objects.get().audience == {"ids": [who["Ines"].pk, who["Dag"].pk]}
    bad = client.post(new, {"survey": programme.survey.pk, "name": "x", "when": "now", "ids": "1,x"})
    assert "cannot be read" in bad.content.decode()


def test_taking_somebody_out_needs_a_reason_and_is_counted(programme: Programme, who, nordlys, sign_in) -> None:
    client: Client = sign_in(nordlys.bob)
    here = f"/w/{nordlys.workspace.slug}/accounts/coverage/plan/"
    client.post(here + "out/", {"contact": who["Ines"].pk, "reason": " "})
    assert not Exclusion.objects.exists()
    page = client.post(here + "out/", {"contact": who["Ines"].pk, "reason": "On leave", "add": "3"}, follow=True)
    assert "add=3" in page.redirect_chain[-1][0]
    assert "Taken out: 1 person, by" in page.content.decode()
    assert "Bob" in page.content.decode()


def test_the_settings_say_what_counts_and_refuse_what_cannot(programme: Programme, who, nordlys, sign_in) -> None:
    client: Client = sign_in(nordlys.bob)
    here = f"/w/{nordlys.workspace.slug}/accounts/coverage/settings/"
    assert client.post(here, {"months": "0", "target": "80"}).status_code == 422
    client.post(here, {"months": "6", "target": "90", "revenue_key": "", "silent_days": "21"})
    kept = CoverageSettings.objects.get()
    assert (kept.months, kept.target, kept.silent_days, kept.tells_owners) == (6, 90, 21, False)
    page = client.get(f"/w/{nordlys.workspace.slug}/accounts/coverage/").content.decode()
    assert "Choose the revenue" in page


def test_the_page_of_an_account_shows_who_is_heard_and_who_moved(programme: Programme, who, nordlys, sign_in) -> None:
    ulla = Contact.objects.get(name="Ulla")
    change_contact(contact=ulla, account=who["Dina"].account, actor=SYSTEM, now=programme.now)
    page = sign_in(nordlys.frida).get(f"/w/{nordlys.workspace.slug}/accounts/{who['Dag'].account_id}/").content.decode()
    assert "Who is heard" in page
    assert "Left:" in page
    assert "now at" in page


def test_an_account_can_be_part_of_another_and_their_voices_add_up(programme: Programme, who, nordlys, sign_in) -> None:
    client: Client = sign_in(nordlys.bob)
    big, small = Account.objects.get(name="Big"), Account.objects.get(name="Small")
    here = f"/w/{nordlys.workspace.slug}/accounts/"
    client.post(f"{here}{small.pk}/edit/", {"name": "Small", "parent": "Big"})
    page = client.get(f"{here}{big.pk}/").content.decode()
    assert "Accounts that belong to it" in page
    assert "1 of 2 heard" in page
    assert "Part of" in client.get(f"{here}{small.pk}/").content.decode()
    circle = client.post(f"{here}{big.pk}/edit/", {"name": "Big", "parent": "Small"})
    assert "Small belongs to this account already." in circle.content.decode()
    assert "part of itself" in client.post(f"{here}{big.pk}/edit/", {"name": "Big", "parent": "Big"}).content.decode()
    assert Account.objects.get(pk=big.pk).parent is None
    client.post(f"{here}{small.pk}/edit/", {"name": "Small", "parent": ""})
    assert Account.objects.get(pk=small.pk).parent is None
