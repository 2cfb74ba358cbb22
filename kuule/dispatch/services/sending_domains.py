"""Looking at the domain that mail is sent from, and letting a new one earn trust."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from kuule.dispatch.models import SendingDomain
from kuule.dispatch.rules.sending_domains import SPF_OF_PROVIDER, domain_of
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


def check_sending_domain(*, workspace: Workspace, selector: str, now: datetime) -> SendingDomain:
    """Ask what the sender's domain says of itself, and keep it. Raises Refused("no_sender") without an address.

    No audit line: nothing is changed but what is known.
    """
    # It brings along as much as half of all other code: every process would pay for what one page needs.
    from kuule.dispatch.channels.domain_records import findings_on

    domain = domain_of(workspace.sender_email)
    if not domain:
        raise Refused("no_sender")
    needed = SPF_OF_PROVIDER.get(settings.KUULE_EMAIL_PROVIDER, "")
    findings = findings_on(domain, selector=selector, needed=needed)
    known, _made = SendingDomain.objects.update_or_create(
        workspace=workspace,
        defaults={
            "domain": domain,
            "selector": selector,
            "findings": [each.as_json() for each in findings],
            "checked_at": now,
        },
    )
    return known


@transaction.atomic
def warm_up(*, workspace: Workspace, is_on: bool, actor: Actor, now: datetime) -> None:
    """Let the sender's domain earn trust from today on, or send as much as there is. Twice the same does nothing.

    Raises Refused("no_sender") without an address.
    """
    domain = domain_of(workspace.sender_email)
    if not domain:
        raise Refused("no_sender")
    known, _made = SendingDomain.objects.get_or_create(workspace=workspace, defaults={"domain": domain})
    if (known.warming_since is not None) == is_on:
        return
    today = now.astimezone(ZoneInfo(workspace.timezone)).date()
    SendingDomain.objects.filter(pk=known.pk).update(domain=domain, warming_since=today if is_on else None)
    record(
        workspace=workspace, actor=actor, act="warm_up_begun" if is_on else "warm_up_ended", subject=workspace, now=now
    )
