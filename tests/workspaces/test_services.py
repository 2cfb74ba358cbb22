from datetime import datetime, timedelta

import pytest

from kuule.lib.ciphers import SealedElsewhereError
from kuule.workspaces.models import AuditEntry, Team, User
from kuule.workspaces.rules import MANAGER, OWNER, SYSTEM, Actor, Refused
from kuule.workspaces.selectors import key_by_secret, membership, opens_setup, setup_token
from kuule.workspaces.selectors.keys import secret_of
from kuule.workspaces.services import (
    add_member,
    change_member,
    change_workspace,
    disband_team,
    form_team,
    found_workspace,
    issue_key,
    register_user,
    remove_member,
    rename_team,
    revoke_key,
    set_up_installation,
)
from kuule.workspaces.services.keys import note_use
from tests.conftest import PASSWORD, Company


@pytest.mark.django_db
def test_a_workspace_is_founded_with_an_owner_and_its_own_key(now: datetime) -> None:
    user = register_user(email=" Ada@Example.TEST ", name="Ada", password=PASSWORD, now=now)
    first = found_workspace(name="First", slug="first", owner=user, actor=SYSTEM, now=now)
    second = found_workspace(name="Second", slug="second", owner=user, actor=SYSTEM, now=now, timezone="UTC")

    assert user.email == "ada@example.test"
    assert user.check_password(PASSWORD)
    member = membership(slug="first", user_id=user.pk)
    assert member is not None
    assert member.role == OWNER
    assert len(bytes(first.hash_key)) == 32
    assert bytes(first.hash_key) != bytes(second.hash_key)
    assert [entry.act for entry in AuditEntry.objects.filter(workspace=first).order_by("pk")] == [
        "workspace_founded",
        "member_added",
    ]


def test_a_short_name_and_an_address_are_taken_once(nordlys: Company, now: datetime) -> None:
    with pytest.raises(Refused, match="slug_taken"):
        found_workspace(name="Again", slug="nordlys", owner=nordlys.alice.user, actor=SYSTEM, now=now)
    with pytest.raises(Refused, match="address_taken"):
        register_user(email="ALICE@nordlys.example", name="Alice", password=PASSWORD, now=now)


def test_the_last_owner_stays(nordlys: Company, now: datetime) -> None:
    actor = Actor.user(nordlys.alice.user_id)
    with pytest.raises(Refused, match="last_owner"):
        remove_member(member=nordlys.alice, actor=actor, now=now)
    with pytest.raises(Refused, match="last_owner"):
        change_member(member=nordlys.alice, role=MANAGER, teams=[], actor=actor, now=now)

    change_member(member=nordlys.bob, role=OWNER, teams=[], actor=actor, now=now)
    remove_member(member=nordlys.alice, actor=actor, now=now)

    assert membership(slug="nordlys", user_id=actor.id or 0) is None
    assert User.objects.filter(pk=actor.id).exists()


def test_an_owner_who_cannot_sign_in_does_not_count(nordlys: Company, now: datetime) -> None:
    away = register_user(email="away@nordlys.example", name="Away", password=PASSWORD, now=now)
    add_member(workspace=nordlys.workspace, user=away, role=OWNER, actor=SYSTEM, now=now)
    User.objects.filter(pk=away.pk).update(is_active=False)
    with pytest.raises(Refused, match="last_owner"):
        remove_member(member=nordlys.alice, actor=SYSTEM, now=now)


def test_teams_are_formed_renamed_and_disbanded(nordlys: Company, now: datetime) -> None:
    north = form_team(workspace=nordlys.workspace, name="North", actor=SYSTEM, now=now)
    south = form_team(workspace=nordlys.workspace, name="South", actor=SYSTEM, now=now)
    with pytest.raises(Refused, match="team_name_taken"):
        rename_team(team=south, name="NORTH", actor=SYSTEM, now=now)
    change_member(member=nordlys.bob, role=MANAGER, teams=[north], actor=SYSTEM, now=now)
    disband_team(team=north, actor=SYSTEM, now=now)

    assert list(Team.objects.filter(workspace=nordlys.workspace).values_list("name", flat=True)) == ["South"]
    assert not nordlys.bob.teams.exists()


def test_a_team_of_another_company_is_refused(nordlys: Company, charlie: object, now: datetime) -> None:
    theirs = form_team(workspace=charlie.workspace, name="Theirs", actor=SYSTEM, now=now)  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="another workspace"):
        change_member(member=nordlys.bob, role=MANAGER, teams=[theirs], actor=SYSTEM, now=now)


