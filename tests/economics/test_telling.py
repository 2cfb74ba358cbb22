"""What other systems tell of money is kept once, corrected when it changes, and converted by the rate of its day."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kuule.contacts.models import Account, Contact
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.services import add_contact, open_account
from kuule.economics.models import AccountMerge, Contract, CustomerEvent, CustomerOrigin, ExchangeRate, LedgerEntry
from kuule.economics.rules import (
    ADVERTISING,
    BY_ANSWER,
    BY_FILE,
    CONVERSION,
    COST,
    LOST,
    OFFER,
    RECOMMENDED,
    REFUND,
)
from kuule.economics.rules.told import OriginTold
from kuule.economics.selectors.customers import merged_accounts
from kuule.economics.services import reconversion
from kuule.economics.services.merges import merge_accounts, undo_merge
from kuule.economics.services.origins import Named, record_origins, say_origin
from kuule.economics.services.rates import delete_rate
from kuule.economics.services.reconversion import run_conversion
from kuule.economics.services.settings import change_money_settings
from kuule.jobs.services import claim_job
from kuule.workspaces.models import AuditEntry, Workspace
from kuule.workspaces.rules import SYSTEM, Refused
from tests.conftest import NOW, Company
from tests.economics.money import (
    FJORD,
    KARI,
    contract,
    entry,
    event,
    outcomes,
    tell_contracts,
    tell_entries,
    tell_events,
    tell_rates,
)

WHO = {"actor": SYSTEM, "now": NOW}


@pytest.fixture
def workspace(nordlys: Company) -> Workspace:
    return nordlys.workspace


def converted(workspace: Workspace) -> dict[str, Decimal | None]:
    return dict(LedgerEntry.objects.filter(workspace=workspace).values_list("external_id", "converted"))


def test_a_line_is_kept_once_and_corrected_when_it_changes(workspace: Workspace) -> None:
    assert outcomes(tell_entries(workspace, entry("1"), entry("2", who=KARI))) == ["created", "created"]
    told = tell_entries(workspace, entry("1"), entry("2", "150.5", who=KARI, product="Crane"))
    assert outcomes(told) == ["repeated", "changed"]
    first, second = LedgerEntry.objects.order_by("external_id")
    assert (first.account.name, first.contact, first.amount) == ("Fjord Shipping", None, 100)
    assert (second.contact.email, second.amount, second.product) == (KARI.email, Decimal("150.5"), "Crane")
    corrected = AuditEntry.objects.get(act="entry_corrected")
    assert (corrected.object_type, corrected.object_id) == ("ledgerentry", second.pk)


def test_nobody_is_added_for_a_line_of_an_account(workspace: Workspace) -> None:
    tell_entries(workspace, entry("1"), entry("2", who=PersonRow(0, account_id="A-1")))
    assert not Contact.objects.exists()
    assert Account.objects.count() == 2


def test_a_person_who_moved_leaves_their_old_lines_where_they_were(workspace: Workspace) -> None:
    fjord = open_account(workspace=workspace, name="Fjord Shipping", **WHO)
    kari = add_contact(workspace=workspace, email=KARI.email, account=fjord, **WHO)
    tell_entries(workspace, entry("1", who=KARI))
    kari.account = open_account(workspace=workspace, name="Elsewhere", **WHO)
    kari.save()
    assert outcomes(tell_entries(workspace, entry("1", who=KARI))) == ["repeated"]
    assert LedgerEntry.objects.get().account == fjord


def test_what_cannot_be_kept_says_why_and_the_rest_is_kept(workspace: Workspace) -> None:
    told = tell_entries(
        workspace,
        entry("1", "-5", kind=COST),
        entry("2", "100000000000000"),
        entry("3", who=PersonRow(0)),
        entry("4"),
        entry("4", "7"),
    )
    assert outcomes(told) == ["cost_below_zero", "too_large", "no_customer", "created", "told_twice"]
    told = tell_contracts(
        workspace, contract("1", ends_on=date(2025, 12, 31)), contract("2", "-1"), contract("3", outcome=LOST)
    )
    assert outcomes(told) == ["ends_before_start", "value_below_zero", "created"]


def test_a_refund_takes_away_however_it_is_written(workspace: Workspace) -> None:
    told = [
        entry("1", "40", kind=REFUND, margin=Decimal(10)),
        entry("2", "-40", kind=REFUND, margin=Decimal(-10)),
        entry("3", "-40"),
    ]
    tell_entries(workspace, *told)
    assert outcomes(tell_entries(workspace, *told)) == ["repeated"] * 3
    kept = LedgerEntry.objects.order_by("external_id").values_list("kind", "amount", "margin")
    assert list(kept) == [("refund", -40, -10), ("refund", -40, -10), ("revenue", -40, None)]


def test_an_amount_is_converted_by_the_newest_rate_not_after_its_day(workspace: Workspace) -> None:
    tell_rates(workspace, ("NOK", "2026-09-01", "0.08"), ("NOK", "2026-10-01", "0.09"), ("NOK", "2026-10-02", "0.5"))
    tell_entries(
        workspace,
        entry("home", "5.25"),
        entry("nok", "1000", currency="NOK", margin=Decimal(100)),
        entry("early", "1000", currency="NOK", day=date(2026, 8, 31)),
        entry("unknown", "1000", currency="SEK"),
    )
    assert converted(workspace) == {"home": Decimal("5.25"), "nok": 90, "early": None, "unknown": None}
    assert LedgerEntry.objects.get(external_id="nok").converted_margin == 9


def test_a_rate_that_comes_changes_or_goes_converts_what_it_concerns(workspace: Workspace) -> None:
    tell_entries(workspace, entry("nok", "1000", currency="NOK"), entry("sek", "1000", currency="SEK"))
    tell_contracts(workspace, contract("1", "1000", currency="NOK", starts_on=date(2026, 9, 1)))
    assert outcomes(tell_rates(workspace, ("NOK", "2026-09-01", "0.08"))) == ["created"]
    assert outcomes(tell_rates(workspace, ("NOK", "2026-09-01", "0.08"))) == ["repeated"]
    assert converted(workspace) == {"nok": 80, "sek": None}
    assert Contract.objects.get().converted == 80
    assert outcomes(tell_rates(workspace, ("NOK", "2026-09-01", "0.1"))) == ["changed"]
    assert converted(workspace)["nok"] == 100
    delete_rate(rate=ExchangeRate.objects.get(), **WHO)
    assert converted(workspace) == {"nok": None, "sek": None}


def test_a_rate_says_what_is_wrong_with_it(workspace: Workspace) -> None:
    told = tell_rates(workspace, ("EUR", "2026-09-01", "1"), ("NOK", "2026-09-01", "0"), ("NOK", "2026-09-02", "-1"))
    assert outcomes(told) == ["same_currency", "bad_rate", "bad_rate"]


def test_another_currency_converts_everything_anew(workspace: Workspace) -> None:
    tell_entries(workspace, entry("eur", "90"), entry("nok", "1000", currency="NOK"))
    tell_rates(workspace, ("EUR", "2026-09-01", "11"), base="NOK")
    change_money_settings(workspace=workspace, currency="NOK", **WHO)
    assert converted(workspace) == {"eur": 990, "nok": 1000}


def test_many_rows_are_converted_by_a_worker(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconversion, "AT_ONCE", 2)
    monkeypatch.setattr(reconversion, "CHUNK", 2)
    tell_entries(workspace, *(entry(str(number), "10", currency="NOK") for number in range(5)))
    tell_contracts(workspace, contract("1", "50", currency="NOK", starts_on=date(2026, 9, 1)))
    tell_rates(workspace, ("NOK", "2026-09-01", "0.1"))
    assert set(converted(workspace).values()) == {None}
    job = claim_job(kind=CONVERSION, now=NOW)
    run_conversion(job=job, clock=lambda: NOW)
    assert (job.state, job.done, job.total) == ("done", 6, 6)
    assert set(converted(workspace).values()) == {Decimal(1)}
    assert Contract.objects.get().converted == 5


def test_ten_lines_take_as_many_queries_as_two(workspace: Workspace) -> None:
    def queries(first: int, last: int) -> int:
        people = [PersonRow(0, email=f"p{number}@x.example", account_name=f"A{number}") for number in range(last)]
        with CaptureQueriesContext(connection) as seen:
            tell_entries(workspace, *(entry(str(number), who=people[number]) for number in range(first, last)))
        return len(seen)

    assert queries(0, 2) == queries(2, 12)


def test_events_are_kept_with_their_outcome(workspace: Workspace) -> None:
    told = event("1", OFFER, outcome=True, who=KARI)
    assert outcomes(tell_events(workspace, told)) == ["created"]
    assert outcomes(tell_events(workspace, event("1", OFFER, outcome=False, who=KARI))) == ["changed"]
    kept = CustomerEvent.objects.get()
    assert (kept.kind, kept.outcome, kept.contact.email) == (OFFER, False, KARI.email)


def test_the_newest_word_says_what_brought_a_customer(workspace: Workspace) -> None:
    told = [OriginTold(FJORD, ADVERTISING), OriginTold(KARI, RECOMMENDED)]
    record = {"workspace": workspace, "source": BY_FILE, **WHO}
    assert outcomes(record_origins(items=told, **record)) == ["created", "created"]
    assert outcomes(record_origins(items=told, **record)) == ["repeated", "repeated"]
    fjord = Account.objects.get()
    named = Named(account_id=fjord.pk)
    said = say_origin(workspace=workspace, customer=named, origin=RECOMMENDED, source=BY_ANSWER, **WHO)
    kept = CustomerOrigin.objects.get(account=fjord)
    assert (said, kept.origin, kept.source) == ("changed", RECOMMENDED, BY_ANSWER)


def test_merged_accounts_are_one_customer_until_it_is_undone(workspace: Workspace) -> None:
    a, b, c = (open_account(workspace=workspace, name=name, **WHO) for name in "ABC")
    merge_accounts(account=a, into=b, merged_on=NOW.date(), **WHO)
    merge_accounts(account=b, into=c, merged_on=NOW.date(), **WHO)
    assert merged_accounts(workspace) == {a.pk: c.pk, b.pk: c.pk}
    for account, into, code in ((a, a, "same_account"), (c, a, "merge_circle"), (b, a, "merge_circle")):
        with pytest.raises(Refused, match=code):
            merge_accounts(account=account, into=into, merged_on=NOW.date(), **WHO)
    undo_merge(merge=AccountMerge.objects.get(account=b), **WHO)
    assert merged_accounts(workspace) == {a.pk: b.pk}
