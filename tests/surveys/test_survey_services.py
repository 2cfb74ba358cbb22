import re
from datetime import datetime, timedelta

from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import CLOSED, PUBLISHED
from kuule.surveys.selectors import newest_version, published_version, survey_of, surveys_of, version_by_slug
from kuule.surveys.services import close_survey, create_from_starter, publish_survey
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company


def test_a_wording_keeps_the_moment_it_was_first_published(nordlys: Company, now: datetime) -> None:
    survey = create_from_starter(workspace=nordlys.workspace, name="Relationship", actor=SYSTEM, now=now)
    assert published_version(nordlys.workspace, survey=survey) is None
    publish_survey(survey=survey, actor=SYSTEM, now=now)
    close_survey(survey=survey, actor=SYSTEM, now=now)
    assert survey.state == CLOSED
    publish_survey(survey=survey, actor=SYSTEM, now=now + timedelta(days=1))
    assert survey.state == PUBLISHED
    version = published_version(nordlys.workspace, survey=survey)
    assert version is not None
    assert version.published_at == now


def test_people_are_asked_with_the_newest_published_wording(nordlys: Company, now: datetime) -> None:
    survey = create_from_starter(workspace=nordlys.workspace, name="Relationship", actor=SYSTEM, now=now)
    publish_survey(survey=survey, actor=SYSTEM, now=now)
    SurveyVersion.objects.create(workspace=nordlys.workspace, survey=survey, number=2)
    assert newest_version(nordlys.workspace, survey=survey).number == 2
    asked_with, shared = published_version(nordlys.workspace, survey=survey), version_by_slug(survey.slug)
    assert (asked_with, shared) == (SurveyVersion.objects.get(number=1),) * 2


def test_slugs_cannot_be_guessed(nordlys: Company, now: datetime) -> None:
    slugs = {
        create_from_starter(workspace=nordlys.workspace, name="Same name", actor=SYSTEM, now=now).slug
        for _ in range(20)
    }
    assert len(slugs) == 20
    assert all(re.fullmatch("[a-z2-9]{10}", slug) for slug in slugs)


def test_surveys_stay_in_their_workspace(nordlys: Company, charlie: Member, now: datetime) -> None:
    survey = create_from_starter(workspace=nordlys.workspace, name="Ours", actor=SYSTEM, now=now)
    assert list(surveys_of(nordlys.workspace)) == [survey]
    assert not surveys_of(charlie.workspace).exists()
    assert survey_of(charlie.workspace, survey_id=survey.pk) is None
    assert published_version(charlie.workspace, survey=survey) is None
