"""Those who were treated beside comparable people who were not: alike in where they started from."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from kuule.stats.amounts import Amount, no_amount
from kuule.stats.columns import (
    FEW_CLUSTERS,
    Codes,
    Column,
    Rows,
    flag_column,
    label_column,
    number_column,
    require_same_length,
)
from kuule.stats.contrasts import cell_contrast
from kuule.stats.design import clusters_of
from kuule.stats.inputs import Floats, normal_quantile
from kuule.stats.results import Caution, Status
from kuule.stats.tails import t_p_value, t_quantile

METHOD = "cr2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Means or shares of the treated and of comparable untreated, standardised to the treated, and their difference.

    `n_treated` and `n_untreated` rows were compared; `without_counterpart` treated rows were not, as no untreated row
    is like them; `not_needed` untreated rows are like no treated one; `left_out` rows were incomplete.
    """

    treated: Amount
    untreated: Amount
    difference: Amount
    n_treated: int
    n_untreated: int
    without_counterpart: int
    not_needed: int
    left_out: int
    warnings: tuple[Caution, ...] = ()


def comparable_difference(
    outcome: Column,
    treated: Column,
    alike: Column | None = None,
    clusters: Column | None = None,
    *,
    by_chance: bool = False,
    confidence: float = 0.95,
) -> Comparison:
    """Compare an outcome of the treated with that of untreated people who are alike in what is given.

    In each class the treated and the untreated are compared; the classes are weighted as the treated fall into them.

    Parameters
    ----------
    outcome : array_like, shape (k,)
        A number, or 0 and 1 for shares, such as whether somebody answered again.
    treated : array_like, shape (k,)
        1 for those who were contacted, 0 for the others.
    alike : array_like, shape (k,), optional
        The class within which people are comparable, such as (starting score, tenure class). Without it all are.
    clusters : array_like, shape (k,), optional
        Who belongs together, such as the account.
    by_chance : bool
        Whether chance decided who was treated. Then the difference is an effect, and it carries no `ASSOCIATION_ONLY`.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    Comparison
        Undefined if no class has both. Errors are cluster-robust and bias-reduced (CR2), with t and the degrees of
        freedom of Bell and McCaffrey. An untreated class of one cluster borrows the spread of the others.

    Raises
    ------
    RejectedInput
        If `treated` is not 0 or 1, the outcome is no number, lengths differ, or the confidence is out of range.

    Notes
    -----
    Speaks of people like those treated, not of everybody. It misleads if those contacted differ in what the classes do
    not hold: staff call whom they expect to save.

    References
    ----------
    Cochran W (1968) Biometrics 24:295-313. Bell R, McCaffrey D (2002) Surv Methodol 28:169-181.
    """
    normal_quantile(confidence)
    y, flag = number_column(outcome, "Outcome"), flag_column(treated, "Treated")
    classes = np.zeros(len(y), dtype=np.intp) if alike is None else label_column(alike, "Alike").codes
    labels = np.arange(len(y)) if clusters is None else clusters_of(clusters, "Clusters")
    require_same_length({"outcome": y, "treated": flag, "alike": classes, "clusters": labels})
    known = ~np.isnan(y) & ~np.isnan(flag) & (classes >= 0)
    compared = _compared(flag, classes, known)
    warnings = _cautions(flag, known, compared, by_chance=by_chance)
    if not compared.any():
        nothing = no_amount(0, 0, method=METHOD, confidence=confidence, warnings=(Caution.NOT_ESTIMABLE, *warnings))
        amounts = (nothing, nothing, nothing)
    else:
        amounts = _amounts(y[compared], flag[compared], classes[compared], labels[compared], confidence, warnings)
    return Comparison(
        treated=amounts[0],
        untreated=amounts[1],
        difference=amounts[2],
        n_treated=int((compared & (flag == 1)).sum()),
        n_untreated=int((compared & (flag == 0)).sum()),
        without_counterpart=int((known & ~compared & (flag == 1)).sum()),
        not_needed=int((known & ~compared & (flag == 0)).sum()),
        left_out=int((~known).sum()),
        warnings=warnings,
    )


