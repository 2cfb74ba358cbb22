"""The pages of people: the list and its filters, one person, and what can be done to one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from kuule.contacts.models import Account, Contact, Suppression
from kuule.contacts.selectors.pages import PAGE_SIZE
from kuule.contacts.services import add_contact, archive_contact, define_property, open_account, suppress
from kuule.workspaces.models import AuditEntry, Member
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import form_team
from tests.conftest import Company

LIST = "/w/nordlys/contacts/"
NEW = f"{LIST}new/"
HOSTILE = "<script>alert(1)</script>\u202e evil"
SignIn = Callable[[Member], Client]


@pytest.fixture
def bob(nordlys: Company, sign_in: SignIn) -> Client:
    """A manager."""
    return sign_in(nordlys.bob)


@pytest.fixture
def who(nordlys: Company, now: datetime) -> dict[str, Any]:
    return {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}


@pytest.fixture
def acme(who: dict[str, Any]) -> Account:
    """An account of team North with a plan and a number of seats."""
    define_property(key="plan", label="Plan", kind="text", of="account", **who)
    define_property(key="seats", label="Seats", kind="number", of="account", **who)
    north = form_team(name="North", **who)
    return open_account(name="Acme Oy", external_id="C-1", team=north, properties={"plan": "Gold", "seats": 5}, **who)


@pytest.fixture
def aino(who: dict[str, Any], acme: Account) -> Contact:
    define_property(key="vip", label="VIP", kind="boolean", of="contact", **who)
    define_property(key="since", label="Since", kind="date", of="contact", **who)
    return add_contact(
        name="Aino Mäkelä",
        email="aino@acme.example",
        account=acme,
        role="user",
        language="fi",
        properties={"vip": True, "old": "kept"},
        **who,
    )


@pytest.fixture
def olav(who: dict[str, Any]) -> Contact:
    return add_contact(name="Olav Bjørnsen", email="olav@fjord.example", role="decision_maker", language="nb", **who)


def words(page: Any) -> str:
    return " ".join(page.content.decode().split())


def listed(client: Client, query: str = "") -> set[str]:
    page = words(client.get(f"{LIST}{query}"))
    return {name for name in ("Aino", "Olav") if f"<bdi>{name} " in page}


def filled_in(contact: Contact, **changes: str) -> dict[str, str]:
    """The form of a contact as its page shows it, with changes."""
    form = {
        "name": contact.name,
        "email": contact.email,
        "role": contact.role,
        "language": contact.language,
        "account": contact.account.name if contact.account else "",
        "property_vip": "true",
    }
    return form | changes


def test_an_empty_list_says_what_to_do_next(nordlys: Company, bob: Client, sign_in: SignIn) -> None:
    assert "Nobody here yet" in words(bob.get(LIST))
    assert NEW in words(bob.get(LIST))
    looking = words(sign_in(nordlys.anna).get(LIST))
    assert "when a manager adds or imports them" in looking
    assert NEW not in looking


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Aino", "Olav"}),
        ("?search=makela", {"Aino"}),
        ("?search=acme", {"Aino"}),
        ("?search=olav@fjord", {"Olav"}),
        ("?role=decision_maker", {"Olav"}),
        ("?language=fi", {"Aino"}),
        ("?account=acme+OY", {"Aino"}),
        ("?account=C-1", {"Aino"}),
        ("?property_key=vip&property_value=yes", {"Aino"}),
        ("?property_key=account.plan&property_value=Gold", {"Aino"}),
        ("?property_key=account.seats&property_value=5,0", {"Aino"}),
        ("?role=user&language=nb", set()),
        ("?search=zzz", set()),
        ("?unknown=1&after=x&before=%00", {"Aino", "Olav"}),
    ],
)
def test_the_filters_of_the_list(bob: Client, aino: Contact, olav: Contact, query: str, names: set[str]) -> None:
    assert listed(bob, query) == names


def test_the_filter_by_team(bob: Client, aino: Contact, olav: Contact, acme: Account) -> None:
    assert listed(bob, f"?team={acme.team_id}") == {"Aino"}


def test_each_filter_that_is_on_is_named_and_can_be_taken_off(bob: Client, aino: Contact, olav: Contact) -> None:
    page = words(bob.get(f"{LIST}?search=aino&role=user&property_key=account.plan&property_value=Gold"))
    assert f'href="{LIST}?role=user&amp;property_key=account.plan&amp;property_value=Gold"' in page
    assert f'href="{LIST}?search=aino&amp;role=user"' in page
    assert "<bdi>Account: Plan</bdi>: <strong><bdi>Gold</bdi></strong>" in page


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("?account=Nobody+Ltd", "No account is called “Nobody Ltd”. Check the spelling."),
        ("?role=emperor", "Select a valid choice."),
        ("?language=xx", "Select a valid choice."),
        ("?team=999999999999999999999", "Select a valid choice."),
        ("?property_key=vip", "Write the value to look for"),
        (f"?search={'x' * 201}", "at most 200 characters"),
    ],
)
def test_a_filter_that_cannot_be_read_is_explained(bob: Client, aino: Contact, query: str, complaint: str) -> None:
    page = bob.get(f"{LIST}{query}")
    assert page.status_code == 200
    assert complaint in words(page)
    assert "This filter cannot be read" in words(page)
    assert "aino@" not in words(page)


def test_long_lists_have_pages_and_keep_their_filters(bob: Client, who: dict[str, Any]) -> None:
    for number in range(PAGE_SIZE + 3):
        add_contact(name=f"Guest {number:03}", role="user", **who)
    first = bob.get(f"{LIST}?role=user")
    assert "53 people" in words(first)
    assert "Guest 049" in words(first)
    assert "Guest 050" not in words(first)
    following = first.context["next_url"]
    assert "role=user" in following
    second = bob.get(following)
    assert "Guest 052" in words(second)
    assert "Guest 049" not in words(second)
    assert "Guest 000" in words(bob.get(second.context["previous_url"]))


def test_huge_lists_are_not_counted_to_the_end(bob: Client, olav: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kuule.contacts.views.people.contacts_counted", lambda *_args, **_options: 10_001)
    assert "10,000+ people" in words(bob.get(LIST))


def test_whoever_must_not_be_asked_is_marked_in_the_list(
    nordlys: Company, bob: Client, aino: Contact, olav: Contact, who: dict[str, Any]
) -> None:
    suppress(address=olav.email, reason="bounced", **who)
    assert words(bob.get(LIST)).count("do not ask") == 1
    assert "do not ask" not in words(bob.get(f"{LIST}?search=aino"))


def test_the_list_leads_to_a_survey_for_the_same_people(nordlys: Company, sign_in: SignIn, aino: Contact) -> None:
    page = words(sign_in(nordlys.bob).get(f"{LIST}?role=user&search=aino"))
    assert 'href="/w/nordlys/ask/new/?role=user&amp;search=aino"' in page
    assert "/ask/new/" not in words(sign_in(nordlys.frida).get(LIST))


def test_the_page_of_a_person(bob: Client, aino: Contact, acme: Account) -> None:
    page = words(bob.get(f"{LIST}{aino.pk}/"))
    for shown in ("Aino Mäkelä", "Finnish", "North", "Gold", "kept", "yes or no"):
        assert shown in page
    assert f'href="/w/nordlys/accounts/{acme.pk}/"' in page
    assert "May be asked, at most once in 90 days." in page


def test_stopping_and_asking_again(bob: Client, aino: Contact) -> None:
    page = f"{LIST}{aino.pk}/"
    stopped = words(bob.post(f"{page}stop/", follow=True))
    assert "Aino Mäkelä is not asked any more." in stopped
    assert "Taken off the list by hand" in stopped
    assert "No survey is sent to this address" in stopped
    assert Suppression.objects.get().contact == aino
    again = words(bob.post(f"{page}resume/", follow=True))
    assert "Aino Mäkelä may be asked again." in again
    assert "May be asked, at most once" in again
    assert [entry.act for entry in AuditEntry.objects.order_by("pk")][-2:] == [
        "contact_suppressed",
        "suppression_lifted",
    ]


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("unsubscribed", "Ask again only if they tell you that they changed their mind."),
        ("bounced", "Correct the address if it is wrong."),
        ("complained", "They called our mail unwanted."),
        ("by_hand", "Ask again when the reason is gone."),
    ],
)
def test_before_somebody_is_asked_again_the_page_says_why_they_were_not(
    bob: Client, aino: Contact, who: dict[str, Any], reason: str, advice: str
) -> None:
    suppress(address=aino.email, reason=reason, **who)
    assert advice in words(bob.get(f"{LIST}{aino.pk}/"))


def test_without_an_address_there_is_nothing_to_stop(bob: Client, who: dict[str, Any]) -> None:
    nameless = add_contact(external_id="K 77", **who)
    page = f"{LIST}{nameless.pk}/"
    assert "Without an e-mail address or a number with its country code" in words(bob.get(page))
    assert "there is nothing to stop" in words(bob.post(f"{page}stop/", follow=True))
    assert not Suppression.objects.exists()


def test_archiving_and_bringing_back(bob: Client, aino: Contact, olav: Contact) -> None:
    page = f"{LIST}{aino.pk}/"
    assert "/contacts/archived/" not in words(bob.get(LIST))
    assert "This person is archived" in words(bob.post(f"{page}archive/", follow=True))
    assert listed(bob) == {"Olav"}
    assert f'href="{LIST}archived/"' in words(bob.get(LIST))
    assert f'href="{page}"' in words(bob.get(f"{LIST}archived/"))
    assert "is back on the list" in words(bob.post(f"{page}bring-back/", follow=True))
    assert listed(bob) == {"Aino", "Olav"}
    assert "The archive is empty" in words(bob.get(f"{LIST}archived/"))


def test_adding_a_person(bob: Client, acme: Account, nordlys: Company) -> None:
    assert 'value="Acme"' in words(bob.get(f"{NEW}?account=Acme"))
    form = {"name": " Eeva\u202e  Ek ", "email": "Eeva@Acme.example", "account": "acme oy", "phone": "+358 40 123 4567"}
    answer = bob.post(NEW, {**form, "role": "influencer", "language": "sv", "timezone": "Europe/Oslo"}, follow=True)
    eeva = Contact.objects.get()
    assert answer.redirect_chain == [(f"{LIST}{eeva.pk}/", 302)]
    assert "Eeva Ek is on the list." in words(answer)
    assert (eeva.name, eeva.email, eeva.account, eeva.phone) == ("Eeva Ek", "eeva@acme.example", acme, "+358401234567")
    assert (eeva.role, eeva.language, eeva.timezone) == ("influencer", "sv", "Europe/Oslo")


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"name": "", "email": ""}, "Write a name, an e-mail address or your id of the person."),
        ({"name": "\u202e\u200b\x00", "email": ""}, "Write a name, an e-mail address or your id of the person."),
        ({"email": "not an address"}, "Enter a valid email address."),
        ({"email": "AINO@acme.example"}, "Another contact has this e-mail address."),
        ({"account": "Nobody Ltd"}, "No account is called “Nobody Ltd”."),
        ({"role": "emperor"}, "Select a valid choice."),
        ({"language": "xx"}, "Select a valid choice."),
        ({"timezone": "Mars/Olympus"}, "Select a valid choice."),
        ({"phone": "+call me"}, "This is not a phone number."),
        ({"property_vip": "perhaps"}, "This is neither yes nor no."),
        ({"property_since": "yesterday"}, "This is not a date."),
        ({"name": "x" * 10_000}, "at most 200 characters"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(
    bob: Client, aino: Contact, wrong: dict[str, str], complaint: str
) -> None:
    page = bob.post(NEW, {"name": "Eeva", "email": "eeva@acme.example", **wrong})
    assert page.status_code == 200
    assert complaint in words(page)
    assert Contact.objects.count() == 1


def test_changing_a_person(bob: Client, aino: Contact) -> None:
    path = f"{LIST}{aino.pk}/edit/"
    page = words(bob.get(path))
    assert 'value="aino@acme.example"' in page
    assert '<option value="true" selected>Yes</option>' in page
    changed = filled_in(aino, name="Aino Ek", property_vip="", property_since="2024-05-01", account="")
    assert "The changes are saved." in words(bob.post(path, changed, follow=True))
    aino.refresh_from_db()
    assert (aino.name, aino.account, aino.properties) == ("Aino Ek", None, {"since": "2024-05-01", "old": "kept"})
    assert listed(bob, "?search=ek") == {"Aino"}


def test_saving_a_form_as_it_is_changes_nothing(bob: Client, aino: Contact, acme: Account, who: dict[str, Any]) -> None:
    # Two accounts of this name: the one the person belongs to must stay.
    open_account(name="Acme Oy", external_id="C-2", **who)
    before = AuditEntry.objects.count()
    bob.post(f"{LIST}{aino.pk}/edit/", filled_in(aino))
    aino.refresh_from_db()
    assert (aino.account, AuditEntry.objects.count()) == (acme, before)


def test_an_ambiguous_account_has_to_be_named_by_its_id(bob: Client, acme: Account, who: dict[str, Any]) -> None:
    open_account(name="Acme Oy", external_id="C-2", **who)
    assert "More than one account is called" in words(bob.post(NEW, {"name": "Eeva", "account": "Acme Oy"}))
    bob.post(NEW, {"name": "Eeva", "account": "C-2"})
    assert Contact.objects.get().account.external_id == "C-2"


def test_hostile_text_is_shown_as_text(bob: Client, who: dict[str, Any]) -> None:
    define_property(key="note", label=HOSTILE, kind="text", of="contact", **who)
    evil = add_contact(name=HOSTILE, properties={"note": HOSTILE}, title=HOSTILE, **(who | {"email": "e@evil.example"}))
    for path in (LIST, f"{LIST}{evil.pk}/", f"{LIST}{evil.pk}/edit/", f"{LIST}?search={HOSTILE}%00"):
        page = bob.get(path).content.decode()
        assert "<script>alert" not in page
        assert "\u202e evil" not in page.split("<main")[1].split("<input")[0]


def test_who_only_looks_finds_no_buttons_and_changes_nothing(nordlys: Company, sign_in: SignIn, aino: Contact) -> None:
    frida = sign_in(nordlys.frida)
    page = f"{LIST}{aino.pk}/"
    assert "Aino Mäkelä" in words(frida.get(page))
    for button in ("edit/", "archive/", "stop/"):
        assert f"{page}{button}" not in words(frida.get(page))
        assert frida.post(f"{page}{button}").status_code == 403
    assert sign_in(nordlys.vera).get(LIST).status_code == 403


def test_other_companies_are_not_seen(
    charlie: Member, sign_in: SignIn, aino: Contact, acme: Account, now: datetime
) -> None:
    stranger = sign_in(charlie)
    assert stranger.get(LIST).status_code == stranger.get(f"{LIST}{aino.pk}/").status_code == 404
    assert "Nobody here yet" in words(stranger.get("/w/other/contacts/"))
    assert "No account is called" in words(stranger.get("/w/other/contacts/?account=C-1"))
    assert "Select a valid choice" in words(stranger.get(f"/w/other/contacts/?team={acme.team_id}"))
    own = add_contact(workspace=charlie.workspace, name="Own", actor=SYSTEM, now=now)
    foreign = stranger.get(f"/w/other/contacts/?after={aino.pk}")
    assert f"/w/other/contacts/{own.pk}/" in words(foreign)
    assert "No account is called" in words(stranger.post("/w/other/contacts/new/", {"name": "x", "account": "C-1"}))


def test_an_archived_person_is_not_offered_to_be_asked(bob: Client, aino: Contact, who: dict[str, Any]) -> None:
    archive_contact(contact=aino, actor=SYSTEM, now=who["now"])
    page = words(bob.get(f"{LIST}{aino.pk}/"))
    assert "Archived people are not asked." in page
    assert "Bring back" in page
