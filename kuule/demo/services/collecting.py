"""Other ways to ask: a widget, screens, sheets of paper and members' own links, and what was answered there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kuule.contacts.models import Account
from kuule.demo.rules import chance
from kuule.demo.rules.by_link import LinkSurvey, Round, moment_in
from kuule.demo.rules.customers import AccountSketch
from kuule.demo.rules.story import SketchedCollector
from kuule.demo.rules.voices import Voices
from kuule.demo.services.answering import answers_as_given
from kuule.demo.services.company import Company
from kuule.dispatch.models import Collector
from kuule.dispatch.rules.collectors import COLLECTOR_KINDS
from kuule.dispatch.services.collectors import open_collector, stop_collector
from kuule.lib.tokens import hash_token, mint_token
from kuule.responses.rules import UNDOUBTED
from kuule.responses.services import accept_answer
from kuule.surveys.models import Survey
from kuule.surveys.selectors import newest_version, surveys_of
from kuule.workspaces.models import Member
from kuule.workspaces.selectors import members


def open_other_ways(
    company: Company,
    *,
    ways: Iterable[SketchedCollector],
    spoken: Sequence[LinkSurvey],
    accounts: Sequence[AccountSketch],
    now: datetime,
    zone: ZoneInfo,
) -> None:
    """Open each way on its day, and let people answer there until it was stopped."""
    workspace = company.workspace
    surveys = {survey.name: survey for survey in surveys_of(workspace)}
    staff = {each.user.email.partition("@")[0]: each for each in members(workspace)}
    named = {each.key: each.name for each in accounts}
    voices = {each.name: Voices(each.scores, each.picks, {}) for each in spoken}
    for way in ways:
        account = Account.objects.get(workspace=workspace, name=named[way.account]) if way.account else None
        collector = _opened(company, way, surveys[way.survey], staff, account, now)
        _answer(collector, way, voices[way.survey], now, zone)
        if way.stopped_days_ago:
            stopped_at = now - timedelta(days=way.stopped_days_ago)
            stop_collector(collector=collector, actor=company.actor, now=stopped_at)


def _opened(
    company: Company,
    way: SketchedCollector,
    survey: Survey,
    staff: Mapping[str, Member],
    account: Account | None,
    now: datetime,
) -> Collector:
    member = staff[way.member] if way.member else None
    whose = account.name if account else str(member.user) if member else ""
    return open_collector(
        workspace=company.workspace,
        survey=survey,
        kind=way.kind,
        name=way.name or whose,
        settings=COLLECTOR_KINDS[way.kind].settings.read(way.settings),
        member=member,
        account=account,
        actor=company.actor,
        now=now - timedelta(days=way.days_ago),
    )


def _answer(collector: Collector, way: SketchedCollector, voices: Voices, now: datetime, zone: ZoneInfo) -> None:
    luck = chance("way", way.kind, way.survey, way.name or way.member)
    version = newest_version(collector.workspace, survey=collector.survey)
    open_days = Round(days_ago=way.days_ago - 1, days=way.days_ago - 1 - way.stopped_days_ago, answers=way.answers)
    for at in sorted(moment_in(luck, open_days, now, zone) for _ in range(way.answers)):
        said = voices.speak(luck, at)
        accept_answer(
            version=version,
            score=said.score,
            verbatim=said.verbatim,
            answers=answers_as_given(version, said),
            language=said.language,
            channel=way.kind,
            now=at,
            token_hash=hash_token(mint_token()),
            verdict=UNDOUBTED,
            collector=collector,
        )
