"""By which word a report names a letter of this room. Only we can make it."""

from django.utils.crypto import constant_time_compare, salted_hmac

from kuule.act.models import Letter
from kuule.dispatch.rules import Report

SIGNATURE_LENGTH = 20
LONGEST_NUMBER = 18


def reference_of_letter(letter: Letter) -> str:
    """Return the word by which a report names a letter. It looks like that of a survey mail, and is none."""
    return f"{letter.pk}-{_signature(letter.pk)}"


def reported_letter(report: Report) -> Letter | None:
    """Return the letter that a report is about: by the provider's name for it, our word, or the Message-ID."""
    letters = Letter.objects.select_related("workspace", "contact", "case")
    if report.provider_id:
        found = letters.filter(provider_id=report.provider_id).first()
        if found:
            return found
    number = _number_in(report.reference)
    if number is not None and (found := letters.filter(pk=number).first()):
        return found
    names = [f"<{bare}>" for each in report.message_ids if (bare := each.strip().strip("<>"))]
    return letters.filter(message_id__in=names).first() if names else None


def _number_in(reference: str) -> int | None:
    number, _, signature = reference.strip().lower().partition("-")
    if not number.isdecimal() or not number.isascii() or len(number) > LONGEST_NUMBER:
        return None
    return int(number) if constant_time_compare(signature, _signature(int(number))) else None


def _signature(number: int) -> str:
    return salted_hmac("kuule.act.reference", str(number), algorithm="sha256").hexdigest()[:SIGNATURE_LENGTH]
