"""What the own past of a company says about renewing: learnt from decided contracts, or why nothing can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kuule.economics.rules.columns import Floats
from kuule.economics.rules.likelihood import COVARIATES, Reason, plain_reasons, reasons_of
from kuule.stats import RenewalModel, renewal_model, revenue_at_risk
from kuule.stats.mover import Bounded
from kuule.stats.renewal_trial import CalibrationBin

SCORECARD, COX, AVERAGE = "scorecard", "cox", "average"
UNKNOWN = Bounded(value=None, lower=None, upper=None)


@dataclass(frozen=True, slots=True)
class Likelihood:
    """The probability that a contract is renewed, with its interval."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Weight:
    """What goes with one more of a covariate: by how much the odds of renewing are multiplied (the scorecard's way).

    Where Cox's model foretold better it is the rate at which contracts are lost instead.
    """

    name: str
    times: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What was learnt from decided contracts by `model`; nothing as long as they are too few."""

    model: RenewalModel

    @property
    def is_known(self) -> bool:
        """Tell whether there are likelihoods."""
        return self.model.way is not None

    @property
    def is_scorecard(self) -> bool:
        """Tell whether the scorecard foretold better than Cox's model."""
        return self.model.way == SCORECARD

    @property
    def is_average(self) -> bool:
        """Tell whether nothing foretold better than the plain share, which is then said of everybody."""
        return self.model.way == AVERAGE

    @property
    def decided(self) -> int:
        """Return how many decided renewals there are."""
        return self.model.n

    @property
    def lost(self) -> int:
        """Return how many of them were lost."""
        return self.model.lost

    @property
    def more_decided(self) -> int:
        """Return how many more decided renewals are needed to learn from."""
        return self.model.needed_decided

    @property
    def more_lost(self) -> int:
        """Return how many more of them must have been lost."""
        return self.model.needed_lost

    @property
    def more_renewed(self) -> int:
        """Return how many more of them must have been renewed."""
        return self.model.needed_renewed

    @property
    def losses(self) -> Mapping[str, float]:
        """Return how far each way was off for contracts it had not seen: mean log loss, smaller is better."""
        return {way: trial.log_loss for way, trial in self.model.trial.items()}

    @property
    def groups(self) -> tuple[CalibrationBin, ...]:
        """Return what happened beside what was expected, in groups of past contracts."""
        return self.model.calibration.bins if self.model.calibration else ()

    @property
    def weights(self) -> list[Weight]:
        """Return what moves the odds, in the order of the covariates."""
        if self.is_scorecard:
            return [Weight(each.name, 1 / each.ratio, 1 / each.upper, 1 / each.lower) for each in self.model.terms]
        return [Weight(each.name, each.ratio, each.lower, each.upper) for each in self.model.terms]

    def likelihoods(self, covariates: Floats, years: Sequence[float]) -> list[Likelihood | None]:
        """Return the likelihood of each of k contracts, None of any if the past is too short."""
        found = self.model.likelihoods(_named(covariates), years)
        if found is None:
            return [None] * len(covariates)
        rows = zip(found.probability.tolist(), found.lower.tolist(), found.upper.tolist(), strict=True)
        return [Likelihood(*row) for row in rows]

    def at_risk(self, values: Sequence[float | None], covariates: Floats, years: Sequence[float]) -> Bounded:
        """Return what of these yearly values is expected to be lost, with the interval of the loss that will come."""
        found = self.model.likelihoods(_named(covariates), years)
        if found is None or not values:
            return UNKNOWN
        risk = revenue_at_risk([max(each or 0.0, 0.0) for each in values], found)
        return Bounded(value=risk.expected, lower=risk.lower, upper=risk.upper)

    def reasons(self, own: Sequence[float]) -> list[Reason]:
        """Return why a contract with these covariates is likely to be lost, the strongest reason first."""
        if not self.is_known or self.is_average:
            return plain_reasons(own)
        scale, values = self.model.scale, dict(zip(COVARIATES, own, strict=True))
        effects = {each.name: -each.coef for each in self.model.terms}
        return reasons_of(
            scale.names, [effects[name] for name in scale.names], scale.means, [values[name] for name in scale.names]
        )


def learnt_from(covariates: Floats, *, lost: Sequence[bool], years: Sequence[float]) -> Learnt:
    """Learn from decided contracts, in the order in which they ended; `years` is how long each ran."""
    return Learnt(model=renewal_model(_named(covariates), [not each for each in lost], years))


def _named(covariates: Floats) -> dict[str, Floats]:
    return {name: covariates[:, place] for place, name in enumerate(COVARIATES)}
