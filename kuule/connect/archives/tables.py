"""Which tables belong to a workspace, which of them an archive leaves out, and why. Every table is in one of the two.

A table is known by its label, such as `contacts.contact`. Nothing here has to change for a new table with a
`workspace`: it is in. A test fails for one that is neither in nor named here.
"""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, QuerySet

from kuule.workspaces.models import User, Workspace

# Of a workspace, and left behind. What an owner has to do about it stands behind the reason.
LEFT_OUT: Mapping[str, str] = {
    "workspaces.apikey": "secret: make new keys",
    "workspaces.keptanswer": "answers kept for a day for keys that are left behind",
    "workspaces.joininvitation": "secret links to join: invite again",
    "workspaces.joininvitation_teams": "secret links to join: invite again",
    "act.casepass": "secret links that sign a member in: new mails have new ones",
    "dispatch.chatroom": "the secret address of a chat: set it again",
    "dispatch.mailboxmessage": "copies of messages; that they were sent is in",
    "responses.answerchange": "what the analytics copy has yet to read: it reads everything anew",
    "economics.keptfigures": "figures that were counted beforehand: they are counted anew",
    "connect.projectkey": "secret: make new keys",
    "connect.webhook": "addresses with their secrets: add them again",
    "connect.webhookmessage": "what was sent to addresses that are left behind",
    "connect.webhookattempt": "what was sent to addresses that are left behind",
    "connect.toldanswer": "what was sent to addresses that are left behind",
    "connect.alert": "whom alerts tell: set them up again, so that two Kuules do not tell the same",
    "connect.alert_to_members": "whom alerts tell: set them up again",
    "connect.alertnews": "what waits for alerts that are left behind",
    "connect.alertdigest": "what alerts told that are left behind",
    "connect.alertdelivery": "what alerts told that are left behind",
    "connect.toldthing": "what was sent to addresses that are left behind",
}
# Of no workspace: they belong to the installation.
ELSEWHERE: Mapping[str, str] = {
    "workspaces.user": "people are matched by their e-mail address",
    "workspaces.user_groups": "not used",
    "workspaces.user_user_permissions": "not used",
    "act.straymail": "mail that belongs to no workspace",
    **dict.fromkeys(
        ("auth", "contenttypes", "sessions", "django_tasks_database", "account", "axes"), "of the installation"
    ),
}
# Entries that triggers write when rows come in. What the archive holds takes their place.
OUTBOXES = (
    "responses.verbatimchange",
    "act.answernews",
    *(f"connect.{of}telling" for of in ("answer", "stop", "invitation", "case", "initiative")),
)

WORKSPACE = "workspaces.workspace"


def label_of(model: type[Model]) -> str:
    """Return the name of a table in archives."""
    return model._meta.label_lower


def kept_models() -> list[type[Model]]:
    """Return the tables of an archive besides that of the workspace itself, those of low rooms first."""
    return [model for model in apps.get_models(include_auto_created=True) if _is_kept(model)]


def undecided_models() -> list[str]:
    """Return the tables of which nobody said whether they belong in an archive. There must be none."""
    return [
        label_of(model)
        for model in apps.get_models(include_auto_created=True)
        if not {label_of(model), model._meta.app_label} & {WORKSPACE, *ELSEWHERE, *LEFT_OUT} and not _road(model)
    ]


def rows_of(model: type[Model], workspace: Workspace) -> QuerySet[Model]:
    """Return the rows of a kept table that belong to a workspace."""
    return model._base_manager.filter(**{_road(model): workspace.pk})


def _is_kept(model: type[Model]) -> bool:
    is_elsewhere = {label_of(model), model._meta.app_label} & ELSEWHERE.keys()
    return not is_elsewhere and label_of(model) not in LEFT_OUT and bool(_road(model))


def _road(model: type[Model]) -> str:
    """Return the way from a row to its workspace as a filter, "" if there is none."""
    columns = {field.attname for field in model._meta.concrete_fields}
    if "workspace_id" in columns:
        return "workspace_id"
    if not model._meta.auto_created:
        return ""
    of_workspaces = (field for field in model._meta.concrete_fields if field.is_relation and _road(_target(field)))
    return next((f"{field.name}__workspace_id" for field in of_workspaces), "")


def _target(field: "Field[Any, Any]") -> type[Model]:
    return field.related_model  # type: ignore[return-value]


def points_to(field: "Field[Any, Any]") -> type[Model] | None:
    """Return the table whose rows a column names, None where it names none."""
    return _target(field) if isinstance(field, ForeignKey) else None


def points_to_people(field: "Field[Any, Any]") -> bool:
    """Tell whether a column names somebody who signs in."""
    return points_to(field) is User
