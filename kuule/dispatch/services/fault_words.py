"""What is wrong with something that was told, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kuule.contacts.rules.faults import Fault
from kuule.contacts.services.fault_words import person_fault_words


def fault_words(fault: Fault) -> str:
    """Return what is wrong with a field, and what belongs there."""
    words = _words().get(fault.code)
    return words % {"detail": fault.detail} if words else person_fault_words(fault)


def _words() -> Mapping[str, str]:
    moment = _("A moment is written like 2026-11-27T14:30:00+02:00.")
    return {
        "datetime_type": moment,
        "datetime_parsing": moment,
        "datetime_from_date_parsing": moment,
        "datetime_object_invalid": moment,
        "timezone_offset": moment,
        "in_the_future": _("This moment is still to come."),
        "long_ago": _("This moment is too long ago."),
        "not-json": _("The message is not JSON in UTF-8."),
        "not-valid": _("Nothing was kept, because something cannot be used. The fields say what."),
        "bad-signature": _("The signature is not the one that the secret of this hook makes."),
        "too-large": _("At most 10 MB fit into one message."),
        "too-many": _("At most 10,000 occurrences fit into one message."),
        "list_type": _("A list with at least one occurrence belongs here."),
        "unknown_survey": _("No survey that is published and not anonymous has this id."),
        "unknown_channel": _("A list of channels belongs here: email, sms or both."),
        "unknown_touchpoint": _("No touchpoint has this key. The page of the touchpoint shows its key."),
        "told_elsewhere": _("This id belongs to something that was told of another touchpoint."),
    }
