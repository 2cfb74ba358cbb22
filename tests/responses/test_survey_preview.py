from collections.abc import Callable

import pytest
from django.test import Client

from kuule.responses.models import Response
from kuule.surveys.models import Survey
from kuule.workspaces.models import Member
from tests.conftest import Company

SignIn = Callable[[Member], Client]
LANGUAGES = {"en": "Send answer", "fi": "Lähetä vastaus", "sv": "Skicka svar", "vi": "Gửi câu trả lời"}


def address(survey: Survey, of: str = "nordlys") -> str:
    return f"/w/{of}/surveys/{survey.pk}/preview/"


@pytest.mark.parametrize(("language", "button"), LANGUAGES.items())
def test_staff_see_the_pages_and_the_mail(
    nordlys: Company, sign_in: SignIn, survey: Survey, language: str, button: str
) -> None:
    anna = sign_in(nordlys.anna)
    assert "Nordlys Energy" in anna.get(f"{address(survey)}?language={language}").content.decode()
    assert button in anna.get(f"{address(survey)}answer/?language={language}").content.decode()
    assert anna.get(f"{address(survey)}thanks/?language={language}").status_code == 200
    assert f'lang="{language}"' in anna.get(f"{address(survey)}mail/?language={language}").content.decode()


def test_nothing_in_a_preview_can_be_sent(nordlys: Company, sign_in: SignIn, survey: Survey) -> None:
    anna = sign_in(nordlys.anna)
    for part in ("answer/", "thanks/", "mail/"):
        shown = anna.get(address(survey) + part)
        assert "frame-ancestors 'self'; sandbox" in shown["Content-Security-Policy"]
        assert shown["X-Frame-Options"] == "SAMEORIGIN"
        assert anna.post(address(survey) + part, {"score": "9"}).status_code == 405
    assert not Response.objects.exists()


def test_a_preview_is_for_those_who_may_see_surveys(
    nordlys: Company, charlie: Member, sign_in: SignIn, survey: Survey
) -> None:
    for part in ("", "answer/", "thanks/", "mail/"):
        assert sign_in(nordlys.vera).get(address(survey) + part).status_code == 403
        assert sign_in(charlie).get(address(survey) + part).status_code == 404
        assert sign_in(charlie).get(address(survey, "other") + part).status_code == 404
    assert sign_in(nordlys.anna).get(address(survey) + "secrets/").status_code == 404