def test_a_key_is_found_by_its_secret_until_it_is_revoked(nordlys: Company, now: datetime) -> None:
    key, secret = issue_key(workspace=nordlys.workspace, name="CRM", scopes=["metrics:read"], actor=SYSTEM, now=now)

    assert secret.startswith("kuule_")
    assert len(secret.removeprefix("kuule_")) >= 22
    assert secret not in str(key.__dict__)
    assert key_by_secret(secret, now=now) == key
    assert secret.isascii()
    assert len(secret) <= 44
    for forged in ("", "kuule_", secret[:-1], secret + "x", secret.removeprefix("kuule_"), "kuule_\x00" + "x" * 21):
        assert key_by_secret(forged, now=now) is None

    revoke_key(key=key, actor=SYSTEM, now=now)
    revoke_key(key=key, actor=SYSTEM, now=now)
    assert key_by_secret(secret, now=now) is None
    assert AuditEntry.objects.filter(act="key_revoked").count() == 1


def test_a_live_key_name_is_given_once(nordlys: Company, now: datetime) -> None:
    key, _ = issue_key(workspace=nordlys.workspace, name="CRM", scopes=["metrics:read"], actor=SYSTEM, now=now)
    with pytest.raises(Refused, match="key_name_taken"):
        issue_key(workspace=nordlys.workspace, name="crm", scopes=["metrics:read"], actor=SYSTEM, now=now)
    revoke_key(key=key, actor=SYSTEM, now=now)
    issue_key(workspace=nordlys.workspace, name="CRM", scopes=["metrics:read"], actor=SYSTEM, now=now)


def test_a_key_opens_nothing_after_its_time(nordlys: Company, now: datetime) -> None:
    until = now + timedelta(days=1)
    key, secret = issue_key(
        workspace=nordlys.workspace, name="CRM", scopes=["metrics:read"], expires_at=until, actor=SYSTEM, now=now
    )
    assert key_by_secret(secret, now=until - timedelta(seconds=1)) == key
    assert key_by_secret(secret, now=until) is None


def test_only_a_key_that_signs_can_be_read_again(nordlys: Company, now: datetime) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
    signing, secret = issue_key(name="Delighted", scopes=["delighted"], **who)
    assert secret_of(signing) == secret
    assert secret not in signing.secret_cipher
    with pytest.raises(SealedElsewhereError):
        secret_of(issue_key(name="CRM", scopes=["metrics:read"], **who)[0])
    with pytest.raises(KeyError):
        issue_key(name="Typo", scopes=["metric:read"], **who)
    revoke_key(key=signing, actor=SYSTEM, now=now)
    signing.refresh_from_db()
    assert signing.secret_cipher == ""


def test_the_use_of_a_key_is_noted_once_a_minute(nordlys: Company, now: datetime) -> None:
    key, _ = issue_key(workspace=nordlys.workspace, name="CRM", scopes=["metrics:read"], actor=SYSTEM, now=now)
    for seconds, noted in ((0, 0), (59, 0), (60, 60), (61, 60)):
        note_use(key=key, now=now + timedelta(seconds=seconds))
        key.refresh_from_db()
        assert key.last_used_at == now + timedelta(seconds=noted)


def test_only_known_settings_of_a_workspace_change(nordlys: Company, now: datetime) -> None:
    change_workspace(workspace=nordlys.workspace, actor=SYSTEM, now=now, quarantine_days=30)
    nordlys.workspace.refresh_from_db()
    assert nordlys.workspace.quarantine_days == 30
    with pytest.raises(TypeError, match="slug"):
        change_workspace(workspace=nordlys.workspace, actor=SYSTEM, now=now, slug="elsewhere")


@pytest.mark.django_db
def test_the_set_up_token_lives_a_week_and_only_while_nobody_can_sign_in(now: datetime) -> None:
    token = setup_token(now)
    assert token is not None
    assert opens_setup(token, now=now + timedelta(days=6))
    assert not opens_setup(token, now=now + timedelta(days=7))
    assert not opens_setup(token, now=now - timedelta(days=1))
    assert not opens_setup("x" * 22, now=now)

    workspace = set_up_installation(
        company="First Ltd",
        slug="first",
        name="Ada",
        email="ada@first.example",
        password=PASSWORD,
        language="en",
        timezone="UTC",
        now=now,
    )

    assert workspace.timezone == "UTC"
    assert User.objects.get().is_superuser
    assert setup_token(now) is None
    assert not opens_setup(token, now=now)
