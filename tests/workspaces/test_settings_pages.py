import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kuule.workspaces.models import ApiKey, AuditEntry, Member, Team, Workspace
from kuule.workspaces.rules import SYSTEM, Actor
from kuule.workspaces.selectors import key_by_secret
from kuule.workspaces.services import change_member, form_team, record
from tests.conftest import Company

SignIn = Callable[[Member], Client]
BASE = "/w/nordlys/settings/"
FIELDS = {
    "name": "Nordlys Energi",
    "language": "nb",
    "timezone": "Europe/Oslo",
    "quarantine_days": "30",
    "invitation_days": "45",
    "sender_name": "",
    "sender_email": "Ask@Nordlys.example",
    "postal_address": "Storgata 2, Oslo",
}


@pytest.fixture
def owner(nordlys: Company, sign_in: SignIn) -> Client:
    return sign_in(nordlys.alice)


def test_an_owner_changes_how_the_workspace_asks(nordlys: Company, owner: Client) -> None:
    response = owner.post(BASE, FIELDS, follow=True)
    assert "Saved." in response.content.decode()
    workspace = Workspace.objects.get(pk=nordlys.workspace.pk)
    assert {name: str(getattr(workspace, name)) for name in FIELDS} == {**FIELDS, "sender_email": "ask@nordlys.example"}
    entry = AuditEntry.objects.get(act="workspace_changed")
    assert (entry.actor_id, entry.object_id) == (nordlys.alice.user_id, workspace.pk)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "\u202e\u200b"}, "This field is required."),
        ({"name": "x" * 1_000}, "at most 200 characters"),
        ({"timezone": "Mars/Olympus"}, "Select a valid choice."),
        ({"language": "<script>"}, "Select a valid choice."),
        ({"quarantine_days": "-1"}, "greater than or equal to 0"),
        ({"quarantine_days": "40000"}, "less than or equal to 730"),
        ({"invitation_days": "0"}, "greater than or equal to 1"),
        ({"invitation_days": "9" * 400}, "less than or equal to 365"),
        ({"sender_email": "a@b.example\nBcc: c@d.example"}, "Enter a valid email address."),
    ],
)
def test_bad_settings_are_named_and_nothing_is_saved(
    nordlys: Company, owner: Client, wrong: dict[str, str], message: str
) -> None:
    page = owner.post(BASE, {**FIELDS, **wrong}).content.decode()
    assert message in page
    assert "Nothing was saved yet." in page
    assert ">Nordlys Energy<" in page  # the menu shows what is true
    assert Workspace.objects.get(pk=nordlys.workspace.pk).name == "Nordlys Energy"


def test_a_manager_reads_the_settings_and_cannot_change_them(nordlys: Company, sign_in: SignIn) -> None:
    manager = sign_in(nordlys.bob)
    page = manager.get(BASE).content.decode()
    assert "Only owners change these." in page
    assert "Storgata 1, Oslo" in page
    assert "<form class" not in page
    assert "API keys" not in page
    assert "Audit log" not in page
    assert manager.post(BASE, FIELDS).status_code == 403
    assert Workspace.objects.get(pk=nordlys.workspace.pk).name == "Nordlys Energy"


def test_members_are_listed_with_roles_and_teams(nordlys: Company, owner: Client, sign_in: SignIn) -> None:
    north = form_team(
        workspace=nordlys.workspace, name="<b>North", actor=SYSTEM, now=datetime(2026, 11, 20, tzinfo=UTC)
    )
    nordlys.frida.teams.add(north)
    page = owner.get(f"{BASE}members/").content.decode()
    for text in ("frida@nordlys.example", "Frontline", "&lt;b&gt;North", "Invite somebody"):
        assert text in page
    assert "Invite somebody" not in sign_in(nordlys.bob).get(f"{BASE}members/").content.decode()


def test_an_owner_changes_a_role(nordlys: Company, owner: Client, now: datetime) -> None:
    north = form_team(workspace=nordlys.workspace, name="North", actor=SYSTEM, now=now)
    owner.post(f"{BASE}members/{nordlys.vera.pk}/", {"role": "frontline", "teams": [north.pk]})
    vera = Member.objects.get(pk=nordlys.vera.pk)
    assert (vera.role, list(vera.teams.all())) == ("frontline", [north])


def test_an_unknown_role_or_a_foreign_team_is_refused(
    nordlys: Company, charlie: Member, owner: Client, now: datetime
) -> None:
    theirs = form_team(workspace=charlie.workspace, name="Theirs", actor=SYSTEM, now=now)
    form_team(workspace=nordlys.workspace, name="Ours", actor=SYSTEM, now=now)
    for form in ({"role": "emperor"}, {"role": "viewer", "teams": [theirs.pk]}):
        page = owner.post(f"{BASE}members/{nordlys.bob.pk}/", form)
        assert page.status_code == 200
        assert "Select a valid choice." in page.content.decode()
    assert Member.objects.get(pk=nordlys.bob.pk).role == "manager"


def test_the_last_owner_can_neither_leave_nor_step_down(nordlys: Company, owner: Client) -> None:
    page = f"{BASE}members/{nordlys.alice.pk}/"
    for response in (owner.post(page, {"role": "viewer"}), owner.post(f"{page}remove/", follow=True)):
        assert "A workspace needs an owner." in response.content.decode()
    assert Member.objects.get(pk=nordlys.alice.pk).role == "owner"


