"""Writing the mails of this room; a drain hands them over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kuule.act.models import Case, Letter
from kuule.contacts.models import Contact
from kuule.workspaces.models import Member, Workspace


def write_letter(
    *,
    workspace: Workspace,
    purpose: str,
    to: Member | Contact,
    now: datetime,
    due_at: datetime | None = None,
    case: Case | None = None,
    written_by: Member | None = None,
    language: str = "",
    subject: str = "",
    words: str = "",
    params: Mapping[str, Any] | None = None,
    once_key: str = "",
) -> Letter | None:
    """Write a mail to a member or a customer; it leaves once it is due.

    With a `once_key` that was used before in the workspace nothing is written, and None is returned.
    """
    place = {"member": to} if isinstance(to, Member) else {"contact": to}
    try:
        with transaction.atomic():
            return Letter.objects.create(
                workspace=workspace,
                purpose=purpose,
                case=case,
                written_by=written_by,
                language=language,
                subject=subject,
                words=words,
                params=dict(params or {}),
                once_key=once_key,
                due_at=due_at or now,
                **place,
            )
    except IntegrityError:
        if once_key and Letter.objects.filter(workspace=workspace, once_key=once_key).exists():
            return None
        raise
