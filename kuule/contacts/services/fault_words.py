"""What is wrong with something that was told of people, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kuule.contacts.rules.faults import Fault


def person_fault_words(fault: Fault) -> str:
    """Return what is wrong with a field, and what belongs there."""
    words = _words().get(fault.code) or _("This value cannot be used here.")
    return words % {"detail": fault.detail}


def _words() -> Mapping[str, str]:
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
        "too_many_properties": _("At most %(detail)s properties fit."),
        "bad_property_key": _("The name of a property has letters, digits, - and _ only: “%(detail)s” is none."),
        "bad_property_value": _("“%(detail)s” must be a text of at most 500 characters, a number, true or false."),
        "other_id": _("Somebody with another id has this address already."),
        "unclear_account": _("Several accounts have this name. Give the id of the one that is meant."),
        "taken": _("Somebody else has this already."),
        "bad_property_type": _("“%(detail)s” is a property of another type here."),
    }