def test_an_owner_who_steps_down_is_sent_where_they_may_be(nordlys: Company, owner: Client, now: datetime) -> None:
    change_member(member=nordlys.bob, role="owner", teams=[], actor=SYSTEM, now=now)
    response = owner.post(f"{BASE}members/{nordlys.alice.pk}/", {"role": "viewer"})
    assert response["Location"] == "/"
    assert owner.get(BASE).status_code == 403


def test_a_removed_member_is_out_at_once(nordlys: Company, owner: Client, sign_in: SignIn) -> None:
    bob = sign_in(nordlys.bob)
    assert bob.get(BASE).status_code == 200
    owner.post(f"{BASE}members/{nordlys.bob.pk}/remove/")
    assert bob.get(BASE).status_code == 404
    assert bob.get("/", follow=True).status_code == 200


def test_an_open_invitation_can_be_withdrawn(nordlys: Company, owner: Client) -> None:
    owner.post(f"{BASE}members/invite/", {"email": "kari@nordlys.example", "role": "viewer"})
    page = owner.get(f"{BASE}members/").content.decode()
    action = re.search(r'action="([^"]+/withdraw/)"', page)
    assert action
    assert "kari@nordlys.example" in page
    after = owner.post(action[1], follow=True).content.decode()
    assert "is withdrawn" in after
    assert owner.post(action[1]).status_code == 404


def test_teams_are_formed_renamed_and_disbanded(nordlys: Company, owner: Client) -> None:
    assert "No teams yet" in owner.get(f"{BASE}teams/").content.decode()
    owner.post(f"{BASE}teams/", {"name": " North "})
    assert "There is a team with this name already." in owner.post(f"{BASE}teams/", {"name": "north"}).content.decode()
    team = Team.objects.get()
    assert team.name == "North"
    owner.post(f"{BASE}teams/{team.pk}/", {"name": "Far north"})
    assert "Far north" in owner.get(f"{BASE}teams/").content.decode()
    owner.post(f"{BASE}teams/{team.pk}/disband/")
    assert not Team.objects.exists()


def test_a_key_is_shown_once_and_can_be_revoked(nordlys: Company, owner: Client) -> None:
    wanted = {"name": "CRM", "scopes": ["responses:read", "personal"], "days": "30"}
    page = owner.post(f"{BASE}keys/", wanted).content.decode()
    secret = re.search(r"kuule_[\w-]{22}", page)
    assert secret
    key = key_by_secret(secret[0], now=timezone.now())
    assert key is not None
    assert key.scopes == ["responses:read", "personal"]
    assert key.expires_at - key.created_at == timedelta(days=30)

    again = owner.post(f"{BASE}keys/", {**wanted, "name": "crm"}).content.decode()
    assert "A key with this name works already." in again
    assert "Choose at least one." in owner.post(f"{BASE}keys/", {"name": "Other"}).content.decode()
    listed = owner.get(f"{BASE}keys/").content.decode()
    assert secret[0] not in listed
    assert secret[0][:12] in listed

    owner.post(f"{BASE}keys/{ApiKey.objects.get().pk}/revoke/")
    assert key_by_secret(secret[0], now=timezone.now()) is None
    assert owner.post(f"{BASE}keys/{ApiKey.objects.get().pk}/revoke/").status_code == 404


def test_the_audit_log_reads_as_sentences_newest_first(nordlys: Company, owner: Client, now: datetime) -> None:
    actor = Actor.user(nordlys.bob.user_id)
    team = form_team(workspace=nordlys.workspace, name="North & <West>", actor=actor, now=now)
    later = now + timedelta(minutes=1)
    record(
        workspace=nordlys.workspace, actor=SYSTEM, act="act_of_a_later_release", subject=nordlys.workspace, now=later
    )
    record(workspace=nordlys.workspace, actor=Actor.user(99_999), act="team_renamed", subject=team, now=later)
    page = owner.get(f"{BASE}audit/").content.decode()
    text = re.sub(r"<[^>]+>", "", page)
    sentences = [
        "Somebody who is gone renamed the team North &amp; &lt;West&gt;",
        "Kuule: act_of_a_later_release Nordlys Energy",
        "Bob formed the team North &amp; &lt;West&gt;",
    ]
    assert [text.index(sentence) for sentence in sentences] == sorted(text.index(sentence) for sentence in sentences)


def test_the_audit_log_pages_through_everything_once(nordlys: Company, owner: Client, now: datetime) -> None:
    teams = [
        form_team(
            workspace=nordlys.workspace, name=f"T{number:03}", actor=SYSTEM, now=now + timedelta(hours=number // 7)
        )
        for number in range(120)
    ]
    seen: list[str] = []
    address = f"{BASE}audit/"
    while address:
        page = owner.get(address).content.decode()
        seen += re.findall(r"\bT\d{3}\b", page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = f"{BASE}audit/{found[1]}" if found else ""
    assert seen == [team.name for team in reversed(teams)]


@pytest.mark.parametrize("before", ["x", "20261120T100000.000000Z-", "-1", "20269999T100000.0Z-1", "\x00", "9" * 5000])
def test_a_broken_place_in_the_log_is_a_clear_mistake(nordlys: Company, owner: Client, before: str) -> None:
    assert owner.get(f"{BASE}audit/", {"before": before}).status_code == 400


def test_the_audit_log_shows_nothing_of_another_company(
    nordlys: Company, charlie: Member, owner: Client, now: datetime
) -> None:
    theirs = form_team(workspace=charlie.workspace, name="Their team", actor=SYSTEM, now=now)
    # A line of ours that points to an id of theirs must not fetch its name.
    record(workspace=nordlys.workspace, actor=SYSTEM, act="team_formed", subject=theirs, now=now)
    assert "Their team" not in owner.get(f"{BASE}audit/").content.decode()
