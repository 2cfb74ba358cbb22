"""What is wrong with something that was told, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kuule.dispatch.rules.occurrences import Fault


def fault_words(fault: Fault) -> str:
    """Return what is wrong with a field, and what belongs there."""
    words = _words().get(fault.code) or _("This value cannot be used here.")
    return words % {"detail": fault.detail}


def _words() -> Mapping[str, str]:
    moment = _("A moment is written like 2026-11-27T14:30:00+02:00.")
    return {
        "missing": _("This field is needed."),
        "extra_forbidden": _("There is no such field."),
        "model_type": _("An object with fields belongs here."),
        "model_attributes_type": _("An object with fields belongs here."),
        "dict_type": _("An object with fields belongs here."),
        "string_type": _("A text belongs here."),
        "too_long": _("This is too long: %(detail)s characters fit."),
        "unreadable_letters": _("Some letters of this text are broken."),
        "control_characters": _("This text has characters that no text has on purpose."),
        "bad_email": _("This is not an e-mail address."),
        "bad_phone": _("This is not a phone number."),
        "unknown_language": _("No language is called so. A code such as fi or en works always."),
        "unknown_timezone": _("No time zone is called so. A name such as Europe/Helsinki works."),
        "unknown_role": _("No role is called so: decision-maker, influencer and user are known."),
        "no_identity": _("Your own id of the person or their e-mail address is needed."),
        "datetime_type": moment,
        "datetime_parsing": moment,
        "datetime_from_date_parsing": moment,
        "datetime_object_invalid": moment,
        "timezone_offset": moment,
        "in_the_future": _("This moment is still to come."),
        "long_ago": _("This moment is too long ago."),
        "too_many_properties": _("At most %(detail)s properties fit."),
        "bad_property_key": _("The name of a property has letters, digits, - and _ only: “%(detail)s” is none."),
        "bad_property_value": _("“%(detail)s” must be a text of at most 500 characters, a number, true or false."),
        "not-json": _("The message is not JSON in UTF-8."),
        "not-valid": _("Nothing was kept, because something cannot be used. The fields say what."),
        "bad-signature": _("The signature is not the one that the secret of this hook makes."),
        "too-large": _("At most 10 MB fit into one message."),
        "too-many": _("At most 10,000 occurrences fit into one message."),
        "list_type": _("A list with at least one occurrence belongs here."),
        "unknown_touchpoint": _("No touchpoint has this key. The page of the touchpoint shows its key."),
        "other_id": _("Somebody with another id has this address already."),
        "unclear_account": _("Several accounts have this name. Give the id of the one that is meant."),
        "told_elsewhere": _("This id belongs to something that was told of another touchpoint."),
    }
