"""Files about money: read in four languages, kept once, corrected, kept out with a reason, and undone."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from kuule.contacts.importers.problems import PROBLEMS
from kuule.contacts.models import Account, Contact, ImportProblem
from kuule.contacts.services import (
    UnusableMappingError,
    guess_mapping,
    run_import,
    run_undo,
    start_import,
    undo_import,
)
from kuule.economics.importers.cells import Amount, amount_reader, guessed_comma
from kuule.economics.importers.problems import MONEY_PROBLEMS
from kuule.economics.models import (
    AccountMerge,
    Contract,
    CustomerEvent,
    CustomerOrigin,
    ExchangeRate,
    LedgerEntry,
)
from kuule.jobs.models import Job
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from tests.conftest import NOW, Company
from tests.economics.money import entry, tell_entries

BringIn = Callable[..., Job]


@pytest.fixture
def workspace(nordlys: Company) -> Workspace:
    Workspace.objects.update(timezone="Europe/Helsinki")
    nordlys.workspace.refresh_from_db()
    return nordlys.workspace


@pytest.fixture
def bring_in(nordlys: Company, workspace: Workspace) -> BringIn:
    """Import a text as Bob with the guessed mapping; return the job as it ended."""

    def bring(kind: str, text: str, **options: str) -> Job:
        file = ContentFile(text.encode(), "money.csv")
        mapping = guess_mapping(workspace=workspace, file=file, kind=kind, options=options)
        job = start_import(
            workspace=workspace,
            file=file,
            file_name="money.csv",
            mapping=mapping,
            kind=kind,
            actor=Actor.user(nordlys.bob.user_id),
            now=NOW,
        )
        job = run_import(job=job, clock=lambda: NOW)
        assert job.state == "done", job.error
        return job

    return bring


def result(job: Job) -> tuple[int, int, int, int]:
    return tuple(job.result[name] for name in ("added", "changed", "unchanged", "kept_out"))


def problems(job: Job) -> list[tuple[int, str]]:
    return list(ImportProblem.objects.filter(job=job).order_by("line", "pk").values_list("line", "reason"))


def undo(nordlys: Company, job: Job) -> dict[str, int]:
    asked = undo_import(job=job, actor=Actor.user(nordlys.bob.user_id), now=NOW)
    return run_undo(job=asked, clock=lambda: NOW).result


LEDGER = """\
Invoice number;Invoice date;Customer;Type;Amount;Currency;Gross margin;Item
1;20.11.2026;Fjord Shipping;Invoice;1 234,50;EUR;200;Crane
2;2026-10-01;Fjord Shipping;Credit note;(100,00);EUR;;
3;2026-10-02;Fjord Shipping;Cost;80 €;;;
4;2026-10-03;;Invoice;10;EUR;;
5;;Acme;Barter;ten;XXQ;;
6;2026-10-04;Acme;Cost;-5;EUR;;
7;2026-10-05;Acme;;$ 7;;;
8;2026-10-05;Acme;;8;;;
1;2026-10-05;Acme;;9;EUR;;
"""


def test_a_ledger_is_read_as_people_write_it(bring_in: BringIn) -> None:
    job = bring_in("ledger", LEDGER)
    assert result(job) == (4, 0, 0, 5)
    assert problems(job) == [
        (5, "money_no_customer"),
        (6, "unknown_entry_kind"),
        (6, "bad_amount"),
        (6, "bad_currency"),
        (7, "cost_below_zero"),
        (9, "no_currency"),
        (10, "money_twice"),
    ]
    kept = LedgerEntry.objects.order_by("external_id").values_list("kind", "day", "amount", "currency", "product")
    assert list(kept) == [
        ("revenue", date(2026, 11, 20), Decimal("1234.50"), "EUR", "Crane"),
        ("refund", date(2026, 10, 1), -100, "EUR", ""),
        ("cost", date(2026, 10, 2), 80, "EUR", ""),
        ("revenue", date(2026, 10, 5), 7, "USD", ""),
    ]
    assert LedgerEntry.objects.get(external_id="1").margin == 200
    assert Account.objects.count() == 2
    assert not Contact.objects.exists()


def test_the_same_file_changes_nothing_and_a_corrected_one_corrects(bring_in: BringIn) -> None:
    bring_in("ledger", LEDGER)
    assert result(bring_in("ledger", LEDGER)) == (0, 0, 4, 5)
    assert result(bring_in("ledger", LEDGER.replace("1 234,50", "1 234,60"))) == (0, 1, 3, 5)
    assert LedgerEntry.objects.get(external_id="1").amount == Decimal("1234.60")


def test_lines_without_an_id_are_told_apart_by_how_often_they_come(bring_in: BringIn) -> None:
    text = "Date,Account,Amount\n2026-10-01,Acme,5\n2026-10-01,Acme,5\n2026-10-02,Acme,5\n"
    assert result(bring_in("ledger", text, currency="EUR")) == (3, 0, 0, 0)
    assert result(bring_in("ledger", text, currency="EUR")) == (0, 0, 3, 0)
    assert result(bring_in("ledger", f"{text}2026-10-01,Acme,5\n", currency="EUR")) == (1, 0, 3, 0)


def test_lines_without_a_currency_or_kind_are_what_the_person_said(bring_in: BringIn) -> None:
    text = "Date,Account,Amount\n2026-10-01,Acme,5\n"
    assert problems(bring_in("ledger", text)) == [(2, "no_currency")]
    assert result(bring_in("ledger", text, currency="SEK", lines="cost")) == (1, 0, 0, 0)
    kept = LedgerEntry.objects.get()
    assert (kept.kind, kept.currency, kept.converted) == ("cost", "SEK", None)


def test_undoing_removes_what_was_added_and_restores_what_was_corrected(
    nordlys: Company, workspace: Workspace, bring_in: BringIn
) -> None:
    tell_entries(workspace, entry("1", "5"), entry("2", "6", currency="SEK"), entry("3", "7"))
    text = "Invoice number,Date,Account,Amount,Currency\n"
    lines = [f"{number},2026-10-01,Fjord Shipping,50,EUR\n" for number in (1, 2, 3, 4)]
    job = bring_in("ledger", text + "".join(lines))
    assert result(job) == (1, 3, 0, 0)
    tell_entries(workspace, entry("3", "70"))
    assert undo(nordlys, job) == {"money_removed": 1, "money_restored": 2, "money_kept": 1}
    kept = LedgerEntry.objects.order_by("external_id").values_list("external_id", "amount", "currency", "converted")
    assert list(kept) == [("1", 5, "EUR", 5), ("2", 6, "SEK", None), ("3", 70, "EUR", 70)]


@pytest.mark.parametrize(
    ("text", "per", "value"),
    [
        ("Contract id,Account,Start,End,Annual value,Currency\nc1,Acme,2026-01-01,2026-12-31,1200,EUR\n", "", 1200),
        ("Sopimusnumero;Asiakas;Alkaa;Päättyy;Arvo;Valuutta\nc1;Acme;1.1.2026;31.12.2026;100;EUR\n", "month", 1200),
        ("Avtalsnummer;Kund;Fran;Till;Värde;Valuta\nc1;Acme;2026-01-01;2026-12-31;1200;EUR\n", "year", 1200),
        ("Vertragsnummer;Kunde;Beginn;Ende;Wert;Währung\nc1;Acme;1.1.2024;31.12.2027;4800;EUR\n", "whole", 1200),
    ],
)
def test_contracts_are_known_in_four_languages(bring_in: BringIn, text: str, per: str, value: int) -> None:
    assert result(bring_in("contracts", text, per=per)) == (1, 0, 0, 0)
    kept = Contract.objects.get()
    assert (kept.account.name, kept.external_id, kept.yearly_value, kept.outcome) == ("Acme", "c1", value, "")


def test_a_contract_says_how_it_ended(bring_in: BringIn) -> None:
    text = (
        "Contract id,Email,Start,End,Value,Currency,Outcome,Decided on\n"
        "1,a@x.example,2025-01-01,2025-12-31,10,EUR,renewed,2025-12-01\n"
        "2,a@x.example,2026-01-01,2026-12-31,10,EUR,open,\n"
        "3,a@x.example,2026-01-01,2025-12-31,10,EUR,perhaps,\n"
        "4,a@x.example,2026-01-01,2025-12-31,10,EUR,,\n"
        "5,a@x.example,2026-01-01,,-1,EUR,lost,\n"
    )
    job = bring_in("contracts", text)
    assert result(job) == (2, 0, 0, 3)
    assert problems(job) == [(4, "unknown_outcome"), (5, "ends_before_start"), (6, "value_below_zero")]
    assert list(Contract.objects.order_by("external_id").values_list("outcome", "decided_on")) == [
        ("renewed", date(2025, 12, 1)),
        ("", None),
    ]


def test_events_are_of_one_kind_or_say_theirs(bring_in: BringIn) -> None:
    text = (
        "Event id,Date,Account,Event,Taken,Random\n"
        "1,2026-10-01 08:00,Acme,Offer,yes,\n"
        "2,2026-10-01,Acme,Offer,,\n"
        "3,2026-10-01,Acme,contacted,left alone,yes\n"
        "4,2026-10-01,Acme,,,\n"
        "5,2026-10-01,Acme,sneezed,,\n"
    )
    job = bring_in("customer_events", text)
    assert result(job) == (2, 0, 0, 3)
    assert problems(job) == [(3, "no_offer_outcome"), (5, "no_event_kind"), (6, "unknown_event_kind")]
    offer, contact = CustomerEvent.objects.order_by("external_id")
    assert (offer.kind, offer.outcome, offer.happened_at) == ("offer", True, datetime(2026, 10, 1, 5, tzinfo=UTC))
    assert (contact.kind, contact.outcome, contact.at_random) == ("contacted", False, True)
    assert result(bring_in("customer_events", "Date,Account\n2026-10-01,Acme\n", events="left")) == (1, 0, 0, 0)


def test_origins_are_one_for_each_customer(nordlys: Company, bring_in: BringIn) -> None:
    text = "Account,How did you hear about us\nAcme,Word of mouth\nBolt,Ads\nAcme,Friend\nCasa,by magic\n"
    job = bring_in("origins", text)
    assert result(job) == (2, 0, 0, 2)
    assert problems(job) == [(4, "money_twice"), (5, "unknown_origin")]
    again = bring_in("origins", text.replace("Bolt,Ads", "Bolt,Sales"))
    assert result(again) == (0, 1, 1, 2)
    assert undo(nordlys, again) == {"money_restored": 1}
    assert dict(CustomerOrigin.objects.values_list("account__name", "origin")) == {
        "Acme": "recommended",
        "Bolt": "advertising",
    }


def test_rates_convert_what_is_there_and_undoing_takes_it_back(
    nordlys: Company, workspace: Workspace, bring_in: BringIn
) -> None:
    tell_entries(workspace, entry("nok", "1000", currency="NOK"), entry("sek", "1000", currency="SEK"))
    text = "Date,Currency,Rate\n2026-09-01,NOK,12.5\n2026-09-01,SEK,10\n2026-09-02,EUR,1\n2026-09-02,NOK,0\n"
    job = bring_in("rates", text, quote="buys")
    assert result(job) == (2, 0, 0, 2)
    assert problems(job) == [(4, "same_currency"), (5, "bad_rate")]
    converted = LedgerEntry.objects.order_by("external_id").values_list("converted", flat=True)
    assert list(converted) == [80, 100]
    changed = bring_in("rates", "Date,Currency,Rate\n2026-09-01,NOK,0.09\n", quote="costs")
    assert (result(changed), list(converted.all())) == ((0, 1, 0, 0), [90, 100])
    assert (undo(nordlys, changed), list(converted.all())) == ({"money_restored": 1}, [80, 100])
    assert (undo(nordlys, job), list(converted.all())) == ({"money_removed": 2}, [None, None])
    assert not ExchangeRate.objects.exists()


def test_merged_accounts_come_from_a_file_and_never_make_a_circle(nordlys: Company, bring_in: BringIn) -> None:
    lines = ("Acme,Bolt,2026-01-01", "Bolt,Casa,2026-02-01", "Casa,Acme,2026-03-01", ",Acme,2026-03-01")
    text = "\n".join(("Account,Became part of,Date", *lines))
    job = bring_in("account_merges", text)
    assert result(job) == (2, 0, 0, 2)
    assert problems(job) == [(4, "merge_circle"), (5, "money_no_customer")]
    assert result(bring_in("account_merges", text)) == (0, 0, 2, 2)
    assert dict(AccountMerge.objects.values_list("account__name", "into__name")) == {"Acme": "Bolt", "Bolt": "Casa"}
    undone = undo(nordlys, job)
    assert undone["money_removed"] == 2
    assert not AccountMerge.objects.exists()


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("kind", "header", "missing"),
    [
        ("ledger", "Date,Amount", ["no_customer_column"]),
        ("ledger", "Account,Colour", ["no_day_column", "no_amount_column"]),
        ("contracts", "Account,End", ["no_start_column", "no_value_column"]),
        ("rates", "Date,Rate", ["no_currency_column"]),
        ("origins", "Account,Date", ["no_origin_column"]),
    ],
)
def test_a_file_that_lacks_a_column_says_which(bring_in: BringIn, kind: str, header: str, missing: list[str]) -> None:
    with pytest.raises(UnusableMappingError) as refused:
        bring_in(kind, f"{header}\n1,2\n")
    assert [problem.reason for problem in refused.value.problems] == missing


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("cell", "comma", "value"),
    [
        ("1 234,50 €", "", Amount(Decimal("1234.5"), "EUR")),
        ("€1,234.50", "", Amount(Decimal("1234.5"), "EUR")),
        ("NOK -12", "", Amount(Decimal(-12), "NOK")),
        ("(7.25)", "", Amount(Decimal("-7.25"))),
        ("1,234", "thousands", Amount(Decimal(1234))),
        ("1,234", "decimals", Amount(Decimal("1.234"))),
    ],
)
def test_an_amount_is_read_with_its_currency_and_its_sign(cell: str, comma: str, value: Amount) -> None:
    assert amount_reader(comma)(cell) == value


@pytest.mark.any_database
def test_what_a_comma_means_is_guessed_or_asked() -> None:
    assert guessed_comma(["1,234.50", "1,234"]) == "thousands"
    assert guessed_comma(["1 234,5", "1,234"]) == "decimals"
    assert guessed_comma(["1,234", "12"]) == ""
    assert amount_reader("")("1,234").reason == "unclear_number"


@pytest.mark.any_database
def test_every_problem_has_words_also_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "money.md").read_text()
    for kind in MONEY_PROBLEMS:
        assert f"| {str(kind.says).replace('{detail}', '…')} | {kind.mend} |" in page
        assert PROBLEMS[kind.reason] is kind
        assert kind.title
