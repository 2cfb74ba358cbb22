"""The pages of customer companies: the list and its filters, one account with its people, and its form."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from kuule.contacts.models import Account
from kuule.contacts.selectors.people import SHOWN_PER_ROLE
from kuule.contacts.services import add_contact, archive_contact, define_property, open_account
from kuule.workspaces.models import AuditEntry, Member
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import form_team
from tests.conftest import Company

LIST = "/w/nordlys/accounts/"
NEW = f"{LIST}new/"
SignIn = Callable[[Member], Client]


@pytest.fixture
def bob(nordlys: Company, sign_in: SignIn) -> Client:
    """A manager."""
    return sign_in(nordlys.bob)


@pytest.fixture
def who(nordlys: Company, now: datetime) -> dict[str, Any]:
    return {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}


@pytest.fixture
def acme(nordlys: Company, who: dict[str, Any]) -> Account:
    define_property(key="plan", label="Plan", kind="text", of="account", **who)
    define_property(key="value", label="Yearly value", kind="number", of="account", **who)
    north = form_team(name="North", **who)
    facts = {"owner": nordlys.frida, "team": north, "properties": {"plan": "Gold", "value": 12_500}}
    return open_account(name="Acme Oy", external_id="C-1", **facts, **who)


@pytest.fixture
def fjord(who: dict[str, Any]) -> Account:
    return open_account(name="Fjord Drift", **who)


def words(page: Any) -> str:
    return " ".join(page.content.decode().split())


def listed(client: Client, query: str = "") -> set[str]:
    page = words(client.get(f"{LIST}{query}"))
    return {name for name in ("Acme Oy", "Fjord Drift") if f"<bdi>{name}</bdi>" in page}


def test_an_empty_list_says_what_to_do_next(bob: Client) -> None:
    page = words(bob.get(LIST))
    assert "No accounts yet" in page
    assert NEW in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Acme Oy", "Fjord Drift"}),
        ("?search=acm", {"Acme Oy"}),
        ("?search=c-1", {"Acme Oy"}),
        ("?property_key=plan&property_value=Gold", {"Acme Oy"}),
        ("?property_key=value&property_value=12+500", {"Acme Oy"}),
        ("?property_key=plan&property_value=gold+plus", set()),
        ("?search=acme&property_key=plan&property_value=Silver", set()),
    ],
)
def test_the_filters_of_the_list(bob: Client, acme: Account, fjord: Account, query: str, names: set[str]) -> None:
    assert listed(bob, query) == names


def test_the_filters_by_owner_and_team(bob: Client, nordlys: Company, acme: Account, fjord: Account) -> None:
    assert listed(bob, f"?owner={nordlys.frida.pk}") == {"Acme Oy"}
    assert listed(bob, f"?team={acme.team_id}") == {"Acme Oy"}
    assert listed(bob, f"?owner={nordlys.alice.pk}") == set()


@pytest.mark.parametrize("query", ["?owner=0", "?team=x", "?property_key=shoe", "?property_key=plan"])
def test_a_filter_that_cannot_be_read_is_explained(bob: Client, acme: Account, query: str) -> None:
    page = words(bob.get(f"{LIST}{query}"))
    assert "This filter cannot be read" in page
    assert 'role="alert"' in page


def test_the_list_counts_the_people_of_each_account(
    bob: Client, acme: Account, fjord: Account, who: dict[str, Any]
) -> None:
    for name in ("Aino", "Berit", "Chidi"):
        contact = add_contact(name=name, account=acme, **who)
    archive_contact(contact=contact, actor=SYSTEM, now=who["now"])
    assert dict(bob.get(LIST).context["rows"]) == {acme: 2, fjord: 0}


def test_the_page_of_an_account(bob: Client, acme: Account) -> None:
    page = words(bob.get(f"{LIST}{acme.pk}/"))
    for shown in ("Acme Oy", "North", "Frida", "Gold", "12,500", "C-1"):
        assert shown in page
    assert f'href="/w/nordlys/?account={acme.pk}&amp;period=all"' in page
    assert f'href="/w/nordlys/comments/?account={acme.pk}"' in page
    assert "Nobody of this account is on the list yet" in page
    assert 'href="/w/nordlys/contacts/new/?account=C-1"' in page


def test_people_stand_under_their_role_and_a_missing_role_shows(
    bob: Client, acme: Account, who: dict[str, Any]
) -> None:
    add_contact(name="Aino", account=acme, role="influencer", **who)
    add_contact(name="Berit", account=acme, **who)
    groups = bob.get(f"{LIST}{acme.pk}/").context["groups"]
    assert [(group.role, [contact.name for contact, _mark in people]) for group, people in groups] == [
        ("decision_maker", []),
        ("influencer", ["Aino"]),
        ("user", []),
        ("", ["Berit"]),
    ]
    page = words(bob.get(f"{LIST}{acme.pk}/"))
    assert page.count("Nobody yet") == 2


def test_of_many_people_the_first_are_shown_and_the_rest_is_a_click_away(
    bob: Client, fjord: Account, who: dict[str, Any]
) -> None:
    for number in range(SHOWN_PER_ROLE + 2):
        add_contact(name=f"Guest {number:03}", account=fjord, role="user", **who)
    page = words(bob.get(f"{LIST}{fjord.pk}/"))
    assert "Guest 019" in page
    assert "Guest 020" not in page
    following = "/w/nordlys/contacts/?account=Fjord%20Drift&amp;role=user"
    assert f'href="{following}"' in page
    assert "22 people" in words(bob.get(following.replace("&amp;", "&")))


def test_adding_an_account(bob: Client, nordlys: Company, acme: Account) -> None:
    form = {"name": " Havn\u202e  AS ", "owner": nordlys.bob.pk, "team": acme.team_id, "property_value": "1 200,5"}
    answer = bob.post(NEW, form, follow=True)
    havn = Account.objects.get(name="Havn AS")
    assert "Havn AS is on the list." in words(answer)
    assert (havn.owner, havn.team, havn.properties) == (nordlys.bob, acme.team, {"value": 1200.5})


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "\u202e\u200b"}, "This field is required."),
        ({"name": "fjord DRIFT"}, "Another account has this name. Give one of them an id."),
        ({"external_id": "C-1"}, "Another account has this id."),
        ({"owner": "999999"}, "Select a valid choice."),
        ({"property_value": "many"}, "This is not a number."),
        ({"property_value": "1,234"}, "This could be a thousand or a little over one."),
        ({"property_plan": "x" * 1_001}, "longer than 1000 characters"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(
    bob: Client, acme: Account, fjord: Account, wrong: dict[str, str], complaint: str
) -> None:
    page = bob.post(NEW, {"name": "Havn AS", **wrong})
    assert complaint in words(page)
    assert Account.objects.count() == 2


def test_changing_an_account(bob: Client, acme: Account, who: dict[str, Any]) -> None:
    add_contact(name="Aino", account=acme, **who)
    path = f"{LIST}{acme.pk}/edit/"
    assert 'value="12500"' in words(bob.get(path))
    answer = bob.post(path, {"name": "Acme Group", "external_id": "C-1", "property_plan": "Silver"}, follow=True)
    assert "The changes are saved." in words(answer)
    acme.refresh_from_db()
    assert (acme.name, acme.owner, acme.team, acme.properties) == ("Acme Group", None, None, {"plan": "Silver"})
    assert "Aino" in words(bob.get("/w/nordlys/contacts/?property_key=account.plan&property_value=Silver"))


def test_archiving_and_bringing_back(bob: Client, acme: Account, fjord: Account) -> None:
    page = f"{LIST}{acme.pk}/"
    assert "This account is archived." in words(bob.post(f"{page}archive/", follow=True))
    assert listed(bob) == {"Fjord Drift"}
    assert f'href="{page}"' in words(bob.get(f"{LIST}archived/"))
    assert "Acme Oy is back on the list." in words(bob.post(f"{page}bring-back/", follow=True))
    assert listed(bob) == {"Acme Oy", "Fjord Drift"}
    assert [entry.act for entry in AuditEntry.objects.order_by("pk")][-2:] == [
        "account_archived",
        "account_brought_back",
    ]


def test_names_are_offered_while_somebody_types(bob: Client, acme: Account, fjord: Account) -> None:
    offered = words(bob.get(f"{LIST}names/?account=fj"))
    assert offered == '<option value="Fjord Drift"></option>'
    assert "Acme Oy" in words(bob.get(f"{LIST}names/"))
    assert bob.get(f"{LIST}names/?account=%00{'x' * 5000}").status_code == 200


def test_hostile_text_is_shown_as_text(bob: Client, who: dict[str, Any]) -> None:
    hostile = '"><script>alert(1)</script>\u202e'
    evil = open_account(name=hostile, properties={hostile: hostile}, **who)
    for path in (LIST, f"{LIST}{evil.pk}/", f"{LIST}{evil.pk}/edit/", f"{LIST}names/"):
        assert "<script>alert" not in words(bob.get(path))


def test_owners_and_teams_of_other_companies_cannot_be_chosen(
    charlie: Member, sign_in: SignIn, nordlys: Company, acme: Account
) -> None:
    stranger = sign_in(charlie)
    for foreign in ({"owner": nordlys.bob.pk}, {"team": acme.team_id}):
        page = words(stranger.post("/w/other/accounts/new/", {"name": "Mine", **foreign}))
        assert "Select a valid choice." in page
    assert "Acme" not in words(stranger.get("/w/other/accounts/names/?account=acme"))
    assert not Account.objects.filter(workspace=charlie.workspace).exists()


def test_who_only_looks_finds_no_buttons_and_changes_nothing(nordlys: Company, sign_in: SignIn, acme: Account) -> None:
    anna = sign_in(nordlys.anna)
    page = f"{LIST}{acme.pk}/"
    for button in ("edit/", "archive/"):
        assert f"{page}{button}" not in words(anna.get(page))
        assert anna.post(f"{page}{button}").status_code == 403
    assert NEW not in words(anna.get(LIST))
    assert sign_in(nordlys.vera).get(page).status_code == 403
