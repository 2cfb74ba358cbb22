"""Finding the message that a report is about. One mail backend serves all workspaces, so none is asked here."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from kuule.dispatch.models import Delivery, DeliveryEvent
from kuule.dispatch.rules import DELIVERED, HANDING_OVER, SOFT_BOUNCE, Report

SIGNATURE_LENGTH = 20
LONGEST_NUMBER = 18


def reference_of(delivery: Delivery) -> str:
    """Return the word by which a report names a message. Only we can make it; its case does not count."""
    return f"{delivery.pk}-{_signature(delivery.pk)}"


def reported_delivery(report: Report) -> Delivery | None:
    """Return the message that a report is about, or None when it is none of ours.

    The provider's own name for it goes first, then our reference, then the Message-ID: nobody can guess one of them.
    """
    messages = Delivery.objects.select_related("workspace", "invitation__contact")
    if report.provider_id:
        found = messages.filter(provider_id=report.provider_id).first()
        if found:
            return found
    if report.reference:
        number = _number_in(report.reference)
        found = messages.filter(pk=number).first() if number else None
        if found:
            return found
    names = list(_spellings(report.message_ids))
    return messages.filter(message_id__in=names).exclude(message_id="").first() if names else None


def is_handing_over() -> bool:
    """Tell whether a handover is under way, so that a report may know a message before we know what it is called."""
    return Delivery.objects.filter(state=HANDING_OVER).exists()


def soft_bounces_of(delivery: Delivery) -> list[tuple[int, datetime]]:
    """Return when mail to the address of this message came back for now, with the invitation each time."""
    events = _events_to(delivery).filter(kind=SOFT_BOUNCE)
    return list(events.values_list("delivery__invitation_id", "happened_at"))


def last_delivered_at(delivery: Delivery) -> datetime | None:
    """Return when mail to the address of this message last arrived, as far as anybody told."""
    latest: datetime | None = _events_to(delivery).filter(kind=DELIVERED).aggregate(latest=Max("happened_at"))["latest"]
    return latest


def _events_to(delivery: Delivery) -> QuerySet[DeliveryEvent]:
    return DeliveryEvent.objects.filter(
        workspace=delivery.workspace_id,
        delivery__workspace=delivery.workspace_id,
        delivery__invitation__contact=delivery.invitation.contact_id,
        delivery__address_hash=delivery.address_hash,
    )


def _number_in(reference: str) -> int | None:
    number, _, signature = reference.strip().lower().partition("-")
    if not number.isdecimal() or not number.isascii() or len(number) > LONGEST_NUMBER:
        return None
    return int(number) if constant_time_compare(signature, _signature(int(number))) else None


def _signature(number: int) -> str:
    return salted_hmac("kuule.dispatch.reference", str(number), algorithm="sha256").hexdigest()[:SIGNATURE_LENGTH]


def _spellings(message_ids: Iterable[str]) -> Iterable[str]:
    for each in message_ids:
        bare = each.strip().strip("<>")
        if bare:
            yield f"<{bare}>"
