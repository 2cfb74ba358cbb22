"""What was told, and what is wrong with it, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kuule.contacts.rules.faults import Fault
from kuule.dispatch.rules.occurrences import ASKED, LEFT_OUT, QUEUED, Told
from kuule.dispatch.services.fault_words import fault_words
from kuule.ui.formats import language_word


@dataclass(frozen=True, slots=True)
class ToldWords:
    """One item of a message as it would be read: pairs of label and value, or what stands in the way."""

    pairs: Sequence[tuple[str, str]] = ()
    faults: Sequence[tuple[str, str]] = ()


def told_words(told: Told | Sequence[Fault]) -> ToldWords:
    """Return what would be recorded, or why nothing would."""
    if not isinstance(told, Told):
        return ToldWords(faults=[(each.field, fault_words(each)) for each in told])
    person = told.person
    when = date_format(localtime(told.happened_at), "DATETIME_FORMAT") if told.happened_at else _("When it arrives")
    pairs = [
        (_("Id of what happened"), told.external_id),
        (_("When it happened"), when),
        (_("Your id of the person"), person.external_id),
        (_("E-mail of the person"), person.email),
        (_("Name of the person"), person.fields.get("name", "")),
        (_("Language of the person"), language_word(person.fields["language"]) if "language" in person.fields else ""),
        (_("Your id of the account"), person.account_id),
        (_("Name of the account"), person.account_name),
        *((key, str(value)) for key, value in told.properties.items()),
    ]
    return ToldWords([(label, value) for label, value in pairs if value])


def trouble_of(trouble: str) -> tuple[str, str] | None:
    """Return the field and the words of the trouble that a hook had last, or None."""
    if not trouble:
        return None
    field, code, detail = trouble.split("|", 2)
    return field, fault_words(Fault(field, code, detail))


def choices_of_states() -> list[tuple[str, str]]:
    """Return what the list of occurrences can be narrowed to, as key and label."""
    return [("", _("All")), (QUEUED, _("Waiting")), (ASKED, _("Asked")), (LEFT_OUT, _("Not asked"))]
