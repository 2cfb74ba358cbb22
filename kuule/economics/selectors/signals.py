"""What customers said and did, as columns that `rules.signals` reads: answers with the role then, days of life."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import F, Max, Q, QuerySet

from kuule.contacts.query import ROLE_KEY
from kuule.dispatch.models import Occurrence
from kuule.economics.models import CustomerEvent, LedgerEntry
from kuule.economics.rules import INCIDENT, REVENUE
from kuule.economics.rules.money import Lines
from kuule.economics.rules.signals import ROLES, Happened, Heard
from kuule.economics.selectors.customers import customer_code, rows_of
from kuule.economics.selectors.whole import Second, after_merges, customer_number, local_days, whole_columns
from kuule.insight.query import Query
from kuule.insight.query.periods import day_start
from kuule.insight.selectors.matching import responses_matching
from kuule.insight.selectors.properties import SNAPSHOT, PropertyText
from kuule.surveys.rules import RELATIONSHIP
from kuule.workspaces.models import Workspace

PIECE = 20_000


class SignalReader:
    """Reads what customers said and did until the end of a day; of some customers, or of all with None.

    Anonymous answers tell of nobody and are not read.
    """

    def __init__(
        self, workspace: Workspace, merged: Mapping[int, int], *, day: date, customers: Collection[int] | None = None
    ) -> None:
        self._workspace, self._merged, self._day = workspace, merged, day
        self._zone = ZoneInfo(workspace.timezone)
        self._until = day_start(day + timedelta(days=1), self._zone)
        self._whose = Q() if customers is None else rows_of(customers, merged)

    def heard(self) -> Heard:
        """Return the answers to relationship surveys, with the role that the person had then."""
        query = Query(
            workspace_id=self._workspace.pk,
            timezone=self._workspace.timezone,
            family=RELATIONSHIP,
            until=self._until,
        )
        found = responses_matching(query).filter(self._whose, contact__isnull=False, survey__is_anonymous=False)
        rows = found.annotate(role_then=PropertyText(SNAPSHOT, ROLE_KEY))
        rows = rows.order_by("answered_at", "pk")
        places = {role: place for place, role in enumerate(ROLES)}
        columns = whole_columns(
            rows,
            word="role_then",
            code=lambda role: places.get(role or "", places[""]),
            customer=customer_number(),
            person=F("contact_id"),
            second=Second("answered_at"),
            given=F("score"),
        )
        return Heard(
            customer=after_merges(columns["customer"], self._merged),
            person=columns["person"],
            day=local_days(columns["second"], self._zone),
            role=columns["role_then"],
            score=columns["given"],
        )

    def signs(self) -> Happened:
        """Return every day on which a customer bought something or something happened at a touchpoint."""
        bought = self._of(LedgerEntry, kind=REVENUE, day__lte=self._day)
        happened = self._of(Occurrence, happened_at__lt=self._until)
        return Happened.of(
            [
                *self._coded(bought.values_list("account_id", "contact_id", "day").distinct(), ordinal=True),
                *self._coded(happened.values_list("account_id", "contact_id", "happened_at"), ordinal=True),
            ]
        )

    def last_signs(self, lines: Lines | None = None) -> Happened:
        """Return the last of those days alone, for whoever asks about no earlier one.

        `lines` is what `ledger_lines` gave, for whoever asks about all customers and has them anyway.
        """
        happened = self._of(Occurrence, happened_at__lt=self._until)
        by_customer = ("account_id", "contact_id")
        last = [*self._coded(happened.values_list(*by_customer).annotate(Max("happened_at")), ordinal=True)]
        if lines is None:
            bought = self._of(LedgerEntry, kind=REVENUE, day__lte=self._day)
            last += self._coded(bought.values_list(*by_customer).annotate(Max("day")), ordinal=True)
            return Happened.of(last)
        sold, others = lines.of(lines.is_sale & (lines.day <= self._day.toordinal())), Happened.of(last)
        return Happened(
            customer=np.concatenate([sold.customer, others.customer]), day=np.concatenate([sold.day, others.day])
        )

    def incidents(self) -> Happened:
        """Return the days on which something went badly wrong."""
        found = self._of(CustomerEvent, kind=INCIDENT, happened_at__lt=self._until)
        return Happened.of(self._coded(found.values_list("account_id", "contact_id", "happened_at"), ordinal=True))

    def _of(self, model: type[Any], **conditions: object) -> QuerySet[Any]:
        rows: QuerySet[Any] = model._default_manager.filter(self._whose, workspace=self._workspace, **conditions)
        return rows.order_by()

    def _coded(self, rows: QuerySet[Any, Any], *, ordinal: bool = False) -> Iterator[Any]:
        for account_id, contact_id, *others in rows.iterator(chunk_size=PIECE):
            customer = customer_code(account_id, contact_id, self._merged)
            if customer is not None:
                yield (customer, self._ordinal(others[0])) if ordinal else (customer, *others)

    def _ordinal(self, when: Any) -> int:
        return int((when.astimezone(self._zone) if hasattr(when, "hour") else when).toordinal())
