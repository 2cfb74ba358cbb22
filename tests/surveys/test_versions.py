"""An answer keeps the wording it was given to, whatever becomes of the survey."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.rules import editing
from kuule.surveys.rules.editing import QuestionEdit
from kuule.surveys.selectors import draft_version, newest_version, published_version, survey_of
from kuule.surveys.services import (
    archive_survey,
    bring_survey_back,
    change_draft,
    close_survey,
    copy_survey,
    create_from_starter,
    discard_draft,
    open_draft,
    publish_survey,
    reopen_survey,
)
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM, Refused
from tests.conftest import Company

LIST = "/w/nordlys/surveys/"


@pytest.fixture
def survey(nordlys: Company, now: datetime) -> Survey:
    made = create_from_starter(workspace=nordlys.workspace, name="Relationship", actor=SYSTEM, now=now)
    publish_survey(survey=made, actor=SYSTEM, now=now)
    return made


def reword(survey: Survey, title: str, now: datetime) -> SurveyVersion:
    draft = open_draft(survey=survey, actor=SYSTEM, now=now)
    change_draft(
        version=draft,
        change=lambda content: editing.with_question_edited(
            content, "why", QuestionEdit({"title": title, "title_promoter": title}), language="en"
        ),
        is_as_seen=lambda content: True,
        actor=SYSTEM,
        now=now,
    )
    draft.refresh_from_db()
    return draft


def test_people_are_asked_with_the_old_wording_until_the_new_one_is_opened(survey: Survey, now: datetime) -> None:
    first = published_version(survey.workspace, survey=survey)
    draft = reword(survey, "Why?", now)
    assert (draft.number, published_version(survey.workspace, survey=survey)) == (2, first)
    assert open_draft(survey=survey, actor=SYSTEM, now=now) == draft
    publish_survey(survey=survey, actor=SYSTEM, now=now + timedelta(days=1))
    assert published_version(survey.workspace, survey=survey) == draft
    first.refresh_from_db()
    assert first.questions[1]["texts"]["title"]["en"] == "What is the main reason for your score?"
    with pytest.raises(Refused, match="not_a_draft"):
        reword_published(draft, now)


def reword_published(version: SurveyVersion, now: datetime) -> None:
    change_draft(
        version=version, change=lambda content: content, is_as_seen=lambda content: True, actor=SYSTEM, now=now
    )


def test_a_draft_can_be_thrown_away_but_never_the_only_version(survey: Survey, nordlys: Company, now: datetime) -> None:
    reword(survey, "Why?", now)
    discard_draft(survey=survey, actor=SYSTEM, now=now)
    assert draft_version(survey.workspace, survey=survey) is None
    new = create_from_starter(workspace=nordlys.workspace, name="New", actor=SYSTEM, now=now)
    with pytest.raises(Refused, match="not_a_draft"):
        discard_draft(survey=new, actor=SYSTEM, now=now)


def test_opening_again_leaves_the_draft_alone(survey: Survey, now: datetime) -> None:
    draft = reword(survey, "Why?", now)
    close_survey(survey=survey, actor=SYSTEM, now=now)
    reopen_survey(survey=survey, actor=SYSTEM, now=now)
    assert survey.state == "published"
    assert draft_version(survey.workspace, survey=survey) == draft


def test_a_copy_has_a_link_of_its_own_and_no_answers(survey: Survey, now: datetime) -> None:
    reword(survey, "Why?", now)
    copy = copy_survey(survey=survey, name="Copy", actor=SYSTEM, now=now)
    assert (copy.state, copy.family) == ("draft", survey.family)
    assert copy.slug != survey.slug
    newest, copied = (newest_version(survey.workspace, survey=each) for each in (survey, copy))
    assert (copied.number, copied.questions, copied.texts) == (1, newest.questions, newest.texts)


def test_an_archived_survey_is_out_of_sight_and_can_come_back(survey: Survey, client: Client, now: datetime) -> None:
    archive_survey(survey=survey, actor=SYSTEM, now=now)
    assert survey_of(survey.workspace, survey_id=survey.pk) is None
    assert client.get(f"/s/{survey.slug}").status_code == 410
    bring_survey_back(survey=survey, actor=SYSTEM, now=now)
    assert client.get(f"/s/{survey.slug}").status_code == 200


def test_the_page_tells_versions_apart_and_offers_every_act(nordlys: Company, sign_in) -> None:
    bob = sign_in(nordlys.bob)
    page = bob.post(LIST, {"name": "Ours", "starter": "relationship_nps"})["Location"]
    bob.post(f"{page}publish/")
    assert bob.post(f"{page}draft/")["Location"] == f"{page}edit/"
    shown = bob.get(page).content.decode()
    assert "Version 1" in shown
    assert "There is a draft of a new version." in shown
    bob.post(f"{page}draft/discard/")
    bob.post(f"{page}close/")
    assert "Open it again" in bob.get(page).content.decode()
    bob.post(f"{page}reopen/")
    copy = bob.post(f"{page}copy/", follow=True).content.decode()
    assert "Copy of Ours" in copy
    bob.post(f"{page}archive/")
    assert "1 archived survey" in bob.get(LIST).content.decode()
    survey = Survey.objects.get(name="Ours")
    assert "Ours" in bob.get(f"{LIST}archived/").content.decode()
    assert bob.post(f"{LIST}archived/bring-back/", {"survey": survey.pk})["Location"] == page
    assert bob.post(f"{LIST}archived/bring-back/", {"survey": "x"}).status_code == 404
    acts = list(AuditEntry.objects.filter(object_id=survey.pk, object_type="survey").values_list("act", flat=True))
    assert sorted(acts) == sorted(
        f"survey_{act}"
        for act in (
            *("created", "published", "draft_opened", "draft_discarded", "closed", "reopened", "archived"),
            "brought_back",
        )
    )
