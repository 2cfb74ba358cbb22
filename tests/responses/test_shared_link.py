import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from kuule.lib.tokens import mint_token
from kuule.responses.models import Response, ResponseRevision
from kuule.surveys.models import Survey
from kuule.surveys.services import close_survey, create_from_starter
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company
from tests.responses.conftest import Asked, published_survey

Send = Callable[..., HttpResponse]


def token_on(page: HttpResponse) -> str:
    found = re.search(r'name="token" value="([\w-]{22})"', page.content.decode())
    assert found
    return found[1]


def test_anyone_answers_without_a_name_and_can_change_it(respondent: Client, send: Send, survey: Survey) -> None:
    page = respondent.get(f"/s/{survey.slug}", headers={"accept-language": "vi"})
    assert "Câu trả lời được lưu mà không kèm tên bạn." in page.content.decode()
    token = token_on(page)
    reply = send(f"/s/{survey.slug}", score="10", why="Tốt", token=token, language="vi")
    assert (reply.status_code, reply["Location"]) == (303, f"/a/{token}/thanks")
    given = Response.objects.get()
    assert (given.channel, given.language, given.score, given.contact, given.properties) == ("link", "vi", 10, None, {})
    assert token not in repr(vars(given))
    assert "Cảm ơn bạn" in respondent.get(reply["Location"]).content.decode()

    changed = respondent.get(f"/a/{token}")
    assert "Tốt</textarea>" in changed.content.decode()
    assert "/u/" not in changed.content.decode()
    send(f"/a/{token}", score="4")
    assert Response.objects.get().score == 4
    assert ResponseRevision.objects.get().score == 10


def test_each_visit_gets_its_own_token_and_writes_nothing(respondent: Client, survey: Survey) -> None:
    assert len({token_on(respondent.get(f"/s/{survey.slug}?score=3")) for _ in range(5)}) == 5
    respondent.head(f"/s/{survey.slug}?score=3")
    assert not Response.objects.exists()


def test_the_same_form_sent_twice_is_one_answer(send: Send, survey: Survey) -> None:
    token = mint_token()
    for score in ("9", "9", "2"):
        assert send(f"/s/{survey.slug}", score=score, token=token).status_code == 303
    assert (Response.objects.get().score, ResponseRevision.objects.get().score) == (2, 9)


@pytest.mark.parametrize("token", ["", "guess", "A" * 21, "A" * 5000, "ä" * 22, "\0" * 22])
def test_a_form_without_a_proper_token_is_shown_again(send: Send, survey: Survey, token: str) -> None:
    reply = send(f"/s/{survey.slug}", score="9", why="Keep me", token=token)
    assert reply.status_code == 400
    assert "We could not read all of your answer." in reply.content.decode()
    assert "Keep me</textarea>" in reply.content.decode()
    assert send(f"/s/{survey.slug}", score="9", token=token_on(reply)).status_code == 303


def test_a_token_cannot_be_carried_to_another_survey(
    respondent: Client, send: Send, survey: Survey, charlie: Member
) -> None:
    token = mint_token()
    send(f"/s/{survey.slug}", score="9", token=token)
    other = published_survey(charlie.workspace, timezone.now()).survey
    reply = send(f"/s/{other.slug}", score="1", token=token)
    assert reply.status_code == 400
    assert token_on(reply) != token
    assert (Response.objects.get().score, Response.objects.get().survey) == (9, survey)


def test_a_personal_token_answers_for_nobody_else(respondent: Client, send: Send, asked: Asked, survey: Survey) -> None:
    send(f"/s/{survey.slug}", score="0", token=asked.path.removeprefix("/a/"))
    asked.invitation.refresh_from_db()
    assert asked.invitation.answered_at is None
    assert respondent.get(f"{asked.path}/thanks").status_code == 303
    assert send(asked.path, score="9").status_code == 303
    assert Response.objects.get(invitation=asked.invitation).score == 9


def test_a_survey_that_is_not_open_takes_no_answer(
    respondent: Client, send: Send, survey: Survey, nordlys: Company
) -> None:
    close_survey(survey=survey, actor=SYSTEM, now=timezone.now())
    assert send(f"/s/{survey.slug}", score="9", token=mint_token()).status_code == 410
    draft = create_from_starter(workspace=nordlys.workspace, name="Draft", actor=SYSTEM, now=timezone.now())
    for slug in (draft.slug, "nothing", "a/b", "%00"):
        assert respondent.get(f"/s/{slug}").status_code == 404
        assert respondent.get(f"/s/{slug}/about").status_code == 404
    assert not Response.objects.exists()


def test_how_the_answer_is_used_fits_the_link(respondent: Client, survey: Survey) -> None:
    about = respondent.get(f"/s/{survey.slug}/about").content.decode()
    assert "saved without your name" in about
    assert f'href="/s/{survey.slug}"' in about
