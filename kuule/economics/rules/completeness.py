"""Which figures the data of a company allow, and what to bring next for the others: pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from kuule.stats.renewal import FEWEST_DECIDED, FEWEST_OF_A_KIND

# The figures of the place Value, in the order of its pages.
GROUP_VALUE, LIFETIME, MULTIPLIERS, VALUE_SEGMENTS = "group_value", "lifetime", "multipliers", "value_segments"
EARNED_GROWTH, RENEWALS, EFFECTS, ANSWERING_PAYS = "earned_growth", "renewals", "effects", "answering_pays"

# What can be missing. A number goes with those that are too few.
REVENUE, MARGIN, SCORES, TIME = "revenue", "margin", "scores", "time"
CONTRACTS, ENDED_CONTRACTS, ORIGINS, INCIDENTS, OFFERS = (
    "contracts",
    "ended_contracts",
    "origins",
    "incidents",
    "offers",
)
CONTACTS, RANDOM_CONTACTS, RATES = "contacts", "random_contacts", "rates"

# With fewer customers a group has no figure that means anything.
LEAST_CUSTOMERS = 20
# Growth compares the last twelve months with the twelve before.
YEAR_DAYS, TWO_YEARS_DAYS = 365, 730
LEAST_HAPPENED = 10
# Fewer lines without a rate are shown with what is treated in a way of its own; more of them are missing in a figure.
LEAST_SHARE_WITHOUT_RATE = 0.02


@dataclass(frozen=True, slots=True)
class Holdings:
    """What there is: how many lines, customers, contracts and events of each kind.

    `scored` are customers with money and an answer by name; `ended` contracts whose outcome is known, `lost` of them.
    """

    entries: int = 0
    first_day: date | None = None
    last_day: date | None = None
    customers: int = 0
    scored: int = 0
    with_margin: int = 0
    has_margin_share: bool = False
    without_rate: int = 0
    contracts: int = 0
    ended: int = 0
    lost: int = 0
    origins: int = 0
    incidents: int = 0
    offers: int = 0
    contacts: int = 0
    random_contacts: int = 0

    @property
    def days(self) -> int:
        """Return how many days the lines of money reach over."""
        return (self.last_day - self.first_day).days + 1 if self.first_day and self.last_day else 0


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing; `more` is how many more are needed, None where no number says it.

    What is not `needed` makes a figure better or wider, and it is computed without.
    """

    what: str
    more: int | None = None
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, and what it lacks."""

    key: str
    lacks: Sequence[Lack] = ()

    @property
    def is_possible(self) -> bool:
        """Tell whether it can be computed now."""
        return not any(lack.needed for lack in self.lacks)


def figures_of(held: Holdings) -> list[Figure]:
    """Return every figure with what it lacks, in the order of their pages."""
    return [figure_of(held, key) for key in _ASKS]


def figure_of(held: Holdings, key: str) -> Figure:
    """Return one figure with what it lacks. Raises KeyError for a key that no figure has."""
    return Figure(key, tuple(lack for lack in _ASKS[key](held) if lack is not None))


def _too_few(what: str, has: int, least: int, *, needed: bool = True) -> Lack | None:
    return Lack(what, least - has, needed) if has < least else None


def _money(held: Holdings) -> Lack | None:
    return Lack(REVENUE) if not held.entries else None


def _scores(held: Holdings) -> Lack | None:
    return _too_few(SCORES, held.scored, LEAST_CUSTOMERS)


def _days(held: Holdings, least: int, *, needed: bool = True) -> Lack | None:
    return _too_few(TIME, held.days, least, needed=needed) if held.entries else None


def _margin(held: Holdings, *, needed: bool) -> Lack | None:
    is_known = held.with_margin or held.has_margin_share or not held.entries
    return None if is_known else Lack(MARGIN, needed=needed)


def _rates(held: Holdings) -> Lack | None:
    is_much = held.without_rate > LEAST_SHARE_WITHOUT_RATE * held.entries
    return Lack(RATES, held.without_rate, needed=False) if is_much else None


def _ended_contracts(held: Holdings) -> Lack | None:
    """Return how many more a likelihood asks for that is learnt from them: some of them lost, and some renewed."""
    of_a_kind = [FEWEST_OF_A_KIND - number for number in (held.lost, held.ended - held.lost)]
    more = max(FEWEST_DECIDED - held.ended, *of_a_kind)
    return Lack(ENDED_CONTRACTS, more, needed=False) if held.contracts and more > 0 else None


_Ask = Callable[[Holdings], Sequence[Lack | None]]
_ASKS: dict[str, _Ask] = {
    GROUP_VALUE: lambda held: (_money(held), _scores(held), _margin(held, needed=False), _rates(held)),
    LIFETIME: lambda held: (
        *(_money(held), _scores(held), _days(held, YEAR_DAYS)),
        *(_margin(held, needed=True), _rates(held)),
    ),
    MULTIPLIERS: lambda held: (
        *(_money(held), _scores(held)),
        _too_few(INCIDENTS, held.incidents, LEAST_HAPPENED, needed=False),
        _too_few(OFFERS, held.offers, LEAST_HAPPENED, needed=False),
    ),
    VALUE_SEGMENTS: lambda held: (_money(held), _margin(held, needed=False), _rates(held)),
    EARNED_GROWTH: lambda held: (
        *(_money(held), _days(held, TWO_YEARS_DAYS)),
        Lack(ORIGINS, needed=False) if not held.origins else None,
        _rates(held),
    ),
    RENEWALS: lambda held: (
        Lack(CONTRACTS) if not held.contracts else None,
        _ended_contracts(held),
    ),
    EFFECTS: lambda held: (_scores(held),),
    ANSWERING_PAYS: lambda held: (
        _too_few(CONTACTS, held.contacts, LEAST_HAPPENED),
        _too_few(RANDOM_CONTACTS, held.random_contacts, LEAST_HAPPENED, needed=False),
    ),
}
