"""How a programme is doing: every check, with its line, its state and which way it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kuule.act.checks import CHECKS, Check, Finding, Span
from kuule.act.rules.health import QUARTER_DAYS, SHARE, Line, way_of
from kuule.act.selectors.health import Past, lines_of, readings_near
from kuule.stats import Bounded, difference_of, share_interval
from kuule.stats.change import Direction
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found now, and a quarter `before`, None if that is not known. `way` is the trend."""

    check: Check
    line: Line
    finding: Finding
    before: Past | None

    @property
    def state(self) -> str:
        """Return how the check stands."""
        return self.line.state_of(self.finding.value)

    @property
    def way(self) -> str:
        """Return which way it went since a quarter ago; a share is steady within the interval of the difference."""
        if self.finding.value is None or self.before is None:
            return ""
        now = Past(self.finding.value, self.finding.n)
        is_chance = False
        if self.check.unit == SHARE:
            found = difference_of(_bounds(self.before), _bounds(now))
            is_chance = found.direction == Direction.STEADY
        return way_of(now.value - self.before.value, self.line, is_chance=is_chance)


def health_of(workspace: Workspace, *, now: datetime) -> list[Checked]:
    """Return every check as it stands now, in their order."""
    lines, kept = lines_of(workspace), _kept_before(workspace, now)
    return [_checked(check, Span(workspace=workspace, until=now), lines=lines, kept=kept) for check in CHECKS]


def check_of(workspace: Workspace, check: Check, *, now: datetime) -> Checked:
    """Return one check as it stands now."""
    span = Span(workspace=workspace, until=now)
    return _checked(check, span, lines=lines_of(workspace), kept=_kept_before(workspace, now))


def _past(finding: Finding) -> Past | None:
    return None if finding.value is None else Past(finding.value, finding.n)


def _bounds(past: Past) -> Bounded:
    share = share_interval(past.value * past.n, past.n)
    return Bounded(value=share.value, lower=share.lower, upper=share.upper)


def _kept_before(workspace: Workspace, now: datetime) -> Mapping[str, Past]:
    day = (now - timedelta(days=QUARTER_DAYS)).astimezone(ZoneInfo(workspace.timezone)).date()
    return readings_near(workspace, day=day)


def _checked(check: Check, span: Span, *, lines: Mapping[str, Line], kept: Mapping[str, Past]) -> Checked:
    before = kept.get(check.key) if check.is_of_now else _past(check.look(span.before()))
    return Checked(check=check, line=lines.get(check.key, check.line), finding=check.look(span), before=before)
