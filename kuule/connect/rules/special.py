"""Properties that also change the survey of the person who has them, however their keys are written."""

from collections.abc import Mapping
from typing import Any

PRODUCT, SUBJECT, INTRO, LOCALE = (
    "question_product_name",
    "delighted_email_subject",
    "delighted_intro_message",
    "locale",
)
THANKS, LINK_TEXT, LINK_URL = "thank_you_message", "thank_you_link_text", "thank_you_link_url"
# The longest that each may be.
LONGEST = {PRODUCT: 150, SUBJECT: 150, INTRO: 300}


def special(properties: Mapping[str, Any], key: str) -> str:
    """Return what a special property says, "" where there is none. Case, spaces and underscores make no difference.

    >>> special({"Delighted Email Subject": " Hi "}, SUBJECT)
    'Hi'
    """
    found = (value for name, value in properties.items() if folded(name) == key)
    return str(next(found, "")).strip()


def folded(name: str) -> str:
    """Return the name of a property as special ones are compared."""
    return "_".join(name.casefold().replace("_", " ").split())


def locale_of(properties: Mapping[str, Any]) -> str:
    """Return the language that a person is to be asked in, as surveys name it; "" where none is told.

    >>> locale_of({"locale": "zh-CN"}), locale_of({"Locale": "fr-justeat"}), locale_of({})
    ('zh-cn', 'fr-justeat', '')
    """
    return special(properties, LOCALE).lower().replace("_", "-")


def thanks_for(properties: Mapping[str, Any], group: str) -> tuple[str, str, str]:
    """Return the words of thanks for a group of the score, and a link beneath: its text and its address.

    Words for the group, such as `thank_you_message_if_promoter`, go before those for all. A link is only a pair.
    """
    message, text, url = (
        special(properties, f"{key}_if_{group}") or special(properties, key) for key in (THANKS, LINK_TEXT, LINK_URL)
    )
    is_link = bool(text) and url.startswith(("https://", "http://"))
    return (message, text, url) if is_link else (message, "", "")
