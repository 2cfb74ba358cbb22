"""What is known of the domain that a workspace sends from."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from kuule.contacts.rules.wishes import EMAIL
from kuule.dispatch.models import Delivery, SendingDomain
from kuule.dispatch.rules.occurrences import day_of
from kuule.dispatch.rules.sending_domains import Finding, domain_of, most_while_warming
from kuule.workspaces.models import Workspace


def sending_domain(workspace: Workspace) -> SendingDomain | None:
    """Return what is known of the present sender's domain, or None where it was never looked at."""
    return SendingDomain.objects.filter(workspace=workspace, domain=domain_of(workspace.sender_email)).first()


def findings_of(known: SendingDomain) -> list[Finding]:
    """Return what was found when it was checked."""
    return [Finding(**each) for each in known.findings]


def most_mails_today(workspace: Workspace, *, now: datetime) -> int | None:
    """Return how many mails leave today while the sender's domain warms up, None where there is no such limit."""
    known = sending_domain(workspace)
    if known is None or known.warming_since is None:
        return None
    return most_while_warming(known.warming_since, now.astimezone(ZoneInfo(workspace.timezone)).date())


def warming_since(workspace: Workspace) -> date | None:
    """Return since which day the sender's domain warms up, or None."""
    known = sending_domain(workspace)
    return known.warming_since if known else None


def mails_left_today(workspace: Workspace, *, now: datetime) -> int | None:
    """Return how many more mails may leave today while the domain warms up, None where there is no such limit."""
    most = most_mails_today(workspace, now=now)
    if most is None:
        return None
    begins, ends = day_of(now, ZoneInfo(workspace.timezone))
    sent = Delivery.objects.filter(workspace=workspace, channel=EMAIL, claimed_at__gte=begins, claimed_at__lt=ends)
    return max(most - sent.exclude(message_id="").count(), 0)
