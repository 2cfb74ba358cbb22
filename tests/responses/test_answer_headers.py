import base64
import gzip
import hashlib
import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from kuule.lib.tokens import mint_token
from kuule.surveys.models import Survey, SurveyVersion
from tests.responses.conftest import Asked, ask

pytestmark = pytest.mark.any_database

Send = Callable[..., HttpResponse]
LANGUAGES = ("en", "fi", "sv", "de", "vi", "ar")
BUDGET = 6_000


def bytes_on_the_wire(reply: HttpResponse) -> int:
    headers = "".join(f"{name}: {value}\r\n" for name, value in reply.items())
    return len(f"HTTP/1.1 200 OK\r\n{headers}server: granian\r\ndate: {'x' * 29}\r\n\r\n") + len(reply.content)


def every_reply(respondent: Client, send: Send, asked: Asked, survey: Survey) -> dict[str, HttpResponse]:
    return {
        "questions": respondent.get(asked.path),
        "error": send(asked.path),
        "saved": send(asked.path, score="9"),
        "thanks": respondent.get(f"{asked.path}/thanks"),
        "change": respondent.get(asked.path),
        "about": respondent.get(f"{asked.path}/about"),
        "shared": respondent.get(f"/s/{survey.slug}"),
        "shared saved": send(f"/s/{survey.slug}", score="9", token=mint_token()),
        "unknown": respondent.get(f"/a/{mint_token()}"),
        "too large": send(asked.path, why="x" * 1_100_000),
    }


def test_no_page_is_kept_followed_or_traced(respondent: Client, send: Send, asked: Asked, survey: Survey) -> None:
    for name, reply in every_reply(respondent, send, asked, survey).items():
        assert reply["Cache-Control"] == "no-store", name
        assert reply["Referrer-Policy"] == "no-referrer", name
        assert reply["X-Robots-Tag"] == "noindex", name
        assert reply["X-Content-Type-Options"] == "nosniff", name
        assert reply["X-Frame-Options"] == "DENY", name
        assert not reply.cookies, name
        assert "Cookie" not in reply.get("Vary", ""), name
    assert not respondent.cookies


def allowed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_allows_our_styles_and_scripts_and_nothing_else(
    respondent: Client, send: Send, asked: Asked, survey: Survey
) -> None:
    for name, reply in every_reply(respondent, send, asked, survey).items():
        if reply.status_code == 303:
            continue
        page = reply.content.decode()
        style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
        assert style, name
        scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
        scripted = f"script-src {' '.join(map(allowed, scripts))}; connect-src 'self'; " if scripts else ""
        assert bool(scripts) == ("<form" in page), name
        assert reply["Content-Security-Policy"] == (
            f"default-src 'none'; style-src {allowed(style[1])}; {scripted}form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )
        assert not re.search(r"<script |<link|<img|src=|url\(| style=| on\w+=|https?://", page), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits_in_six_kilobytes(
    respondent: Client, send: Send, version: SurveyVersion, asked: Asked, language: str
) -> None:
    asked = ask(version, asked.invitation.asked_at, language)
    respondent.defaults |= {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br, zstd", "HTTP_ACCEPT_LANGUAGE": language}
    for name, reply in every_reply(respondent, send, asked, version.survey).items():
        assert bytes_on_the_wire(reply) < BUDGET, name
        if reply.status_code != 303:
            assert reply["Content-Encoding"] == "gzip", name
            assert f'<html lang="{language}"' in gzip.decompress(reply.content).decode(), name


def test_a_client_that_cannot_unpack_gets_plain_pages(respondent: Client, asked: Asked) -> None:
    reply = respondent.get(asked.path)
    assert "Content-Encoding" not in reply
    assert reply.content.startswith(b"<!DOCTYPE html>")
    assert reply["Vary"] == "Accept-Encoding"
