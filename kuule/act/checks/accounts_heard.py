"""Accounts that bring most of the revenue were heard in the time that the company set itself."""

from kuule.act.checks.base import ACCOUNT, ROWS_SHOWN, Check, Finding, Row, Span
from kuule.act.rules.health import MEASURING, Line
from kuule.contacts.query import AccountFilter
from kuule.dispatch.selectors.coverage import coverage_settings_of
from kuule.insight.answers.account_coverage import coverage_now


def _look(span: Span) -> Finding:
    settings = coverage_settings_of(span.workspace)
    found = coverage_now(span.workspace, settings=settings, filter=AccountFilter(), now=span.until)
    value = found.worth_share if found.worth_share is not None else found.share
    if value is None:
        return Finding(value=None, missing="no_accounts")
    rows = [Row(ACCOUNT, each.account_id) for each in found.silent[:ROWS_SHOWN]]
    facts = {"by_revenue": int(found.worth_share is not None), "unvalued": found.unvalued}
    return Finding(value=value, n=len(found.accounts), hits=found.heard, rows=rows, facts=facts)


ACCOUNTS_HEARD = Check(
    key="accounts_heard", half=MEASURING, line=Line(0.8, 0.5), look=_look, page="coverage", is_of_now=True
)
