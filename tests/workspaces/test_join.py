import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from kuule.workspaces.models import AuditEntry, JoinInvitation, Member, User
from kuule.workspaces.rules import SYSTEM, Actor
from kuule.workspaces.services import form_team, withdraw_join
from tests.conftest import NOW, PASSWORD, Company

SignIn = Callable[[Member], Client]
INVITE = "/w/nordlys/settings/members/invite/"
NEW = {"name": "Kari Nord", "password": "harbour-lantern-7", "password_again": "harbour-lantern-7"}
pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def friday() -> object:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def invite(nordlys: Company, sign_in: SignIn) -> Callable[..., str]:
    """Return a function by which Alice invites an address; it returns the path of the link on her page."""

    def link(email: str, **form: object) -> str:
        page = sign_in(nordlys.alice).post(INVITE, {"email": email, "role": "analyst", **form}).content.decode()
        found = re.search(r'value="http://127\.0\.0\.1:8000(/join/[^"]+)"', page)
        assert found, page
        return found[1]

    return link


def test_a_new_person_joins_with_name_and_password(
    nordlys: Company, invite: Callable[..., str], stranger: Client
) -> None:
    north = form_team(workspace=nordlys.workspace, name="North", actor=SYSTEM, now=NOW)
    link = invite("Kari@Nordlys.example", teams=[north.pk])

    message = mail.outbox[0]
    assert message.to == ["kari@nordlys.example"]
    assert message.subject == "Join Nordlys Energy on Kuule"
    assert message.message()["X-Kuule-Workspace"] == str(nordlys.workspace.pk)
    assert f"http://127.0.0.1:8000{link}" in message.body
    assert "Alice invites you" in message.body
    assert "4 Dec 2026" in message.body

    page = stranger.get(link).content.decode()
    assert "Join" in page
    assert "kari@nordlys.example" in page
    assert not User.objects.filter(email="kari@nordlys.example").exists()

    assert stranger.post(link, NEW)["Location"] == "/w/nordlys/"
    kari = Member.objects.get(user__email="kari@nordlys.example")
    assert (kari.role, kari.user.name, list(kari.teams.all())) == ("analyst", "Kari Nord", [north])
    assert kari.user.check_password("harbour-lantern-7")
    assert stranger.get("/")["Location"] == "/w/nordlys/"
    assert AuditEntry.objects.filter(act="member_added", actor_id=kari.user_id).count() == 1


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"password_again": "other-lantern-8"}, {"password": "kari@nordlys.example"}]
)
def test_mistakes_are_named_and_nobody_joins(
    nordlys: Company, invite: Callable[..., str], stranger: Client, wrong: dict[str, str]
) -> None:
    page = stranger.post(invite("kari@nordlys.example"), {**NEW, **wrong})
    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.content.decode()
    assert not User.objects.filter(email="kari@nordlys.example").exists()


def test_somebody_who_can_sign_in_joins_with_a_click(
    nordlys: Company, charlie: Member, invite: Callable[..., str], sign_in: SignIn, stranger: Client
) -> None:
    link = invite("charlie@other.example")
    asked = stranger.get(link).content.decode()
    assert f"/account/login/?next={link.replace('/', '%2F')}" in asked
    assert 'name="password"' not in asked

    client = sign_in(charlie)
    assert "Your role will be: Analyst" in client.get(link).content.decode()
    assert not Member.objects.filter(workspace=nordlys.workspace, user=charlie.user).exists()
    assert client.post(link)["Location"] == "/w/nordlys/"
    assert Member.objects.get(workspace=nordlys.workspace, user=charlie.user).role == "analyst"


def test_a_password_cannot_be_set_for_somebody_who_has_one(
    charlie: Member, invite: Callable[..., str], stranger: Client
) -> None:
    stranger.post(invite("charlie@other.example"), NEW)
    assert User.objects.get(pk=charlie.user_id).check_password(PASSWORD)


def test_an_invitation_is_for_one_address(
    nordlys: Company, charlie: Member, invite: Callable[..., str], sign_in: SignIn
) -> None:
    link = invite("kari@nordlys.example")
    client = sign_in(charlie)
    response = client.post(link)
    assert "This invitation is for another address" in response.content.decode()
    assert not Member.objects.filter(workspace=nordlys.workspace, user=charlie.user).exists()

    signed_out = client.post("/account/logout/", {"next": link}, follow=True)
    assert signed_out.redirect_chain == [(link, 302)]
    assert "Your name" in signed_out.content.decode()


def test_a_link_works_once(invite: Callable[..., str], stranger: Client) -> None:
    link = invite("kari@nordlys.example")
    stranger.post(link, NEW)
    for response in (Client().get(link), Client().post(link, {**NEW, "name": "Eve"})):
        assert response.status_code == 404
        assert "This invitation was used already" in response.content.decode()


def test_a_link_works_for_fourteen_days(
    invite: Callable[..., str], stranger: Client, friday: time_machine.Traveller
) -> None:
    link = invite("kari@nordlys.example")
    friday.shift(timedelta(days=14) - timedelta(seconds=1))
    assert stranger.get(link).status_code == 200
    friday.shift(timedelta(seconds=1))
    for response in (stranger.get(link), stranger.post(link, NEW)):
        assert response.status_code == 404
        assert "This invitation has expired" in response.content.decode()
    assert not User.objects.filter(email="kari@nordlys.example").exists()


def test_a_withdrawn_link_says_so(nordlys: Company, invite: Callable[..., str], stranger: Client) -> None:
    link = invite("kari@nordlys.example")
    withdraw_join(invitation=JoinInvitation.objects.get(), actor=Actor.user(nordlys.alice.user_id), now=NOW)
    response = stranger.post(link, NEW)
    assert response.status_code == 404
    assert "This invitation was withdrawn" in response.content.decode()


def test_a_second_invitation_replaces_the_first(nordlys: Company, invite: Callable[..., str], stranger: Client) -> None:
    first, second = invite("kari@nordlys.example"), invite("kari@nordlys.example", role="viewer")
    assert stranger.get(first).status_code == 404
    stranger.post(second, NEW)
    assert Member.objects.get(user__email="kari@nordlys.example").role == "viewer"


@pytest.mark.parametrize("token", ["abc", "x" * 22, "x" * 5000, "%00", "\u202eabc"])
def test_forged_links_are_explained(nordlys: Company, stranger: Client, token: str) -> None:
    response = stranger.get(f"/join/{token}/")
    assert response.status_code == 404
    assert "We do not know this invitation" in response.content.decode()


def test_a_member_is_not_invited_again(nordlys: Company, sign_in: SignIn) -> None:
    page = sign_in(nordlys.alice).post(INVITE, {"email": "BOB@nordlys.example", "role": "owner"}).content.decode()
    assert "This person is a member already." in page
    assert not JoinInvitation.objects.exists()
    assert not mail.outbox


def test_the_link_is_there_even_when_the_mail_server_is_not(
    nordlys: Company, invite: Callable[..., str], stranger: Client, settings: object
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]
    assert stranger.get(invite("kari@nordlys.example")).status_code == 200


def test_hostile_names_cannot_break_the_mail(nordlys: Company, invite: Callable[..., str]) -> None:
    type(nordlys.workspace).objects.update(name="A\nBcc: eve@evil.example\n<script>")
    invite("kari@nordlys.example")
    assert mail.outbox[0].subject == "Join A Bcc: eve@evil.example <script> on Kuule"
    assert mail.outbox[0].recipients() == ["kari@nordlys.example"]
