"""The texts of a survey in the order and the groups in which the editor shows them."""

from collections.abc import Iterable, Mapping

MAIL, REMIND, SMS, PAGE, THANKS, ABOUT = "mail", "remind", "sms", "page", "thanks", "about"
NOT_NOW, STOP, CONFIRM, NOTICES = "not_now", "stop", "confirm", "notices"
# The group of a part is the first whose beginning it has; what has none of them stands on the page.
_BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    MAIL: ("mail_",),
    REMIND: ("remind_",),
    SMS: ("sms_",),
    PAGE: (),
    THANKS: ("thanks_", "change", "withdraw"),
    ABOUT: ("about_", "back"),
    NOT_NOW: ("not_now_",),
    STOP: ("stop",),
    CONFIRM: ("confirm_",),
    NOTICES: ("error_", "too_large_", "closed_", "unknown_"),
}
# Said to strangers, whose link leads to no survey.
_NEVER_SAID = ("unknown_title", "unknown_body")


def grouped_parts(parts: Iterable[str]) -> dict[str, list[str]]:
    """Return the parts that a survey says by their group, those of the mail first."""
    groups: dict[str, list[str]] = {group: [] for group in _BEGINNINGS}
    for part in parts:
        if part not in _NEVER_SAID:
            groups[_group(part)].append(part)
    return groups


def _group(part: str) -> str:
    return next((group for group, beginnings in _BEGINNINGS.items() if part.startswith(beginnings)), PAGE)
