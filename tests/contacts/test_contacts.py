"""People and their companies: added, changed, found."""

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError

from kuule.contacts.models import Contact
from kuule.contacts.query import ContactFilter
from kuule.contacts.selectors import contacts_matching, property_snapshot, suppressions_of
from kuule.contacts.services import (
    add_contact,
    archive_contact,
    change_account,
    change_contact,
    define_property,
    lift_suppression,
    open_account,
    suppress,
)
from kuule.workspaces.models import AuditEntry, Team
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company


def names(company: Company, **filter_: object) -> list[str]:
    found = contacts_matching(company.workspace, filter=ContactFilter(**filter_))  # type: ignore[arg-type]
    return [contact.name for contact in found.order_by("name_key", "id")]


@pytest.fixture
def people(nordlys: Company, charlie: object, now: datetime) -> dict[str, Contact]:
    """Five people, two companies, one team."""
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
    north = Team.objects.create(workspace=nordlys.workspace, name="North")
    define_property(key="seats", label="Seats", kind="number", of="contact", **who)
    define_property(key="vip", label="VIP", kind="boolean", of="contact", **who)
    acme = open_account(name="Acme Oy", external_id="C-1", team=north, properties={"plan": "gold"}, **who)
    fjord = open_account(name="Fjord Drift", **who)
    return {
        "aino": add_contact(
            name="Aino Mäkelä",
            email="Aino.Makela@Acme.example",
            account=acme,
            role="user",
            language="fi",
            properties={"seats": 10, "vip": True},
            **who,
        ),
        "duc": add_contact(name="Nguyễn Văn Đức", external_id="K 77", account=acme, role="user", language="vi", **who),
        "olav": add_contact(name="Olav Bjørnsen", email="olav@fjord.example", account=fjord, role="influencer", **who),
        "vip": add_contact(name="Vera Ek", email="vera@fjord.example", properties={"seats": 2.5, "vip": False}, **who),
    }


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("aino", ["Aino Mäkelä"]),
        ("MAKE", ["Aino Mäkelä"]),
        ("mäkelä ain", ["Aino Mäkelä"]),
        ("aino.makela@acme", ["Aino Mäkelä"]),
        ("van duc", ["Nguyễn Văn Đức"]),
        ("Đức", ["Nguyễn Văn Đức"]),
        ("bjorn", ["Olav Bjørnsen"]),
        ("k-77", ["Nguyễn Văn Đức"]),
        ("acme oy", ["Aino Mäkelä", "Nguyễn Văn Đức"]),
        ("fjord drift olav", ["Olav Bjørnsen"]),
        ("kelä", []),
        ("aino olav", []),
    ],
)
def test_search_finds_by_the_beginnings_of_words_in_name_address_id_and_account(people, nordlys, search, found) -> None:
    assert names(nordlys, search=search) == found


HOSTILE = [
    *('"', "'", "a OR b", 'name : "x"', "NEAR(a b)", "^aino", "*", "%", "_", "\\", "a\x00b", "-aino", "' & 'x':*"),
    *("\ue000", "\u202e", "x" * 100_000, "(" * 500, "a " * 5000),
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_no_search_is_ever_read_as_syntax(people, nordlys, hostile) -> None:
    assert set(names(nordlys, search=hostile)) <= {"Aino Mäkelä", "Nguyễn Văn Đức"}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"role": "user"}, ["Aino Mäkelä", "Nguyễn Văn Đức"]),
        ({"language": "vi"}, ["Nguyễn Văn Đức"]),
        ({"role": "user", "language": "fi"}, ["Aino Mäkelä"]),
        ({"property_key": "seats", "property_value": "10"}, ["Aino Mäkelä"]),
        ({"property_key": "seats", "property_value": "2,5"}, ["Vera Ek"]),
        ({"property_key": "seats", "property_value": "ten"}, []),
        ({"property_key": "vip", "property_value": "yes"}, ["Aino Mäkelä"]),
        ({"property_key": "vip", "property_value": "false"}, ["Vera Ek"]),
        ({"property_key": "account.plan", "property_value": "gold"}, ["Aino Mäkelä", "Nguyễn Văn Đức"]),
        ({"property_key": "a__b__contains", "property_value": "x"}, []),
        ({"search": "acme", "property_key": "seats", "property_value": "10", "role": "user"}, ["Aino Mäkelä"]),
    ],
)
def test_filters_compare_the_typed_value_and_combine(people, nordlys, wanted, found) -> None:
    assert names(nordlys, **wanted) == found


