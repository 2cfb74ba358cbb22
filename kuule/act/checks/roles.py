"""In each account every role that somebody has was heard, not only the friendliest."""

from kuule.act.checks.base import ACCOUNT, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.rules.health import MEASURING, Line
from kuule.contacts.query import AccountFilter
from kuule.dispatch.selectors.coverage import coverage_settings_of
from kuule.insight.answers.account_coverage import coverage_now


def _look(span: Span) -> Finding:
    settings = coverage_settings_of(span.workspace)
    found = coverage_now(span.workspace, settings=settings, filter=AccountFilter(), now=span.until)
    rows = [Row(ACCOUNT, each.account_id) for each in found.incomplete[:ROWS_SHOWN]]
    no_decider = sum("decision_maker" in each.unknown for each in found.accounts)
    return share_found(
        found.complete, len(found.accounts), missing="no_accounts", rows=rows, without_decision_maker=no_decider
    )


ROLES = Check(key="roles", half=MEASURING, line=Line(0.6, 0.3), look=_look, page="coverage_plan", is_of_now=True)
