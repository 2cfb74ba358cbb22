from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from kuule.responses.models import Response
from tests.responses.conftest import FORM, Asked

Send = Callable[..., HttpResponse]
SCRIPT = "</textarea><script>alert(1)</script>"


def test_without_a_score_the_page_says_so_and_keeps_what_was_typed(send: Send, asked: Asked) -> None:
    reply = send(asked.path, why="Rất tốt & <b>nhanh</b>", improve="delivery", language="fi")
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Virhe: " in page.split("</title>")[0]
    assert 'role="alert"' in page
    assert "Valitse numero väliltä 0–10." in page
    assert 'aria-invalid="true" aria-describedby="score-problem"' in page
    assert "Rất tốt &amp; &lt;b&gt;nhanh&lt;/b&gt;</textarea>" in page
    assert 'value="delivery" checked' in page
    assert not Response.objects.exists()


@pytest.mark.parametrize("score", ["11", "-1", "٩", "9.5", "nine", "9\0", "9" * 5000, SCRIPT])
def test_what_is_not_a_score_is_not_saved(send: Send, asked: Asked, score: str) -> None:
    reply = send(asked.path, score=score)
    assert (reply.status_code, Response.objects.count()) == (422, 0)
    assert "alert(1)</script" not in reply.content.decode()


def test_an_option_that_was_not_offered_is_refused(send: Send, asked: Asked) -> None:
    reply = send(asked.path, score="9", improve="everything")
    assert reply.status_code == 422
    assert "Choose one of the options shown." in reply.content.decode()
    assert 'value="9" checked' in reply.content.decode()


def test_a_long_comment_is_told_and_given_back_whole(send: Send, asked: Asked) -> None:
    reply = send(asked.path, score="9", why="ễ" * 10_001)
    assert reply.status_code == 422
    assert "10\u202f001 characters. The limit is 10\u202f000." in reply.content.decode()
    assert "ễ" * 10_001 + "</textarea>" in reply.content.decode()
    assert send(asked.path, score="9", why="ễ" * 10_000).status_code == 303
    assert len(Response.objects.get().verbatim) == 10_000


def test_a_huge_body_gets_a_clear_answer(send: Send, asked: Asked) -> None:
    reply = send(asked.path, score="9", why="x" * 1_100_000)
    assert reply.status_code == 413
    assert "Your answer is too long." in reply.content.decode()
    assert len(reply.content) < 20_000
    assert not Response.objects.exists()


def test_controls_are_dropped_and_direction_marks_stay_inert(respondent: Client, send: Send, asked: Asked) -> None:
    send(asked.path, score="9", why="a\0b\x1b[31m\u202egnol\n" + SCRIPT)
    assert Response.objects.get().verbatim == "ab[31m\u202egnol\n" + SCRIPT
    page = respondent.get(asked.path).content.decode()
    assert "<script>alert" not in page
    assert 'dir="auto">ab[31m\u202egnol' in page


def test_text_that_is_not_utf8_is_shown_for_a_check(respondent: Client, asked: Asked) -> None:
    reply = respondent.post(asked.path, b"score=9&why=hyv%E4%E4 %80 kahvia \xe4", content_type=FORM)
    assert reply.status_code == 400
    assert "We could not read all of your answer." in reply.content.decode()
    assert "hyvää € kahvia ä</textarea>" in reply.content.decode()
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'{"score": 9}', "application/json"),
        (
            b'--x\r\nContent-Disposition: form-data; name="score"\r\n\r\n9\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"score=9", "text/plain"),
        (b"score=9", ""),
        (b"", FORM),  # the test client then sends no content type at all
    ],
)
def test_other_kinds_of_bodies_are_not_read(respondent: Client, asked: Asked, body: bytes, content_type: str) -> None:
    reply = respondent.post(asked.path, body, content_type=content_type)
    assert reply.status_code == 415
    assert "We could not read all of your answer." in reply.content.decode()
    assert not Response.objects.exists()


def test_broken_bodies_leave_no_trace(respondent: Client, asked: Asked) -> None:
    for body in (b"&&&===", b"%%%", b"score", b"&".join(b"f%d=1" % i for i in range(2000)), bytes(range(256))):
        assert respondent.post(asked.path, body, content_type=FORM).status_code in (400, 422), body
    assert not Response.objects.exists()


def test_fields_that_nobody_asked_for_are_passed_over(send: Send, asked: Asked) -> None:
    send(asked.path, score="9", workspace="2", id="7", answered_at="1999", properties="{}", language="xx")
    given = Response.objects.get()
    assert (given.answers, given.language, given.workspace_id) == ({}, "en", asked.contact.workspace_id)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(respondent: Client, asked: Asked, method: str) -> None:
    assert getattr(respondent, method)(f"{asked.path}?score=9").status_code == 405


def test_only_the_pages_of_answers_take_forms_from_elsewhere(respondent: Client, asked: Asked) -> None:
    for address in (f"{asked.path}/thanks", f"{asked.path}/about"):
        assert respondent.post(address, "score=9", content_type=FORM).status_code in (403, 405)
    assert not Response.objects.exists()
