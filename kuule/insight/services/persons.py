"""What this room knows of a person: what was read out of their comments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.contacts.models import Contact
from kuule.contacts.services.persons import PersonHolder, Section
from kuule.insight.models import CommentReading, CommentVector, ThemeLabel
from kuule.insight.selectors.labels import Marks, marks_of
from kuule.insight.services.comments.wording import forget_examples
from kuule.responses.models import Response


def _of(contact: Contact) -> QuerySet[Response]:
    return Response.objects.filter(workspace_id=contact.workspace_id, contact=contact).order_by("answered_at", "pk")


def _erase(contact: Contact, now: datetime) -> None:
    del now
    answers = set(_of(contact).values_list("pk", flat=True))
    for model in (ThemeLabel, CommentVector, CommentReading):
        model.objects.filter(response__pk__among=list(answers)).delete()
    forget_examples(workspace_id=contact.workspace_id, responses=answers)


def _export(contact: Contact) -> Sequence[Section]:
    answers = list(_of(contact))
    marks = marks_of(contact.workspace, responses=[answer.pk for answer in answers])
    rows = [_row(answer, marks[answer.pk]) for answer in answers if answer.pk in marks]
    words = {
        "answered_at": _("Answered"),
        "language": _("Language"),
        "themes": _("Themes"),
        "sounds": _("Sounds"),
        "chance": _("Probability that a promoter wrote it"),
        "urgent": _("Urgent because of"),
        "phrase": _("Phrase that was found"),
    }
    return [Section("readings", _("What a program read out of the comments"), rows, words)]


def _row(answer: Response, marks: Marks) -> dict[str, Any]:
    reading = marks.reading
    return {
        "answered_at": answer.answered_at,
        "language": reading.language,
        "themes": ", ".join(label.theme.name_in(get_language() or "") for label in marks.labels),
        "sounds": marks.sentiment,
        "chance": "" if reading.p_promoter is None else f"{reading.p_promoter:.0%}",
        "urgent": ", ".join(reading.urgencies),
        "phrase": reading.urgent_phrase,
    }


INSIGHT_HOLDER = PersonHolder(
    room="insight", tables=(CommentReading, CommentVector, ThemeLabel), export=_export, erase=_erase
)
