"""The kinds of import, in the order they are offered; a higher room registers its own."""

from kuule.contacts.importers.base import Batch, FileHead, Importer, LineReader, UnreadableFileError

_IMPORTERS: dict[str, Importer] = {}


def register_importer(importer: Importer) -> None:
    """Offer a kind of import. Called once by the `apps.py` of the room that has it."""
    _IMPORTERS[importer.kind] = importer


def importers() -> list[Importer]:
    """Return all kinds of import."""
    return list(_IMPORTERS.values())


def importer(kind: str) -> Importer:
    """Return the importer of a kind. KeyError if there is none."""
    return _IMPORTERS[kind]


__all__ = [
    "Batch",
    "FileHead",
    "Importer",
    "LineReader",
    "UnreadableFileError",
    "importer",
    "importers",
    "register_importer",
]
