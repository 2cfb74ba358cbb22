"""Who is likely to renew, learned from the contracts that were decided, and how much revenue that puts at risk."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kuule.stats.columns import Column, flag_column, number_column, refuse, require_same_length
from kuule.stats.covariates import Scale, scale_of
from kuule.stats.inputs import Floats, normal_quantile
from kuule.stats.logistic import Term, terms_of
from kuule.stats.renewal_fits import FITS, Model, root_of
from kuule.stats.renewal_trial import (
    UNCORRECTED,
    Calibration,
    Recalibration,
    TrialScore,
    calibration_of,
    chance_of,
    foretell,
    recalibrate,
    score,
)
from kuule.stats.results import Caution, Status

# Below these likelihoods were too extreme in trials; see docs/metrics/renewals.md.
FEWEST_DECIDED = 60
FEWEST_OF_A_KIND = 15
AVERAGE = "average"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Likelihoods:
    """Probability that each open contract renews, with limits, (k,) each.

    `log_odds`, (k,), are those of loss, and `modes`, (k, m), is how they move together with m independent standard
    normal deviates: what is not known about the model, which errs for all contracts at once.
    """

    probability: Floats
    log_odds: Floats
    lower: Floats
    upper: Floats
    modes: Floats
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RenewalModel:
    """What was learned, or why nothing could be.

    `way` is "scorecard" or "cox", whichever foretold the later contracts better, or "average", the same for all, if
    neither was better than that; `trial` scores all three. `terms` are what one unit more goes with: ratios of the odds
    (scorecard) or of the rate (Cox) of losing the contract, above 1 for bad signs; none for "average". `calibration` is
    that of the foretold contracts before correction. `needed_decided`, `needed_lost` and `needed_renewed` are how many
    more contracts the past has to hold.
    """

    way: str | None
    trial: dict[str, TrialScore]
    terms: tuple[Term, ...]
    calibration: Calibration | None
    n: int
    lost: int
    needed_decided: int
    needed_lost: int
    needed_renewed: int
    left_out: int
    confidence: float
    status: Status
    warnings: tuple[Caution, ...]
    scale: Scale
    model: Model | None
    recalibration: Recalibration | None

    def likelihoods(self, covariates: Mapping[str, Column], years: Column) -> Likelihoods | None:
        """Foretell open contracts.

        Parameters
        ----------
        covariates : mapping of name to array_like, shape (k,)
            The same names as the model was made from; gaps are allowed.
        years : array_like, shape (k,)
            Full length of each contract, above 0.

        Returns
        -------
        Likelihoods, or None
            None if the past was too short to learn from.
        """
        if self.model is None or self.recalibration is None:
            return None
        length = _years(years)
        columns = self.scale.applied(covariates)
        require_same_length({"years": length, "covariates": np.zeros(len(columns))})
        said = self.model.log_odds(columns, length)
        # No contract is surer than half of one in all that were seen.
        surest = math.log(2 * self.n + 1)
        corrected = np.clip(self.recalibration.intercept + self.recalibration.slope * said.value, -surest, surest)
        correction = np.column_stack((np.ones(len(corrected)), said.value)) @ root_of(self.recalibration.covariance)
        modes = np.column_stack((self.recalibration.slope * said.modes, correction))
        variance = (modes**2).sum(axis=1)
        reach = normal_quantile(self.confidence) * np.sqrt(variance)
        # The mean over what is not known lies nearer to one half than the likeliest value (MacKay 1992).
        return Likelihoods(
            probability=1 - chance_of(corrected / np.sqrt(1 + np.pi / 8 * variance)),
            log_odds=corrected,
            lower=1 - chance_of(corrected + reach),
            upper=1 - chance_of(corrected - reach),
            modes=modes,
            confidence=self.confidence,
        )


def renewal_model(
    covariates: Mapping[str, Column], renewed: Column, years: Column, *, confidence: float = 0.95
) -> RenewalModel:
    """Learn from decided contracts which of the open ones are likely to renew.

    Parameters
    ----------
    covariates : mapping of name to array_like, shape (k,)
        What was known of each contract before it was decided, such as the last score, days of silence, open cases; one
        row for each decided contract, **in the order in which they ended**. Gaps are allowed: they are filled with the
        mean, and a covariate "name (missing)" marks them.
    renewed : array_like, shape (k,)
        1 if the contract was renewed, 0 if it was lost.
    years : array_like, shape (k,)
        How long each ran until it was decided or lost, above 0.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    RenewalModel
        Undefined with fewer than 60 decided contracts, or fewer than 15 lost or 15 renewed ones: `needed_*` say how
        many are missing.

    Raises
    ------
    RejectedInput
        If a column holds what it may not, or lengths differ.

    Notes
    -----
    The later half is foretold in five steps, each from all contracts before it, by a ridge-penalised logistic scorecard
    and by Cox's model; the one with the smaller log loss is taken, corrected by how its predictions were off (with
    doubt), and fitted to all contracts. If neither beats the plain share of renewals, that share is the answer for all
    (`NO_BETTER_THAN_AVERAGE`).

    Misleads if a covariate was filled in after the decision was known ("they said they would leave"), if the future is
    not like the past (a new competitor), and if likelihoods are read as causes: a low score that goes with leaving need
    not make anybody leave.

    References
    ----------
    le Cessie S, van Houwelingen J (1992) Appl Stat 41:191-201. Cox D (1972) JRSS B 34:187-220. Gneiting T, Raftery A
    (2007) JASA 102:359-378 (scores). Steyerberg E (2009) Clinical Prediction Models, Springer.
    """
    normal_quantile(confidence)
    outcome, length = flag_column(renewed, "Renewed"), _years(years)
    scale = scale_of(covariates)
    rows = scale.applied(covariates)
    require_same_length({"renewed": outcome, "years": length, "covariates": np.zeros(len(rows))})
    known = ~np.isnan(outcome) & ~np.isnan(length)
    columns, lost, length = rows[known], 1 - outcome[known], length[known]
    return _learned(scale, columns, lost, length, int((~known).sum()), confidence)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Chosen:
    """The way that foretold best, what it became when fitted to all, and how well it did."""

    way: str | None = None
    trial: dict[str, TrialScore] = field(default_factory=dict)
    model: Model | None = None
    calibration: Calibration | None = None
    recalibration: Recalibration | None = None


def _learned(
    scale: Scale, columns: Floats, lost: Floats, years: Floats, left_out: int, confidence: float
) -> RenewalModel:
    gone, kept = int(lost.sum()), int((1 - lost).sum())
    needed = [max(0, FEWEST_DECIDED - len(lost)), *(max(0, FEWEST_OF_A_KIND - count) for count in (gone, kept))]
    chosen = _Chosen() if any(needed) else _chosen(columns, lost, years, confidence)
    terms: tuple[Term, ...] = ()
    if chosen.model is not None and chosen.way != AVERAGE:
        terms = terms_of(scale.terms, *chosen.model.effects, scale.steps, normal_quantile(confidence))
    found = {
        Caution.ASSOCIATION_ONLY: True,
        Caution.ROWS_LEFT_OUT: left_out > 0,
        Caution.PAST_TOO_SHORT: chosen.way is None,
        Caution.NO_BETTER_THAN_AVERAGE: chosen.way == AVERAGE,
    }
    return RenewalModel(
        way=chosen.way,
        trial=chosen.trial,
        terms=terms,
        calibration=chosen.calibration,
        n=len(lost),
        lost=gone,
        needed_decided=needed[0],
        needed_lost=needed[1],
        needed_renewed=needed[2],
        left_out=left_out,
        confidence=float(confidence),
        status=Status.UNDEFINED if chosen.way is None else Status.OK,
        warnings=tuple(caution for caution, holds in found.items() if holds),
        scale=scale,
        model=chosen.model,
        recalibration=chosen.recalibration,
    )


def _chosen(columns: Floats, lost: Floats, years: Floats, confidence: float) -> _Chosen:
    foretold = foretell(columns, lost, years)
    trial = {name: score(log_odds, foretold.lost) for name, log_odds in foretold.by_way.items()}
    # Without a covariate that varies, no way can tell contracts apart.
    way = min(FITS, key=lambda name: trial[name].log_loss) if columns.shape[1] else AVERAGE
    said = foretold.by_way[way]
    return _Chosen(
        way=way,
        trial=trial,
        model=FITS[way](columns, lost, years),
        calibration=calibration_of(said, foretold.lost, confidence),
        recalibration=UNCORRECTED if way == AVERAGE else recalibrate(said, foretold.lost),
    )


def _years(years: Column) -> Floats:
    length = number_column(years, "Years")
    refuse(length <= 0, length, "Years must lie above 0")
    return length
