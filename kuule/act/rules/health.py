"""Where the checks of a programme draw their lines, and how one stands."""

from dataclasses import dataclass

# How a check stands: good, worth a look, time to act, or not to be told yet.
GOOD, LOOK, ACT, UNKNOWN = "good", "look", "act", "unknown"
CHECK_STATES = (GOOD, LOOK, ACT, UNKNOWN)

MEASURING, USING = "measuring", "using"
HALVES = (MEASURING, USING)

QUARTER_DAYS, YEAR_DAYS = 91, 365
# Of its line: what differs by less is the same.
STEADY = 0.01
BETTER, WORSE, SAME = "better", "worse", "same"

SHARE, POINTS, DAYS = "share", "points", "days"


@dataclass(frozen=True, slots=True)
class Line:
    """From where on a check is good, and from where on something has to be done.

    With `good` above `act` more is better, else less is.
    """

    good: float
    act: float

    @property
    def more_is_better(self) -> bool:
        """Tell which way is better."""
        return self.good >= self.act

    def state_of(self, value: float | None) -> str:
        """Return how a value stands."""
        if value is None:
            return UNKNOWN
        if value == self.good or (value > self.good) == self.more_is_better:
            return GOOD
        return ACT if value == self.act or (value < self.act) == self.more_is_better else LOOK

    def is_sound(self, *, most: float | None) -> bool:
        """Tell whether a line has a way that is better, and lies between 0 and the most there can be."""
        return (
            self.good != self.act
            and min(self.good, self.act) >= 0
            and (most is None or max(self.good, self.act) <= most)
        )


def way_of(difference: float | None, line: Line, *, is_chance: bool) -> str:
    """Return which way a check went, given how much more it is now; "" where that is not known.

    What chance explains is steady, as is what differs by next to nothing.
    """
    if difference is None:
        return ""
    if is_chance or abs(difference) < STEADY * max(abs(line.good), abs(line.act)):
        return SAME
    return BETTER if (difference > 0) == line.more_is_better else WORSE
