"""Who did what, and when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Model, Q

from kuule.workspaces.models import ApiKey, AuditEntry, JoinInvitation, Member, User, Workspace

AUDIT_PAGE = 50

Names = dict[tuple[str, int | None], str]


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One audit entry with the names its ids have today; "" where a name is gone or never was."""

    entry: AuditEntry
    actor_name: str
    subject_name: str


def audit_page(
    workspace: Workspace, *, before: tuple[datetime, int] | None = None, size: int = AUDIT_PAGE
) -> list[AuditLine]:
    """Return up to `size` lines of the audit log, newest first, older than the line with this time and id."""
    entries = AuditEntry.objects.filter(workspace=workspace)
    if before:
        at, entry_id = before
        entries = entries.filter(Q(at__lt=at) | Q(at=at, id__lt=entry_id))
    page = list(entries.order_by("-at", "-id")[:size])
    actors, subjects = _actor_names(workspace, page), _subject_names(workspace, page)
    return [
        AuditLine(
            entry=entry,
            actor_name=actors.get((entry.actor_kind, entry.actor_id), ""),
            subject_name=subjects.get((entry.object_type, entry.object_id), ""),
        )
        for entry in page
    ]


def objects_with_acts(
    workspace: Workspace, *, acts: Collection[str], object_ids: Collection[int], since: datetime
) -> set[int]:
    """Return which of these objects one of these acts was done to since then."""
    entries = AuditEntry.objects.filter(workspace=workspace, at__gte=since, act__in=acts, object_id__in=object_ids)
    return {each for each in entries.values_list("object_id", flat=True) if each is not None}


def _actor_names(workspace: Workspace, page: Iterable[AuditEntry]) -> Names:
    users, keys = _actors(page, "user"), _actors(page, "key")
    names: Names = {("user", user.pk): str(user) for user in User.objects.filter(pk__in=users)}
    own_keys = ApiKey.objects.filter(workspace=workspace, pk__in=keys)
    return names | {("key", key.pk): key.name for key in own_keys}


def _actors(page: Iterable[AuditEntry], kind: str) -> set[int]:
    return {entry.actor_id for entry in page if entry.actor_kind == kind and entry.actor_id is not None}


def _subject_names(workspace: Workspace, page: Iterable[AuditEntry]) -> Names:
    wanted: dict[str, set[int]] = {}
    for entry in page:
        if entry.object_id is not None:
            wanted.setdefault(entry.object_type, set()).add(entry.object_id)
    return {
        (kind, subject.pk): _name(subject)
        for kind, ids in wanted.items()
        if (model := _nameable().get(kind))
        for subject in _rows(model, workspace, ids)
    }


def _nameable() -> dict[str, type[Model]]:
    # Rooms above this one are known here only by the names of their models: whatever belongs to a workspace
    # and has a name of its own, or of its file, is shown by it.
    named = [model for model in apps.get_models() if _has(model, "name") or _has(model, "file_name")]
    models: list[type[Model]] = [Workspace, Member, JoinInvitation, *(m for m in named if _has(m, "workspace"))]
    return {model._meta.model_name or "": model for model in models}


def _has(model: type[Model], field: str) -> bool:
    return any(each.name == field for each in model._meta.get_fields())


def _rows(model: type[Model], workspace: Workspace, ids: set[int]) -> Iterable[Model]:
    if model is Workspace:
        return [workspace]
    rows = model._default_manager.filter(workspace=workspace, pk__in=ids)
    return rows.select_related("user") if model is Member else rows


def _name(subject: Model) -> str:
    if isinstance(subject, JoinInvitation):
        return subject.email
    return str(getattr(subject, "file_name", "") or subject)
