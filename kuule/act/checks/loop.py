"""A person from the company reaches unhappy customers within 48 hours."""

from kuule.act.checks.base import ANSWER, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.rules.health import USING, Line
from kuule.economics.answers.loop import loop_kept
from kuule.economics.rules.loop import KEPT, MISSED, WAITING


def _look(span: Span) -> Finding:
    found = loop_kept(span.workspace, now=span.until)
    decided = [each for each in found.answers if each.answered_at >= span.since and found.states[each.pk] != WAITING]
    if decided and not found.noted:
        return Finding(value=None, n=len(decided), missing="no_contacts_noted")
    missed = sorted((each for each in decided if found.states[each.pk] == MISSED), key=lambda each: each.answered_at)
    rows = [Row(ANSWER, each.pk, each.answered_at) for each in missed[::-1][:ROWS_SHOWN]]
    kept = sum(found.states[each.pk] == KEPT for each in decided)
    return share_found(kept, len(decided), missing="no_detractors", rows=rows)


LOOP = Check(key="loop", half=USING, line=Line(0.9, 0.7), look=_look, page="loop_list")
