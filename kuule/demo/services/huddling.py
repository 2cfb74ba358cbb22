"""Teams of the demo company meet about what customers said, and one of them says how it is."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from kuule.act.models import Huddle, HuddlePlan, PulseTurn
from kuule.act.rules.huddles import MONDAY, PLANNED, USUAL_HOUR
from kuule.act.services.huddles import (
    ItemWritten,
    Rhythm,
    finish_huddle,
    read_agenda,
    set_rhythm,
    settle_item,
    start_huddle,
    tick_point,
    write_item,
)
from kuule.act.services.pulse import PulseSettings, accept_pulse_answer, open_pulse, part_pulse
from kuule.demo.rules import chance
from kuule.demo.rules.acts import HuddlesSketch, SketchedHuddle, SketchedItem, SketchedPulse
from kuule.demo.rules.calendar import Stage
from kuule.demo.rules.story import Story
from kuule.demo.services.company import Company
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Member, Team
from kuule.workspaces.rules import FRONTLINE
from kuule.workspaces.services import add_member, change_member, form_team, register_user

WEEK, QUARTER_HOUR = timedelta(days=7), timedelta(minutes=15)
POINTS = ("heard", "praise", "score", "cases", "promises")
TEAM_FOUNDED_AGO = timedelta(days=80)


def meet_in_teams(company: Company, *, told: Story, stage: Stage) -> None:
    """Let one team meet on Mondays, and another look after a touchpoint and be asked how it is."""
    sketch = told.huddles
    _hold(company, sketch, stage)
    founded = stage.now - TEAM_FOUNDED_AGO
    support = _found_team(company, told, founded)
    touchpoint = Touchpoint.objects.get(workspace=company.workspace, name=sketch.touchpoint)
    _set(company, support, touchpoint, stage.now)
    for pulse in sketch.pulses:
        _ask(company, support, sketch, pulse, now=stage.now)


def _hold(company: Company, sketch: HuddlesSketch, stage: Stage) -> None:
    last = _monday_before(stage)
    plan = _set(company, company.teams[sketch.huddle_of], None, last - WEEK * (len(sketch.held) - 1) - QUARTER_HOUR)
    for held in sketch.held:
        _meet(company, plan, sketch, held, now=stage.now)


def _meet(company: Company, plan: HuddlePlan, sketch: HuddlesSketch, held: SketchedHuddle, *, now: datetime) -> None:
    huddle = plan.huddles.filter(state=PLANNED).earliest("planned_at")
    at, leader = huddle.planned_at, company.members[sketch.led_by]
    for name in held.readers:
        read_agenda(huddle=huddle, member=company.members[name], now=at - timedelta(hours=2))
    huddle = start_huddle(huddle=huddle, member=leader, actor=company.actor, now=at)
    for point in POINTS:
        tick_point(huddle=huddle, point=point, is_done=True)
    for item in held.items:
        _write(company, huddle, leader, item, now=now)
    finish_huddle(huddle=huddle, actor=company.actor, now=at + QUARTER_HOUR)


def _write(company: Company, huddle: Huddle, leader: Member, item: SketchedItem, *, now: datetime) -> None:
    at = huddle.planned_at
    written = write_item(
        huddle=huddle,
        item=ItemWritten(
            kind=item.kind,
            text=item.text,
            owner=company.members[item.owner] if item.owner else None,
            due_on=at.date() + timedelta(days=item.days) if item.days else None,
        ),
        member=leader,
        actor=company.actor,
        now=at,
    )
    after = item.dropped_after if item.kept_after is None else item.kept_after
    if after is not None:
        settled = min(at + timedelta(days=after), now)
        is_done = item.kept_after is not None
        settle_item(item=written, is_done=is_done, reason=item.reason, actor=company.actor, now=settled)


def _found_team(company: Company, told: Story, now: datetime) -> Team:
    sketch, domain = told.huddles, told.company["sender_email"].partition("@")[2]
    workspace, actor = company.workspace, company.actor
    team = form_team(workspace=workspace, name=sketch.team, actor=actor, now=now)
    for key, name in sketch.members:
        user = register_user(email=f"{key}@{domain}", name=name, password=told.company["password"], now=now)
        add_member(workspace=workspace, user=user, role=FRONTLINE, teams=[team], actor=actor, now=now)
    leader = Member.objects.get(workspace=workspace, user__email=f"{sketch.leader}@{domain}")
    change_member(member=leader, role=leader.role, teams=[*leader.teams.all(), team], actor=actor, now=now)
    return team


def _set(company: Company, team: Team, touchpoint: Touchpoint | None, now: datetime) -> HuddlePlan:
    rhythm = Rhythm(team=team, touchpoint=touchpoint, weekdays=[MONDAY], at=USUAL_HOUR)
    return set_rhythm(workspace=company.workspace, rhythm=rhythm, actor=company.actor, now=now)


def _ask(company: Company, team: Team, sketch: HuddlesSketch, told: SketchedPulse, *, now: datetime) -> None:
    opened = now - timedelta(days=told.days_ago)
    leader = team.members.get(user__email__startswith=f"{sketch.leader}@")
    settings = PulseSettings(questions=told.questions)
    pulse = open_pulse(team=team, settings=settings, member=leader, actor=company.actor, now=opened)
    turns = list(PulseTurn.objects.filter(pulse=pulse).select_related("pulse").order_by("pk"))
    chance("pulse", told.days_ago).shuffle(turns)
    for turn, (*scores, words) in zip(turns, told.answers, strict=False):
        given: Mapping[str, int] = dict(zip(told.questions, scores, strict=True))
        accept_pulse_answer(turn=turn, scores=given, words=words, now=opened + QUARTER_HOUR)
    part_pulse(pulse=pulse, now=pulse.closes_at)


def _monday_before(stage: Stage) -> datetime:
    today = stage.now.astimezone(stage.zone).date()
    monday = datetime.combine(today - timedelta(days=today.weekday()), USUAL_HOUR, tzinfo=stage.zone)
    return monday if monday + QUARTER_HOUR <= stage.now else monday - WEEK
