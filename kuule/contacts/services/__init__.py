"""What can be done to people and customer companies. The door for other rooms."""

from kuule.contacts.services.accounts import archive_account, bring_back_account, change_account, open_account
from kuule.contacts.services.contacts import add_contact, archive_contact, bring_back_contact, change_contact
from kuule.contacts.services.import_run import run_import
from kuule.contacts.services.imports import (
    UnusableMappingError,
    guess_mapping,
    release_import,
    start_import,
    upload_file,
)
from kuule.contacts.services.properties import define_property
from kuule.contacts.services.suppressions import lift_suppression, suppress

__all__ = [
    "UnusableMappingError",
    "add_contact",
    "archive_account",
    "archive_contact",
    "bring_back_account",
    "bring_back_contact",
    "change_account",
    "change_contact",
    "define_property",
    "guess_mapping",
    "lift_suppression",
    "open_account",
    "release_import",
    "run_import",
    "start_import",
    "suppress",
    "upload_file",
]
