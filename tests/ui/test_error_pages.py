"""When something goes wrong: what happened, what is safe, what to do; and nothing that helps an attacker."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from kuule.ui import views

pytestmark = pytest.mark.any_database
REQUEST = RequestFactory().get("/w/nordlys/secret/")


def texts(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("response", "status", "heading"),
    [
        (lambda: views.bad_request(REQUEST, ValueError("row 7 of secrets")), 400, "We could not read this request"),
        (lambda: views.permission_denied(REQUEST), 403, "You cannot open this"),
        (lambda: views.page_not_found(REQUEST, Http404("No Contact matches")), 404, "Nothing is here"),
        (lambda: views.server_error(REQUEST), 500, "Something broke on our side"),
        (lambda: views.csrf_failure(REQUEST, reason="CSRF cookie not set."), 403, "This page was open for too long"),
    ],
)
def test_error_pages(response: object, status: int, heading: str) -> None:
    answer = response()  # type: ignore[operator]
    html = texts(answer)
    assert answer.status_code == status
    assert heading in html
    assert 'href="/"' in html
    for secret in ("secrets", "No Contact matches", "cookie not set", "/w/nordlys"):
        assert secret not in html


def test_a_refusal_may_say_what_is_missing() -> None:
    html = texts(views.permission_denied(REQUEST, PermissionDenied("Only <owners> can invite.\u202e")))
    assert "Only &lt;owners&gt; can invite." in html
    assert "\u202e" not in html


def test_the_page_of_last_resort_needs_no_manifest(settings: pytest.FixtureRequest) -> None:
    settings.STORAGES = {"staticfiles": {"BACKEND": "broken.Storage"}}
    with translation.override("fi"):
        assert views.server_error(REQUEST).status_code == 500
