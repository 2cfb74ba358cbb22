"""The headers of an exported file, such that an import knows each column again."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from kuule.contacts.rules import columns as to
from kuule.contacts.rules.wishes import WISH_HEADERS

OWN_FIELDS: Mapping[str, str] = {
    to.EXTERNAL_ID: "Your id",
    to.NAME: "Name",
    to.EMAIL: "E-mail",
    to.PHONE: "Phone",
    to.ROLE: "Role",
    to.TITLE: "Job title",
    to.LANGUAGE: "Language",
    to.TIMEZONE: "Time zone",
    to.GROUP: "Contact group",
    to.ACCOUNT: "Account",
    to.ACCOUNT_ID: "Account id",
}


# Where programs that copy an API lay properties and further answers flat, they say of each where it was.
_NESTED = re.compile(r"(?:(?:person_?)?properties|additional_?answers)(?:\.|__)(?=.)", re.IGNORECASE)


def plain_headers(headers: Sequence[str]) -> tuple[str, ...]:
    """Return headers by what they are called, without what they were laid flat out of, unless two would be one.

    >>> plain_headers(["id", "person_properties.Plan", "person_properties__id"])
    ('id', 'Plan', 'person_properties__id')
    """
    plain = [_NESTED.sub("", header, count=1) if _NESTED.match(header) else header for header in headers]
    uses = Counter(map(str.casefold, plain))
    return tuple(short if uses[short.casefold()] == 1 else header for short, header in zip(plain, headers, strict=True))


def property_headers(
    properties: Sequence[tuple[str, str, str]], known: Mapping[tuple[str, str], tuple[str, str]]
) -> list[str]:
    """Return the header of each property, given as (of, key, label).

    It is what the property is called, unless an import would take a column of this name for something else, also
    when other columns are gone: then its key stands behind it. `known` is what `guess_columns` asks for.
    """
    plain = [_plain_header(of, key, label, known) for of, key, label in properties]
    seen = Counter(plain)
    return [
        header if header and seen[header] == 1 else f"{label} ({of}.{key})"
        for header, (of, key, label) in zip(plain, properties, strict=True)
    ]


def _plain_header(of: str, key: str, label: str, known: Mapping[tuple[str, str], tuple[str, str]]) -> str:
    for header in (label, f"Account {label}") if of == "account" else (label,):
        (column,) = to.guess_columns([header], [], known, WISH_HEADERS)
        if (to.PROPERTY_OF.get(column.to), column.key) == (of, key):
            return header
    return ""
