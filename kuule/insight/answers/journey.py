"""The journey with figures: which moments are weak or strong, and which nobody measures or owns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kuule.insight.answers.differences import Difference, differences_among
from kuule.insight.answers.figures import Figure, figure_of
from kuule.insight.query import Query
from kuule.insight.selectors.counts import GroupCounts, joined
from kuule.insight.selectors.journey import counts_by_survey, occurrences_counted
from kuule.stats import Direction
from kuule.surveys.models import JourneyStage, Survey, Touchpoint
from kuule.surveys.rules import PUBLISHED
from kuule.surveys.selectors import journey_of
from kuule.workspaces.models import Workspace

JOURNEY_PERIOD = "90d"

# Why nobody measures a moment.
NO_SURVEY, SURVEY_SHUT, SWITCHED_OFF = "no_survey", "survey_shut", "switched_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A touchpoint with its figures of the last 90 days.

    `figure` is the score of its survey, and `query` asks for its answers: None without one, and for an anonymous
    survey, whose answers are shown only on a page of their own. `difference` is how much higher it is than that of all
    other moments whose surveys ask alike, read among all of them; None where there are no others. `shared_with` are
    other moments with the same survey. `happened` is how often something happened there, `asked` about how many of
    these somebody was asked.
    """

    touchpoint: Touchpoint
    query: Query | None
    figure: Figure | None
    difference: Difference | None
    shared_with: tuple[str, ...]
    happened: int
    asked: int

    @property
    def has_owner(self) -> bool:
        """Tell whether somebody who can sign in owns this moment."""
        owner = self.touchpoint.owner
        return owner is not None and owner.user.is_active

    @property
    def unmeasured(self) -> str:
        """Return why nobody measures this moment, as a code, or "". Answers count whichever way they came."""
        survey = self.touchpoint.survey
        if survey is None:
            return NO_SURVEY
        if self.figure is not None and self.figure.n:
            return ""
        if survey.state != PUBLISHED or survey.archived_at is not None:
            return SURVEY_SHUT
        return "" if self.touchpoint.is_on else SWITCHED_OFF

    @property
    def is_weak(self) -> bool:
        """Tell whether it is lower than the others beyond chance."""
        return self.difference is not None and self.difference.direction == Direction.DOWN

    @property
    def is_strong(self) -> bool:
        """Tell whether it is higher than the others beyond chance."""
        return self.difference is not None and self.difference.direction == Direction.UP


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedStage:
    """A stage with its moments in their order."""

    stage: JourneyStage
    moments: Sequence[Moment]


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyMap:
    """The whole journey in its order."""

    stages: Sequence[MappedStage]

    @property
    def moments(self) -> list[Moment]:
        """Return the moments of all stages."""
        return [moment for stage in self.stages for moment in stage.moments]

    @property
    def compared(self) -> int:
        """Return how many moments were compared with others."""
        return sum(moment.difference is not None for moment in self.moments)

    @property
    def empty(self) -> list[JourneyStage]:
        """Return the stages in which nobody has named a moment."""
        return [each.stage for each in self.stages if not each.moments]


def journey_map(workspace: Workspace, *, now: datetime) -> JourneyMap:
    """Return the journey of a workspace with the figures of the last 90 days."""
    stages = journey_of(workspace)
    every = _every_answer(workspace, now)
    touchpoints = [each for stage in stages for each in stage.touchpoints.all()]
    surveys = {each.survey.pk: each.survey for each in touchpoints if each.survey and not each.survey.is_anonymous}
    counts = _counts(every, surveys.values())
    differences = _differences(surveys, counts, every.confidence)
    happened = occurrences_counted(workspace, since=every.since or now)

    def moment(touchpoint: Touchpoint) -> Moment:
        survey = surveys.get(touchpoint.survey_id or 0)
        query = every.asking(family=survey.family, survey_id=survey.pk) if survey else None
        n, asked = happened.get(touchpoint.pk, (0, 0))
        return Moment(
            touchpoint=touchpoint,
            query=query,
            figure=figure_of(counts[survey.pk], query) if survey and query else None,
            difference=differences.get(survey.pk) if survey else None,
            shared_with=_sharing(touchpoint, touchpoints),
            happened=n,
            asked=asked,
        )

    mapped = [MappedStage(stage=each, moments=[moment(one) for one in each.touchpoints.all()]) for each in stages]
    return JourneyMap(stages=mapped)


def _every_answer(workspace: Workspace, now: datetime) -> Query:
    query, _problems = Query.from_params(
        {"period": JOURNEY_PERIOD}, workspace_id=workspace.pk, timezone=workspace.timezone, now=now
    )
    return query.asking(few_below=workspace.min_n_shown)


def _sharing(touchpoint: Touchpoint, touchpoints: Sequence[Touchpoint]) -> tuple[str, ...]:
    survey = touchpoint.survey_id
    return tuple(each.name for each in touchpoints if survey and each.survey_id == survey and each.pk != touchpoint.pk)


def _counts(every: Query, surveys: Iterable[Survey]) -> dict[int, GroupCounts]:
    alike: dict[str, list[int]] = {}
    for survey in surveys:
        alike.setdefault(survey.family, []).append(survey.pk)
    found: dict[int, GroupCounts] = {}
    for family, ids in alike.items():
        found |= counts_by_survey(every.asking(family=family), survey_ids=ids)
    return found


def _differences(
    surveys: Mapping[int, Survey], counts: Mapping[int, GroupCounts], confidence: float
) -> dict[int, Difference | None]:
    # A score is held against those of surveys of its own family and group alone: others ask another question on another
    # scale, or other people.
    kinds = {pk: (survey.family, survey.measures) for pk, survey in surveys.items()}
    whole = {kind: joined(counts[pk] for pk in surveys if kinds[pk] == kind) for kind in dict.fromkeys(kinds.values())}
    pairs = [(counts[pk], whole[kinds[pk]].without(counts[pk])) for pk in surveys]
    return dict(zip(surveys, differences_among(pairs, confidence), strict=True)) if pairs else {}
