"""What if detractors became passives? So many customers times the difference between the groups."""

from __future__ import annotations

from dataclasses import replace

from kuule.stats.amounts import Amount
from kuule.stats.inputs import RejectedInput, whole_number
from kuule.stats.results import Caution


def value_of_moving(difference: Amount, customers: int, *, share: float = 1.0) -> Amount:
    """Compute what it would be worth to move customers from one group to another.

    Parameters
    ----------
    difference : Amount
        Value of a customer of the group they would join, less that of the one they are in; best the adjusted one.
    customers : int
        How many could be moved.
    share : float
        Part of them that is, between 0 and 1.

    Returns
    -------
    Amount
        In the unit of the difference, with its range. Undefined where the difference is.

    Raises
    ------
    RejectedInput
        If customers is not a whole number from 0 up, or the share lies outside [0, 1].

    Notes
    -----
    Reckons as if those moved became like the others in their new group, which is more than a difference can promise
    (`ASSOCIATION_ONLY`): the range holds what chance did to the difference, not whether it is an effect.
    """
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise RejectedInput(f"The share moved lies between 0 and 1, not {share!r:.40}.")
    moved = difference.times(whole_number(customers, "Customers") * float(share))
    return replace(moved, warnings=tuple(dict.fromkeys((*moved.warnings, Caution.ASSOCIATION_ONLY))))
