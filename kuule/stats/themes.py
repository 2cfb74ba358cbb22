"""The points of the score that go with a theme: how much it would differ without those who mention it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kuule.stats.columns import FEW_CLUSTERS, Codes, Column, Rows, flag_column, require_same_length
from kuule.stats.counts import signs
from kuule.stats.design import Design, clusters_of
from kuule.stats.inputs import Floats, normal_quantile
from kuule.stats.results import Caution, Shares, Status
from kuule.stats.tails import t_quantile

FEWEST_MENTIONS = 5
_SIGNS = np.array([-1.0, 0.0, 1.0])
# Added to each side, as `aw_half` of `nps_change` does: where nearly all answer alike a plain interval is too narrow.
_DOUBT = np.array([0.375, 0.75, 0.375])


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeEffect:
    """How much a theme moves the score: `value` = NPS minus the NPS of those who do not mention it, in [-2, 2].

    `share` of the answers mention it; `nps_theme` is their score and `nps_rest` that of the others. `se` and interval
    belong to counts with a little doubt added; None where there are too few to tell. `clusters` is None where each
    answer stands for itself.
    """

    value: float | None
    share: float | None
    nps_theme: float | None
    nps_rest: float | None
    se: float | None
    lower: float | None
    upper: float | None
    mentions: int
    n: int
    clusters: int | None
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


def theme_effect(mentioned: Shares, rest: Shares, *, confidence: float = 0.95) -> ThemeEffect:
    """Compute how many points of the score go with a theme, and how sure that is.

    Parameters
    ----------
    mentioned, rest : Shares
        The answers whose comments mention the theme, and all others.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    ThemeEffect
        value = share * (nps_theme - nps_rest), which is the NPS of all minus the NPS without those who mention the
        theme. Undefined if fewer than five mention it or fewer than five do not.

    Raises
    ------
    RejectedInput
        If the confidence is out of range.

    Notes
    -----
    The interval is by the delta method: with y in {-1, 0, 1}, m = 1 for those who mention it, s their share and R the
    score of the rest, an answer adds

        y - NPS - (1 - m) (y - R) / (1 - s)

    to the error, and the variance is the mean of its squares over n. Before that 0.375 detractors, 0.75 passives and
    0.375 promoters are added to each side.

    It says what goes together, not what would happen: those who mention a theme differ in other ways too. Comments
    mention several themes, so effects do not add up to anything. It knows nothing of comments that were sorted wrongly.

    References
    ----------
    van der Vaart A (1998) Asymptotic Statistics, ch. 3 (delta method). Agresti A, Caffo B (2000) Am Stat 54:280-288
    (the added answers).
    """
    return _effect(mentioned, rest, confidence)


def theme_effect_of_answers(
    scores: Sequence[object], mentions: Column, clusters: Column, *, confidence: float = 0.95
) -> ThemeEffect:
    """Compute a `theme_effect` where several answers come from one account and resemble each other.

    Parameters
    ----------
    scores : sequence of 0..10, length k
        None is missing; what is no answer is left out.
    mentions : array_like, shape (k,)
        1 where the comment mentions the theme, else 0.
    clusters : array_like, shape (k,)
        Who belongs together, such as the account. A missing one stands for itself.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    ThemeEffect
        The same value. The standard error is widened by the design effect of the clusters, never narrowed, and the
        interval has a t quantile with clusters - 1 degrees of freedom. Degenerate with one cluster.

    Raises
    ------
    RejectedInput
        If lengths differ, `mentions` is not 0 or 1, or the confidence is out of range.

    References
    ----------
    Lumley T (2010) Complex Surveys, Wiley, ch. 2 (linearised values added up by cluster).
    """
    y, _missing, _invalid = signs(scores)
    mention, labels = flag_column(mentions, "Mentions"), clusters_of(clusters, "Clusters")
    require_same_length({"scores": y, "mentions": mention, "clusters": labels})
    used = ~np.isnan(y) & ~np.isnan(mention)
    y, said = y[used], mention[used] == 1
    _names, places = np.unique(labels[used], return_inverse=True)
    plain = _effect(_shares(y[said]), _shares(y[~said]), confidence)
    if plain.value is None:
        return replace(plain, clusters=len(_names))
    return _clustered(plain, y, said, places.reshape(-1))


def _effect(mentioned: Shares, rest: Shares, confidence: float) -> ThemeEffect:
    z = normal_quantile(confidence)
    mentions, n = mentioned.n, mentioned.n + rest.n
    known = ThemeEffect(
        value=None,
        share=mentions / n if n else None,
        nps_theme=mentioned.nps,
        nps_rest=rest.nps,
        se=None,
        lower=None,
        upper=None,
        mentions=mentions,
        n=n,
        clusters=None,
        method="delta_aw_half",
        confidence=float(confidence),
        status=Status.UNDEFINED,
        warnings=(Caution.FEW_MENTIONS,),
    )
    if min(mentions, rest.n) < FEWEST_MENTIONS:
        return known
    middle, se = _doubted(np.array([_counts(mentioned), _counts(rest)]) + _DOUBT)
    return replace(
        known,
        value=((mentioned + rest).nps or 0.0) - (rest.nps or 0.0),
        se=se,
        lower=middle - z * se,
        upper=middle + z * se,
        status=Status.OK,
        warnings=(Caution.ASSOCIATION_ONLY,),
    )


def _clustered(plain: ThemeEffect, y: Floats, said: Rows, places: Codes) -> ThemeEffect:
    clusters = int(places.max()) + 1
    if clusters == 1 or plain.se is None or plain.lower is None or plain.upper is None:
        warnings = (*plain.warnings, Caution.ONE_CLUSTER)
        return replace(
            plain, se=None, lower=None, upper=None, clusters=clusters, status=Status.DEGENERATE, warnings=warnings
        )
    influence = (y - y.mean() - ~said * (y - y[~said].mean()) / (~said).mean()) / len(y)
    together = Design(places, np.zeros(clusters, dtype=np.intp), np.zeros(1)).variance(influence) or 0.0
    alone = float(influence @ influence)
    # Chance makes the clusters of a small sample look alike or unlike: narrowing on its word would be too bold.
    se = plain.se * math.sqrt(max(1.0, together / alone if alone else 1.0))
    middle, reach = (plain.lower + plain.upper) / 2, t_quantile(plain.confidence, clusters - 1) * se
    few = (Caution.FEW_CLUSTERS,) if clusters < FEW_CLUSTERS else ()
    return replace(
        plain,
        se=se,
        lower=middle - reach,
        upper=middle + reach,
        clusters=clusters,
        warnings=(*plain.warnings, *few),
    )


def _doubted(counts: Floats) -> tuple[float, float]:
    """Return value and standard error of counts, shape (2, 3): who mentions the theme and who does not."""
    n, rest = counts.sum(), counts[1].sum()
    nps, nps_rest = float(counts.sum(axis=0) @ _SIGNS / n), float(counts[1] @ _SIGNS / rest)
    influence = np.stack([_SIGNS - nps, _SIGNS - nps - (_SIGNS - nps_rest) * n / rest])
    return nps - nps_rest, math.sqrt(float((counts * influence**2).sum())) / float(n)


def _counts(shares: Shares) -> tuple[int, int, int]:
    return shares.detractors, shares.passives, shares.promoters


def _shares(y: Floats) -> Shares:
    return Shares(int((y < 0).sum()), int((y == 0).sum()), int((y > 0).sum()))
