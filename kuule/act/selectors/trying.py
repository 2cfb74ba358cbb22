"""What a playbook would have done: about whom it would have opened a case lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from kuule.act.models import Playbook
from kuule.act.rules import DETRACTOR, DRAWN, URGENT
from kuule.act.rules.hearing import is_drawn, why_silenced
from kuule.act.rules.playbooks import Heard, Rule, fits
from kuule.act.selectors.answers import RELATED, Readings, TouchpointFinder, given_of, heard_of
from kuule.act.selectors.playbooks import rule_of
from kuule.act.selectors.staff import day_in
from kuule.act.selectors.stakes import bought_in_a_year
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.question_types.scales import DETRACTOR as UNHAPPY
from kuule.workspaces.models import Workspace

TRIED_DAYS = 30
# The newest so many answers are looked at: a page is waited for.
MOST_READ = 5_000


@dataclass(frozen=True, slots=True)
class Trial:
    """The answers that a playbook would have opened a case about, the newest first, of how many that were looked at."""

    found: list[Response]
    read: int
    is_all: bool


def tried(playbook: Playbook, *, now: datetime) -> Trial:
    """Return which answers of the last 30 days a playbook would have opened a case about, all others aside."""
    workspace, rule = playbook.workspace, rule_of(playbook)
    since = now - timedelta(days=TRIED_DAYS)
    given = Response.objects.filter(
        workspace=workspace, verdict=PERSON, contact__isnull=False, answered_at__gte=since, answered_at__lte=now
    )
    newest = list(given.select_related(*RELATED).order_by("-answered_at", "-pk")[: MOST_READ + 1])
    answers = [each for each in newest[:MOST_READ] if not why_silenced(given_of(each), cases_since=since)]
    readings = Readings.of(workspace, ids=[each.pk for each in answers])
    touchpoints = TouchpointFinder(workspace, answers)
    values = _values(workspace, answers, now) if rule.asks_value else {}
    found = [
        each
        for each in answers
        if opens(rule, heard_of(each, readings, touchpoint=touchpoints.of(each), value=values.get(each.pk)))
    ]
    return Trial(found, len(newest[:MOST_READ]), len(newest) <= MOST_READ)


def opens(rule: Rule, heard: Heard) -> bool:
    """Tell whether a playbook by itself opens a case about an answer."""
    is_unhappy = heard.group == UNHAPPY
    due = {
        DETRACTOR: is_unhappy,
        DRAWN: not is_unhappy and is_drawn(heard.lot, share=rule.share),
        URGENT: not is_unhappy and bool(heard.urgencies),
    }
    return due.get(rule.reason, False) and fits(rule, heard)


def _values(workspace: Workspace, answers: list[Response], now: datetime) -> dict[int, Decimal]:
    merged = merged_accounts(workspace)
    codes = {each.pk: customer_code(each.account_id, each.contact_id, merged) for each in answers}
    customers = {code for code in codes.values() if code is not None}
    bought = bought_in_a_year(workspace, customers=customers, day=day_in(workspace, now))
    return {pk: bought[code] for pk, code in codes.items() if code is not None and code in bought}
