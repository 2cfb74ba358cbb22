"""How many detractors a person from the company spoke with in time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kuule.economics.rules.loop import KEPT, MISSED, WAITING, Unhappy, loop_states
from kuule.economics.selectors.customers import merged_accounts
from kuule.economics.selectors.loop import spoken_with, unhappy_answers
from kuule.stats import Estimate
from kuule.stats.clustered_share import clustered_share
from kuule.workspaces.models import Workspace

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopKept:
    """The share of detractors' answers of a year that somebody followed up within 48 hours, with its interval.

    Answers of one customer belong together. `waiting` are so new that their time is not over, `unknown` said no name:
    both are not counted. `states` are those of `rules.loop`, by answer. Where no contact was `noted` at all the share
    is not known: that nobody wrote it down does not say that nobody called.
    """

    share: Estimate
    kept: int
    missed: int
    waiting: int
    unknown: int
    noted: int
    answers: tuple[Unhappy, ...]
    states: Mapping[int, str]

    @property
    def is_known(self) -> bool:
        """Tell whether there is a share to speak of."""
        return self.share.value is not None and self.noted > 0


def loop_kept(workspace: Workspace, *, now: datetime) -> LoopKept:
    """Return how the loop was kept in the 365 days before a moment, as it was known then."""
    since, merged = now - YEAR, merged_accounts(workspace)
    answers, unknown = unhappy_answers(workspace, merged, since=since, until=now)
    spoken = spoken_with(workspace, merged, since=since, until=now)
    states = loop_states(answers, spoken, now=now)
    decided = [each for each in answers if states[each.pk] != WAITING]
    counts = Counter(states.values())
    return LoopKept(
        share=clustered_share([states[each.pk] == KEPT for each in decided], [each.customer for each in decided]),
        kept=counts[KEPT],
        missed=counts[MISSED],
        waiting=counts[WAITING],
        unknown=unknown,
        noted=len(spoken),
        answers=tuple(answers),
        states=states,
    )
