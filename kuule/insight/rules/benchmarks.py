"""Figures that others published: what they are made of, and whether ours can be told apart from them. Pure."""

from dataclasses import dataclass

from kuule import stats
from kuule.stats import Direction, Shares

B2B, B2C, MIXED = "b2b", "b2c", "mixed"
KINDS = (B2B, B2C, MIXED)
# How near the reader is to the source: its own page, a copy or a vendor, quoted by somebody else, not to be traced.
GRADES = ("A", "B", "C", "D")
# What the number beside a figure counts. Only of answers to this very figure an interval can be made.
OF_ANSWERS, OF_STUDY, OF_COMPANIES = "answers", "study", "companies"
COUNTED = (OF_ANSWERS, OF_STUDY, OF_COMPANIES)
# Who was asked, and how.
PANEL, DECIDERS, CLIENTS, VENDOR, OWN_CUSTOMERS = "panel", "deciders", "clients", "vendor", "own"
WAYS = (PANEL, DECIDERS, CLIENTS, VENDOR, OWN_CUSTOMERS)

ABOVE, BELOW, SAME = "above", "below", "same"
_STANDINGS = {Direction.UP: ABOVE, Direction.DOWN: BELOW, Direction.STEADY: SAME}


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A score that somebody published, in points, with all that the source says of it; `own_id` of an own entry."""

    industry: str
    region: str
    year: str
    nps: float
    n: int | None
    n_of: str
    kind: str
    promoters: float | None
    detractors: float | None
    way: str
    method: str
    source: str
    address: str
    grade: str
    own_id: int | None = None

    @property
    def has_shares(self) -> bool:
        """Tell whether the source says how many were promoters and detractors."""
        return self.promoters is not None and self.detractors is not None

    @property
    def shares(self) -> Shares | None:
        """Return how many gave which kind of answer, None where nobody knows how many answered.

        Where the source gives no shares, nobody is taken to be passive: then the interval is as wide as it can be.
        """
        if not self.n or self.n_of != OF_ANSWERS:
            return None
        if self.promoters is None or self.detractors is None:
            return _without_passives(self.nps / 100, self.n)
        promoters = round(self.n * self.promoters / 100)
        detractors = min(round(self.n * self.detractors / 100), self.n - promoters)
        return Shares(detractors, self.n - promoters - detractors, promoters)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether our score is above, below or the same as far as anybody can tell; nothing where we have no answers.

    With `is_taken_as_exact` the published figure has no interval, so that only chance on our side is counted.
    """

    code: str
    is_taken_as_exact: bool


def standing_of(ours: Shares, published: Published, *, confidence: float) -> Standing | None:
    """Set our answers beside a published figure."""
    if not ours.n:
        return None
    theirs = published.shares
    if theirs is not None:
        direction = stats.nps_change(theirs, ours, confidence=confidence).direction
        return None if direction is None else Standing(_STANDINGS[direction], is_taken_as_exact=False)
    interval = stats.nps_interval(ours, confidence=confidence)
    if interval.lower is None or interval.upper is None:
        return None
    figure = published.nps / 100
    code = ABOVE if interval.lower > figure else BELOW if interval.upper < figure else SAME
    return Standing(code, is_taken_as_exact=True)


def _without_passives(nps: float, n: int) -> Shares:
    promoters = round(n * (1 + nps) / 2)
    return Shares(n - promoters, 0, promoters)
