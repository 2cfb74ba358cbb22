"""How good the labels of themes are, as far as people checked them."""

from dataclasses import dataclass

from kuule import stats
from kuule.insight.models import Theme
from kuule.insight.selectors.labels import reviewed_labels
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


def label_quality(workspace: Workspace, *, theme: Theme | None = None) -> LabelQuality:
    """Return how good the labels of one theme are, or of all; those checked are drawn by lot and speak for all."""
    found = [each for pk, each in reviewed_labels(workspace).items() if theme is None or pk == theme.pk]
    right, wrong = sum(each.right for each in found), sum(each.wrong for each in found)
    estimate = stats.share_interval(right, right + wrong)
    return LabelQuality(
        n=right + wrong,
        added=sum(each.added for each in found),
        value=estimate.value,
        lower=estimate.lower,
        upper=estimate.upper,
    )
