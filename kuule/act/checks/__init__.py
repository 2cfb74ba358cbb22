"""The checks of a programme: how it measures, and how it uses what it hears, each in the order they are shown."""

from kuule.act.checks.accounts_heard import ACCOUNTS_HEARD
from kuule.act.checks.addresses import ADDRESSES
from kuule.act.checks.asked_in_person import ASKED_IN_PERSON
from kuule.act.checks.base import Check, Finding, Row, Span
from kuule.act.checks.cadence import CADENCE
from kuule.act.checks.cases_late import CASES_LATE
from kuule.act.checks.causes import CAUSES
from kuule.act.checks.effects import EFFECTS
from kuule.act.checks.enough import ENOUGH
from kuule.act.checks.goals import GOALS
from kuule.act.checks.huddles import HUDDLES
from kuule.act.checks.initiatives import INITIATIVES
from kuule.act.checks.loop import LOOP
from kuule.act.checks.over_asking import OVER_ASKING
from kuule.act.checks.promises import PROMISES
from kuule.act.checks.read import READ
from kuule.act.checks.response_rate import RESPONSE_RATE
from kuule.act.checks.roles import ROLES
from kuule.act.checks.taken_out import TAKEN_OUT
from kuule.act.checks.told import TOLD
from kuule.act.checks.unclear import UNCLEAR_ANSWERS

CHECKS: tuple[Check, ...] = (
    *(CADENCE, RESPONSE_RATE, ROLES, ACCOUNTS_HEARD, ADDRESSES),
    *(OVER_ASKING, ASKED_IN_PERSON, TAKEN_OUT, UNCLEAR_ANSWERS, ENOUGH),
    *(LOOP, CASES_LATE, CAUSES, PROMISES, HUDDLES),
    *(INITIATIVES, EFFECTS, TOLD, GOALS, READ),
)
CHECK_BY_KEY = {check.key: check for check in CHECKS}

__all__ = ["CHECKS", "CHECK_BY_KEY", "Check", "Finding", "Row", "Span"]
