"""Run beside Kuule's own settings: fills two workspaces with cases and takes the processor time of their inboxes."""

import json
import os
import statistics
import sys
import time
from datetime import timedelta
from decimal import Decimal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")

import django

django.setup()

from django.db import transaction
from django.test import Client
from django.utils import timezone

from kuule.act.models import Absence, Case, RootCause
from kuule.act.rules import CLOSED, DETRACTOR, OPEN, SOLVED
from kuule.act.rules.triage import Stake, weight_of
from kuule.contacts.models import Account, Contact
from kuule.contacts.services.search_text import index_contact
from kuule.responses.models import Response
from kuule.surveys.models import Survey
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import Member, Team, User, Workspace
from kuule.workspaces.rules import FRONTLINE, SYSTEM
from kuule.workspaces.services import add_member, form_team, found_workspace, register_user

BATCH, TIMES = 5_000, 9
OWNERS, TEAMS, CAUSES = 40, 8, 30
# Of ten cases three are open; of these one in five has nobody to own it.
OPEN_OF_TEN, WITHOUT_OWNER = 3, 5
WORDS = "The third invoice in a row was wrong, and nobody answered when we wrote about it. " * 3
now = timezone.now()


class Firm:
    """A workspace with members, teams and causes, into which cases are written."""

    def __init__(self, owner: User, slug: str) -> None:
        told = {"actor": SYSTEM, "now": now}
        self.workspace = found_workspace(name=slug, slug=slug, owner=owner, **told)
        self.teams = [form_team(workspace=self.workspace, name=f"Team {i}", **told) for i in range(TEAMS)]
        self.members = [self._member(i) for i in range(OWNERS)]
        self.causes = RootCause.objects.bulk_create(
            RootCause(workspace=self.workspace, name=f"Cause {i}", position=i) for i in range(CAUSES)
        )
        self.survey: Survey = create_from_starter(workspace=self.workspace, name="How are we doing", **told)
        publish_survey(survey=self.survey, **told)
        self.version = newest_version(self.workspace, survey=self.survey)

    def send_away(self) -> None:
        """Let somebody be away, so that the first of the frontline stands in for them."""
        day = now.date()
        Absence.objects.create(
            workspace=self.workspace,
            member=self.members[1],
            stand_in=self.members[0],
            first_day=day - timedelta(days=1),
            last_day=day + timedelta(days=1),
        )

    def _member(self, number: int) -> Member:
        slug = self.workspace.slug
        user = register_user(
            email=f"m{number}@{slug}.example", name=f"Member {number}", password="kettle-4217", now=now
        )
        teams: list[Team] = [self.teams[number % TEAMS]]
        return add_member(workspace=self.workspace, user=user, role=FRONTLINE, actor=SYSTEM, now=now, teams=teams)

    def fill(self, number: int) -> None:
        """Write cases, each of a person with an answer, ten people to an account."""
        accounts = Account.objects.bulk_create(
            Account(workspace=self.workspace, name=f"Account {i}", name_key=f"account {i}", created_at=now)
            for i in range(max(1, number // 10))
        )
        for start in range(0, number, BATCH):
            with transaction.atomic():
                self._batch(range(start, min(start + BATCH, number)), accounts)

    def _batch(self, numbers: range, accounts: list[Account]) -> None:
        people = Contact.objects.bulk_create(self._person(accounts[i % len(accounts)], i) for i in numbers)
        answers = Response.objects.bulk_create(
            Response(
                workspace=self.workspace,
                survey=self.survey,
                version=self.version,
                contact=person,
                account=person.account,
                channel="email",
                language="en",
                score=i % 7,
                verbatim=WORDS,
                answered_at=now - timedelta(minutes=i),
            )
            for i, person in zip(numbers, people, strict=True)
        )
        Case.objects.bulk_create(self._case(i, answer) for i, answer in zip(numbers, answers, strict=True))

    def _person(self, account: Account, i: int) -> Contact:
        person = Contact(
            workspace=self.workspace,
            account=account,
            name=f"Person {i}",
            name_key=f"person {i}",
            email=f"p{i}@{self.workspace.slug}.example",
            created_at=now,
        )
        index_contact(person, account)
        return person

    def _case(self, i: int, answer: Response) -> Case:
        opened, is_open = now - timedelta(minutes=i), i % 10 < OPEN_OF_TEN
        return Case(
            workspace=self.workspace,
            response=answer,
            contact=answer.contact,
            account=answer.account,
            reason=DETRACTOR,
            state=OPEN if is_open else CLOSED,
            owner=None if is_open and i % WITHOUT_OWNER == 0 else self.members[i % OWNERS],
            team=self.teams[i % TEAMS],
            value=i % 100_000,
            weight=weight_of(Stake(value=Decimal(i % 100_000), score=i % 7), day=now.date()),
            opened_at=opened,
            due_at=opened + timedelta(hours=24),
            contacted_at=None if i % 4 == 0 else opened + timedelta(hours=5),
            reply_waits_since=opened if is_open and i % 50 == 1 else None,
            root_cause=None if is_open else self.causes[i % CAUSES],
            outcome="" if is_open else SOLVED,
            closed_at=None if is_open else opened + timedelta(days=2),
        )


def seconds(client: Client, address: str) -> float:
    """Return the median processor time of one page."""
    times = []
    for _ in range(TIMES):
        started = time.process_time()
        answer = client.get(address, headers={"Host": "localhost"})
        times.append(time.process_time() - started)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}.")
    return statistics.median(times)


def browser_of(user: User) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def workspace_pages(slug: str, pages: dict[str, str], leader: User) -> dict[str, float]:
    """Return the time of each page, as the leader of the programme sees it and as somebody of the frontline."""
    frontline = Member.objects.filter(workspace=Workspace.objects.get(slug=slug), role=FRONTLINE).earliest("pk")
    browsers = {"leader": browser_of(leader), "frontline": browser_of(frontline.user)}
    return {
        f"{name}, {who}": seconds(browser, f"/w/{slug}/cases/{query}")
        for name, query in pages.items()
        for who, browser in browsers.items()
    }


if __name__ == "__main__":
    many, few, pages = int(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
    someone = register_user(email="bench@kuule.example", name="Bench", password="kettle-lantern-42", now=now)
    for name, size in (("many", many), ("few", few)):
        firm = Firm(someone, name)
        firm.fill(size)
        firm.send_away()
    found = {slug: workspace_pages(slug, pages, someone) for slug in ("many", "few")}
    print(json.dumps({name: [found["many"][name], found["few"][name]] for name in found["many"]}))
