"""How well probabilities tell what came true."""

from __future__ import annotations

import numpy as np

from kuule.text.comments import Floats

_BINS = 10


def roc_auc(is_true: Floats, scores: Floats) -> float | None:
    """Return the probability that something true scores higher than something false; ties count half.

    Parameters
    ----------
    is_true : array of 0 and 1, length n
        What came true.
    scores : array of float, length n
        The higher, the more probable.

    Returns
    -------
    float or None
        0.5 is chance. None if only one of the two occurs.

    References
    ----------
    Hanley J, McNeil B (1982) Radiology 143:29-36.
    """
    truths = is_true > 0
    count_true, count_false = int(truths.sum()), int((~truths).sum())
    if not count_true or not count_false:
        return None
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return float((ranks[truths].sum() - count_true * (count_true + 1) / 2) / (count_true * count_false))


def average_precision(is_true: Floats, scores: Floats) -> float | None:
    """Return the mean precision at each true one, the highest score first; None if nothing is true.

    Equal scores are one step: none of them is first.

    References
    ----------
    Manning C, Raghavan P, Schütze H (2008) Introduction to Information Retrieval, Cambridge, 8.4.
    """
    if not (is_true > 0).any():
        return None
    _, places = np.unique(-scores, return_inverse=True)
    counts = np.bincount(places)
    trues = np.bincount(places, weights=(is_true > 0).astype(np.float64))
    precisions = np.cumsum(trues) / np.cumsum(counts)
    return float((precisions * trues).sum() / trues.sum())


def calibration_error(is_true: Floats, probabilities: Floats) -> float:
    """Return by how much probabilities differ from what came true, on average over ten steps of probability.

    References
    ----------
    Guo C, Pleiss G, Sun Y, Weinberger K (2017) On Calibration of Modern Neural Networks, ICML, section 2.
    """
    steps = np.minimum((probabilities * _BINS).astype(np.int64), _BINS - 1)
    gaps = np.bincount(steps, weights=probabilities - is_true, minlength=_BINS)
    return float(np.abs(gaps).sum() / len(is_true))
