from collections.abc import Callable

import pytest
from django.test import Client

from kuule.surveys.models import Survey
from kuule.workspaces.models import AuditEntry, Member
from tests.conftest import Company

SignIn = Callable[[Member], Client]
LIST = "/w/nordlys/surveys/"


@pytest.fixture
def manager(nordlys: Company, sign_in: SignIn) -> Client:
    return sign_in(nordlys.bob)


@pytest.fixture
def survey_page(manager: Client) -> str:
    """The address of a survey that was just made."""
    return manager.post(LIST, {"name": "Customer relationship", "starter": "relationship_nps"})["Location"]


def test_a_manager_makes_opens_and_closes_a_survey(manager: Client, client: Client) -> None:
    assert "No surveys yet" in manager.get(LIST).content.decode()
    page = manager.post(LIST, {"name": " Autumn\u202e  2026 ", "starter": "relationship_nps"})["Location"]
    survey = Survey.objects.get()
    assert (survey.name, survey.state) == ("Autumn 2026", "draft")
    assert client.get(f"/s/{survey.slug}").status_code == 404

    shown = manager.post(f"{page}publish/", follow=True).content.decode()
    assert f"/s/{survey.slug}" in shown
    assert "How likely are you to recommend \u2068Nordlys Energy\u2069" in shown
    assert client.get(f"/s/{survey.slug}").status_code == 200

    assert "The survey is closed." in manager.post(f"{page}close/", follow=True).content.decode()
    assert client.get(f"/s/{survey.slug}").status_code == 410
    assert [entry.act for entry in AuditEntry.objects.order_by("id")] == [
        "survey_created",
        "survey_published",
        "survey_closed",
    ]


def test_twice_is_as_good_as_once(manager: Client, survey_page: str) -> None:
    manager.post(f"{survey_page}close/")
    assert Survey.objects.get().state == "draft"
    for _ in range(2):
        manager.post(f"{survey_page}publish/")
    assert AuditEntry.objects.filter(act="survey_published").count() == 1


@pytest.mark.parametrize(("name", "words"), [("", "This field is required"), ("\u202e", "letters that can be seen")])
def test_a_survey_needs_a_name(manager: Client, name: str, words: str) -> None:
    assert words in manager.post(LIST, {"name": name, "starter": "ces"}).content.decode()
    assert not Survey.objects.exists()


def test_an_analyst_looks_but_changes_nothing(nordlys: Company, sign_in: SignIn, survey_page: str) -> None:
    anna = sign_in(nordlys.anna)
    assert anna.get(survey_page).status_code == 200
    assert "Open for answers" not in anna.get(survey_page).content.decode()
    for address in (LIST, f"{survey_page}publish/", f"{survey_page}close/"):
        assert anna.post(address, {"name": "Mine"}).status_code == 403
    assert Survey.objects.get().state == "draft"


def test_other_companies_see_nothing(charlie: Member, sign_in: SignIn, survey_page: str) -> None:
    outside = sign_in(charlie)
    assert outside.get(survey_page).status_code == 404
    assert outside.get(survey_page.replace("nordlys", "other")).status_code == 404
    assert outside.post(survey_page.replace("nordlys", "other") + "publish/").status_code == 404
    assert Survey.objects.get().state == "draft"
