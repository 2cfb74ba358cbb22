"""How figures and times are written: signed scores, thin gaps, short ages. Pages and charts share these."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from math import isfinite

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

MINUS = "\u2212"
THIN_GAP = "\u202f"
NOTHING = "\u2013"
ANY_FLOAT = Context(prec=400)
Number = int | float | Decimal


def rounded(value: Number, decimals: int = 0) -> Decimal:
    """Return `value` rounded half away from zero, the way people round scores; −0.4 becomes a plain 0."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, ANY_FLOAT) + 0


def is_number(value: object) -> bool:
    """Tell whether there is a figure to show: not None, not NaN, not infinite, not text."""
    return isinstance(value, Number) and not isinstance(value, bool) and isfinite(value)


def count(number: int) -> str:
    """Return a number of things with its thousands apart: `41,250`."""
    return number_format(number, 0, force_grouping=True)


def signed(value: Number | None, decimals: int = 0) -> str:
    """Return `+36`, `−12` or `0` (NPS points) in the reader's number format; `–` when there is no figure."""
    if value is None or not is_number(value):
        return NOTHING
    number = rounded(value, decimals)
    sign = "+" if number > 0 else MINUS if number < 0 else ""
    return sign + number_format(abs(number), decimals)


def points(value: Number | None, decimals: int = 0) -> str:
    """Return a difference in NPS points in words: `+4 points`, `−1 point`; `–` when there is no figure."""
    if value is None or not is_number(value):
        return NOTHING
    number = abs(rounded(value, decimals))
    count = int(number) if number == int(number) else 2
    return ngettext("%(points)s point", "%(points)s points", count) % {"points": signed(value, decimals)}


def percent(share: Number | None, decimals: int = 1) -> str:
    """Return a share between 0 and 1 as `16.0 %` with a thin gap that does not break; `–` without a figure."""
    if share is None or not is_number(share):
        return NOTHING
    return number_format(rounded(Decimal(str(share)) * 100, decimals), decimals) + THIN_GAP + "%"


def short_duration(duration: timedelta) -> str:
    """Return `4 min`, `6 h` or `3 d`, rounded down, at least one minute."""
    minutes = max(int(duration.total_seconds() // 60), 1)
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    if minutes < 60 * 24:
        return _("%(n)s h") % {"n": minutes // 60}
    return _("%(n)s d") % {"n": minutes // (60 * 24)}


def short_date(moment: datetime, now: datetime) -> str:
    """Return `3 Dec`, with the year when it is not this one, in the active time zone and language."""
    local, today = timezone.localtime(moment), timezone.localtime(now)
    return date_format(local, _("j M") if local.year == today.year else _("j M Y"))


def ago(moment: datetime, now: datetime) -> str:
    """Return how long ago something happened: `just now`, `12 min ago`, … and its date after a week."""
    age = now - moment
    if age < timedelta(minutes=1):
        return _("just now")
    if age < timedelta(days=7):
        return _("%(duration)s ago") % {"duration": short_duration(age)}
    return short_date(moment, now)


def due_state(due: datetime, now: datetime) -> str:
    """Return `late`, `soon` (within 24 hours) or `later`."""
    if due < now:
        return "late"
    return "soon" if due - now <= timedelta(hours=24) else "later"


def due_words(due: datetime, now: datetime) -> str:
    """Return `Overdue 4 h`, `Due in 6 h`, `Due tomorrow` or `Due 3 Dec`."""
    if due < now:
        return _("Overdue %(duration)s") % {"duration": short_duration(now - due)}
    days = (timezone.localtime(due).date() - timezone.localtime(now).date()).days
    if due - now <= timedelta(hours=12) or days == 0:
        return _("Due in %(duration)s") % {"duration": short_duration(due - now)}
    if days == 1:
        return _("Due tomorrow")
    return _("Due %(date)s") % {"date": short_date(due, now)}


def language_word(code: str) -> str:
    """Return the name of a language in the reader's language, the code itself where it has none."""
    for known in (code.lower(), code.split("-", maxsplit=1)[0]):
        try:
            name = str(get_language_info(known)["name_translated"])
        except KeyError:
            continue
        return name if known == code.lower() else f"{name} ({code})"
    return code


def own_name(code: str) -> str:
    """Return what those who speak a language call it, the code itself where nobody knows."""
    for known in (code.lower(), code.split("-", maxsplit=1)[0]):
        try:
            return str(get_language_info(known)["name_local"])
        except KeyError:
            continue
    return code
