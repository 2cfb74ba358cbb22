"""The pages of money: what there is, what it allows, how odd rows are treated, and every row behind it."""

import csv
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from kuule.contacts.models import Account
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.services import guess_mapping, open_account, run_import, start_import
from kuule.contacts.services.exports import run_export
from kuule.economics.models import AccountMerge, CustomerOrigin, ExchangeRate, LedgerEntry, MoneySettings
from kuule.economics.rules import BY_ANSWER, BY_HAND, COST, OFFER, REFUND
from kuule.economics.services.merges import merge_accounts
from kuule.economics.services.origins import Named, say_origin
from kuule.jobs.models import Job
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import SYSTEM
from tests.conftest import NOW, Company
from tests.economics.money import contract, entry, event, tell_contracts, tell_entries, tell_events, tell_rates

SignIn = Callable[[Member], Client]
_TAG = re.compile(r"<[^>]+>")
MONEY = "/w/nordlys/value/money/"


def text_of(page: str) -> str:
    """Return what is to be read on a page."""
    return " ".join(unescape(_TAG.sub(" ", page)).replace("\u202f", " ").split())


@pytest.fixture
def workspace(nordlys: Company) -> Workspace:
    """A company with some money, of which some is odd."""
    workspace, acme = nordlys.workspace, PersonRow(0, account_name="Acme")
    tell_entries(
        workspace,
        entry("1", "20000.50", margin=Decimal(300), product="Crane"),
        entry("2", "40", kind=REFUND),
        entry("3", "-7"),
        entry("4", "9", kind=COST, who=acme),
        entry("5", "1000", currency="NOK", who=acme, day=date(2026, 11, 1)),
        entry("6", "77", who=PersonRow(0, email="kari@fjord.example", fields={"name": "Kari Nordmann"})),
    )
    tell_contracts(workspace, contract("1"), contract("2", "2400", starts_on=date(2026, 6, 1)))
    tell_events(workspace, event("1", OFFER, outcome=True, note="A crane"))
    accounts = {name: Account.objects.get(name=name) for name in ("Acme", "Fjord Shipping")}
    merge_accounts(
        account=accounts["Acme"], into=accounts["Fjord Shipping"], merged_on=NOW.date(), actor=SYSTEM, now=NOW
    )
    return workspace


def test_money_in_says_what_there_is_and_what_is_missing(
    nordlys: Company, workspace: Workspace, sign_in: SignIn
) -> None:
    page = text_of(sign_in(nordlys.anna).get(MONEY).content.decode())
    for words in (
        "1 line without a rate",
        "1 line of revenue below zero",
        "1 refund",
        "2 overlapping contracts",
        "1 merged account",
        "2 of 2 accounts have revenue here.",
        "Answers by name of 20 more customers with money.",
        "698 more days of the ledger",
        "60 more contracts",
        "What brought new customers.",
    ):
        assert words in page, words


@pytest.mark.any_database
def test_without_any_money_the_page_says_how_to_begin(nordlys: Company, sign_in: SignIn) -> None:
    page = text_of(sign_in(nordlys.vera).get(MONEY).content.decode())
    assert "Begin with the ledger" in page
    assert "What customers paid: import the ledger, or send it by API." in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"1", "2", "3", "4", "5", "6"}),
        ("?kind=cost", {"4"}),
        ("?odd=without_rate", {"5"}),
        ("?odd=negative", {"3"}),
        ("?odd=merged", {"4", "5"}),
        ("?currency=NOK", {"5"}),
        ("?since=2026-11-01", {"5"}),
        ("?until=2026-10-31&kind=revenue", {"1", "3", "6"}),
        ("?customer=acme", {"4", "5"}),
        ("?customer=Fjord+Shipping", {"1", "2", "3", "4", "5"}),
        ("?customer=kari@fjord.example", {"6"}),
    ],
)
def test_the_ledger_shows_and_exports_exactly_the_rows_that_are_asked_for(
    nordlys: Company, workspace: Workspace, sign_in: SignIn, query: str, shown: set[str]
) -> None:
    anna = sign_in(nordlys.anna)
    context = anna.get(f"{MONEY}ledger/{query}").context
    assert {row.external_id for row in context["rows"]} == shown
    assert context["total"] == len(shown)
    assert anna.post(f"{MONEY}ledger/export/{query}", {"format": "csv"}).status_code == 302
    made = run_export(job=Job.objects.latest("pk"), clock=lambda: NOW)
    lines = list(csv.DictReader(made.file.read().decode("utf-8-sig").splitlines()))
    assert {line["Line id"] for line in lines} == shown


