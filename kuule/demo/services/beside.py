"""What the demo company notes beside its score: two days on the trend, a series of churn, and a shared view."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kuule.demo.rules import chance
from kuule.demo.rules.calendar import Stage, severity
from kuule.demo.services.company import Company
from kuule.insight.services.annotations import Mark, make_annotation
from kuule.insight.services.saved_views import save_view
from kuule.insight.services.series import SeriesSettings, fill_series, make_series
from kuule.lib.dates import months_before
from kuule.surveys.rules import RELATIONSHIP

MONTHS = 18
USUAL_CHURN, WORST_CHURN, CHURN_VARIES = 1.1, 0.9, 0.08
TAKES_TO_MEND = timedelta(days=27)
NOTER = "oskar"


def note_beside(company: Company, stage: Stage, *, now: datetime) -> None:
    """Mark what happened, bring the churn of each month, and share a view."""
    member = company.members[NOTER]
    mended = min(stage.october + TAKES_TO_MEND, now.astimezone(stage.zone).date())
    marks = (
        Mark(
            day=stage.october,
            name="New invoicing system went live",
            note="Some e-invoices had wrong references until the end of the month.",
            family=RELATIONSHIP,
        ),
        Mark(day=mended, name="Invoices are right again, all customers told"),
    )
    for mark in marks:
        make_annotation(workspace=company.workspace, mark=mark, member=member, actor=company.actor, now=now)
    churn = SeriesSettings(name="Monthly churn", unit="%", more_is_better=False)
    series = make_series(workspace=company.workspace, settings=churn, actor=company.actor, now=now)
    values = {month: _churn(month, stage) for month in _months(now, stage.zone)}
    fill_series(series=series, values=values, actor=company.actor, now=now)
    save_view(
        member=member,
        name="Plus e-invoicing, last 12 months",
        page="overview",
        params={"family": RELATIONSHIP, "period": "12m", "p.account.plan": "Plus e-invoicing", "series": series.key},
        is_shared=True,
        actor=company.actor,
        now=now,
    )


def _months(now: datetime, zone: ZoneInfo) -> list[date]:
    return [months_before(now, back, zone).date().replace(day=1) for back in range(1, MONTHS + 1)]


def _churn(month: date, stage: Stage) -> float:
    felt = severity(datetime(month.year, month.month, 15, tzinfo=stage.zone), stage)
    noise = chance("churn", month).gauss(0, CHURN_VARIES)
    return round(max(USUAL_CHURN + WORST_CHURN * felt + noise, 0.2), 1)
