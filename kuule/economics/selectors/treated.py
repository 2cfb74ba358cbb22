"""The answers and the money of customers who were touched by a treatment, and of the others, in each window."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, Sum

from kuule.contacts.models import Account, Contact
from kuule.contacts.rules.snapshots import snapshot
from kuule.economics.models import LedgerEntry, Treatment
from kuule.economics.rules import COST
from kuule.economics.rules.effects import CHANNEL_KEY, LANGUAGE_KEY, TOUCHED, Touch, Windows
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.economics.selectors.effects import outcome_answers, outcome_query, touch_of
from kuule.workspaces.models import Workspace

CHUNK = 20_000
_COLUMNS = ("pk", "account_id", "contact_id", "answered_at", "score")
_ASKED = ("properties", "language", "channel")


@dataclass(frozen=True, slots=True)
class TreatedAnswer:
    """One answer: whose it is, in which window it was given, and whether its customer was touched."""

    response: int
    customer: int
    person: int
    day: date
    window: str
    side: str
    score: int


@dataclass(frozen=True, slots=True)
class TreatedMoney:
    """What a customer paid in each window, in the currency of the workspace, and whether they were touched."""

    customer: int
    side: str
    before: float
    after: float


def treated_answers(treatment: Treatment, windows: Windows) -> list[TreatedAnswer]:
    """Return the answers in the windows of a treatment, without those of customers who are not looked at.

    Conditions ask for the properties that the answer was given with, its language and its channel.
    """
    touch, merged = touch_of(treatment), merged_accounts(treatment.workspace)
    zone = ZoneInfo(treatment.workspace.timezone)
    columns = (*_COLUMNS, *_ASKED) if touch.asks_properties else _COLUMNS
    found = outcome_answers(outcome_query(treatment, first=windows.earlier, until=windows.until))
    answers, side_of = [], _Sides(touch)
    rows: Iterator[tuple[Any, ...]] = found.values_list(*columns).iterator(chunk_size=CHUNK)
    for pk, account, contact, answered_at, score, *asked in rows:
        customer = customer_code(account, contact, merged)
        side = side_of(customer, _asked_of(asked))
        if side and customer is not None:
            day = answered_at.astimezone(zone).date()
            answers.append(TreatedAnswer(pk, customer, contact, day, windows.window_of(day), side, score))
    return answers


def treated_money(treatment: Treatment, windows: Windows) -> tuple[list[TreatedMoney], int]:
    """Return what customers paid before and after the start, and how many lines could not be counted.

    Refunds take away. Left out are lines without an exchange rate or a customer, and customers without a line in either
    window. Conditions ask for properties as they are now, because the ledger keeps none; it knows no language and no
    channel, so that of a treatment that asks for one there is no money.
    """
    touch, merged = touch_of(treatment), merged_accounts(treatment.workspace)
    entries = LedgerEntry.objects.filter(
        workspace=treatment.workspace, day__gte=windows.before, day__lt=windows.until
    ).exclude(kind=COST)
    is_counted = Q(converted__isnull=False) & (Q(account__isnull=False) | Q(contact__isnull=False))
    sums = entries.filter(is_counted).order_by().values("account_id", "contact_id")
    sums = sums.annotate(
        before=Sum("converted", filter=Q(day__lt=windows.start)),
        after=Sum("converted", filter=Q(day__gte=windows.start)),
    )
    paid: dict[int, tuple[float, float]] = {}
    for row in sums.iterator(chunk_size=CHUNK):
        code = customer_code(row["account_id"], row["contact_id"], merged)
        if code is not None:
            before, after = paid.get(code, (0.0, 0.0))
            paid[code] = (before + float(row["before"] or 0), after + float(row["after"] or 0))
    sides = dict(_sides_now(treatment.workspace, touch)) if touch.asks_properties else None
    found = ((code, touch.side_of(code, {}) if sides is None else sides.get(code, "")) for code in paid)
    return [TreatedMoney(code, side, *paid[code]) for code, side in found if side], entries.exclude(is_counted).count()


def touched_customers(treatment: Treatment) -> int:
    """Return how many customers a treatment touches now: accounts in use, and people without an account."""
    return sum(side == TOUCHED for _code, side in _sides_now(treatment.workspace, touch_of(treatment)))


class _Sides:
    """Tells the side of many customers; conditions are compared once for all who are alike in what they ask about."""

    def __init__(self, touch: Touch) -> None:
        self._touch, self._known = touch, dict[tuple[bool, str], str]()
        self._keys = sorted({each["property"] for each in (*touch.conditions, *touch.comparison)})

    def __call__(self, customer: int | None, properties: Mapping[str, Any]) -> str:
        alike = customer in self._touch.accounts, repr([properties.get(key) for key in self._keys])
        if alike not in self._known:
            self._known[alike] = self._touch.side_of(customer, properties)
        return self._known[alike]


def _asked_of(asked: list[Any]) -> Mapping[str, Any]:
    if not asked:
        return {}
    properties, language, channel = asked
    return {**properties, LANGUAGE_KEY: language, CHANNEL_KEY: channel}


def _sides_now(workspace: Workspace, touch: Touch) -> Iterator[tuple[int, str]]:
    gone, side_of = merged_accounts(workspace), _Sides(touch)
    live = {"workspace": workspace, "archived_at": None}
    accounts = Account.objects.filter(**live).order_by().values_list("pk", "properties")
    for pk, properties in accounts.iterator(chunk_size=CHUNK):
        if pk not in gone:
            yield pk, side_of(pk, snapshot(role="", own={}, of_account=properties))
    people = Contact.objects.filter(account=None, **live).order_by().values_list("pk", "role", "properties")
    for pk, role, properties in people.iterator(chunk_size=CHUNK):
        yield -pk, side_of(-pk, snapshot(role=role, own=properties, of_account={}))
