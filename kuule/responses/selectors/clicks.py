"""The raw visits to personal links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kuule.dispatch.models import Invitation
from kuule.responses.models import Click, Response
from kuule.responses.rules import AT_ONCE, CLICKS_KEPT, RawClick, Verdict, in_hindsight
from kuule.workspaces.models import Workspace

LOOKS = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class EarlierClicks:
    """What was kept of the visits by one invitation before this one: how many, and which scores were opened when."""

    kept: int
    opened: Sequence[tuple[datetime, int]]

    def links_at_once(self, around: datetime, score: int | None = None) -> int:
        """Return how many different scores of the mail were opened close to a moment, with the one opened now."""
        close = {each for at, each in self.opened if abs(at - around) <= AT_ONCE}
        return len(close if score is None else close | {score})


@dataclass(frozen=True, slots=True)
class Clicks:
    """All visits by which an answer may have come, the earliest first, and how many more there were."""

    rows: Sequence[RawClick]
    more: int


def earlier_clicks(invitation: Invitation) -> EarlierClicks:
    """Return what is kept of the visits by an invitation: one query over an index."""
    found = Click.objects.filter(invitation=invitation).values_list("at", "score", "method")[: CLICKS_KEPT + 1]
    rows = list(found)
    return EarlierClicks(
        len(rows), [(at, score) for at, score, method in rows if score is not None and method in LOOKS]
    )


def clicks_of(workspace: Workspace, *, response: Response) -> Clicks:
    """Return the visits by the invitation of an answer with the verdict on each, as it looks in hindsight."""
    found = Click.objects.filter(workspace=workspace, invitation=response.invitation_id).order_by("at", "pk")
    rows = list(found) if response.invitation_id else []
    return Clicks(in_hindsight([_as_raw(row) for row in rows]), sum(row.repeats for row in rows))


def _as_raw(row: Click) -> RawClick:
    return RawClick(
        at=row.at,
        method=row.method,
        act=row.act,
        verdict=Verdict(row.verdict, row.reason),
        score=row.score,
        seconds_shown=row.seconds_shown,
        address_hash=row.address_hash,
        user_agent=row.user_agent,
    )
