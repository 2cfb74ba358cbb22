import re
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext

from kuule.workspaces.models import User
from tests.conftest import NOW, PASSWORD, Company

LOGIN = "/account/login/"


def sign_in_with(client: Client, email: str, password: str, address: str = "192.0.2.1") -> object:
    return client.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=address)


def test_people_sign_in_with_their_address_in_any_case(nordlys: Company, stranger: Client) -> None:
    response = sign_in_with(stranger, " Bob@Nordlys.example ", PASSWORD)
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert stranger.get("/")["Location"] == "/w/nordlys/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(nordlys: Company, stranger: Client) -> None:
    asked = stranger.get("/w/nordlys/settings/")
    assert asked["Location"] == "/account/login/?next=/w/nordlys/settings/"
    page = " ".join(stranger.get(asked["Location"]).content.decode().split())
    assert 'name="next" value="/w/nordlys/settings/"' in page
    form = {"login": "bob@nordlys.example", "password": PASSWORD}
    assert stranger.post(LOGIN, {**form, "next": "/w/nordlys/settings/"})["Location"] == "/w/nordlys/settings/"
    stranger.logout()
    assert stranger.post(LOGIN, {**form, "next": "https://evil.example/"})["Location"] == "/"


@pytest.mark.parametrize("email", ["bob@nordlys.example", "nobody@nordlys.example"])
def test_a_wrong_password_and_an_unknown_address_look_alike(nordlys: Company, stranger: Client, email: str) -> None:
    page = sign_in_with(stranger, email, "wrong").content.decode()
    assert "do not fit together" in page
    assert "wrong" not in page


@pytest.mark.parametrize(
    "address", ["\x00", "a\x00@b.example", "x" * 100_000 + "@b.example", "\u202emoc@b.example", "'--"]
)
def test_hostile_addresses_are_survived(nordlys: Company, stranger: Client, address: str) -> None:
    assert sign_in_with(stranger, address, "p\x00" + "x" * 10_000).status_code == 200


