"""The cases of the last weeks, opened as the worker does: each at the moment of its answer."""

from datetime import date, datetime, timedelta

from kuule.act.models import AnswerNews, CaseSettings
from kuule.act.services.attention import attend_to_some
from kuule.act.services.beginning import begin_cases
from kuule.act.services.calendars import note_absence, set_calendar
from kuule.act.services.watching import hear_some
from kuule.demo.services.company import Company
from kuule.responses.models import Response

# Cases began so long ago; what customers said before is history.
BEGAN_AGO = timedelta(days=21)
A_MOMENT = timedelta(seconds=20)
COUNTRIES = {"Finland": "FI", "Scandinavia": "SE", "Germany & Key accounts": "DE"}
# Who is away now: how many days ago and from now, and who stands in.
AWAY = (("timo", 3, 4, "sanna"), ("erik", -12, 16, "linnea"))


def tell_cases(company: Company, *, now: datetime) -> None:
    """Let cases begin three weeks ago, and open those of every answer since then as the worker would have."""
    workspace, began = company.workspace, now - BEGAN_AGO
    begin_cases(workspace=workspace, now=began)
    CaseSettings.objects.filter(workspace=workspace).update(since=began)
    for team in company.teams.values():
        set_calendar(
            workspace=workspace,
            team=team,
            weekdays=range(5),
            country=COUNTRIES.get(team.name, ""),
            region="",
            actor=company.actor,
            now=began,
        )
    _tell_absences(company, now.date(), began)
    _open(workspace.pk, began, now)


def _tell_absences(company: Company, today: date, began: datetime) -> None:
    for name, days_ago, days_left, stand_in in AWAY:
        note_absence(
            member=company.members[name],
            first_day=today - timedelta(days=days_ago),
            last_day=today + timedelta(days=days_left),
            stand_in=company.members[stand_in],
            actor=company.actor,
            now=began,
        )


def _open(workspace_id: int, began: datetime, now: datetime) -> None:
    """Hear the answers one by one at their moment: the outbox of all that was told so far is put in its order first."""
    AnswerNews.objects.filter(workspace_id=workspace_id).delete()
    lately = Response.objects.filter(workspace=workspace_id, answered_at__gte=began, answered_at__lte=now)
    for pk, at in lately.order_by("answered_at", "pk").values_list("pk", "answered_at"):
        AnswerNews.objects.create(workspace_id=workspace_id, row_id=pk)
        _hear(min(at + A_MOMENT, now))
    while attend_to_some(now=now):
        pass


def _hear(moment: datetime) -> None:
    while hear_some(now=moment):
        pass
    while attend_to_some(now=moment):
        pass
