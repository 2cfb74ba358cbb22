"""Themes that suddenly come up: more often in the last period than chance would have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kuule.stats.inputs import RejectedInput, whole_number
from kuule.stats.multiplicity import adjust_p_values
from kuule.stats.tails import hypergeometric_tail

LEVEL = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """How often a theme came up in the last period and before, and how likely chance alone makes so much of it.

    `share` and `share_before` are of the comments of each time; None where there were none. `p_adjusted` is corrected
    for the number of themes; `emerges` tells whether it is at most 0.05.
    """

    theme: str
    mentions: int
    share: float | None
    mentions_before: int
    share_before: float | None
    p_value: float
    p_adjusted: float
    emerges: bool


def emerging_themes(
    now: Mapping[str, int], before: Mapping[str, int], *, comments: int, comments_before: int
) -> tuple[Rise, ...]:
    """Find the themes that come up more often in the last period than in those before it.

    Parameters
    ----------
    now, before : mapping of str to int
        How many comments of the last period, and of the periods before, mention it; a theme that is not there
        counts 0. Three periods before are a fair comparison.
    comments, comments_before : int
        How many comments there are at both times, whatever they mention.

    Returns
    -------
    tuple of Rise
        One for each theme, the most surprising first.

    Raises
    ------
    RejectedInput
        If a count is negative or no whole number, or a theme has more mentions than there are comments.

    Notes
    -----
    Fisher's exact test, one-sided: P(X >= mentions) for X from the hypergeometric law of the 2 x 2 table of time and
    mention; then Benjamini-Hochberg at 5 % over the themes. Of the themes that are said to emerge, one in twenty at
    most does by chance. A rise shows that more people wrote about it, not why: a new question, another mix of people
    or a campaign makes one too.

    References
    ----------
    Fisher R (1934) Statistical Methods for Research Workers, 5th ed., sec. 21.02. Benjamini Y, Hochberg Y (1995) JRSS B
    57:289-300.
    """
    n, m = whole_number(comments, "comments"), whole_number(comments_before, "comments_before")
    themes = list(dict.fromkeys([*now, *before]))
    recent = [_mentions(now.get(theme, 0), n, theme) for theme in themes]
    earlier = [_mentions(before.get(theme, 0), m, theme) for theme in themes]
    p_values = [
        hypergeometric_tail(a, marked=a + b, drawn=n, total=n + m) for a, b in zip(recent, earlier, strict=True)
    ]
    found = [
        Rise(
            theme=theme,
            mentions=a,
            share=a / n if n else None,
            mentions_before=b,
            share_before=b / m if m else None,
            p_value=p,
            p_adjusted=adjusted,
            emerges=adjusted <= LEVEL,
        )
        for theme, a, b, p, adjusted in zip(themes, recent, earlier, p_values, _adjusted(p_values), strict=True)
    ]
    return tuple(sorted(found, key=lambda rise: rise.p_value))


def _adjusted(p_values: Iterable[float]) -> list[float]:
    return [p for p in adjust_p_values(p_values, method="BH") if p is not None]


def _mentions(count: object, comments: int, theme: object) -> int:
    mentions = whole_number(count, f"Mentions of {theme!r:.40}")
    if mentions > comments:
        raise RejectedInput(f"{theme!r:.40} has {mentions} mentions in {comments} comments.")
    return mentions
