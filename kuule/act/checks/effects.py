"""Of what was done it is measured whether it worked."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from kuule.act.checks.base import ROWS_SHOWN, TREATMENT, Check, Finding, Row, Span, share_found
from kuule.act.rules.health import USING, YEAR_DAYS, Line
from kuule.economics.answers.effects import effect_of
from kuule.economics.selectors.effects import treatments_of

# The newest tell how it is done now; each costs a look at its answers.
MOST_LOOKED_AT = 30


def _look(span: Span) -> Finding:
    day = span.until.astimezone(ZoneInfo(span.workspace.timezone)).date()
    year = treatments_of(span.workspace).filter(starts_on__gte=day - timedelta(days=YEAR_DAYS), starts_on__lt=day)
    over = [each for each in year if each.starts_on + timedelta(days=each.after_days) <= day][:MOST_LOOKED_AT]
    untold = [each for each in over if not effect_of(each, day=day, with_money=False).is_told]
    rows = [Row(TREATMENT, each.pk) for each in untold[:ROWS_SHOWN]]
    return share_found(len(over) - len(untold), len(over), missing="nothing_done", rows=rows)


EFFECTS = Check(key="effects", half=USING, line=Line(0.7, 0.3), look=_look, page="effect_list")
