"""The part of the company that a member looks after: their touchpoints and teams, with score, themes and open cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kuule.act.answers.agenda import Standing, standing_of
from kuule.act.models import HuddleItem, HuddlePlan
from kuule.act.rules.huddles import SCORE_DAYS
from kuule.act.selectors.feedback import CaseCounts, answers_to, case_counts, feedback_queries, themes_heard
from kuule.act.selectors.huddles import open_promises
from kuule.insight.models import Theme
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Member

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOfMine:
    """One touchpoint or team. `plan` is its rhythm; one that is not saved has none yet."""

    plan: HuddlePlan
    standing: Standing | None
    answers: int
    themes: Sequence[tuple[Theme, int]]
    cases: CaseCounts
    promises: Sequence[HuddleItem]


def parts_of(member: Member, *, now: datetime) -> list[PartOfMine]:
    """Return the touchpoints that a member owns and the teams they are in, with what happened there in 90 days."""
    return [_part(plan, now=now) for plan in _plans(member)[:MOST_SHOWN]]


def _plans(member: Member) -> list[HuddlePlan]:
    workspace = member.workspace
    owned = Touchpoint.objects.filter(workspace=workspace, owner=member, archived_at=None)
    touchpoints = list(owned.select_related("survey", "owner__user").order_by("stage__position", "position", "pk"))
    teams = list(member.teams.order_by("name", "pk"))
    kept = HuddlePlan.objects.filter(workspace=workspace).select_related("team", "touchpoint__survey", "workspace")
    of_team = {each.team_id: each for each in kept.filter(team__in=teams, touchpoint=None)}
    of_touchpoint = {each.touchpoint_id: each for each in kept.filter(touchpoint__in=touchpoints).order_by("-team")}
    return [
        *(of_touchpoint.get(each.pk) or HuddlePlan(workspace=workspace, touchpoint=each) for each in touchpoints),
        *(of_team.get(each.pk) or HuddlePlan(workspace=workspace, team=each) for each in teams),
    ]


def _part(plan: HuddlePlan, *, now: datetime) -> PartOfMine:
    queries = feedback_queries(plan, since=now - timedelta(days=SCORE_DAYS), until=now)
    heard = themes_heard(queries) if queries else []
    themes = Theme.objects.in_bulk([theme for theme, _n in heard])
    return PartOfMine(
        plan=plan,
        standing=standing_of(plan, now=now),
        answers=answers_to(queries).count(),
        themes=[(themes[theme], n) for theme, n in heard],
        cases=case_counts(plan, now=now),
        promises=open_promises(plan),
    )
