"""Whom to call first of those who answered, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kuule.contacts.query import ACCOUNT_PREFIX
from kuule.contacts.rules import BOOLEAN
from kuule.dispatch.models import CoverageSettings
from kuule.insight.answers.worth import first_named, likely_worth, number_properties, worth_from
from kuule.insight.query import Query
from kuule.insight.rules.calling import Answered, Call, call_order, worth_bar
from kuule.insight.selectors.calling import CallableRow, Keys, callable_rows, newest_answers
from kuule.insight.selectors.choices import Property
from kuule.insight.selectors.voices import worth_of_all

# What companies call the customers that they must not lose, the surest words first.
KEY_WORDS = (
    "key account", "key customer", "key client", "strategic", "avainasiakas", "avaintili", "strateginen",
    "nyckelkund", "nøkkelkunde", "schlüsselkunde", "khách hàng trọng điểm", "vip",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calls:
    """People in the order in which to call them. `is_cut`: more answered than are put in order.

    Of the newest answers `unreachable` are of people whom nobody knows, or who are not on the list any more. `labels`
    are what the workspace calls the properties that gave a reason, by `worth`, `account` and `person`; "" where there
    is none.
    """

    order: Sequence[Call]
    is_cut: bool
    unreachable: int
    labels: Mapping[str, str]


def calls_first(query: Query, *, settings: CoverageSettings, properties: Iterable[Property], now: datetime) -> Calls:
    """Return the people whose answers a query means, whoever should be called first in front."""
    known = list(properties)
    keys = keys_of(settings, known)
    newest = newest_answers(query)
    rows = callable_rows(query, ids=newest.reachable, keys=keys)
    everything = Query(workspace_id=query.workspace_id, timezone=query.timezone)
    worths = worth_of_all(everything, key=keys.worth).values() if keys.worth else ()
    bar = worth_bar(worth_from(text) for text in worths)
    labels = {each.key: each.label for each in known}
    return Calls(
        order=call_order(map(_answered, rows), bar=bar, now=now),
        is_cut=newest.is_cut,
        unreachable=newest.unreachable,
        labels={
            "worth": labels.get(ACCOUNT_PREFIX + keys.worth, ""),
            "account": labels.get(ACCOUNT_PREFIX + keys.account, ""),
            "person": labels.get(keys.person, ""),
        },
    )


def keys_of(settings: CoverageSettings, properties: Sequence[Property]) -> Keys:
    """Return the properties that give reasons: those that were chosen, else those that are named like it."""
    numbers = number_properties(properties)
    flags = {
        each.key.removeprefix(ACCOUNT_PREFIX): each.label
        for each in properties
        if each.key.startswith(ACCOUNT_PREFIX) and each.kind == BOOLEAN
    }
    return Keys(
        worth=settings.revenue_key if settings.revenue_key in numbers else likely_worth(numbers),
        account=first_named(KEY_WORDS, flags),
        person=settings.key_property,
    )


def _answered(row: CallableRow) -> Answered:
    return Answered(
        response_id=row.response_id,
        score=row.score,
        answered_at=row.answered_at,
        worth=worth_from(row.worth),
        is_key_account=row.is_key_account,
        is_key_person=row.is_key_person,
        decides=row.decides,
        has_note=row.has_note,
        later_score=row.later_score,
    )
