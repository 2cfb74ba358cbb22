"""Who would be asked: what is known of people put before the rules, one after another."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from kuule.contacts.query import ContactFilter
from kuule.contacts.rules.wishes import EMAIL
from kuule.dispatch.rules import (
    ALLOW,
    DROP,
    QUIET_HOURS,
    Asked,
    Decision,
    Person,
    SendingTimes,
    Wish,
    decide,
    language_for,
    next_moment,
)
from kuule.dispatch.rules.sampling import Draw, Sample, drawn
from kuule.dispatch.selectors.audiences import audience_for
from kuule.dispatch.selectors.people_to_ask import Addressee, addressees, limits_of, persons_to_ask
from kuule.dispatch.selectors.sampling import usual_response_rate
from kuule.dispatch.selectors.sending_times import zone_of
from kuule.surveys.models import Survey
from kuule.surveys.selectors import published_version
from kuule.workspaces.models import Workspace

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would happen: people asked, people held back by reason, and the asked by language and by channel.

    `draw` tells of whom a sample would be drawn; None where everybody is asked.
    """

    asked: int
    held_back: Mapping[str, int]
    languages: Mapping[str, int]
    channels: Mapping[str, int] = field(default_factory=dict)
    draw: Draw | None = None

    @property
    def total(self) -> int:
        """Return how many people the audience has."""
        return self.asked + self.held_back_total

    @property
    def held_back_total(self) -> int:
        """Return how many people are held back for any reason."""
        return sum(self.held_back.values())


class Deliberation:
    """Decides about people in turn. Whoever is allowed counts as asked for those who follow, written or not."""

    def __init__(self, workspace: Workspace, *, now: datetime) -> None:
        """Begin with what is true at `now`."""
        self._workspace, self._now = workspace, now
        self.limits = limits_of(workspace)
        self._allowed: dict[int, list[Asked]] = {}
        self._allowed_in: dict[int, list[Asked]] = {}

    def known(self, people: Sequence[Addressee]) -> dict[int, Person]:
        """Return what decides about each of these people, by id: those who are not written down yet included."""
        persons = persons_to_ask(self._workspace, people=people, limits=self.limits, now=self._now)
        seen: set[int] = set()
        for each, person in zip(people, persons, strict=True):
            person.asked.extend(self._allowed.get(each.id, ()))
            if each.account_id and each.account_id not in seen:
                seen.add(each.account_id)
                person.account_asked.extend(self._allowed_in.get(each.account_id, ()))
        return dict(zip((each.id for each in people), persons, strict=True))

    def about(self, each: Addressee, person: Person, wish: Wish, *, at: datetime | None) -> Decision:
        """Decide whether a person may be asked at a moment; None is one that their quiet hours leave no time for."""
        decision = self.weigh(person, wish, at=at)
        if at is not None and decision.verdict == ALLOW:
            self._note(each, person, Asked(at, wish.family, decision.channel))
        return decision

    def weigh(self, person: Person, wish: Wish, *, at: datetime | None) -> Decision:
        """Return what would be decided about a moment, without counting it for those who follow."""
        decision = decide(wish, person, self.limits, now=at or self._now)
        return Decision(DROP, QUIET_HOURS) if at is None and decision.verdict != DROP else decision

    def moment(
        self, each: Addressee, *, times: SendingTimes | None = None, since: datetime | None = None
    ) -> datetime | None:
        """Return when somebody may be written to from now on, or since a later moment; None: never.

        Their quiet hours count on their own clock, and so do the `times` in which messages go out.
        """
        zone = zone_of(each.timezone, self._workspace)
        return next_moment(since or self._now, zone, quiet=each.quiet, times=times)

    def _note(self, each: Addressee, person: Person, asked: Asked) -> None:
        person.asked.append(asked)
        self._allowed.setdefault(each.id, []).append(asked)
        if each.account_id:
            person.account_asked.append(asked)
            self._allowed_in.setdefault(each.account_id, []).append(asked)


def decisions_about(
    workspace: Workspace,
    *,
    people: Sequence[Addressee],
    wish: Wish,
    now: datetime,
    is_drawn: Callable[[int], bool] | None = None,
) -> list[tuple[Decision, datetime]]:
    """Decide about each of these people, in their order, each about the moment that is told beside the decision.

    A few queries, however many they are. `is_drawn` tells who is in the sample; None is everybody.
    """
    deliberation = Deliberation(workspace, now=now)
    moments = (deliberation.moment(each) or now for each in people)
    return list(zip(_decided(deliberation, people, wish, is_drawn), moments, strict=True))


def _decided(
    deliberation: Deliberation,
    people: Sequence[Addressee],
    wish: Wish,
    is_drawn: Callable[[int], bool] | None = None,
) -> list[Decision]:
    persons, out = deliberation.known(people), replace(wish, is_drawn=False)
    return [
        deliberation.about(
            each,
            persons[each.id],
            wish if is_drawn is None or is_drawn(each.id) else out,
            at=deliberation.moment(each),
        )
        for each in people
    ]


def draw_of(
    workspace: Workspace,
    *,
    survey: Survey,
    audience: ContactFilter,
    sample: Sample,
    now: datetime,
    channels: Sequence[str] = (EMAIL,),
) -> Draw:
    """Draw a sample of those of an audience who may be asked at `now`."""
    deliberation, wish = Deliberation(workspace, now=now), Wish(survey.family, tuple(channels))
    whom = audience_for(survey, audience)
    ids: list[int] = []
    after = 0
    while people := addressees(workspace, audience=whom, after=after, limit=CHUNK):
        decided = zip(people, _decided(deliberation, people, wish), strict=True)
        ids += [each.id for each, decision in decided if decision.verdict == ALLOW]
        after = people[-1].id
    rate, is_expected = usual_response_rate(workspace, now=now)
    return drawn(sample, ids, rate=rate, is_rate_expected=is_expected)


def decisions_before_sending(
    workspace: Workspace,
    *,
    survey: Survey,
    audience: ContactFilter,
    now: datetime,
    channels: Sequence[str] = (EMAIL,),
    sample: Sample | None = None,
) -> Forecast:
    """Return what a wave planned at `now` would decide. The same road as planning itself, only nothing is written."""
    version = published_version(workspace, survey=survey)
    offered = version.languages if version else []
    deliberation, wish = Deliberation(workspace, now=now), Wish(survey.family, tuple(channels))
    reasons: Counter[str] = Counter()
    by_channel: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    draw = None
    if sample:
        draw = draw_of(workspace, survey=survey, audience=audience, sample=sample, now=now, channels=channels)
    is_drawn = draw.takes if draw else None
    after, audience = 0, audience_for(survey, audience)
    while people := addressees(workspace, audience=audience, after=after, limit=CHUNK):
        for person, decision in zip(people, _decided(deliberation, people, wish, is_drawn), strict=True):
            reasons[decision.rule] += 1
            if decision.verdict == ALLOW:
                by_channel[decision.channel] += 1
                languages[language_for(person.language, offered=offered, fallback=workspace.language)] += 1
        after = people[-1].id
    asked = reasons.pop("", 0)
    by = dict(by_channel.most_common())
    return Forecast(asked, dict(reasons.most_common()), dict(languages.most_common()), by, draw)