def test_an_exported_ledger_comes_back_as_it_was(nordlys: Company, workspace: Workspace, sign_in: SignIn) -> None:
    anna = sign_in(nordlys.anna)
    anna.post(f"{MONEY}ledger/export/", {"format": "csv"})
    made = run_export(job=Job.objects.latest("pk"), clock=lambda: NOW)
    with made.file.open("rb") as file:
        mapping = guess_mapping(workspace=workspace, file=file, kind="ledger")
    with made.file.open("rb") as file:
        job = start_import(
            workspace=workspace, file=file, file_name="l.csv", mapping=mapping, kind="ledger", actor=SYSTEM, now=NOW
        )
    job = run_import(job=job, clock=lambda: NOW)
    assert (job.result["unchanged"], job.result["kept_out"]) == (6, 0)


@pytest.mark.any_database
def test_a_filter_that_means_nobody_is_told(nordlys: Company, workspace: Workspace, sign_in: SignIn) -> None:
    answer = sign_in(nordlys.anna).get(f"{MONEY}ledger/?customer=Nobody&kind=barter")
    assert answer.status_code == 400
    assert "Nobody here is called “Nobody”" in text_of(answer.content.decode())


def test_contracts_and_events_are_listed(nordlys: Company, workspace: Workspace, sign_in: SignIn) -> None:
    anna = sign_in(nordlys.anna)
    contracts = text_of(anna.get(f"{MONEY}contracts/").content.decode())
    assert contracts.count("overlaps") == 2
    assert "€2,400.00" in contracts
    assert [row.external_id for row in anna.get(f"{MONEY}contracts/?odd=overlapping").context["rows"]] == ["2", "1"]
    events = text_of(anna.get(f"{MONEY}events/?kind=offer").content.decode())
    assert "Taken" in events
    assert "A crane" in events


def test_what_brought_customers_is_listed_exported_and_comes_back(
    nordlys: Company, workspace: Workspace, sign_in: SignIn
) -> None:
    told = {"workspace": workspace, "actor": SYSTEM, "now": NOW}
    acme, fjord = (Account.objects.get(name=name) for name in ("Acme", "Fjord Shipping"))
    say_origin(customer=Named(account_id=fjord.pk), origin="recommended", source=BY_ANSWER, **told)
    say_origin(customer=Named(account_id=acme.pk), origin="advertising", source=BY_HAND, **told)
    anna = sign_in(nordlys.anna)
    assert f'href="{MONEY}origins/"' in anna.get(MONEY).content.decode()
    page = text_of(anna.get(f"{MONEY}origins/").content.decode())
    assert "Fjord Shipping Recommended to them 20 Nov 2026 in an answer" in page
    for query, names in (("kind=advertising", [acme.pk]), ("since=2026-11-21", []), ("odd=merged", [acme.pk])):
        rows = anna.get(f"{MONEY}origins/?{query}").context["rows"]
        assert [row.account_id for row in rows] == names
    anna.post(f"{MONEY}origins/export/", {"format": "csv"})
    made = run_export(job=Job.objects.latest("pk"), clock=lambda: NOW)
    lines = list(csv.DictReader(made.file.read().decode("utf-8-sig").splitlines()))
    assert {(line["Account"], line["Origin"], line["Told by"]) for line in lines} == {
        ("Fjord Shipping", "recommended", "answer"),
        ("Acme", "advertising", "hand"),
    }
    with made.file.open("rb") as file:
        mapping = guess_mapping(workspace=workspace, file=file, kind="origins")
    with made.file.open("rb") as file:
        job = start_import(file=file, file_name="o.csv", mapping=mapping, kind="origins", **told)
    assert run_import(job=job, clock=lambda: NOW).result["kept_out"] == 0
    assert set(CustomerOrigin.objects.values_list("account", "origin")) == {
        (fjord.pk, "recommended"),
        (acme.pk, "advertising"),
    }


