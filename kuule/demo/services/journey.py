"""Drawing the journey of the customers: its stages, and the moments that somebody measures or owns, and some nobody."""

from collections.abc import Sequence
from datetime import datetime

from kuule.demo.rules.story import SketchedStage
from kuule.demo.services.company import Company
from kuule.surveys.models import Touchpoint
from kuule.surveys.selectors import stages_of, surveys_of
from kuule.surveys.services import TouchpointSettings, add_touchpoint, begin_journey, give_journey
from kuule.workspaces.selectors import members


def draw_journey(company: Company, *, stages: Sequence[SketchedStage], now: datetime) -> list[Touchpoint]:
    """Draw the journey and return its moments; at some of them people are asked."""
    workspace, actor = company.workspace, company.actor
    begin_journey(workspace=workspace, names=[each.name for each in stages], actor=actor, now=now)
    give_journey(workspace=workspace, owner=next(iter(company.members.values())), actor=actor, now=now)
    surveys = {survey.name: survey for survey in surveys_of(workspace)}
    owners = {each.user.email.partition("@")[0]: each for each in members(workspace)}
    drawn = []
    for stage, sketched in zip(stages_of(workspace), stages, strict=True):
        for moment in sketched.moments:
            settings = TouchpointSettings(
                stage=stage,
                name=moment.name,
                owner=owners[moment.owner] if moment.owner else None,
                survey=surveys[moment.survey] if moment.survey else None,
                is_on=moment.is_on,
                conditions=tuple(moment.conditions),
                delay_minutes=moment.delay_minutes,
                share=moment.share,
                daily_cap=moment.daily_cap,
                expires_days=moment.expires_days,
            )
            drawn.append(add_touchpoint(workspace=workspace, settings=settings, actor=actor, now=now))
    return drawn
