"""Who works when in a workspace, as it is at a moment: read once for many cases."""

from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from kuule.act.models import CaseSettings, CaseTurn
from kuule.act.rules.attention import Steps, Waiting, next_step
from kuule.act.rules.due import LetterHours, WorkingDays, end_of
from kuule.act.rules.routing import Wish, Worker
from kuule.act.selectors.calendars import working_days
from kuule.act.selectors.settings import case_settings, letter_hours, steps_of
from kuule.act.selectors.staff import staff_on
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.rules import MANAGER, OWNER


class Office:
    """The people of a workspace, their teams, calendars and absences, and how it looks after its cases."""

    def __init__(self, workspace: Workspace, *, now: datetime) -> None:
        self.workspace, self.now = workspace, now
        self._days: dict[int | None, WorkingDays] = {}

    @cached_property
    def day(self) -> date:
        """The day it is in the workspace."""
        return self.now.astimezone(ZoneInfo(self.workspace.timezone)).date()

    @cached_property
    def settings(self) -> CaseSettings:
        """How the workspace looks after its cases."""
        return case_settings(self.workspace)

    @cached_property
    def steps(self) -> Steps:
        """When somebody is reminded of a case, and when others hear of it."""
        return steps_of(self.settings)

    @cached_property
    def staff(self) -> dict[int, Worker]:
        """All members as routing sees them today."""
        return staff_on(self.workspace, day=self.day)

    @cached_property
    def members(self) -> dict[int, Member]:
        """All members with their users and teams, by id."""
        found = Member.objects.filter(workspace=self.workspace).select_related("user").prefetch_related("teams")
        return {each.pk: each for each in found.order_by("pk")}

    def days(self, team: Team | None) -> WorkingDays:
        """Return the days on which a team works."""
        key = team.pk if team else None
        if key not in self._days:
            self._days[key] = working_days(self.workspace, team, around=self.day)
        return self._days[key]

    def end_of_calls(self) -> datetime:
        """Return when the day is over on which people call next: today, or the next working day."""
        days = self.days(None)
        return end_of(days.next_from(self.day) or self.day, days.zone)

    def letter_hours(self, team: Team | None) -> LetterHours:
        """Return when letters about the cases of a team may be written."""
        return letter_hours(self.settings, self.days(team))

    def wish(self, *, by: str, named: Member | None, team: Team | None) -> Wish:
        """Return who should have a case: somebody by a rule, one of a team in turn, its managers, the owners."""
        mates = self.mates(team)
        return Wish(
            by=by,
            named=named.pk if named else None,
            team=[each.pk for each in mates],
            managers=[each.pk for each in mates if each.role == MANAGER],
            owners=[each.pk for each in self.owners()],
            taken=dict(CaseTurn.objects.filter(team=team).values_list("member_id", "taken_at")) if team else {},
        )

    def mates(self, team: Team | None) -> list[Member]:
        """Return the members of a team."""
        return [each for each in self.members.values() if team is not None and team in each.teams.all()]

    def team_of(self, member: Member) -> Team | None:
        """Return the first team of a member."""
        return min(self.members[member.pk].teams.all(), key=lambda team: team.pk, default=None)

    def owners(self) -> list[Member]:
        """Return the owners of the workspace who can sign in."""
        return [each for each in self.members.values() if each.role == OWNER and each.user.is_active]

    def managers(self, team: Team | None) -> list[Member]:
        """Return who hears of a team's late cases: its managers, else all managers, else the owners."""
        all_of_them = [each for each in self.members.values() if each.role == MANAGER and each.user.is_active]
        theirs = [each for each in all_of_them if team is not None and team in each.teams.all()]
        return theirs or all_of_them or self.owners()

    def next_step(self, waiting: Waiting, team: Team | None) -> tuple[int, datetime] | None:
        """Return the next level of a case of a team and when it is reached, None where everybody knows already."""
        return next_step(waiting, steps=self.steps, hours=self.letter_hours(team))
