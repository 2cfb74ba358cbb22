"""What one cell means as a fact of a contact or an account: pure, the same for files and forms."""

import re
import zoneinfo
from collections.abc import Callable
from functools import cache

import phonenumbers

from kuule.contacts.rules import DECISION_MAKER, INFLUENCER, USER
from kuule.contacts.rules.languages import language_code
from kuule.contacts.rules.properties import Unreadable
from kuule.ui.clean import visible_text
from kuule.workspaces.rules import ATTENDEE, CUSTOMER, HELPED, PARTNER, STAFF

# Characters that a text never has on purpose: a sign that the file, or whoever made it, is not well.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_INTERNATIONAL = re.compile(r"(\+|00)[\d\s()./-]+")

_ROLE_WORDS = {
    DECISION_MAKER: (
        "decision maker|decisionmaker|decider|economic buyer|buyer|päättäjä|päätöksentekijä|ostaja|beslutsfattare|"
        "beslutningstaker|beslutningstager|entscheider|người quyết định"
    ),
    INFLUENCER: (
        "influencer|influence|vaikuttaja|påverkare|influenser|påvirker|beeinflusser|người ảnh hưởng|người có ảnh hưởng"
    ),
    USER: (
        "user|end user|enduser|käyttäjä|loppukäyttäjä|användare|slutanvändare|bruker|bruger|anwender|nutzer|người dùng"
    ),
}
_ROLES = {word: role for role, words in _ROLE_WORDS.items() for word in words.split("|")}

_GROUP_WORDS = {
    CUSTOMER: "customer|customers|client|clients|asiakas|asiakkaat|kund|kunder|kunde|kunden|khách hàng",
    STAFF: (
        "employee|employees|staff|colleague|colleagues|työntekijä|työntekijät|henkilöstö|anställd|anställda|medarbetare|"
        "ansatt|ansatte|medarbejder|mitarbeiter|nhân viên"
    ),
    PARTNER: "partner|partners|kumppani|kumppanit|partneri|partnerit|partnere|đối tác",
    ATTENDEE: (
        "attendee|attendees|event attendee|event attendees|participant|participants|osallistuja|osallistujat|"
        "tapahtuman osallistujat|deltagare|deltaker|deltakere|deltager|teilnehmer|người tham dự"
    ),
    HELPED: "helped|people helped by support|support|tuki|tuen auttamat|autettu|autetut",
}
_GROUPS = {word: group for group, words in _GROUP_WORDS.items() for word in words.split("|")}

Reader = Callable[[str], str | Unreadable]


def storable(cell: str) -> str:
    """Return a cell as every database can keep it: PostgreSQL takes no NUL. Whoever mends the line sees its place."""
    return cell.replace("\0", "\ufffd")


def cleaned(cell: str) -> str | Unreadable:
    """Return a cell without spaces around it, line breaks, or marks that re-order text; NUL and the like are refused.

    Inside, any run of white space becomes one space. Joiners and direction marks that scripts need are kept.
    """
    if "\ufffd" in cell:
        return Unreadable("unreadable_letters")
    if cell.isprintable() and "  " not in cell:
        return cell.strip()
    if _CONTROL.search(cell):
        return Unreadable("control_characters")
    return " ".join(visible_text(cell).split())


def limited(length: int) -> Reader:
    """Return a reader of texts of at most this many characters."""
    return lambda text: text if len(text) <= length else Unreadable("too_long", str(length))


def role(text: str) -> str | Unreadable:
    """Return the contact role that a word names, in one of the languages we know it in."""
    words = " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
    return _ROLES.get(words) or Unreadable("unknown_role")


def group(text: str) -> str | Unreadable:
    """Return the group of people that a word names, in one of the languages we know it in."""
    words = " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
    return _GROUPS.get(words) or Unreadable("unknown_group")


def language(text: str) -> str | Unreadable:
    """Return the language code that a code or a name stands for."""
    return language_code(text) or Unreadable("unknown_language")


def timezone(text: str) -> str | Unreadable:
    """Return the name of a time zone as the IANA database spells it."""
    return _zones().get(text.casefold().replace(" ", "_")) or Unreadable("unknown_timezone")


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in zoneinfo.available_timezones()}


def phone(text: str, country: str = "") -> str | Unreadable:
    """Return a number that starts with + or 00 as E.164; any other too if a `country` such as `FI` is given.

    Without it a national number is kept as it was written: a person may know what to do with it.
    """
    if not text.startswith(("+", "00")):
        if country:
            return _national(text, country)
        return text if len(text) <= 32 else Unreadable("too_long", "32")
    if not _INTERNATIONAL.fullmatch(text):
        return Unreadable("bad_phone")
    digits = text.removeprefix("00").removeprefix("+")
    if is_plain_number(digits):
        return "+" + digits
    try:
        number = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        return Unreadable("bad_phone")
    if not phonenumbers.is_possible_number(number):
        return Unreadable("bad_phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _national(text: str, country: str) -> str | Unreadable:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return Unreadable("bad_phone")
    if not phonenumbers.is_possible_number(number):
        return Unreadable("bad_phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_plain_number(digits: str) -> bool:
    """Tell, much faster than by parsing, whether these digits behind a + are a possible number as they stand.

    False may also mean that it takes parsing to know.
    """
    if not digits.isascii() or not digits.isdigit():
        return False
    for width in (1, 2, 3):
        if (numbering := _numbering(digits[:width])) is not None:
            lengths, trunk_prefix = numbering
            national = digits[width:]
            return len(national) in lengths and (trunk_prefix is None or not trunk_prefix.match(national))
    return False


@cache
def _numbering(country_code: str) -> tuple[frozenset[int], re.Pattern[str] | None] | None:
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(country_code))
    if not regions or country_code.startswith("0"):
        return None
    metadata = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(int(country_code), regions[0])
    if metadata is None or metadata.general_desc is None:
        return None
    prefix = metadata.national_prefix_for_parsing
    return frozenset(metadata.general_desc.possible_length), re.compile(prefix) if prefix else None
