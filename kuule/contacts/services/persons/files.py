"""Handing out all that is known of a person, to be read by people and by machines."""

import json
import zipfile
from datetime import datetime
from io import BytesIO

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string

from kuule.contacts.models import Contact
from kuule.contacts.services.persons.registry import Section, holders
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record

FORMAT = "kuule-person-1"


@transaction.atomic
def person_file(*, contact: Contact, actor: Actor, now: datetime) -> bytes:
    """Return a ZIP with all that any room knows of a person: `person.json` and the same to read, `person.html`.

    Nothing is kept of it here but the audit line.
    """
    sections = [section for holder in holders() for section in holder.export(contact)]
    record(workspace=contact.workspace, actor=actor, act="person_exported", subject=contact, now=now)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("person.json", _as_json(contact, sections, now))
        archive.writestr("person.html", _as_page(contact, sections, now))
    return packed.getvalue()


def _as_json(contact: Contact, sections: list[Section], now: datetime) -> str:
    content = {
        "format": FORMAT,
        "made_at": now,
        "company": contact.workspace.name,
        "contact_id": contact.pk,
        **{section.key: list(section.rows) for section in sections},
    }
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _as_page(contact: Contact, sections: list[Section], now: datetime) -> str:
    shown = [{"title": section.title, "rows": [_lines(row, section) for row in section.rows]} for section in sections]
    context = {"contact": contact, "company": contact.workspace.name, "made_at": now, "sections": shown}
    return render_to_string("contacts/person_file.html", context)


def _lines(row: object, section: Section) -> list[tuple[str, object, bool]]:
    # A line is a name, its value, and whether the value is itself a list of such lines.
    lines: list[tuple[str, object, bool]] = []
    for key, value in dict(row).items():  # type: ignore[call-overload]
        name = section.words.get(key, key)
        if isinstance(value, list):
            lines.append((name, [_lines(each, section) for each in value], True))
        elif value not in (None, ""):
            lines.append((name, value, False))
    return lines