def test_too_many_wrong_passwords_pause_the_sign_in_and_say_for_how_long(nordlys: Company, stranger: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(7):
            assert sign_in_with(stranger, "bob@nordlys.example", "wrong").status_code == 200
        locked = sign_in_with(stranger, "BOB@nordlys.example", "wrong")
        assert locked.status_code == 429
        assert "Try again in 15 minutes." in locked.content.decode()
        assert locked["Retry-After"] == "900"

        clock.shift(timedelta(minutes=10))
        cache.clear()
        still = sign_in_with(stranger, "bob@nordlys.example", PASSWORD)
        assert still.status_code == 429
        assert "Try again in 5 minutes." in still.content.decode()

        assert sign_in_with(Client(), "anna@nordlys.example", PASSWORD).status_code == 302
        assert sign_in_with(Client(), "bob@nordlys.example", PASSWORD, address="192.0.2.2").status_code == 302

        clock.shift(timedelta(minutes=5, seconds=1))
        assert sign_in_with(stranger, "bob@nordlys.example", PASSWORD).status_code == 302


def test_failed_attempts_keep_no_passwords_and_successes_nothing_at_all(nordlys: Company, stranger: Client) -> None:
    sign_in_with(stranger, "bob@nordlys.example", "my-secret-elsewhere")
    assert "my-secret-elsewhere" not in str(AccessAttempt.objects.values())
    assert "bob@nordlys.example" not in AccessAttempt.objects.get().post_data
    sign_in_with(stranger, "bob@nordlys.example", PASSWORD)
    assert not AccessAttempt.objects.exists()
    assert not AccessLog.objects.exists()


def test_many_tries_from_one_network_are_slowed_down(nordlys: Company, stranger: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        for number in range(30):
            sign_in_with(stranger, f"guess{number}@nordlys.example", "wrong")
        response = sign_in_with(stranger, "bob@nordlys.example", PASSWORD)
    assert response.status_code == 429
    assert "That was a little fast" in response.content.decode()


def test_somebody_who_was_switched_off_is_told_so(nordlys: Company, stranger: Client) -> None:
    User.objects.filter(pk=nordlys.bob.user_id).update(is_active=False)
    response = sign_in_with(stranger, "bob@nordlys.example", PASSWORD)
    assert stranger.get(response["Location"]).content.decode().count("You cannot sign in") == 2
    assert stranger.get("/w/nordlys/settings/").status_code == 302


def test_signing_out_needs_a_click(nordlys: Company, stranger: Client) -> None:
    sign_in_with(stranger, "bob@nordlys.example", PASSWORD)
    assert "Do you want to sign out?" in stranger.get("/account/logout/").content.decode()
    assert stranger.get("/")["Location"] == "/w/nordlys/"
    page = stranger.post("/account/logout/", follow=True).content.decode()
    assert "You are signed out." in page
    assert stranger.get("/")["Location"] == LOGIN


def test_a_forgotten_password_is_replaced_by_a_link_from_a_mail(nordlys: Company, stranger: Client) -> None:
    User.objects.filter(pk=nordlys.bob.user_id).update(name="Bob <b>&</b>")
    response = stranger.post(
        "/account/password/reset/", {"email": "Bob@nordlys.example"}, headers={"host": "127.0.0.1:9"}, follow=True
    )
    assert "Look into your mail" in response.content.decode()
    message = mail.outbox[0]
    assert message.to == ["bob@nordlys.example"]
    assert message.subject == "Choose a new password for Kuule"
    assert "Hi Bob <b>&</b>," in message.body
    assert "X-Kuule-Workspace" not in message.message()
    link = re.search(r"http\S+", message.body)
    assert link is not None
    assert link[0].startswith("http://127.0.0.1:8000/account/password/reset/key/")

    chosen = stranger.get(link[0].removeprefix("http://127.0.0.1:8000"), follow=True)
    address = chosen.redirect_chain[-1][0]
    assert "kettle" not in address
    weak = stranger.post(address, {"password1": "bob@nordlys.example", "password2": "bob@nordlys.example"})
    assert "too similar" in weak.content.decode()
    done = stranger.post(address, {"password1": "heron-on-the-roof", "password2": "heron-on-the-roof"}, follow=True)
    assert "Your password is changed" in done.content.decode()
    assert sign_in_with(Client(), "bob@nordlys.example", PASSWORD).status_code == 200
    assert sign_in_with(Client(), "bob@nordlys.example", "heron-on-the-roof").status_code == 302

    used = Client().get(link[0].removeprefix("http://127.0.0.1:8000"), follow=True).content.decode()
    assert "This link does not work" in used


def test_nobody_learns_which_addresses_sign_in_here(nordlys: Company, stranger: Client) -> None:
    known = stranger.post("/account/password/reset/", {"email": "bob@nordlys.example"}, follow=True)
    unknown = stranger.post("/account/password/reset/", {"email": "nobody@nordlys.example"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert [message.to for message in mail.outbox] == [["bob@nordlys.example"]]


def test_the_mail_is_in_the_language_of_the_person(nordlys: Company, stranger: Client) -> None:
    User.objects.filter(pk=nordlys.bob.user_id).update(language="fi")
    stranger.post("/account/password/reset/", {"email": "bob@nordlys.example"}, headers={"accept-language": "en"})
    stranger.post("/account/password/reset/", {"email": "anna@nordlys.example"}, headers={"accept-language": "en"})
    bobs, annas = (message.subject for message in mail.outbox)
    with translation.override("fi"):
        assert bobs == gettext("Choose a new password for Kuule")
    assert annas == "Choose a new password for Kuule"


def test_changing_the_password_needs_the_present_one_and_ends_other_sessions(nordlys: Company) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        sign_in_with(client, "bob@nordlys.example", PASSWORD)
    new = {"password1": "heron-on-the-roof", "password2": "heron-on-the-roof"}
    wrong = here.post("/account/password/change/", {"oldpassword": "wrong", **new})
    assert "This is not your present password." in wrong.content.decode()
    right = here.post("/account/password/change/", {"oldpassword": PASSWORD, **new}, follow=True)
    assert right.redirect_chain == [("/account/me/", 302)]
    assert "Your password is changed." in right.content.decode()
    assert here.get("/")["Location"] == "/w/nordlys/"
    assert elsewhere.get("/")["Location"] == LOGIN


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password", "account_reauthenticate"])
def test_what_kuule_does_not_offer_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["signup/", "email/", "password/set/", "login/code/confirm/", "confirm-email/x/", ""])
def test_what_kuule_does_not_offer_is_not_found(stranger: Client, path: str) -> None:
    assert stranger.get(f"/account/{path}").status_code == 404
