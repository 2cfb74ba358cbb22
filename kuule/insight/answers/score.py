"""The score."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kuule import stats
from kuule.insight.answers.figures import Figure, figure_fields, in_points
from kuule.insight.query import CHANNEL, LANGUAGE, SURVEY, TOUCHPOINT, Query
from kuule.insight.rules import GROUPS, most_people_that_matter
from kuule.insight.selectors.counts import GroupCounts, histogram_of
from kuule.insight.selectors.matching import Surveys
from kuule.insight.selectors.people import has_accounts, latest_scores, people_who_could_answer
from kuule.stats import Caution, PopulationEstimate, Shares


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationFigure:
    """What the score of everybody would be, in points, if silence has nothing to do with the answer.

    `people` could have answered: all contacts who fit the query's filters about people now, are not archived and were
    known before its time ended, asked or not; and all whose answer it counts, even if that is no longer true of them.
    `answered` of them did; of those who answered more than once the latest answer counts.
    """

    people: int
    answered: int
    value: float
    lower: float
    upper: float
    method: str
    warnings: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Tell whether everybody answered, so that nothing is left to chance."""
        return self.people == self.answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Figure):
    """The score of the answers that a query means, how many gave each score from 0 to 10, and what it says of all."""

    histogram: tuple[int, ...]
    population: PopulationFigure | None = None


def answer(query: Query, *, among: Surveys | None = None) -> Answer:
    """Return the score that a query asks for: the one road to a number, for pages, digests, API and exports.

    `among` are the surveys of the query's family, if they are known. The interval is `stats.nps_interval`: it speaks of
    chance, as if these were some of very many customers.
    """
    histogram = histogram_of(query, among=among)
    counts = GroupCounts(*(sum(histogram[scores.start : scores.stop]) for scores in GROUPS.values()))
    shares = Shares(counts.detractors, counts.passives, counts.promoters)
    estimate = stats.nps_interval(shares, confidence=query.confidence)
    plain = Answer(histogram=histogram, **figure_fields(counts, estimate, query.few_below))
    return replace(plain, population=_population(query, plain.n))


def _population(query: Query, n: int) -> PopulationFigure | None:
    most = most_people_that_matter(n)
    if not most or not asks_for_people(query) or not has_accounts(query.workspace_id):
        return None
    scores = latest_scores(query)
    people = people_who_could_answer(query, at_most=most)
    if not scores or people is None:
        return None
    everybody = len(people | scores.keys())
    return (
        _population_figure(scores.values(), everybody, query)
        if everybody <= most_people_that_matter(len(scores))
        else None
    )


def asks_for_people(query: Query) -> bool:
    """Tell whether a query can be asked of those who kept silent too, so that it means a known number of people."""
    # Whoever gave no answer has no score, words, channel or language of an answer; and not everybody got each survey.
    about_answers = (query.group, query.language, query.channel, query.search, query.only_comments, query.survey_id)
    leaves_out_answers = query.rest_of is not None and query.rest_of[0] in (LANGUAGE, CHANNEL, SURVEY, TOUCHPOINT)
    if query.touchpoint_id is not None or query.first_quarter is not None:
        return False
    return query.score is None and not any(about_answers) and not leaves_out_answers


def _population_figure(scores: Iterable[int], people: int, query: Query) -> PopulationFigure | None:
    shares = stats.classify(scores)
    estimate: PopulationEstimate = stats.population_posterior(shares, people, confidence=query.confidence)
    if Caution.FEW_OF_POPULATION in estimate.warnings:
        estimate = stats.population_score(shares, people, confidence=query.confidence)
    estimate = estimate.including_value()
    value, lower, upper = in_points(estimate.value), in_points(estimate.lower), in_points(estimate.upper)
    if value is None or lower is None or upper is None:
        return None
    return PopulationFigure(
        people=people,
        answered=shares.n,
        value=value,
        lower=lower,
        upper=upper,
        method=estimate.method,
        warnings=tuple(str(warning) for warning in estimate.warnings),
    )
