"""The first tap is kept as soon as a person made it, even if the page is closed then."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from kuule.lib.tokens import hash_token
from kuule.responses.models import Click, Response, ResponseRevision
from kuule.surveys.models import Survey
from tests.responses.conftest import Asked, sealed, touched

Send = Callable[..., HttpResponse]


def tap(send: Send, path: str, score: str, **fields: str) -> HttpResponse:
    return send(path, **touched(path, {"first": "1", "score": score, **fields}))


def test_a_tap_is_an_answer_that_is_not_finished(send: Send, asked: Asked, respondent: Client) -> None:
    reply = tap(send, asked.path, "9")
    assert (reply.status_code, reply.content) == (204, b"")
    answer = Response.objects.get()
    assert (answer.score, answer.verbatim, answer.is_finished, answer.verdict) == (9, "", False, "person")
    asked.invitation.refresh_from_db()
    assert asked.invitation.answered_at == answer.answered_at
    assert 'value="9" checked' in respondent.get(asked.path).content.decode()


def test_sending_completes_it_without_calling_that_a_change(send: Send, asked: Asked) -> None:
    tap(send, asked.path, "9")
    assert send(asked.path, score="9", why="Quick help.").status_code == 303
    answer = Response.objects.get()
    assert (answer.score, answer.verbatim, answer.is_finished, answer.changed_at) == (9, "Quick help.", True, None)
    assert not ResponseRevision.objects.exists()


@pytest.mark.parametrize("finishing", [True, False])
def test_another_score_is_a_change(send: Send, asked: Asked, finishing: bool) -> None:
    tap(send, asked.path, "9")
    send(asked.path, score="4", why="No.") if finishing else tap(send, asked.path, "4")
    answer = Response.objects.get()
    assert (answer.score, answer.is_finished) == (4, finishing)
    assert answer.changed_at is not None
    assert ResponseRevision.objects.get().score == 9


def test_a_late_tap_takes_nothing_back(send: Send, asked: Asked) -> None:
    send(asked.path, score="9", why="Quick help.")
    tap(send, asked.path, "2")
    answer = Response.objects.get()
    assert (answer.score, answer.verbatim, answer.is_finished) == (9, "Quick help.", True)


def test_a_tap_that_no_finger_made_is_only_a_visit(send: Send, asked: Asked) -> None:
    for fields in ({}, {"signal": "guessed"}, {"signal": sealed(asked.path, {})["shown"]}):
        form = sealed(asked.path, {"first": "1", "score": "9", **fields}, seconds=1)
        assert send(asked.path, **form).status_code == 204
    assert not Response.objects.exists()
    assert set(Click.objects.values_list("act", "verdict")) == {("first", "unclear")}


@pytest.mark.parametrize("score", ["", "11", "x"])
def test_a_tap_without_a_score_keeps_no_answer(send: Send, asked: Asked, score: str) -> None:
    assert tap(send, asked.path, score).status_code == 204
    assert not Response.objects.exists()


def test_a_tap_by_a_shared_link_can_be_completed_and_found_again(
    send: Send, survey: Survey, respondent: Client
) -> None:
    path = f"/s/{survey.slug}"
    page = respondent.get(path).content.decode()
    token = re.search(r'name="token" value="([\w-]{22})"', page)[1]
    tap(send, path, "7", token=token)
    assert Response.objects.get().token_hash == hash_token(token)
    assert 'value="7" checked' in respondent.get(f"/a/{token}").content.decode()
    send(path, score="7", why="Done", token=token)
    assert (Response.objects.get().is_finished, Response.objects.get().verbatim) == (True, "Done")


def test_an_anonymous_survey_keeps_nothing_before_it_is_sent(
    send: Send, asked: Asked, survey: Survey, respondent: Client
) -> None:
    Survey.objects.filter(pk=survey.pk).update(is_anonymous=True)
    assert " data-first" not in respondent.get(asked.path).content.decode()
    assert tap(send, asked.path, "7").status_code == 204
    assert not Response.objects.exists()
