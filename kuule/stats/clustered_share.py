"""A share of rows that belong together: of answers, of which one customer may have given several."""

from __future__ import annotations

import numpy as np

from kuule.stats.columns import Column, flag_column, require_same_length
from kuule.stats.design import clusters_of
from kuule.stats.inputs import Floats, normal_quantile
from kuule.stats.proportions import share_interval
from kuule.stats.results import Estimate
from kuule.stats.tails import t_quantile


def clustered_share(hits: Column, clusters: Column, *, confidence: float = 0.95) -> Estimate:
    """Compute a share and its Wilson interval, as wide as the number of independent rows makes it.

    Parameters
    ----------
    hits : array_like, shape (k,)
        1 for a row that did, else 0; missing ones leave the row out.
    clusters : array_like, shape (k,)
        Who belongs together, such as the customer; a missing label stands for itself.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    Estimate
        A proportion in [0, 1]; `n` is how many rows there are, not how many they count like. Undefined without rows.

    Raises
    ------
    RejectedInput
        If a hit is not 0 or 1, lengths differ, or the confidence is out of range.

    Notes
    -----
    The rows count like n / (design effect), never like more than n, and with t in place of the normal quantile; where
    all or none did, like as many as there are clusters.

    References
    ----------
    Korn E, Graubard B (1998) Surv Methodol 24:193-201; Wilson E (1927) JASA 22:209-212.
    """
    normal_quantile(confidence)
    flags, codes = flag_column(hits, "Hits"), clusters_of(clusters, "Clusters")
    require_same_length({"hits": flags, "clusters": codes})
    known = ~np.isnan(flags)
    flags, places = flags[known], np.unique(codes[known], return_inverse=True)[1].reshape(-1)
    n = len(flags)
    totals = np.bincount(places, flags - flags.mean()).astype(np.float64) if n else flags
    effective = _effective(flags, totals, confidence) if n else 0.0
    found = share_interval(float(flags.mean()) * effective if n else 0.0, effective, confidence=confidence)
    return Estimate(
        value=found.value,
        lower=found.lower,
        upper=found.upper,
        lower_raw=found.lower_raw,
        upper_raw=found.upper_raw,
        n=n,
        method="wilson_clustered",
        confidence=found.confidence,
        status=found.status,
        warnings=found.warnings,
    )


def _effective(flags: Floats, totals: Floats, confidence: float) -> float:
    """Return how many independent rows these count like."""
    n, clusters, share = len(flags), len(totals), float(flags.mean())
    if clusters == 1 or share in (0.0, 1.0):
        return float(clusters)
    spread = clusters / (clusters - 1) * float(totals @ totals) / n**2
    counted = share * (1 - share) / spread if spread > 0 else float(n)
    students = t_quantile(confidence, n - 1) / t_quantile(confidence, clusters - 1)
    return float(min(counted, n)) * students**2
