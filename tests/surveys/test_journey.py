from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kuule.dispatch.models import Occurrence
from kuule.surveys.models import JourneyStage, Touchpoint
from kuule.surveys.selectors import (
    archived_touchpoints,
    journey_of,
    last_review,
    stages_of,
    touchpoint_by_key,
)
from kuule.surveys.services import (
    TouchpointSettings,
    add_stage,
    add_touchpoint,
    archive_touchpoint,
    begin_journey,
    bring_touchpoint_back,
    change_touchpoint,
    close_survey,
    create_from_starter,
    move_stage,
    move_touchpoint,
    publish_survey,
    remove_stage,
    rename_stage,
    review_journey,
)
from kuule.surveys.services.journey import EARLIER, LATER
from kuule.workspaces.models import AuditEntry, Workspace
from kuule.workspaces.rules import SYSTEM, Refused
from tests.conftest import Company

Who = dict[str, object]


@pytest.fixture
def workspace(nordlys: Company) -> Workspace:
    return nordlys.workspace


@pytest.fixture
def who(now: datetime) -> Who:
    return {"actor": SYSTEM, "now": now}


@pytest.fixture
def stages(workspace: Workspace, who: Who) -> list[JourneyStage]:
    begin_journey(workspace=workspace, names=["Compares", "Buys", "Uses"], **who)
    return list(stages_of(workspace))


def names(workspace: Workspace) -> list[str]:
    return [stage.name for stage in stages_of(workspace)]


def test_a_new_workspace_has_no_stages_and_begins_once(workspace: Workspace, who: Who) -> None:
    assert journey_of(workspace) == []
    begin_journey(workspace=workspace, names=["Buys"], **who)
    with pytest.raises(Refused, match="already_begun"):
        begin_journey(workspace=workspace, names=["Buys"], **who)
    assert names(workspace) == ["Buys"]


def test_stages_are_added_renamed_and_moved(workspace: Workspace, stages: list[JourneyStage], who: Who) -> None:
    first, second, _third = stages
    add_stage(workspace=workspace, name="Leaves", **who)
    rename_stage(stage=second, name="Orders", **who)
    assert move_stage(stage=first, by=LATER, **who)
    assert names(workspace) == ["Orders", "Compares", "Uses", "Leaves"]
    assert not move_stage(stage=second, by=EARLIER, **who)
    with pytest.raises(Refused, match="name_taken"):
        rename_stage(stage=first, name="uses", **who)
    acts = AuditEntry.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["journey_begun", "stage_added", "stage_renamed", "stage_moved"]


def test_only_an_empty_stage_is_removed_and_nothing_archived_is_lost(
    workspace: Workspace, stages: list[JourneyStage], who: Who
) -> None:
    touchpoint = add_touchpoint(workspace=workspace, settings=TouchpointSettings(stage=stages[0], name="Demo"), **who)
    with pytest.raises(Refused, match="stage_in_use"):
        remove_stage(stage=stages[0], **who)
    archive_touchpoint(touchpoint=touchpoint, **who)
    for stage in stages[:2]:
        remove_stage(stage=stage, **who)
    assert archived_touchpoints(workspace).get().stage == stages[2]
    with pytest.raises(Refused, match="archived_inside"):
        remove_stage(stage=stages[2], **who)
    bring_touchpoint_back(touchpoint=archived_touchpoints(workspace).get(), **who)
    assert [each.name for each in journey_of(workspace)[0].touchpoints.all()] == ["Demo"]


def test_touchpoints_keep_their_order_within_a_stage(
    workspace: Workspace, stages: list[JourneyStage], who: Who
) -> None:
    for name in ("Demo", "Offer", "Order"):
        add_touchpoint(workspace=workspace, settings=TouchpointSettings(stage=stages[0], name=name), **who)
    move_touchpoint(touchpoint=Touchpoint.objects.get(name="Order"), by=EARLIER, **who)
    change_touchpoint(
        touchpoint=Touchpoint.objects.get(name="Demo"),
        settings=TouchpointSettings(stage=stages[1], name="Demo"),
        **who,
    )
    order = [[each.name for each in stage.touchpoints.all()] for stage in journey_of(workspace)]
    assert order == [["Order", "Offer"], ["Demo"], []]


def test_the_key_changes_until_something_refers_to_it(
    workspace: Workspace, stages: list[JourneyStage], who: Who, now: datetime
) -> None:
    plain = TouchpointSettings(stage=stages[0], name="Delivery made")
    touchpoint = add_touchpoint(workspace=workspace, settings=plain, **who)
    assert touchpoint.key == "delivery-made"
    change_touchpoint(touchpoint=touchpoint, settings=replace(plain, key="delivery"), **who)
    other = add_touchpoint(workspace=workspace, settings=plain, **who)
    with pytest.raises(Refused, match="key_taken"):
        change_touchpoint(touchpoint=other, settings=replace(plain, key="delivery"), **who)
    happen(touchpoint, now)
    with pytest.raises(Refused, match="key_in_use"):
        change_touchpoint(touchpoint=touchpoint, settings=replace(plain, key="arrival"), **who)
    change_touchpoint(touchpoint=touchpoint, settings=replace(plain, name="Arrived"), **who)
    assert touchpoint_by_key(workspace, key="delivery").name == "Arrived"


def happen(touchpoint: Touchpoint, at: datetime) -> None:
    Occurrence.objects.create(
        workspace=touchpoint.workspace,
        touchpoint=touchpoint,
        source="api",
        happened_at=at,
        received_at=at,
        due_at=at,
        expires_at=at + timedelta(days=14),
    )


def test_people_are_asked_only_with_an_open_survey_and_in_time(
    workspace: Workspace, stages: list[JourneyStage], who: Who
) -> None:
    plain = TouchpointSettings(stage=stages[0], name="Delivery made", is_on=True)
    survey = create_from_starter(workspace=workspace, name="After delivery", starter="transactional_nps", **who)
    asking = replace(plain, survey=survey)
    for settings, code in ((plain, "no_survey"), (asking, "survey_not_open")):
        with pytest.raises(Refused, match=code):
            add_touchpoint(workspace=workspace, settings=settings, **who)
    publish_survey(survey=survey, **who)
    with pytest.raises(Refused, match="expires_too_soon"):
        add_touchpoint(workspace=workspace, settings=replace(asking, delay_minutes=2880, expires_days=2), **who)
    assert not Touchpoint.objects.exists()
    touchpoint = add_touchpoint(workspace=workspace, settings=asking, **who)
    close_survey(survey=survey, **who)
    touchpoint.refresh_from_db()
    with pytest.raises(Refused, match="survey_not_open"):
        change_touchpoint(touchpoint=touchpoint, settings=replace(asking, survey=touchpoint.survey), **who)


def test_nothing_of_another_workspace_comes_in(
    workspace: Workspace, stages: list[JourneyStage], charlie, who: Who
) -> None:
    with pytest.raises(ValueError, match="another workspace"):
        add_touchpoint(
            workspace=workspace, settings=TouchpointSettings(stage=stages[0], name="Demo", owner=charlie), **who
        )


def test_a_review_is_on_record(workspace: Workspace, stages: list[JourneyStage], who: Who, now: datetime) -> None:
    assert last_review(workspace) == (now, False)
    later = now + timedelta(days=30)
    review_journey(workspace=workspace, actor=SYSTEM, now=later)
    assert last_review(workspace) == (later, True)
