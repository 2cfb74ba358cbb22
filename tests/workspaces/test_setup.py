import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from kuule.workspaces.models import AuditEntry, Member, User, Workspace
from kuule.workspaces.selectors import setup_token
from tests.conftest import NOW, PASSWORD, Company

pytestmark = pytest.mark.django_db
FORM = {
    "company": "Åland Ferries Ab",
    "slug": "",
    "timezone": "Europe/Mariehamn",
    "language": "en",
    "name": "Ada Berg",
    "email": "Ada@Ferries.example",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


@pytest.fixture
def link() -> str:
    with time_machine.travel(NOW, tick=False):
        return f"/setup/{setup_token(NOW)}/"


@time_machine.travel(NOW, tick=False)
def test_the_first_person_founds_their_company_and_is_inside(link: str, stranger: Client) -> None:
    page = stranger.get(link)
    assert page.status_code == 200
    assert re.search(r'value="Europe/Helsinki" selected', page.content.decode())
    response = stranger.post(link, FORM)

    assert response["Location"] == "/w/aland-ferries-ab/"
    workspace = Workspace.objects.get()
    assert (workspace.name, workspace.timezone, workspace.created_at) == ("Åland Ferries Ab", "Europe/Mariehamn", NOW)
    ada = User.objects.get()
    assert (ada.email, ada.is_superuser, ada.check_password(PASSWORD)) == ("ada@ferries.example", True, True)
    assert Member.objects.get().role == "owner"
    assert {entry.actor_id for entry in AuditEntry.objects.all()} == {ada.pk}
    assert stranger.get("/")["Location"] == "/w/aland-ferries-ab/"


@time_machine.travel(NOW, tick=False)
def test_the_link_works_once(link: str, stranger: Client) -> None:
    stranger.post(link, FORM)
    other = Client()
    for response in (other.get(link), other.post(link, {**FORM, "email": "eve@evil.example", "slug": "evil"})):
        assert response.status_code == 404
        assert "Kuule is set up already" in response.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize("token", ["abc", "x" * 22, "%00", "..", "\u202e" * 3, "x" * 5000])
def test_forged_links_are_explained(token: str, stranger: Client) -> None:
    response = stranger.get(f"/setup/{token}/")
    assert response.status_code == 404
    assert not User.objects.exists()


def test_a_link_of_last_week_is_explained(link: str, stranger: Client) -> None:
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        response = stranger.post(link, FORM)
    assert response.status_code == 404
    assert "it prints a new one" in response.content.decode()
    assert not User.objects.exists()


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"company": ""}, "This field is required."),
        ({"company": "北京公司"}, "We cannot make a short name"),
        ({"company": "x" * 201}, "at most 200 characters"),
        ({"slug": "Not A Slug"}, "Use small letters, digits and single hyphens only"),
        ({"slug": "-x"}, "Use small letters, digits and single hyphens only"),
        ({"email": "ada@"}, "Enter a valid email address."),
        ({"timezone": "Europe/Atlantis"}, "Select a valid choice."),
        ({"language": "xx"}, "Select a valid choice."),
        ({"password": "short", "password_again": "short"}, "too short"),
        ({"password": "Ada@Ferries.example", "password_again": "Ada@Ferries.example"}, "too similar"),
        ({"password_again": "something-else-1"}, "The two passwords differ."),
        ({"name": "\x00"}, "This field is required."),
    ],
)
def test_bad_input_is_named_and_nothing_is_saved(
    link: str, stranger: Client, wrong: dict[str, str], message: str
) -> None:
    page = stranger.post(link, {**FORM, **wrong})
    assert page.status_code == 200
    assert message in page.content.decode().replace("&#x27;", "'")
    assert PASSWORD not in page.content.decode()
    assert not User.objects.exists()
    assert not Workspace.objects.exists()


def test_no_token_is_given_when_somebody_can_sign_in(nordlys: Company) -> None:
    assert setup_token(NOW) is None
