"""The rights of a person from the terminal: a copy of what is known of them, and to be forgotten."""

from pathlib import Path

from django.utils import timezone

from kuule.config.cli.ground import fail, out
from kuule.config.cli.newcomers import named_workspace
from kuule.contacts.models import Contact
from kuule.contacts.rules import ASKED_FOR
from kuule.contacts.rules.keys import address_key
from kuule.contacts.services.persons import erase_person, person_file, wipe_traces
from kuule.workspaces.rules import SYSTEM, Refused

WRONG_USE = 2
OWN_FILE = 0o600


def export_person_file(path: Path, slug: str, *, contact_id: int | None, email: str) -> None:
    """Write all that is known of a person to a ZIP file that only its owner may read."""
    contact = _named(slug, contact_id, email)
    try:
        path.touch(OWN_FILE, exist_ok=False)
        path.write_bytes(person_file(contact=contact, actor=SYSTEM, now=timezone.now()))
    except FileExistsError:
        fail(f"{path} is there already.", "Choose another name, or move it away.")
    except OSError as error:
        fail(f"{path} cannot be written: {error.strerror}.", "Check the name, and that you may write there.")
    out.print(f"{path}: person.json and person.html. Both hold personal data.", markup=False)


def erase_named_person(slug: str, *, contact_id: int | None, email: str) -> None:
    """Erase a person for good, and make the database overwrite what it held."""
    contact = _named(slug, contact_id, email)
    erased_id = contact.pk
    try:
        erase_person(contact=contact, actor=SYSTEM, now=timezone.now(), reason=ASKED_FOR)
    except Refused:
        fail(
            "An import or export is under way, and its file may hold this person.",
            "Let it end or cancel it on its page, then erase.",
        )
    wipe_traces(now=timezone.now())
    out.print(f"Contact {erased_id} is erased. Backups made before still hold it.")


def _named(slug: str, contact_id: int | None, email: str) -> Contact:
    workspace = named_workspace(slug)
    if (contact_id is None) == (not email):
        fail("Whom?", "Say either --contact with the number in the address of the page, or --email.", WRONG_USE)
    found = Contact.objects.select_related("workspace", "account").filter(workspace=workspace)
    wanted = {"email": address_key(email)} if email else {"pk": contact_id}
    contact = found.filter(**wanted).first()
    if contact is None:
        fail("This workspace knows no such person.", "Look on the page “People”, also among the archived.")
    return contact
