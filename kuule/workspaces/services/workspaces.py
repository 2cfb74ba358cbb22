"""Workspaces: founding the first and the next, and changing how they ask."""

import secrets
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from kuule.workspaces.models import User, Workspace
from kuule.workspaces.rules import CHANGEABLE, OWNER, Actor, Refused
from kuule.workspaces.services.audit import record
from kuule.workspaces.services.members import add_member
from kuule.workspaces.services.people import register_user

HASH_KEY_BYTES = 32


@transaction.atomic
def found_workspace(
    *,
    name: str,
    slug: str,
    owner: User,
    actor: Actor,
    now: datetime,
    language: str = "en",
    timezone: str = "Europe/Helsinki",
) -> Workspace:
    """Make a company's workspace with its first owner. Raises Refused("slug_taken")."""
    try:
        with transaction.atomic():
            workspace = Workspace.objects.create(
                name=name,
                slug=slug,
                language=language,
                timezone=timezone,
                hash_key=secrets.token_bytes(HASH_KEY_BYTES),
                created_at=now,
            )
    except IntegrityError as error:
        raise Refused("slug_taken", slug=slug) from error
    record(workspace=workspace, actor=actor, act="workspace_founded", subject=workspace, now=now)
    add_member(workspace=workspace, user=owner, role=OWNER, actor=actor, now=now)
    return workspace


@transaction.atomic
def change_workspace(*, workspace: Workspace, actor: Actor, now: datetime, **fields: object) -> Workspace:
    """Save settings of a workspace; `fields` are those named in `rules.CHANGEABLE`.

    Raises TypeError for another, and Refused("promise_lowered") for a smaller group of anonymous surveys: people
    answered because a larger one was promised.
    """
    unknown = fields.keys() - CHANGEABLE
    if unknown:
        raise TypeError(", ".join(sorted(unknown)))
    promised = Workspace.objects.select_for_update().get(pk=workspace.pk).min_n_anonymous
    if fields.get("min_n_anonymous", promised) < promised:  # type: ignore[operator]
        raise Refused("promise_lowered", least=promised)
    for name, value in fields.items():
        setattr(workspace, name, value)
    workspace.save(update_fields=list(fields))
    record(workspace=workspace, actor=actor, act="workspace_changed", subject=workspace, now=now)
    return workspace


@transaction.atomic
def set_up_installation(
    *,
    company: str,
    slug: str,
    name: str,
    email: str,
    password: str,
    language: str,
    timezone: str,
    now: datetime,
) -> Workspace:
    """Make the first person, who becomes the operator, and the first workspace, which they own.

    Raises Refused("already_set_up") when somebody can sign in already.
    """
    _one_at_a_time()
    if User.objects.exists():
        raise Refused("already_set_up")
    user = register_user(email=email, name=name, password=password, language=language, now=now)
    user.is_superuser = True
    user.save(update_fields=["is_superuser"])
    return found_workspace(
        name=company,
        slug=slug,
        owner=user,
        actor=Actor.user(user.pk),
        now=now,
        language=language,
        timezone=timezone,
    )


def _one_at_a_time() -> None:
    # SQLite takes writers one by one anyway; in PostgreSQL no row exists yet that could be locked.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {User._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
