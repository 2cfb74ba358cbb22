"""How people like to be reached: on their page, in files, and undone."""

import datetime as dt
import zipfile
from io import BytesIO

import pytest

from kuule.contacts.models import Contact, ContactPreference, ImportProblem, Suppression
from kuule.contacts.rules import BY_HAND
from kuule.contacts.rules.wishes import Wishes
from kuule.contacts.selectors import suppression_of_person
from kuule.contacts.selectors.wishes import wishes_of_contact
from kuule.contacts.services import add_contact, change_contact, run_undo, suppress, undo_import
from kuule.contacts.services.exports import run_export, start_export
from kuule.contacts.services.persons import person_file
from kuule.contacts.services.persons.erasing import erase_person
from kuule.workspaces.rules import SYSTEM

pytestmark = pytest.mark.django_db
NIGHT = Wishes("sms", dt.time(20), dt.time(8, 30))
FILE = "email,name,Preferred channel,Quiet from,Quiet until\n"


def test_they_are_filled_in_on_the_page_and_shown(sign_in, nordlys):
    client, place = sign_in(nordlys.alice), f"/w/{nordlys.workspace.slug}/contacts"
    told = {"name": "Aino", "email": "aino@x.example", "phone": "+358401234567", "channel": "sms"}
    client.post(f"{place}/new/", {**told, "quiet_from": "20:00", "quiet_until": "08:30"})
    contact = Contact.objects.get()
    assert wishes_of_contact(contact) == NIGHT
    page = client.get(f"{place}/{contact.pk}/").content.decode()
    assert "20:00–08:30" in page
    half = client.post(f"{place}/{contact.pk}/edit/", {**told, "quiet_from": "20:00"}).content.decode()
    assert "Fill in both, or leave both empty." in half
    client.post(f"{place}/{contact.pk}/edit/", {**told, "channel": ""})
    assert not ContactPreference.objects.exists()


def test_a_file_brings_them_and_undoing_takes_them_back(bring_in, nordlys, now):
    bring_in("email,name,Mieluisin kanava\na@x.example,Ann,tekstiviesti\nb@x.example,Bo,\n")
    ann = Contact.objects.get(name="Ann")
    job = bring_in(FILE + "a@x.example,Ann,e-mail,20.00,8:30\nb@x.example,Bo,SMS,,\nc@x.example,Cy,sms,22,6\n")
    assert wishes_of_contact(ann) == Wishes("email", dt.time(20), dt.time(8, 30))
    assert ContactPreference.objects.count() == 3
    run_undo(job=undo_import(job=job, actor=SYSTEM, now=now), clock=lambda: now)
    kept = ContactPreference.objects.values_list("contact__name", "channel", "quiet_from")
    assert list(kept) == [("Ann", "sms", None)]
    assert Contact.objects.count() == 2


def test_the_same_file_again_changes_nothing_and_an_empty_cell_leaves_things(bring_in):
    text = FILE + "a@x.example,Ann,sms,20:00,08:30\n"
    bring_in(text)
    assert bring_in(text).result["unchanged"] == 1
    bring_in(FILE + "a@x.example,Ann,,,\n")
    assert wishes_of_contact(Contact.objects.get()) == NIGHT


def test_a_line_with_half_of_them_is_kept_out_and_says_why(bring_in):
    bring_in(FILE + "a@x.example,Ann,pigeon,,\nb@x.example,Bo,,20:00,\nc@x.example,Cy,,25:00,8\nd@x.example,Di,,8,8\n")
    assert not Contact.objects.exists()
    assert list(ImportProblem.objects.order_by("line").values_list("reason", flat=True)) == [
        "unknown_channel",
        "half_quiet_hours",
        "bad_clock",
        "half_quiet_hours",
    ]


def test_an_export_tells_them_so_that_an_import_knows_them_again(bring_in, nordlys, now):
    bring_in(FILE + "a@x.example,Ann,sms,20:00,08:30\n")
    job = start_export(
        workspace=nordlys.workspace, kind="contacts_export", params={}, format="csv", actor=SYSTEM, now=now
    )
    text = run_export(job=job, clock=lambda: now).file.open().read().decode("utf-8-sig")
    assert "Preferred channel,Quiet from,Quiet until" in text
    assert "sms,20:00,08:30" in text
    Contact.objects.all().delete()
    bring_in(text)
    assert wishes_of_contact(Contact.objects.get()) == NIGHT


def test_they_are_in_a_copy_for_the_person_and_gone_with_them(nordlys, now):
    who = {"actor": SYSTEM, "now": now}
    aino = add_contact(workspace=nordlys.workspace, name="Aino", email="a@x.example", wishes=NIGHT, **who)
    with zipfile.ZipFile(BytesIO(person_file(contact=aino, **who))) as archive:
        assert b"08:30" in archive.read("person.json")
    erase_person(contact=aino, reason="asked_for", **who)
    assert not ContactPreference.objects.exists()


def test_a_number_that_is_not_written_to_stays_so_when_it_changes(nordlys, now):
    who = {"actor": SYSTEM, "now": now}
    aino = add_contact(workspace=nordlys.workspace, name="Aino", phone="+358401234567", **who)
    suppress(workspace=nordlys.workspace, address=aino.phone, reason=BY_HAND, contact=aino, **who)
    change_contact(contact=aino, phone="+358407654321", **who)
    assert suppression_of_person(aino) is not None
    assert Suppression.objects.count() == 2