@pytest.mark.any_database
def test_who_may_not_see_people_sees_amounts_without_names(
    nordlys: Company, workspace: Workspace, sign_in: SignIn
) -> None:
    vera = sign_in(nordlys.vera)
    page = text_of(vera.get(f"{MONEY}ledger/").content.decode())
    assert "A person" in page
    assert "Kari" not in page
    assert "A crane" not in text_of(vera.get(f"{MONEY}events/").content.decode())
    assert sign_in(nordlys.frida).get(MONEY).status_code == 403


def test_a_rate_by_hand_converts_and_its_end_takes_it_back(
    nordlys: Company, workspace: Workspace, sign_in: SignIn
) -> None:
    anna = sign_in(nordlys.anna)
    page = anna.post(f"{MONEY}rates/", {"currency": "nok", "rate": "0.08", "day": "2026-10-01"}, follow=True)
    assert "0.08 EUR" in text_of(page.content.decode())
    assert LedgerEntry.objects.get(external_id="5").converted == 80
    refused = anna.post(f"{MONEY}rates/", {"currency": "EUR", "rate": "1", "day": "2026-10-01"})
    assert "That is the currency of all figures." in text_of(refused.content.decode())
    anna.post(f"{MONEY}rates/{ExchangeRate.objects.get().pk}/delete/")
    assert LedgerEntry.objects.get(external_id="5").converted is None


def test_the_owner_decides_how_money_counts(nordlys: Company, workspace: Workspace, sign_in: SignIn) -> None:
    tell_rates(workspace, ("EUR", "2026-01-01", "12"), base="NOK")
    anna, filled = sign_in(nordlys.anna), {"horizon_years": "3", "silent_days": "90"}
    refused = anna.post(f"{MONEY}settings/", {"currency": "QQQ", "discount": "8", **filled})
    assert "No currency has this code." in text_of(refused.content.decode())
    anna.post(f"{MONEY}settings/", {"currency": "nok", "discount": "8.5", "margin_share": "40", **filled})
    settings = MoneySettings.objects.get()
    assert (settings.currency, settings.discount, settings.margin_share) == ("NOK", Decimal("0.085"), Decimal("0.4"))
    assert (settings.horizon_years, settings.hearers) == (3, None)
    assert LedgerEntry.objects.get(external_id="3").converted == -84
    assert sign_in(nordlys.vera).post(f"{MONEY}settings/", {}).status_code == 403


@time_machine.travel(NOW, tick=False)
def test_the_page_of_an_account_shows_its_money_and_what_it_took_over(
    nordlys: Company, workspace: Workspace, sign_in: SignIn
) -> None:
    fjord = Account.objects.get(name="Fjord Shipping")
    page = text_of(sign_in(nordlys.anna).get(f"/w/nordlys/accounts/{fjord.pk}/").content.decode())
    for words in ("€19,954", "1 line has no rate", "€9.00", "€2,400.00 a year", "Took over Acme", "Offer Taken"):
        assert words in page, words
    frida = text_of(sign_in(nordlys.frida).get(f"/w/nordlys/accounts/{fjord.pk}/").content.decode())
    assert "€19,954" not in frida


def test_accounts_are_counted_as_one_and_apart_again(nordlys: Company, workspace: Workspace, sign_in: SignIn) -> None:
    bolt = open_account(workspace=workspace, name="Bolt", actor=SYSTEM, now=NOW)
    anna, address = sign_in(nordlys.anna), f"/w/nordlys/accounts/{bolt.pk}/merge/"
    circle = f"/w/nordlys/accounts/{Account.objects.get(name='Fjord Shipping').pk}/merge/"
    assert (
        "is part of this one already" in anna.post(circle, {"into": "Acme", "merged_on": "2026-01-01"}).content.decode()
    )
    page = anna.post(address, {"into": "acme", "merged_on": "2026-01-01"}, follow=True)
    assert "Became part of" in text_of(page.content.decode())
    assert AccountMerge.objects.get(account=bolt).into.name == "Acme"
    anna.post(f"{address}undo/")
    assert not AccountMerge.objects.filter(account=bolt).exists()


@pytest.mark.any_database
def test_the_pages_speak_finnish(nordlys: Company, workspace: Workspace, sign_in: SignIn) -> None:
    anna = sign_in(nordlys.anna)
    with translation.override("fi"):
        page = text_of(anna.get(f"{MONEY}ledger/", headers={"Accept-Language": "fi"}).content.decode())
    assert "20 000,50 €" in page
