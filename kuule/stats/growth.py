"""Earned growth: how much a company grows because customers stay, buy more and bring others."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Real

from kuule.stats.inputs import RejectedInput
from kuule.stats.results import Caution, Status

Money = int | float | Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedGrowth:
    """Proportions of last year's revenue; 0.1 is growth of 10 %.

    `enc` and what follows from it count new customers of unknown origin as bought. The `_lower` and `_upper`
    figures are what they are if all of those were bought, and if all were earned.
    """

    nrr: float | None
    enc: float | None
    enc_lower: float | None
    enc_upper: float | None
    earned_growth_rate: float | None
    earned_growth_rate_lower: float | None
    earned_growth_rate_upper: float | None
    total_growth_rate: float | None
    earned_growth_ratio: float | None
    earned_growth_ratio_lower: float | None
    earned_growth_ratio_upper: float | None
    method: str
    status: Status
    warnings: tuple[Caution, ...] = ()


def earned_growth(
    prior_revenue: Money,
    current_revenue_returning: Money,
    current_revenue_new_earned: Money,
    current_revenue_new_bought: Money,
    *,
    current_revenue_new_unknown: Money = 0,
) -> EarnedGrowth:
    """Compute net revenue retention, earned new customers, and the growth they make together.

    NRR = returning / prior; ENC = new earned / prior; earned growth rate = NRR + ENC - 1; total growth rate = all
    current / prior - 1; earned growth ratio = earned growth rate / total growth rate.

    Parameters
    ----------
    prior_revenue : number
        Revenue of last year, from everybody.
    current_revenue_returning : number
        Revenue of this year from those who also bought last year.
    current_revenue_new_earned, current_revenue_new_bought, current_revenue_new_unknown : number
        Revenue of this year from new customers: won by recommendation; won by advertising, promotion or
        sales effort; of unknown origin. All in one currency, from 0 up.

    Returns
    -------
    EarnedGrowth
        Undefined without revenue last year. The ratio has an answer only if the company grew.

    Raises
    ------
    RejectedInput
        If a revenue is negative, infinite, NaN or no number.

    Notes
    -----
    Misleads if new customers are not asked what brought them, as the figure is then a range; if a merger
    brings customers; or if one year holds a price rise that counts as retention.

    References
    ----------
    Reichheld F, Darnell D, Burns M (2021) Net Promoter 3.0, HBR Nov-Dec; Winning on Purpose, HBR Press, App. B.
    """
    prior = _revenue(prior_revenue, "prior_revenue")
    returning = _revenue(current_revenue_returning, "current_revenue_returning")
    earned = _revenue(current_revenue_new_earned, "current_revenue_new_earned")
    bought = _revenue(current_revenue_new_bought, "current_revenue_new_bought")
    unknown = _revenue(current_revenue_new_unknown, "current_revenue_new_unknown")
    growth = returning + earned + bought + unknown - prior
    most = earned + unknown
    return EarnedGrowth(
        nrr=_over(returning, prior),
        enc=_over(earned, prior),
        enc_lower=_over(earned, prior),
        enc_upper=_over(most, prior),
        earned_growth_rate=_over(returning + earned - prior, prior),
        earned_growth_rate_lower=_over(returning + earned - prior, prior),
        earned_growth_rate_upper=_over(returning + most - prior, prior),
        total_growth_rate=_over(growth, prior),
        earned_growth_ratio=_over(returning + earned - prior, growth if prior else Fraction(0)),
        earned_growth_ratio_lower=_over(returning + earned - prior, growth if prior else Fraction(0)),
        earned_growth_ratio_upper=_over(returning + most - prior, growth if prior else Fraction(0)),
        method="earned_growth",
        status=Status.OK if prior else Status.UNDEFINED,
        warnings=_cautions(prior, growth, unknown),
    )


def _cautions(prior: Fraction, growth: Fraction, unknown: Fraction) -> tuple[Caution, ...]:
    found = {
        Caution.NOT_ESTIMABLE: prior == 0,
        Caution.NO_TOTAL_GROWTH: prior > 0 and growth <= 0,
        Caution.ORIGIN_UNKNOWN: unknown > 0,
    }
    return tuple(caution for caution, holds in found.items() if holds)


def _over(part: Fraction, whole: Fraction) -> float | None:
    return float(part / whole) if whole > 0 else None


def _revenue(value: object, name: str) -> Fraction:
    # Fractions of the digits as written keep sums exact: a growth of nothing is nothing and not a rounding error.
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise RejectedInput(f"{name} must be a number, not {value!r:.40}.")
    try:
        amount = Fraction(str(value) if isinstance(value, int | Decimal) else str(float(value)))
    except (ValueError, OverflowError):
        raise RejectedInput(f"{name} must be finite, not {value}.") from None
    if amount < 0:
        raise RejectedInput(f"{name} must be 0 or more, not {value}: subtract refunds before.")
    return amount