def drift_of_comparable(
    first: Column,
    second: Column,
    treated: Column,
    clusters: Column | None = None,
    *,
    confidence: float = 0.95,
) -> Comparison:
    """Compute how far people moved who were treated, and how far those moved who started from the same scores.

    Parameters
    ----------
    first, second : array_like, shape (k,)
        Each person's score before and after; who lacks one is left out.
    treated : array_like, shape (k,)
        1 for those who were treated, 0 for the others.
    clusters : array_like, shape (k,), optional
        Who belongs together, such as the account.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    Comparison
        In points of the score. `treated` is the change of the treated, `untreated` the drift of comparable people,
        `difference` what is left for the treatment.

    Notes
    -----
    People picked for a low score rise by themselves, as a low score is partly a bad day: regression to the mean. Their
    rise is an effect only as far as it goes beyond the rise of others who scored as low.

    References
    ----------
    Barnett A, van der Pols J, Dobson A (2005) Int J Epidemiol 34:215-220.
    """
    start = number_column(first, "First")
    end = number_column(second, "Second")
    require_same_length({"first": start, "second": end})
    classes: list[Hashable] = [None if np.isnan(score) else score for score in start.tolist()]
    return comparable_difference(end - start, treated, classes, clusters, confidence=confidence)


def _compared(flag: Floats, classes: Codes, known: Rows) -> Rows:
    count = int(classes.max(initial=-1)) + 1
    both = np.ones(count, dtype=bool)
    for value in (0, 1):
        both &= np.bincount(classes[known & (flag == value)], minlength=count) > 0
    return known & both[classes] if count else known & False


def _cautions(flag: Floats, known: Rows, compared: Rows, *, by_chance: bool) -> tuple[Caution, ...]:
    found = {
        Caution.ASSOCIATION_ONLY: not by_chance,
        Caution.NO_COUNTERPART: bool((known & ~compared & (flag == 1)).any()),
        Caution.ROWS_LEFT_OUT: bool((~known).any()),
    }
    return tuple(caution for caution, holds in found.items() if holds)


def _amounts(
    y: Floats, flag: Floats, classes: Codes, labels: Codes, confidence: float, warnings: tuple[Caution, ...]
) -> tuple[Amount, Amount, Amount]:
    names, codes = np.unique(classes, return_inverse=True)
    used, places = np.unique(labels, return_inverse=True)
    cells = 2 * codes.reshape(-1) + flag.astype(np.intp)
    share = np.bincount(codes.reshape(-1)[flag == 1], minlength=len(names)) / (flag == 1).sum()
    found = []
    for of_untreated, of_treated in ((0.0, 1.0), (1.0, 0.0), (-1.0, 1.0)):
        weights = np.column_stack((of_untreated * share, of_treated * share)).reshape(-1)
        rows = np.isin(cells, np.flatnonzero(weights))
        contrast = cell_contrast(y, cells, places.reshape(-1), len(used), weights)
        se, df = contrast.se, contrast.df
        reach = t_quantile(confidence, df) * se if se and df else None
        of_change = of_untreated < 0
        found.append(
            Amount(
                value=contrast.value,
                se=se,
                lower=None if reach is None else contrast.value - reach,
                upper=None if reach is None else contrast.value + reach,
                p_value=t_p_value(contrast.value / se, df) if of_change and se and df else None,
                n=int(rows.sum()),
                units=len(np.unique(places.reshape(-1)[rows])),
                df=df,
                method=METHOD,
                confidence=float(confidence),
                status=Status.OK if reach is not None else Status.DEGENERATE,
                warnings=(
                    *warnings,
                    *((Caution.FEW_CLUSTERS,) if len(used) < FEW_CLUSTERS else ()),
                    *((Caution.LONE_CLUSTER,) if contrast.lone else ()),
                    *((Caution.ZERO_WIDTH if se == 0 else Caution.SAMPLE_ERROR_UNDEFINED,) if reach is None else ()),
                ),
            )
        )
    return found[0], found[1], found[2]
