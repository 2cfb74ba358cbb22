"""The answers and cases behind an initiative: what customers said, and who they are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from kuule.act.models import Case, Initiative, RootCause
from kuule.act.rules import MERGED
from kuule.act.rules.initiatives import ALL, UNHAPPY
from kuule.act.selectors.visible import cases_seen_by
from kuule.contacts.rules.snapshots import snapshot
from kuule.economics.rules.effects import CHANNEL_KEY, LANGUAGE_KEY
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.insight.models import ThemeLabel
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.question_types.scales import DETRACTOR, PASSIVE, SCALES, group_on, points_of
from kuule.surveys.rules.touchpoints import Condition, conditions_hold
from kuule.workspaces.models import Member

CHUNK = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is behind an initiative, counted. `customers` are accounts, and people who belong to none, by their code.

    `since` counts the answers and cases that came after the work had begun.
    """

    answers: int
    comments: int
    cases: int
    people: int
    customers: frozenset[int]
    since: int

    @property
    def is_nothing(self) -> bool:
        """Tell whether nothing is behind it yet."""
        return not (self.answers or self.cases)


def evidence_answers(initiative: Initiative) -> QuerySet[Response]:
    """Return the answers behind an initiative, without an order: those its criteria mean, and those that were pinned.

    Anonymous answers are never among them: they could not be told from the named ones again.
    """
    pinned = Q(pk__in=initiative.pins.filter(response__isnull=False).values("response"))
    return _named(initiative).filter(pinned | Q(pk__among=_answers_meant(initiative)))


def evidence_cases(initiative: Initiative) -> QuerySet[Case]:
    """Return the cases behind an initiative, without an order; merged ones are looked after in others."""
    pinned = Q(pk__in=initiative.pins.filter(case__isnull=False).values("case"))
    meant = _cases_meant(initiative)
    of_answers = Q(response__pk__among=_answers_meant(initiative, meant))
    cases = Case.objects.filter(workspace=initiative.workspace_id).exclude(state=MERGED)
    return cases.filter(pinned | of_answers | Q(pk__among=[pk for pk, _response in meant]))


def cases_shown(initiative: Initiative, *, member: Member) -> QuerySet[Case]:
    """Return those of the cases that a member may see."""
    return evidence_cases(initiative).filter(pk__in=cases_seen_by(member).values("pk"))


def evidence_of(initiative: Initiative) -> Evidence:
    """Count what is behind an initiative."""
    merged = merged_accounts(initiative.workspace)
    people, customers, comments, answers, since = set[int](), set[int](), 0, 0, 0
    began = initiative.started_at
    for contact, account, answered_at, verbatim in _rows(
        evidence_answers(initiative), "contact_id", "account_id", "answered_at", "verbatim"
    ):
        answers += 1
        comments += bool(verbatim)
        since += began is not None and answered_at >= began
        _add(people, customers, contact, customer_code(account, contact, merged))
    cases = 0
    for contact, account, opened_at in _rows(evidence_cases(initiative), "contact_id", "account_id", "opened_at"):
        cases += 1
        since += began is not None and opened_at >= began
        _add(people, customers, contact, customer_code(account, contact, merged))
    return Evidence(
        answers=answers,
        comments=comments,
        cases=cases,
        people=len(people),
        customers=frozenset(customers),
        since=since,
    )


def those_who_raised(initiative: Initiative) -> dict[int, int | None]:
    """Return the people behind the evidence by id, each with the newest answer in which they raised it, or None."""
    found: dict[int, int | None] = {}
    cases = evidence_cases(initiative).filter(contact__isnull=False)
    for contact, response in cases.order_by("opened_at", "pk").values_list("contact_id", "response_id"):
        assert contact is not None  # noqa: S101 - left out above
        found[contact] = response
    answers = evidence_answers(initiative).filter(contact__isnull=False)
    for contact, response in answers.order_by("answered_at", "pk").values_list("contact_id", "pk"):
        assert contact is not None  # noqa: S101 - left out above
        found[contact] = response
    return found


