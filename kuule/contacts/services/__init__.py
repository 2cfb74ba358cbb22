"""What can be done to people and customer companies. The door for other rooms."""

from kuule.contacts.services.accounts import archive_account, bring_back_account, change_account, open_account
from kuule.contacts.services.contacts import add_contact, archive_contact, bring_back_contact, change_contact
from kuule.contacts.services.import_contacts import CONTACTS, ContactsImporter
from kuule.contacts.services.import_properties import adopt_properties
from kuule.contacts.services.import_run import run_import
from kuule.contacts.services.import_suppressions import SuppressionsImporter
from kuule.contacts.services.import_tidy import forget_old_imports
from kuule.contacts.services.import_undo import UNDO, NotUndoableError, run_undo, undo_import
from kuule.contacts.services.imports import (
    UnusableMappingError,
    cancel_import,
    drop_import,
    drop_old_drafts,
    guess_mapping,
    read_otherwise,
    release_import,
    start_import,
    try_import,
    upload_file,
)
from kuule.contacts.services.properties import define_property
from kuule.contacts.services.suppressions import lift_suppression, suppress

__all__ = [
    "CONTACTS",
    "UNDO",
    "ContactsImporter",
    "NotUndoableError",
    "SuppressionsImporter",
    "UnusableMappingError",
    "add_contact",
    "adopt_properties",
    "archive_account",
    "archive_contact",
    "bring_back_account",
    "bring_back_contact",
    "cancel_import",
    "change_account",
    "change_contact",
    "define_property",
    "drop_import",
    "drop_old_drafts",
    "forget_old_imports",
    "guess_mapping",
    "lift_suppression",
    "open_account",
    "read_otherwise",
    "release_import",
    "run_import",
    "run_undo",
    "start_import",
    "suppress",
    "try_import",
    "undo_import",
    "upload_file",
]
