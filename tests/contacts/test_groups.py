"""Groups: who is no customer says so, by form, by file and back."""

import pytest

from kuule.contacts.models import Contact, ContactGroup, ContactMove
from kuule.contacts.query import ContactFilter
from kuule.contacts.selectors import contacts_matching
from kuule.contacts.services import add_contact, change_contact, undo_import
from kuule.contacts.services.import_undo import run_undo
from kuule.contacts.services.persons import person_file
from kuule.workspaces.rules import ATTENDEE, CUSTOMER, PARTNER, STAFF, SYSTEM

pytestmark = pytest.mark.any_database


def groups() -> dict[str, str]:
    return {each.name: each.group for each in Contact.objects.select_related("grouping")}


def named(workspace, **asked) -> set[str]:
    return set(contacts_matching(workspace, filter=ContactFilter(**asked)).values_list("name", flat=True))


def test_everybody_is_a_customer_until_somebody_says_otherwise(nordlys, now) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
    kari = add_contact(name="Kari", **who)
    add_contact(name="Aino", group=STAFF, **who)
    assert groups() == {"Kari": CUSTOMER, "Aino": STAFF}
    assert named(nordlys.workspace, group=CUSTOMER) == {"Kari"}
    assert named(nordlys.workspace, group=STAFF) == {"Aino"}
    assert named(nordlys.workspace) == {"Kari", "Aino"}
    change_contact(contact=kari, actor=SYSTEM, now=now, group=PARTNER)
    assert groups() == {"Kari": PARTNER, "Aino": STAFF}
    change_contact(contact=Contact.objects.get(name="Aino"), actor=SYSTEM, now=now, group=CUSTOMER)
    assert groups() == {"Kari": PARTNER, "Aino": CUSTOMER}
    assert ContactGroup.objects.count() == 1


def test_a_segment_can_be_people_chosen_one_by_one(nordlys, now) -> None:
    kari, aino, _berit = (
        add_contact(workspace=nordlys.workspace, name=each, actor=SYSTEM, now=now) for each in ("Kari", "Aino", "Berit")
    )
    chosen = ContactFilter(ids=(kari.pk, aino.pk))
    assert ContactFilter.from_json(chosen.as_json()) == chosen
    assert named(nordlys.workspace, ids=chosen.ids) == {"Kari", "Aino"}


def test_a_file_says_who_is_in_which_group_and_undoing_it_takes_that_back(nordlys, now, bring_in, problems) -> None:
    add_contact(workspace=nordlys.workspace, name="Kari", email="kari@a.test", actor=SYSTEM, now=now)
    job = bring_in(
        "email,name,Contact group\nkari@a.test,Kari,Kumppani\naino@a.test,Aino,event attendee\nb@a.test,Berit,\n"
    )
    assert groups() == {"Kari": PARTNER, "Aino": ATTENDEE, "Berit": CUSTOMER}
    assert bring_in("email,Contact group\nkari@a.test,\n").result["unchanged"] == 1
    odd = bring_in("email,Contact group\nkari@a.test,family\n")
    assert problems(odd) == [(2, "Contact group", "family", "unknown_group")]
    run_undo(job=undo_import(job=job, actor=SYSTEM, now=now), clock=lambda: now)
    assert groups() == {"Kari": CUSTOMER}


def test_a_file_that_moves_people_is_on_record_until_it_is_undone(nordlys, now, bring_in) -> None:
    bring_in("email,account\nkari@a.test,Fjord\naino@a.test,Fjord\n")
    job = bring_in("email,account\nkari@a.test,Sund\naino@a.test,Fjord\n")
    move = ContactMove.objects.get()
    assert (move.contact.email, move.from_account.name, move.to_account.name) == ("kari@a.test", "Fjord", "Sund")
    run_undo(job=undo_import(job=job, actor=SYSTEM, now=now), clock=lambda: now)
    assert not ContactMove.objects.exists()
    assert Contact.objects.get(email="kari@a.test").account.name == "Fjord"


def test_the_form_the_list_and_the_copy_of_a_person_tell_the_group(nordlys, now, sign_in) -> None:
    client = sign_in(nordlys.bob)
    client.post(f"/w/{nordlys.workspace.slug}/contacts/new/", {"name": "Aino", "group": "partner"})
    aino = Contact.objects.get()
    assert aino.group == PARTNER
    assert "Partners" in client.get(f"/w/{nordlys.workspace.slug}/contacts/{aino.pk}/").content.decode()
    client.post(f"/w/{nordlys.workspace.slug}/contacts/{aino.pk}/edit/", {"name": "Aino K"})
    assert Contact.objects.get().group == PARTNER
    listed = f"/w/{nordlys.workspace.slug}/contacts/"
    assert "Aino K" in client.get(listed, {"group": "partner"}).content.decode()
    assert "Nobody matches" in client.get(listed, {"group": "customer"}).content.decode()
    assert person_file(contact=aino, actor=SYSTEM, now=now)
