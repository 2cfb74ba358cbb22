"""The answers to one survey go out from its results; what no family is named for means the one that was answered."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from kuule.contacts.models import PropertyDefinition
from kuule.contacts.services import guess_mapping, run_import, start_import
from kuule.contacts.tasks import drain_exports
from kuule.responses.models import Response
from kuule.responses.services import accept_answer
from kuule.surveys.models import Survey
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.rules import SYSTEM
from tests.conftest import NOW, Company
from tests.files.conftest import rows_of
from tests.insight.test_anonymity import pulse, say


@pytest.fixture
def anna(nordlys: Company, sign_in) -> Client:
    return sign_in(nordlys.anna)


@pytest.fixture
def asking(nordlys: Company):
    """Make a survey from a starter, with answers: `asking("csat", 5, 1)`."""

    def make(starter: str, *scores: int) -> Survey:
        survey = create_from_starter(
            workspace=nordlys.workspace, name=f"Our {starter}", starter=starter, actor=SYSTEM, now=NOW
        )
        publish_survey(survey=survey, actor=SYSTEM, now=NOW)
        version = newest_version(nordlys.workspace, survey=survey)
        for number, score in enumerate(scores):
            accept_answer(
                version=version,
                score=score,
                verbatim=f"{starter} {score}",
                answers={},
                language="en",
                channel="link",
                now=NOW,
                token_hash=f"{starter} {number}",
            )
        return survey

    return make


def page_of(survey: Survey) -> str:
    return f"/w/nordlys/surveys/{survey.pk}/results/export/"


@pytest.mark.parametrize(("starter", "scores"), [("csat", (5, 1)), ("ces", (7,)), ("transactional_nps", (9, 0))])
def test_a_survey_of_any_kind_goes_out_alone(anna: Client, asking, starter: str, scores: tuple[int, ...]) -> None:
    survey = asking(starter, *scores)
    asking("relationship_nps", 10)
    assert page_of(survey) in anna.get(f"/w/nordlys/surveys/{survey.pk}/results/").content.decode()
    begun = anna.post(page_of(survey), {"format": "csv"})
    drain_exports()
    rows = rows_of(b"".join(anna.get(begun["Location"] + "file/").streaming_content))
    assert sorted(row["Comment"] for row in rows) == sorted(f"{starter} {score}" for score in scores)
    assert {row["Survey"] for row in rows} == {f"Our {starter}"}


def test_few_anonymous_answers_do_not_go_out(anna: Client, nordlys: Company) -> None:
    survey = pulse(nordlys)
    for score in (9, 2):
        say(survey, score)
    begun = anna.post(page_of(survey), {"format": "csv"})
    drain_exports()
    assert rows_of(b"".join(anna.get(begun["Location"] + "file/").streaming_content)) == []


def test_who_may_not_export_sees_no_way_to(nordlys: Company, sign_in, asking) -> None:
    survey = asking("csat", 5)
    vera = sign_in(nordlys.vera)
    assert page_of(survey) not in vera.get(f"/w/nordlys/surveys/{survey.pk}/results/").content.decode()
    assert vera.post(page_of(survey), {"format": "csv"}).status_code == 403


def test_a_company_that_asked_only_after_a_contact_sees_those_answers_first(anna: Client, asking) -> None:
    asking("relationship_nps")
    asking("transactional_nps", 10, 10, 2)
    assert "+33" in anna.get("/w/nordlys/?period=all").content.decode()
    assert "transactional_nps 2" in anna.get("/w/nordlys/comments/?period=all").content.decode()
    Response.objects.all().delete()
    assert "No answers yet" in anna.get("/w/nordlys/").content.decode()


def test_the_relationship_survey_comes_first_where_both_were_answered(anna: Client, asking) -> None:
    asking("relationship_nps", 0)
    asking("transactional_nps", 10, 10)
    page = anna.get("/w/nordlys/?period=all").content.decode()
    assert "−100" in page


def test_what_was_not_asked_goes_out_and_comes_in_again(anna: Client, nordlys: Company, asking) -> None:
    survey = asking("csat", 5, 1)
    version = newest_version(nordlys.workspace, survey=survey)
    for question in version.questions[1:]:
        question["shown_to"] = {"groups": ["detractor"]}
    version.save()
    Response.objects.filter(score=5).update(not_asked={"why": None, "better": "price"})
    begun = anna.post(page_of(survey), {"format": "csv"})
    drain_exports()
    file = b"".join(anna.get(begun["Location"] + "file/").streaming_content)
    assert sorted((row["Score"], row["Not asked"]) for row in rows_of(file)) == [("1", ""), ("5", "why; better")]
    Response.objects.all().delete()
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": NOW}
    told = {"survey": str(survey.pk)}
    mapping = guess_mapping(workspace=nordlys.workspace, file=ContentFile(file), kind="responses", options=told)
    job = start_import(
        file=ContentFile(file, "past.csv"), file_name="past.csv", mapping=mapping, kind="responses", **who
    )
    assert run_import(job=job, clock=lambda: NOW).state == "done"
    # A comment shows that somebody was asked for it.
    assert dict(Response.objects.values_list("score", "not_asked")) == {5: {"better": None}, 1: None}
    assert not PropertyDefinition.objects.filter(label="Not asked").exists()
