"""What can be taken out as a file. Rooms above add theirs with `register_exporter`, called once by their `apps.py`."""

from kuule.contacts.exporters.base import Exporter, FileExporter, Plan, Progress, TableExporter
from kuule.contacts.exporters.formats import format_field
from kuule.contacts.exporters.people import PeopleExport

__all__ = [
    "Exporter",
    "FileExporter",
    "PeopleExport",
    "Plan",
    "Progress",
    "TableExporter",
    "exporter",
    "exporters",
    "format_field",
    "register_exporter",
]

_EXPORTERS: dict[str, Exporter] = {each.kind: each for each in (PeopleExport(),)}


def register_exporter(new: Exporter) -> None:
    """Add a kind of export."""
    _EXPORTERS[new.kind] = new


def exporters() -> tuple[Exporter, ...]:
    """Return every kind of export, those of the lowest rooms first."""
    return tuple(_EXPORTERS.values())


def exporter(kind: str) -> Exporter:
    """Return the export of a kind. Raises KeyError where there is none."""
    return _EXPORTERS[kind]
