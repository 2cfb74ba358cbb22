"""Who may not try to sign in for a while."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt


def locked_until(*, address: str, client: str, pause: timedelta) -> datetime | None:
    """Return when a sign-in address may be tried again from a network address, or None when it may already."""
    newest = AccessAttempt.objects.filter(username=address, ip_address=client).order_by("-attempt_time").first()
    return newest.attempt_time + pause if newest else None
