"""How the programme is doing."""

from django.utils import timezone
from ninja import Field, Schema

from kuule.act.answers.health import Checked, health_of
from kuule.act.api.router import router
from kuule.act.templatetags.health import check_sentence, check_title
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint


class CheckOut(Schema):
    """A check: what a sound programme does, what was found, and how that stands beside its line.

    `state` is good, look, act or unknown; `trend` better, worse, same or empty beside a quarter ago. From `good` on it
    is good, from `act` on something has to be done.
    """

    key: str
    about: str = Field(description="measuring or using")
    title: str
    found: str
    state: str
    trend: str
    value: float | None
    unit: str
    hits: int
    n: int
    good: float
    act: float
    missing: str


class ProgrammeHealth(Schema):
    """Every check as it stands now."""

    checks: list[CheckOut]


@router.get("/programme-health", response=ProgrammeHealth, summary="See how the programme is doing", tags=["programme"])
@endpoint("metrics:read")
def programme_health(request: KeyRequest) -> ProgrammeHealth:
    """Return every check of the programme."""
    return ProgrammeHealth(checks=[_shown(each) for each in health_of(request.workspace, now=timezone.now())])


def _shown(checked: Checked) -> CheckOut:
    check, finding = checked.check, checked.finding
    return CheckOut(
        **{name: getattr(finding, name) for name in ("value", "hits", "n", "missing")},
        key=check.key,
        about=check.half,
        title=check_title(check.key),
        found=check_sentence(checked),
        state=checked.state,
        trend=checked.way,
        unit=check.unit,
        good=checked.line.good,
        act=checked.line.act,
    )
