"""A year of a company with forty people who look after customers, written straight into its tables."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from kuule.act.models import Absence, CaseSettings, DayOff, Playbook, WorkCalendar
from kuule.act.rules import BY_ACCOUNT, DETRACTOR, DRAWN
from kuule.contacts.models import Account, Contact
from kuule.responses.models import Response
from kuule.responses.rules import PERSON, UNCLEAR
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.models import Member, Team, User, Workspace
from kuule.workspaces.rules import FRONTLINE, MANAGER
from tests.insight.conftest import Programme

FIRST_DAY = date(2025, 11, 24)
WEEKS = 52
OWNERS, TEAMS, ACCOUNTS = 40, 5, 200
COUNTRIES = ("FI", "DE", "US", "", "JP")
SHARE_DRAWN = 2
UNHAPPY_IN_HUNDRED = 7


@dataclass
class Year:
    """The company, its clock, and what the test knows of it by itself."""

    programme: Programme
    answers: int
    random: Random
    teams: list[Team] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    expected: dict[int, str] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        return self.programme.workspace

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.workspace.timezone)

    def settle(self) -> None:
        """Let everybody arrive: teams with their own days, people, absences, customers, playbooks."""
        began = at(FIRST_DAY, self.zone)
        CaseSettings.objects.create(workspace=self.workspace, since=began, begun_at=began, changed_at=began)
        for position, (reason, share) in enumerate(((DETRACTOR, 100), (DRAWN, SHARE_DRAWN))):
            Playbook.objects.create(
                workspace=self.workspace,
                name=reason,
                reason=reason,
                share=share,
                position=position,
                owner_rule=BY_ACCOUNT,
                changed_at=began,
            )
        for number, country in enumerate(COUNTRIES):
            team = Team.objects.create(workspace=self.workspace, name=f"Team {number}")
            weekdays = [0, 1, 2, 3] if number == 3 else [0, 1, 2, 3, 4]
            calendar = WorkCalendar.objects.create(
                workspace=self.workspace, team=team, weekdays=weekdays, country=country
            )
            DayOff.objects.create(
                workspace=self.workspace, calendar=calendar, day=date(2026, 2, 10 + number), name="Team day"
            )
            self.teams.append(team)
        self._hire(began)
        self._meet_customers(began)

    def week(self, number: int) -> datetime:
        """Let a week of answers come, some without a name and some that may be a machine's; return its end."""
        begin = at(FIRST_DAY + timedelta(weeks=number), self.zone)
        end = at(FIRST_DAY + timedelta(weeks=number + 1), self.zone)
        share = self.answers // WEEKS + (self.answers % WEEKS > number)
        rows = [self._answer(begin + (end - begin) * self.random.random()) for _each in range(share)]
        Response.objects.bulk_create(rows)
        for row in rows:
            self._expect(row)
        return end

    def change_minds(self) -> None:
        """Let some of this week's scores be corrected and some verdicts overturned, by writes in bulk."""
        known = list(Response.objects.filter(survey=self.programme.survey).order_by("-pk")[: self.answers // WEEKS])
        count = max(1, len(known) // 50)
        rescored, judged = (self.random.sample(known, k=count) for _what in range(2))
        for row in rescored:
            Response.objects.filter(pk=row.pk).update(score=9 if row.score < 7 else 1)
        for row in judged:
            other = PERSON if row.verdict == UNCLEAR else UNCLEAR
            Response.objects.filter(pk=row.pk).update(verdict=other)
        # What a transaction does on its way nobody sees: an answer is as it is in the end.
        for row in Response.objects.filter(pk__in=[each.pk for each in (*rescored, *judged)]):
            self._expect(row)

    def _expect(self, row: Response) -> None:
        if row.contact_id and row.verdict == PERSON and row.score < 7:
            self.expected[row.pk] = DETRACTOR

    def _answer(self, moment: datetime) -> Response:
        draw = self.random.random()
        contact = None if draw < 0.05 else self.random.choice(self.contacts)
        unhappy = self.random.randrange(100) < UNHAPPY_IN_HUNDRED
        version: SurveyVersion = self.programme.version
        return Response(
            workspace=self.workspace,
            survey=self.programme.survey,
            version=version,
            contact=contact,
            account=contact.account if contact else None,
            channel="email",
            language="en",
            score=self.random.randrange(7) if unhappy else self.random.randrange(7, 11),
            verdict=UNCLEAR if 0.05 <= draw < 0.08 else PERSON,
            answered_at=moment.replace(microsecond=0),
        )

    def _hire(self, began: datetime) -> None:
        for number in range(OWNERS):
            user = User.objects.create(email=f"p{number}@nordlys.example", name=f"P{number}", created_at=began)
            role = MANAGER if number < TEAMS else FRONTLINE
            member = Member.objects.create(workspace=self.workspace, user=user, role=role, created_at=began)
            member.teams.add(self.teams[number % TEAMS])
            self.members.append(member)
        for member in self.members:
            for _holiday in range(3):
                first = FIRST_DAY + timedelta(days=self.random.randrange(365))
                others = [each for each in self.members if each != member]
                Absence.objects.create(
                    workspace=self.workspace,
                    member=member,
                    first_day=first,
                    last_day=first + timedelta(days=self.random.randrange(21)),
                    stand_in=self.random.choice([*others[:10], None, None]),
                )

    def _meet_customers(self, began: datetime) -> None:
        for number in range(ACCOUNTS):
            # Some customers are nobody's: their team takes them in turn.
            team = self.teams[number % TEAMS]
            owner: Any = self.members[number % OWNERS] if number % 7 else None
            account = Account(
                workspace=self.workspace,
                name=f"Customer {number}",
                name_key=f"customer {number}",
                team=team,
                owner=owner,
                created_at=began,
            )
            account.save()
            self.accounts.append(account)
            for place in range(2):
                name = f"Person {number} {place}"
                contact = Contact(
                    workspace=self.workspace, name=name, name_key=name.lower(), account=account, created_at=began
                )
                contact.save()
                self.contacts.append(contact)


def at(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
