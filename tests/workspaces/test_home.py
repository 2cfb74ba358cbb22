from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from kuule.workspaces.models import Member, User
from kuule.workspaces.rules import SYSTEM, VIEWER
from kuule.workspaces.services import add_member, register_user
from tests.conftest import PASSWORD, Company

SignIn = Callable[[Member], Client]


@pytest.mark.django_db
def test_an_empty_installation_explains_the_set_up_link(stranger: Client) -> None:
    page = stranger.get("/")
    assert page.status_code == 200
    assert "kuule up" in page.content.decode()


def test_strangers_are_asked_to_sign_in(nordlys: Company, stranger: Client) -> None:
    assert stranger.get("/")["Location"] == "/account/login/"


def test_the_only_workspace_opens_at_once(nordlys: Company, sign_in: SignIn) -> None:
    assert sign_in(nordlys.vera).get("/")["Location"] == "/w/nordlys/"


def test_with_several_workspaces_people_choose_and_come_back_to_the_last_one(
    nordlys: Company, charlie: Member, sign_in: SignIn, now: datetime
) -> None:
    add_member(workspace=nordlys.workspace, user=charlie.user, role="owner", actor=SYSTEM, now=now)
    client = sign_in(charlie)

    chooser = client.get("/", follow=True)
    assert chooser.redirect_chain == [("/workspaces/", 302)]
    assert "Nordlys Energy" in chooser.content.decode()
    assert "Other Ltd" in chooser.content.decode()

    client.get("/w/nordlys/settings/")
    assert client.get("/")["Location"] == "/w/nordlys/"
    client.get("/w/other/settings/")
    assert client.get("/")["Location"] == "/w/other/"

    client.cookies["last_workspace"] = "not-mine"
    assert client.get("/")["Location"] == "/workspaces/"


def test_somebody_without_a_workspace_is_told_what_to_do(nordlys: Company, now: datetime) -> None:
    user = register_user(email="new@nordlys.example", name="New", password=PASSWORD, now=now)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/", follow=True).content.decode()
    assert "not a member of any workspace" in page
    assert "new@nordlys.example" in page


def test_a_profile_is_ones_own(nordlys: Company, sign_in: SignIn, stranger: Client) -> None:
    assert stranger.get("/account/me/")["Location"].startswith("/account/login/")
    client = sign_in(nordlys.vera)
    saved = client.post("/account/me/", {"name": " Vera\u202e  Lind ", "language": "fi"})
    assert saved["Location"] == "/account/me/"
    vera = User.objects.get(pk=nordlys.vera.user_id)
    assert (vera.name, vera.language) == ("Vera Lind", "fi")
    page = client.get("/account/me/")
    assert page["Content-Language"] == "fi"
    assert client.post("/account/me/", {"name": "", "language": "xx"}).status_code == 200
    assert User.objects.get(pk=vera.pk).name == "Vera Lind"


def test_a_viewer_has_no_settings_in_the_menu(nordlys: Company, sign_in: SignIn, now: datetime) -> None:
    assert sign_in(nordlys.vera).get("/w/nordlys/settings/").status_code == 403
    assert Member.objects.get(pk=nordlys.vera.pk).role == VIEWER
