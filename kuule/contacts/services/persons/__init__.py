"""The rights of persons: to get what is known of them, and to be forgotten."""

from kuule.contacts.services.persons.erasing import erase_person, wipe_traces
from kuule.contacts.services.persons.files import person_file
from kuule.contacts.services.persons.own import CONTACTS_HOLDER, forget_person_in_imports, traces_of
from kuule.contacts.services.persons.registry import PersonHolder, Section, holders, register_holder

__all__ = [
    "CONTACTS_HOLDER",
    "PersonHolder",
    "Section",
    "erase_person",
    "forget_person_in_imports",
    "holders",
    "person_file",
    "register_holder",
    "traces_of",
    "wipe_traces",
]
