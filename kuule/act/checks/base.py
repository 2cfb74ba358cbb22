"""What every check of a programme offers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kuule.act.rules.health import QUARTER_DAYS, SHARE, Line
from kuule.workspaces.models import Workspace

# So many rows are shown behind a figure; their number is told whole.
ROWS_SHOWN = 20

# What a row behind a figure is about.
CONTACT, ACCOUNT, ANSWER, CASE, GOAL, TREATMENT, MEMBER, INITIATIVE = (
    "contact",
    "account",
    "answer",
    "case",
    "goal",
    "treatment",
    "member",
    "initiative",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The time that is looked at: a quarter, or a year where a check says so, up to a moment."""

    workspace: Workspace
    until: datetime

    @property
    def since(self) -> datetime:
        """Return when the quarter began."""
        return self.until - timedelta(days=QUARTER_DAYS)

    def before(self) -> "Span":
        """Return the quarter before."""
        return Span(workspace=self.workspace, until=self.since)


@dataclass(frozen=True, slots=True)
class Row:
    """One of the rows behind a figure: what it is about, by id, when, and what somebody wrote about it."""

    about: str
    pk: int
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found. `n` is how much it looked at, `hits` what counts; `facts` are for its words.

    Without a value `missing` is a code that says what is not there yet.
    """

    value: float | None
    n: int = 0
    hits: int = 0
    missing: str = ""
    rows: Sequence[Row] = ()
    facts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that a sound programme does. A new one is a file like its neighbours and a line in the list beside it.

    `line` is where it is usually good and where something has to be done; `page` is where the next step is made. What
    is known only as it is now (`is_of_now`) is compared with what was kept a quarter ago. `most` ends the scale of its
    value, None where there is no end.
    """

    key: str
    half: str
    line: Line
    look: Callable[[Span], Finding]
    page: str
    unit: str = SHARE
    most: float | None = 1.0
    is_of_now: bool = False


def share_found(hits: int, n: int, *, missing: str, rows: Sequence[Row] = (), **facts: int) -> Finding:
    """Return a share, or what is missing where there is nothing to look at."""
    if not n:
        return Finding(value=None, missing=missing, facts=facts)
    return Finding(value=hits / n, n=n, hits=hits, rows=rows, facts=facts)
