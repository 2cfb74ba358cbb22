"""Which contracts end in the next twelve months, how likely each is renewed, and how much money that puts at risk."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kuule.economics.answers.likelihood import Learnt, Likelihood, learnt_from
from kuule.economics.rules.columns import Floats, Ints
from kuule.economics.rules.expiring import Expiring, decisions, expiring
from kuule.economics.rules.likelihood import Reason, bad_signs, covariates_of
from kuule.economics.rules.money import Lines
from kuule.economics.rules.signals import Signals, signals_on
from kuule.economics.selectors.contracts import contract_counts, decided_terms, first_starts, running_terms
from kuule.economics.selectors.customers import merged_accounts
from kuule.economics.selectors.lines import ledger_lines
from kuule.economics.selectors.settings import money_settings
from kuule.economics.selectors.signals import SignalReader
from kuule.stats.mover import Bounded
from kuule.workspaces.models import Workspace

# What older decisions would add is little, and what they say is old.
MOST_LEARNT = 5_000


@dataclass(frozen=True, slots=True)
class Renewal:
    """What one customer has at stake. `place` is its row in the signals and covariates of the outlook.

    `loss` is the yearly value times the likelihood of losing it; None without a value or a likelihood. `signs` are how
    many bad signs there are, by which is ranked where no likelihood is known.
    """

    place: int
    at_stake: Expiring
    likelihood: Likelihood | None
    loss: float | None
    signs: int

    @property
    def customer(self) -> int:
        """Return the customer's code."""
        return self.at_stake.customer


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RenewalOutlook:
    """The contracts that end in the twelve months after `day`, each customer once, who to call first at the top.

    `value` is what a year of all of them is worth; `at_risk` the part of it that will be lost as far as the past
    tells, without a value where it tells too little. Of `unvalued` contracts nobody knows the value in the currency
    of the company. `open_ended` contracts run on, of `unsaid` ones that ended nobody said how, `of_nobody` have lost
    their customer: none of them is in a figure.
    """

    day: date
    currency: str
    renewals: Sequence[Renewal]
    value: float
    at_risk: Bounded
    learnt: Learnt
    signals: Signals
    covariates: Floats
    unvalued: int
    open_ended: int
    unsaid: int
    of_nobody: int

    def reasons(self, renewal: Renewal) -> list[Reason]:
        """Return why a contract is likely to be lost, the strongest reason first."""
        return self.learnt.reasons(self.covariates[renewal.place].tolist())


@dataclass(frozen=True, slots=True)
class MonthAtRisk:
    """What ends in a month, and what of it is expected to be lost (None where no likelihood is known)."""

    month: date
    renewals: int
    value: float
    loss: float | None


def renewal_outlook(
    workspace: Workspace, *, day: date, customers: Collection[int] | None = None, lines: Lines | None = None
) -> RenewalOutlook:
    """Return what ends in the twelve months after a day, by what was known on it; of some customers, or of all.

    `lines` is what `ledger_lines` gave, for whoever asks for several figures.
    """
    merged = merged_accounts(workspace)
    at_stake = expiring(running_terms(workspace, merged, day=day, customers=customers), day=day)
    began = first_starts(workspace, merged)
    learnt = _learnt(workspace, merged, began, day=day)
    signals, covariates = _known(workspace, merged, began, at_stake, day=day, lines=lines)
    years = [each.years for each in at_stake]
    likelihoods = learnt.likelihoods(covariates, years)
    signs = bad_signs(covariates).tolist()
    renewals = [
        Renewal(place, each, likelihood, _loss(each, likelihood), signs[place])
        for place, (each, likelihood) in enumerate(zip(at_stake, likelihoods, strict=True))
    ]
    values = [None if each.value is None else float(each.value) for each in at_stake]
    return RenewalOutlook(
        day=day,
        currency=money_settings(workspace).currency,
        renewals=sorted(renewals, key=_urgency),
        value=sum(each or 0.0 for each in values),
        at_risk=learnt.at_risk(
            [None if each.value is None else float(each.value) for each in at_stake], covariates, years
        ),
        learnt=learnt,
        signals=signals,
        covariates=covariates,
        unvalued=sum(each.unvalued for each in at_stake),
        **contract_counts(workspace, day=day),
    )


def months_at_risk(renewals: Sequence[Renewal]) -> list[MonthAtRisk]:
    """Return what ends in each month from the first to the last in which anything ends."""
    by_month: dict[date, list[Renewal]] = {}
    for each in renewals:
        by_month.setdefault(each.at_stake.ends_on.replace(day=1), []).append(each)
    if not by_month:
        return []
    months, month = [], min(by_month)
    while month <= max(by_month):
        months.append(month)
        month = (month.replace(day=28) + (date.resolution * 4)).replace(day=1)
    return [_month(month, by_month.get(month, [])) for month in months]


def _learnt(workspace: Workspace, merged: Mapping[int, int], began: Mapping[int, date], *, day: date) -> Learnt:
    decided = decisions(decided_terms(workspace, merged, day=day, most=MOST_LEARNT), day=day)
    reader = SignalReader(workspace, merged, day=day, customers={each.customer for each in decided})
    signals = signals_on(
        _column(each.customer for each in decided),
        _column(each.seen_on.toordinal() for each in decided),
        heard=reader.heard(),
        signs=reader.signs(),
        incidents=reader.incidents(),
    )
    known = _column((each.seen_on - began[each.customer]).days for each in decided)
    return learnt_from(
        covariates_of(signals, known), lost=[each.is_lost for each in decided], years=[each.years for each in decided]
    )


def _known(
    workspace: Workspace,
    merged: Mapping[int, int],
    began: Mapping[int, date],
    at_stake: Sequence[Expiring],
    *,
    day: date,
    lines: Lines | None,
) -> tuple[Signals, Floats]:
    few = _few(at_stake)
    reader = SignalReader(workspace, merged, day=day, customers=few)
    signals = signals_on(
        _column(each.customer for each in at_stake),
        np.full(len(at_stake), day.toordinal(), dtype=np.int64),
        heard=reader.heard(),
        signs=reader.last_signs(lines or ledger_lines(workspace) if few is None else None),
        incidents=reader.incidents(),
    )
    return signals, covariates_of(signals, _column((day - began[each.customer]).days for each in at_stake))


def _few(at_stake: Sequence[Expiring]) -> set[int] | None:
    """Return whose rows to read: beyond so many customers it is quicker to read all."""
    return {each.customer for each in at_stake} if len(at_stake) <= MOST_LEARNT else None


def _loss(at_stake: Expiring, likelihood: Likelihood | None) -> float | None:
    if likelihood is None or at_stake.value is None:
        return None
    return float(at_stake.value) * (1 - likelihood.value)


def _urgency(renewal: Renewal) -> tuple[float, int, float, date, int]:
    value = float(renewal.at_stake.value or 0)
    signs = 0 if renewal.likelihood else -renewal.signs
    return (-(renewal.loss or 0.0), signs, -value, renewal.at_stake.ends_on, renewal.customer)


def _month(month: date, renewals: Sequence[Renewal]) -> MonthAtRisk:
    losses = [each.loss for each in renewals if each.loss is not None]
    is_known = bool(losses) or not renewals
    value = sum(float(each.at_stake.value or 0) for each in renewals)
    return MonthAtRisk(month, len(renewals), value, sum(losses) if is_known else None)


def _column(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, dtype=np.int64)