def test_a_filter_by_team_follows_the_account(people, nordlys, now) -> None:
    team = Team.objects.get()
    assert names(nordlys, team_id=team.pk) == ["Aino Mäkelä", "Nguyễn Văn Đức"]
    change_account(account=people["olav"].account, actor=SYSTEM, now=now, team=team, name="Fjord Works")
    assert names(nordlys, team_id=team.pk) == ["Aino Mäkelä", "Nguyễn Văn Đức", "Olav Bjørnsen"]
    assert names(nordlys, search="works") == ["Olav Bjørnsen"]
    assert names(nordlys, search="drift") == []


def test_search_follows_every_change(people, nordlys, now) -> None:
    change_contact(contact=people["aino"], actor=SYSTEM, now=now, name="Aino Virtanen", role="influencer")
    assert names(nordlys, search="virta") == ["Aino Virtanen"]
    assert names(nordlys, search="aino", role="user") == []
    archive_contact(contact=people["olav"], actor=SYSTEM, now=now)
    assert names(nordlys, search="olav") == []
    people["vip"].delete()
    assert names(nordlys, search="vera") == []


def test_another_company_finds_nothing(people, charlie) -> None:
    found = contacts_matching(charlie.workspace, filter=ContactFilter(search="aino"))
    assert not found.exists()


def test_an_address_and_an_id_belong_to_one_contact(people, nordlys, now) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
    with pytest.raises(ValidationError, match="e-mail"):
        add_contact(email="AINO.makela@acme.example", **who)
    with pytest.raises(ValidationError, match="id"):
        change_contact(contact=people["aino"], actor=SYSTEM, now=now, external_id="K 77")
    with pytest.raises(ValidationError, match="name"):
        open_account(name="fjord  drift", **who)
    assert open_account(name="Fjord Drift", external_id="C-2", **who).pk


def test_a_change_of_nothing_leaves_no_trace(people, now) -> None:
    before = AuditEntry.objects.count()
    change_contact(
        contact=people["aino"], actor=SYSTEM, now=now, name="Aino Mäkelä", properties={"vip": True, "seats": 10}
    )
    change_account(account=people["aino"].account, actor=SYSTEM, now=now, name="Acme Oy")
    assert AuditEntry.objects.count() == before


def test_a_snapshot_holds_the_properties_of_person_and_account(people) -> None:
    aino = {"seats": 10, "vip": True, "account.plan": "gold", "contact.role": "user"}
    assert property_snapshot(people["aino"]) == aino
    assert property_snapshot(people["vip"]) == {"seats": 2.5, "vip": False}


def test_a_suppression_is_kept_once_and_without_the_address(people, nordlys, charlie, now) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
    first = suppress(address="Aino.Makela@acme.example", reason="unsubscribed", contact=people["aino"], **who)
    assert suppress(address="aino.makela@ACME.example ", reason="bounced", **who) == first
    assert "aino" not in first.address_hash
    addresses = ["aino.makela@acme.example", "olav@fjord.example", ""]
    assert suppressions_of(nordlys.workspace, addresses=addresses) == {addresses[0]: "unsubscribed"}
    assert suppressions_of(charlie.workspace, addresses=addresses) == {}
    assert lift_suppression(address=addresses[0], **who) is True
    assert lift_suppression(address=addresses[0], **who) is False
    assert suppressions_of(nordlys.workspace, addresses=addresses) == {}


def test_whoever_said_stop_is_left_alone_at_a_new_address_too(people, nordlys, now) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
    suppress(address=people["aino"].email, reason="unsubscribed", contact=people["aino"], **who)
    suppress(address=people["olav"].email, reason="bounced", contact=people["olav"], **who)
    change_contact(contact=people["aino"], actor=SYSTEM, now=now, email="aino@new.example")
    change_contact(contact=people["olav"], actor=SYSTEM, now=now, email="olav@new.example")
    found = suppressions_of(nordlys.workspace, addresses=["aino@new.example", "olav@new.example"])
    assert found == {"aino@new.example": "unsubscribed"}
