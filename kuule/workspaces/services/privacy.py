"""What is done with what is known of people, on which legal basis, and how long it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from kuule.workspaces.models import Purpose, Workspace
from kuule.workspaces.rules import CONSENT, FITTING_BASES, LEGITIMATE_INTEREST, SURVEY, Actor, Refused
from kuule.workspaces.services.audit import record
from kuule.workspaces.services.workspaces import change_workspace


@dataclass(frozen=True, slots=True)
class PurposeChoice:
    """What an owner decided about one purpose; `notice` is a text per language, without those left as they come."""

    key: str
    basis: str
    balancing: str = ""
    notice: Mapping[str, str] = field(default_factory=dict)
    consent_property: str = ""


@transaction.atomic
def change_privacy(
    *,
    workspace: Workspace,
    purposes: Sequence[PurposeChoice],
    actor: Actor,
    now: datetime,
    **numbers: int | None,
) -> None:
    """Save the purposes and the numbers of the privacy page (fields of the workspace). What stays is not written.

    Raises Refused("basis_unfit"), Refused("balancing_missing"), Refused("consent_property_missing"), and what
    `change_workspace` raises.
    """
    changed = {name: value for name, value in numbers.items() if getattr(workspace, name) != value}
    if changed:
        change_workspace(workspace=workspace, actor=actor, now=now, **changed)
    for choice in purposes:
        _settle(workspace, choice, actor, now)


def _settle(workspace: Workspace, choice: PurposeChoice, actor: Actor, now: datetime) -> None:
    if choice.basis not in FITTING_BASES[choice.key]:
        raise Refused("basis_unfit", purpose=choice.key)
    if choice.key == SURVEY and choice.basis == LEGITIMATE_INTEREST and not choice.balancing.strip():
        raise Refused("balancing_missing")
    if choice.key == SURVEY and choice.basis == CONSENT and not choice.consent_property:
        raise Refused("consent_property_missing")
    decided = {
        "basis": choice.basis,
        "balancing": choice.balancing.strip(),
        "notice": {language: text.strip() for language, text in choice.notice.items() if text.strip()},
        "consent_property": choice.consent_property,
    }
    known = Purpose.objects.select_for_update().filter(workspace=workspace, key=choice.key).first()
    if known is not None and all(getattr(known, name) == value for name, value in decided.items()):
        return
    purpose, _is_new = Purpose.objects.update_or_create(
        workspace=workspace, key=choice.key, defaults={**decided, "changed_at": now}
    )
    record(workspace=workspace, actor=actor, act="purpose_settled", subject=purpose, now=now)