def causes_within(cause_id: int, *, workspace_id: int) -> list[int]:
    """Return a root cause with all narrower ones, by id."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in RootCause.objects.filter(workspace=workspace_id).values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found, waiting = [], [cause_id]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def causes_around(cause_ids: Iterable[int], *, workspace_id: int) -> set[int]:
    """Return root causes with all wider ones, by id."""
    parents = dict(RootCause.objects.filter(workspace=workspace_id).values_list("pk", "parent_id"))
    found, waiting = set[int](), list(cause_ids)
    while waiting:
        cause = waiting.pop()
        wider = parents.get(cause)
        found.add(cause)
        if wider is not None and wider not in found:
            waiting.append(wider)
    return found


def _answers_meant(initiative: Initiative, cases: list[tuple[int, int | None]] | None = None) -> list[int]:
    """Return the ids of the answers that the criteria of an initiative mean."""
    of_cases = [each for _case, each in (_cases_meant(initiative) if cases is None else cases) if each is not None]
    said = _named(initiative).filter(answered_at__gte=_since(initiative)).filter(_unhappy(initiative))
    wanted = _criteria(initiative)
    if wanted is None:
        return of_cases
    conditions: list[Condition] = initiative.segment
    if not conditions:
        return [*of_cases, *said.filter(wanted).values_list("pk", flat=True)]
    rows = _rows(said.filter(wanted), "pk", "properties", "language", "channel")
    return [*of_cases, *(pk for pk, *asked in rows if conditions_hold(conditions, _facts(*asked)))]


def _cases_meant(initiative: Initiative) -> list[tuple[int, int | None]]:
    """Return the cases with the root cause of an initiative: id, and id of the answer."""
    if initiative.root_cause_id is None:
        return []
    causes = causes_within(initiative.root_cause_id, workspace_id=initiative.workspace_id)
    cases = Case.objects.filter(
        workspace=initiative.workspace_id, root_cause__in=causes, opened_at__gte=_since(initiative)
    ).exclude(state=MERGED)
    if not initiative.segment:
        return list(cases.values_list("pk", "response_id"))
    asked = ("response__properties", "response__language", "response__channel")
    known = ("contact__role", "contact__properties", "account__properties")
    rows = _rows(cases, "pk", "response_id", *asked, *known)
    return [
        (pk, response)
        for pk, response, properties, language, channel, role, own, of_account in rows
        if conditions_hold(
            initiative.segment,
            snapshot(role=role or "", own=own or {}, of_account=of_account or {})
            if response is None
            else _facts(properties, language, channel),
        )
    ]


def _named(initiative: Initiative) -> QuerySet[Response]:
    answers = Response.objects.filter(workspace=initiative.workspace_id, verdict=PERSON)
    return answers.filter(survey__is_anonymous=False).order_by()


def _criteria(initiative: Initiative) -> Q | None:
    wanted = []
    if initiative.theme_id is not None:
        labels = ThemeLabel.objects.counted().filter(theme=initiative.theme_id)
        wanted.append(Q(pk__in=labels.values("response")))
    if initiative.touchpoint is not None and initiative.touchpoint.survey_id is not None:
        wanted.append(Q(survey=initiative.touchpoint.survey_id))
    if not wanted:
        return None
    return wanted[0] if len(wanted) == 1 else wanted[0] | wanted[1]


def _unhappy(initiative: Initiative) -> Q:
    """Return the condition on the score, each on its own scale."""
    if initiative.heard_from == ALL:
        return Q()
    groups = (DETRACTOR,) if initiative.heard_from == UNHAPPY else (DETRACTOR, PASSIVE)
    wanted = Q(pk__in=[])
    for scale in SCALES:
        wanted |= Q(scale=scale, score__in=[each for each in points_of(scale) if group_on(scale, each) in groups])
    return wanted


def _since(initiative: Initiative) -> datetime:
    return datetime.combine(initiative.heard_since, time.min, ZoneInfo(initiative.workspace.timezone))


def _facts(properties: Any, language: str, channel: str) -> dict[str, Any]:
    return {**properties, LANGUAGE_KEY: language, CHANNEL_KEY: channel}


def _rows(found: QuerySet[Any], *columns: str) -> Iterator[tuple[Any, ...]]:
    return found.order_by().values_list(*columns).iterator(chunk_size=CHUNK)


def _add(people: set[int], customers: set[int], contact: int | None, customer: int | None) -> None:
    people.update(_known(contact))
    customers.update(_known(customer))


def _known(number: int | None) -> Iterable[int]:
    return () if number is None else (number,)
