"""The headers of an exported file, such that an import knows each column again."""

import re
from collections.abc import Mapping, Sequence

from kuule.contacts.rules import columns as to

OWN_FIELDS: Mapping[str, str] = {
    to.EXTERNAL_ID: "Your id",
    to.NAME: "Name",
    to.EMAIL: "E-mail",
    to.PHONE: "Phone",
    to.ROLE: "Role",
    to.TITLE: "Job title",
    to.LANGUAGE: "Language",
    to.TIMEZONE: "Time zone",
    to.ACCOUNT: "Account",
    to.ACCOUNT_ID: "Account id",
}


def property_headers(
    properties: Sequence[tuple[str, str, str]], known: Mapping[tuple[str, str], tuple[str, str]]
) -> list[str]:
    """Return the header of each property, given as (of, key, label).

    It is what the property is called, unless an import would take a column of this name for something else: then its
    key stands behind it. `known` is what `guess_columns` asks for.
    """
    labels = [label if of == "contact" else f"Account {label}" for of, _key, label in properties]
    guessed = to.guess_columns([*OWN_FIELDS.values(), *labels], [], known)[len(OWN_FIELDS) :]
    return [
        plain if (to.PROPERTY_OF.get(column.to), column.key) == (of, key) else f"{label} ({of}.{key})"
        for (of, key, label), plain, column in zip(properties, labels, guessed, strict=True)
    ]
