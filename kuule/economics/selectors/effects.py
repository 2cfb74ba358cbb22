"""Which treatments are written down, and how many answers came since a day that could tell of one."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kuule.contacts.models import Account
from kuule.contacts.rules.keys import name_key
from kuule.economics.models import Treatment, TreatmentChange
from kuule.economics.rules.effects import CAUSE, Touch
from kuule.economics.selectors.customers import merged_accounts
from kuule.insight.models import Annotation
from kuule.insight.query import NPS_FAMILIES, Query
from kuule.insight.selectors.matching import responses_matching
from kuule.lib.bulk import among
from kuule.responses.models import Response
from kuule.surveys.models import Touchpoint
from kuule.surveys.rules import RELATIONSHIP, TRANSACTIONAL
from kuule.surveys.selectors import touchpoints_of
from kuule.workspaces.models import Workspace


def treatments_of(workspace: Workspace) -> QuerySet[Treatment]:
    """Return what is written down, the newest start first."""
    found = Treatment.objects.filter(workspace=workspace).select_related(
        "touchpoint__survey", "made_by__user", "workspace"
    )
    return found.order_by("-starts_on", "-pk")


def causes_of(workspace: Workspace, *, day: date) -> QuerySet[Treatment]:
    """Return the causes that were removed until a day, the newest first."""
    return treatments_of(workspace).filter(kind=CAUSE, starts_on__lte=day)


def changes_of(treatment: Treatment) -> QuerySet[TreatmentChange]:
    """Return how what is written about a treatment was changed, the newest first."""
    return treatment.changes.select_related("made_by__user").order_by("-made_at", "-pk")


def touch_of(treatment: Treatment) -> Touch:
    """Return who was touched, and who they are compared with; an account that became part of another is the other."""
    listed, merged = treatment.accounts.values_list("account_id", flat=True), merged_accounts(treatment.workspace)
    accounts = frozenset(merged.get(account, account) for account in listed)
    return Touch(treatment.touched, treatment.comparison, accounts)


def outcome_query(treatment: Treatment, *, first: date, until: date | None = None) -> Query:
    """Return the question for the answers that a treatment is judged by: of its touchpoint, else the relationship.

    `until` is the first day that is left out, None for none.
    """
    workspace, zone = treatment.workspace, ZoneInfo(treatment.workspace.timezone)
    survey = treatment.touchpoint.survey if treatment.touchpoint else None
    return Query(
        workspace_id=workspace.pk,
        timezone=workspace.timezone,
        family=survey.family if survey else TRANSACTIONAL if treatment.touchpoint_id else RELATIONSHIP,
        touchpoint_id=treatment.touchpoint_id,
        since=datetime.combine(first, time.min, zone),
        until=datetime.combine(until, time.min, zone) if until else None,
        few_below=workspace.min_n_shown,
    )


def outcome_answers(query: Query) -> QuerySet[Response]:
    """Return the answers of known customers to a question; anonymous ones tell of nobody."""
    return responses_matching(query).filter(contact__isnull=False, survey__is_anonymous=False).order_by()


def answers_since(treatment: Treatment, *, now: datetime) -> int:
    """Return how many answers since its start could tell of a treatment by now."""
    found = outcome_answers(outcome_query(treatment, first=treatment.starts_on))
    return found.filter(answered_at__lt=now).count()


def treatments_by_annotation(workspace: Workspace, *, annotations: Iterable[int]) -> dict[int, int]:
    """Return the treatments that marks of the time axis stand for: id of the mark → id of the treatment."""
    found = Treatment.objects.filter(workspace=workspace, annotation__in=list(annotations))
    return dict(found.values_list("annotation_id", "pk"))


def free_annotations(workspace: Workspace) -> QuerySet[Annotation]:
    """Return the marks that stand for no treatment yet, the newest first."""
    taken = Treatment.objects.filter(workspace=workspace, annotation__isnull=False)
    found = Annotation.objects.filter(workspace=workspace).exclude(pk__in=taken.values("annotation_id"))
    return found.order_by("-day", "-pk")


def accounts_named(workspace: Workspace, *, lines: list[str]) -> tuple[list[Account], list[str]]:
    """Return the accounts that lines name, by their id in another system or by name, and the lines that name none.

    A name that two accounts have names none of them.
    """
    live = Account.objects.filter(workspace=workspace, archived_at=None)
    by_id = {each.external_id: each for each in live.filter(among("external_id", lines))}
    by_name: dict[str, list[Account]] = {}
    for each in live.filter(among("name_key", [name_key(line) for line in lines])):
        by_name.setdefault(each.name_key, []).append(each)
    found: dict[int, Account] = {}
    unknown = []
    for line in lines:
        named = by_name.get(name_key(line), [])
        account = by_id.get(line) or (named[0] if len(named) == 1 else None)
        if account is None:
            unknown.append(line)
        else:
            found[account.pk] = account
    return list(found.values()), unknown


def touchpoints_judged(workspace: Workspace) -> list[Touchpoint]:
    """Return the touchpoints whose survey asks how likely people are to recommend: what is done can be judged by it."""
    return [each for each in touchpoints_of(workspace) if each.survey and each.survey.family in NPS_FAMILIES]
