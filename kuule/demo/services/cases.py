"""Cases as the worker opens them, each at the moment of its answer, and the letters about them."""

from datetime import date, datetime, timedelta

from kuule.act.models import AnswerNews, Case, CaseSettings, Letter
from kuule.act.services.attention import attend_to_some
from kuule.act.services.beginning import begin_cases
from kuule.act.services.calendars import note_absence, set_calendar
from kuule.act.services.letter_handover import hand_over_letter
from kuule.act.services.watching import hear_some
from kuule.demo.channels import MailboxMail, PastMail
from kuule.demo.services.company import Company
from kuule.dispatch.rules import DUE
from kuule.workspaces.models import Workspace

COUNTRIES = {"Finland": "FI", "Scandinavia": "SE", "Germany & Key accounts": "DE"}
# Who is away now: how many days ago and from now, and who stands in.
AWAY = (("timo", 3, 4, "sanna"), ("erik", -12, 16, "linnea"))
# Letters of the last days can be read in the Mailbox.
LETTERS_SHOWN = timedelta(days=3)


def begin_caring(company: Company, *, since: datetime, now: datetime) -> None:
    """Let cases begin: with the first playbooks, everybody's working days, and who is away."""
    workspace = company.workspace
    begin_cases(workspace=workspace, now=since)
    CaseSettings.objects.filter(workspace=workspace).update(since=since)
    for team in company.teams.values():
        set_calendar(
            workspace=workspace,
            team=team,
            weekdays=range(5),
            country=COUNTRIES.get(team.name, ""),
            region="",
            actor=company.actor,
            now=since,
        )
    _tell_absences(company, now.date(), since)
    # What was told so far is heard one by one, each at its moment.
    AnswerNews.objects.filter(workspace_id=workspace.pk).delete()


def _tell_absences(company: Company, today: date, since: datetime) -> None:
    for name, days_ago, days_left, stand_in in AWAY:
        note_absence(
            member=company.members[name],
            first_day=today - timedelta(days=days_ago),
            last_day=today + timedelta(days=days_left),
            stand_in=company.members[stand_in],
            actor=company.actor,
            now=since,
        )


def hear_answer(workspace: Workspace, *, response_id: int, now: datetime) -> Case | None:
    """Let the worker look at one answer; return its case, if it has one."""
    AnswerNews.objects.create(workspace_id=workspace.pk, row_id=response_id)
    while hear_some(now=now):
        pass
    return Case.objects.filter(response=response_id).first()


def post_letters(workspace: Workspace, *, now: datetime, until: datetime) -> None:
    """Remind of cases, and hand over every letter that is due, at a moment of a story that lasts `until` another."""
    while attend_to_some(now=now):
        pass
    channel = MailboxMail(now) if now > until - LETTERS_SHOWN else PastMail()
    due = Letter.objects.filter(workspace=workspace, state=DUE, due_at__lte=now).order_by("due_at", "pk")
    for letter in due.values_list("pk", flat=True):
        hand_over_letter(letter_id=letter, channel=channel, now=now)
