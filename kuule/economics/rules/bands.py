"""Which customers bring the most, and which of them a company earns or loses money with."""

from collections.abc import Mapping

# By revenue, the largest first: those who bring the first 80 % of it, the next 15 %, the last 5 %.
LARGE, MEDIUM, SMALL = "a", "b", "c"
VALUE_BANDS = (LARGE, MEDIUM, SMALL)
_UP_TO = {LARGE: 0.80, MEDIUM: 0.95}

# By what is left over after cost to serve: less than nothing, or a third of those who leave something over.
LOSS, LOW, MIDDLE, HIGH = "loss", "low", "middle", "high"
PROFIT_BANDS = (HIGH, MIDDLE, LOW, LOSS)
_THIRDS = (LOW, MIDDLE, HIGH)


def value_bands(revenue: Mapping[int, float]) -> dict[int, str]:
    """Return the band of each customer by its revenue; who brings nothing, or less, is in the last.

    A customer is in the band in which its revenue begins, so that the largest of all is always in the first.
    """
    whole = sum(max(each, 0.0) for each in revenue.values())
    found, reached = dict[int, str](), 0.0
    for customer, amount in sorted(revenue.items(), key=lambda each: (-each[1], each[0])):
        share = reached / whole if whole else 1.0
        found[customer] = next((band for band, end in _UP_TO.items() if amount > 0 and share < end), SMALL)
        reached += max(amount, 0.0)
    return found


def profit_bands(left_over: Mapping[int, float]) -> dict[int, str]:
    """Return the band of each customer by what it leaves over."""
    earning = sorted((amount, customer) for customer, amount in left_over.items() if amount >= 0)
    found = {customer: LOSS for customer, amount in left_over.items() if amount < 0}
    for place, (_amount, customer) in enumerate(earning):
        found[customer] = _THIRDS[place * len(_THIRDS) // len(earning)]
    return found
