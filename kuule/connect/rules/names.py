"""By what a request names a person."""

import re
from dataclasses import dataclass

PHONE = re.compile(r"\+[1-9][0-9]{5,14}")
_BY_EMAIL, _BY_PHONE = "email:", "phone_number:"
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class PersonName:
    """One of the three ways to name a person: the others are empty."""

    row: int | None = None
    email: str = ""
    phone: str = ""


def person_name(text: str) -> PersonName | None:
    """Return whom `4711`, `email:aino@example.com` or `phone_number:+358401234567` means; None where it is none.

    >>> person_name("email:Aino@example.com")
    PersonName(row=None, email='aino@example.com', phone='')
    """
    if text.startswith(_BY_EMAIL):
        return PersonName(email=text.removeprefix(_BY_EMAIL).strip().lower())
    if text.startswith(_BY_PHONE):
        return PersonName(phone=text.removeprefix(_BY_PHONE).strip())
    digits = text.removesuffix(".json")
    if digits.isascii() and digits.isdecimal() and len(digits) <= 19 and int(digits) <= _LARGEST_ID:
        return PersonName(row=int(digits))
    return None
