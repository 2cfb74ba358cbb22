"""What the demo company decided about asking: limits, which survey goes first, what coverage it wants."""

from datetime import datetime, timedelta
from functools import partial

from kuule.demo.rules.calendar import Stage
from kuule.demo.services.agenda import Agenda
from kuule.demo.services.company import Company
from kuule.dispatch.rules.limits import ACCOUNT
from kuule.dispatch.services import change_coverage, create_programme, set_limit, set_priority
from kuule.dispatch.services.sending_domains import warm_up
from kuule.surveys.rules import EFFORT, RELATIONSHIP, TRANSACTIONAL

LIMITED_AGO, NEXT_PROGRAMME_AGO = timedelta(days=60), timedelta(days=6)
DAYS_OF_ITS_OWN = 10
HEARD_WITHIN_MONTHS, REVENUE_TO_HEAR = 9, 95
NEXT_PROGRAMME = "Every customer, each on their own day"


def decide_about_asking(agenda: Agenda, company: Company, stage: Stage) -> None:
    """Set what holds from early on, and put on the agenda what came with the touchpoints."""
    workspace, actor, began_at = company.workspace, company.actor, stage.began_at
    warm_up(workspace=workspace, is_on=True, actor=actor, now=began_at)
    wanted = {"revenue_key": "yearly_value", "months": HEARD_WITHIN_MONTHS, "target": REVENUE_TO_HEAR}
    change_coverage(workspace=workspace, actor=actor, now=began_at, **wanted)
    agenda.add(stage.now - LIMITED_AGO, partial(_limit, company))


def _limit(company: Company, at: datetime) -> None:
    workspace, actor = company.workspace, company.actor
    set_limit(workspace=workspace, actor=actor, now=at, family=TRANSACTIONAL, min_days=60)
    set_limit(workspace=workspace, actor=actor, now=at, subject=ACCOUNT, family=EFFORT, most=2, period_days=14)


def prepare_next_programme(company: Company, *, now: datetime) -> None:
    """Let the regular survey go first from now on, and draft the programme that is to follow the weekly panels."""
    workspace, actor, at = company.workspace, company.actor, now - NEXT_PROGRAMME_AGO
    set_priority(workspace=workspace, family=RELATIONSHIP, days=DAYS_OF_ITS_OWN, actor=actor, now=at)
    create_programme(
        workspace=workspace,
        survey=company.survey,
        name=NEXT_PROGRAMME,
        actor=actor,
        now=at,
        since_property="account.customer_since",
        holidays_of="FI",
        case_minutes=45,
        case_hours=12,
    )
