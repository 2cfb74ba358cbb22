"""The formats that people can be imported from, in the order they are offered."""

from kuule.contacts.importers.base import FileHead, Importer, KnownProperties, UnreadableFileError
from kuule.contacts.importers.contacts_csv import ContactsCsv

IMPORTERS: tuple[Importer, ...] = (ContactsCsv(),)


def importer(kind: str) -> Importer:
    """Return the importer of a kind. KeyError if there is none."""
    return {each.kind: each for each in IMPORTERS}[kind]


__all__ = ["IMPORTERS", "FileHead", "Importer", "KnownProperties", "UnreadableFileError", "importer"]
