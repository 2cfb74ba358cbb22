"""How good the labels of themes are, as far as people looked them over."""

from dataclasses import dataclass

from kuule import stats
from kuule.insight.models import Theme
from kuule.insight.selectors.theme_quality import verdicts_of
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelQuality:
    """The precision of labels: which share of those checked is right, from 0 to 1, with Wilson's interval.

    `n` labels were checked; without any there is no figure. `added` labels were missing until a person gave them.
    """

    n: int
    added: int
    value: float | None
    lower: float | None
    upper: float | None
    confidence: float


def label_quality(workspace: Workspace, *, theme: Theme | None = None) -> LabelQuality:
    """Return how good the labels of one theme are, or of all; those checked are drawn by lot and speak for all."""
    found = verdicts_of(workspace, theme=theme)
    n = found.right + found.wrong
    estimate = stats.share_interval(found.right, n)
    return LabelQuality(
        n=n,
        added=found.added,
        value=estimate.value,
        lower=estimate.lower,
        upper=estimate.upper,
        confidence=estimate.confidence,
    )
