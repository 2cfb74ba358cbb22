"""The playbooks of a workspace."""

from collections.abc import Iterable

from django.db.models import QuerySet

from kuule.act.models import Playbook
from kuule.act.rules.playbooks import Rule
from kuule.workspaces.models import Workspace


def playbooks_of(workspace: Workspace) -> QuerySet[Playbook]:
    """Return the playbooks of a workspace in the order in which they decide."""
    found = Playbook.objects.filter(workspace=workspace).select_related("member__user", "team")
    return found.prefetch_related("touchpoints").order_by("position", "pk")


def live_playbooks(workspace: Workspace) -> dict[int, Playbook]:
    """Return those that are on, by id, in their order."""
    return {each.pk: each for each in playbooks_of(workspace).filter(is_on=True)}


def rule_of(playbook: Playbook) -> Rule:
    """Return what a playbook asks for, as plain values."""
    return Rule(
        number=playbook.pk or 0,
        reason=playbook.reason,
        groups=tuple(playbook.groups),
        most_score=playbook.most_score,
        families=tuple(playbook.families),
        touchpoints=tuple(each.pk for each in playbook.touchpoints.all()) if playbook.pk else (),
        themes=tuple(playbook.themes),
        conditions=playbook.conditions,
        account_owners=tuple(playbook.account_owners),
        least_value=playbook.least_value,
        share=playbook.share,
    )


def rules_of(playbooks: Iterable[Playbook]) -> list[Rule]:
    """Return what playbooks ask for, in their order."""
    return [rule_of(each) for each in playbooks]
