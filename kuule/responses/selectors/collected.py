"""Ways to collect answers: what their addresses lead to, and what came by them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from kuule.dispatch.models import Collector
from kuule.dispatch.selectors.collectors import collector_by_token
from kuule.responses.models import Response
from kuule.responses.selectors.links import AnswerLink
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import best_language
from kuule.surveys.selectors import published_version
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class CollectorLine:
    """A way to collect answers, how many came by it, and when the last one did."""

    collector: Collector
    answers: int = 0
    last_at: datetime | None = None


def version_in_use(collector: Collector) -> SurveyVersion | None:
    """Return the wording that people are asked with at a place, with its survey loaded, or None before there is one."""
    version = published_version(collector.workspace, survey=collector.survey)
    if version is not None:
        version.survey, version.workspace = collector.survey, collector.workspace
    return version


def link_by_collector(token: str, *, kind: str, accepted_languages: str) -> AnswerLink | None:
    """Return what the address of a code, a screen or a member's link leads to, in the language of the browser."""
    collector = collector_by_token(token, kind=kind)
    version = version_in_use(collector) if collector else None
    if collector is None or version is None or version.survey.is_anonymous:
        return None
    return AnswerLink(
        path=collector.path + collector.of_kind.plain,
        token="",
        workspace=collector.workspace,
        version=version,
        channel=kind,
        language=best_language(accepted_languages, version.languages, collector.workspace.language),
        collector=collector,
    )


def lines_of(workspace: Workspace, *, collectors: Iterable[Collector]) -> Sequence[CollectorLine]:
    """Return these with what came by them, in their order."""
    listed = list(collectors)
    answers = Response.objects.filter(workspace=workspace, collector__in=[each.pk for each in listed]).order_by()
    counted = answers.values_list("collector").annotate(n=Count("pk"), last=Max("answered_at"))
    found = {pk: (n, last) for pk, n, last in counted}
    return [CollectorLine(each, *found.get(each.pk, (0, None))) for each in listed]
