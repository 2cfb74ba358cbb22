"""The inboxes: who stands in which, page by page, and what is done in many cases at once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from kuule.act.models import Absence, Case
from kuule.act.query import INBOXES, ORDERS, SHOWN, CaseQuery
from kuule.act.rules import CASE_REASONS, OPEN
from kuule.act.rules.triage import Stake, weight_of
from kuule.act.selectors import inboxes
from kuule.act.selectors.inboxes import case_page, inbox_counts
from kuule.act.services.by_hand import Subject, open_by_hand
from kuule.act.services.causes import add_cause
from kuule.contacts.models import Account, Contact
from kuule.contacts.rules.rows import PersonRow
from kuule.economics.rules import REVENUE
from kuule.economics.rules.told import EntryTold
from kuule.economics.services.ledger import record_entries
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import form_team
from tests.act.conftest import OpenCase
from tests.conftest import NOW, Company
from tests.insight.conftest import Programme
from tests.insight.reading import words

SignIn = Callable[[Member], Client]
LIST = "/w/nordlys/cases/"


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


def numbers(member: Member, now: datetime, **asked: object) -> list[int]:
    return [case.pk for case in case_page(member, CaseQuery(**asked), now=now).rows]


def test_each_inbox_has_whom_it_names(nordlys: Company, case_of: OpenCase, now: datetime) -> None:
    team = form_team(workspace=nordlys.workspace, name="North", actor=SYSTEM, now=now)
    nordlys.frida.teams.add(team)
    early = now - timedelta(days=3)
    mine, late = case_of(nordlys.frida), case_of(nordlys.frida, at=early)
    teams, others = case_of(nordlys.bob, team=team), case_of(nordlys.bob)
    unclear = case_of(None, team=team)
    wrote = case_of(nordlys.frida, due_at=now + timedelta(hours=30))
    Case.objects.filter(pk=wrote.pk).update(reply_waits_since=now, contacted_at=now)
    expected = {
        "mine": [late, mine, wrote],
        "team": [teams, unclear],
        "late": [late],
        "unclear": [unclear],
        "replies": [wrote],
        "all": [late, mine, teams, unclear, wrote],
    }
    for inbox, cases in expected.items():
        assert numbers(nordlys.frida, now, inbox=inbox) == [case.pk for case in cases], inbox
    assert inbox_counts(nordlys.frida, now=now) == {inbox: len(cases) for inbox, cases in expected.items()}
    assert others.pk in numbers(nordlys.anna, now, inbox="all")


def test_filters_narrow_and_lead_down_from_a_cause(
    nordlys: Company, sign_in: SignIn, case_of: OpenCase, kari: Contact, now: datetime
) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
    wide = add_cause(name="Invoices", **who)
    narrow = add_cause(name="Wrong VAT", parent=wide, **who)
    coded, other = case_of(nordlys.bob), case_of(nordlys.bob, reason="urgent", contact=None, account=None)
    Case.objects.filter(pk=coded.pk).update(root_cause=narrow, value=900)
    assert numbers(nordlys.bob, now, cause=wide.pk) == [coded.pk]
    assert numbers(nordlys.bob, now, cause=0) == [other.pk]
    assert numbers(nordlys.bob, now, reason="urgent") == [other.pk]
    assert numbers(nordlys.bob, now, account=kari.account_id) == [coded.pk]
    for said in ("kari", "fjord", f"#{coded.pk}"):
        assert numbers(nordlys.bob, now, search=said) == [coded.pk]
    tree = sign_in(nordlys.bob).get(f"{LIST}causes/").content.decode()
    assert f"?inbox=all&amp;show=every&amp;cause={wide.pk}" in tree
    assert "900" in tree


def test_pages_follow_each_other_without_a_gap(
    nordlys: Company, sign_in: SignIn, case_of: OpenCase, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inboxes, "PAGE_SIZE", 3)
    # Several are due at the same moment.
    every = [case_of(nordlys.bob, due_at=now + timedelta(hours=number // 3)).pk for number in range(8)]
    # Who was reached comes behind everybody who waits.
    Case.objects.filter(pk__in=every[:3]).update(contacted_at=now)
    every = every[3:] + every[:3]
    found, after, firsts = [], "", []
    while True:
        page = case_page(nordlys.bob, CaseQuery(), now=now, after=after)
        found += [case.pk for case in page.rows]
        firsts.append(page)
        if not page.after:
            break
        after = page.after
    assert found == every
    back = case_page(nordlys.bob, CaseQuery(), now=now, before=firsts[2].before)
    assert list(back.rows) == list(firsts[1].rows)
    bob = sign_in(nordlys.bob)
    for nonsense in ("x", "%00", "bm90aGluZw", "9" * 300, "MTk5OS0wMS0wMVQwMDowMDowMHwx"):
        assert bob.get(f"{LIST}?after={nonsense}").status_code == 200


def test_by_stake_the_most_pressing_is_first_and_says_why(
    nordlys: Company, sign_in: SignIn, case_of: OpenCase, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inboxes, "PAGE_SIZE", 2)
    weights = (5, 700, 0, 700, 300)
    cases = [case_of(nordlys.bob, weight=w, due_at=now + timedelta(hours=n)) for n, w in enumerate(weights)]
    expected = [cases[place].pk for place in (1, 3, 4, 0, 2)]
    query, found, after, pages = CaseQuery(order="stake"), [], "", []
    while True:
        page = case_page(nordlys.bob, query, now=now, after=after)
        pages.append(page)
        found += [case.pk for case in page.rows]
        if not (after := page.after):
            break
    assert found == expected
    assert list(case_page(nordlys.bob, query, now=now, before=pages[2].before).rows) == list(pages[1].rows)
    # A place of one order is none in the other.
    assert list(case_page(nordlys.bob, CaseQuery(), now=now, after=pages[0].after).rows) == cases[:2]
    Case.objects.filter(pk=cases[1].pk).update(urgency=2, score=3, value=12_800)
    page = sign_in(nordlys.bob).get(f"{LIST}?order=stake")
    assert "Why here: cannot wait, bought €12,800 in twelve months, score 3" in words(page)
    assert "?inbox=all&amp;order=stake" in page.content.decode()
    assert "Why here" not in words(sign_in(nordlys.bob).get(LIST))
    Case.objects.filter(pk=cases[1].pk).update(owner=nordlys.frida)
    assert "Why here: cannot wait, score 3" in words(sign_in(nordlys.frida).get(f"{LIST}?order=stake"))


def test_a_list_asks_the_same_however_long_it_is(
    nordlys: Company, sign_in: SignIn, case_of: OpenCase, programme: Programme, kari: Contact
) -> None:
    bob = sign_in(nordlys.bob)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert bob.get(LIST).status_code == 200
        return len(queries)

    case_of(nordlys.bob)
    few = asked()
    for _ in range(6):
        case_of(nordlys.bob, response=programme.answer(3, contact=kari, verbatim="No"))
    assert asked() == few


def test_many_cases_at_once(nordlys: Company, sign_in: SignIn, case_of: OpenCase, now: datetime) -> None:
    cases = [case_of(nordlys.bob) for _ in range(3)]
    Case.objects.filter(pk=cases[0].pk).update(contacted_at=now)
    bob, chosen = sign_in(nordlys.bob), [case.pk for case in cases]
    assert "Choose cases first" in bob.post(f"{LIST}bulk/close/", {}, follow=True).content.decode()
    closing = {"case": chosen, "close-outcome": "solved", "close-new_cause": "Invoices"}
    page = bob.post(f"{LIST}bulk/close/?inbox=all", closing, follow=True)
    assert page.redirect_chain[-1][0] == f"{LIST}?inbox=all"
    text = page.content.decode()
    assert "1 case is closed." in text
    assert "2 cases stay as they were: nobody has reached the customer." in text
    rest = {"case": chosen[1:], "snooze-until": "2026-11-23", "snooze-words": "Fair until Monday"}
    assert "2 cases rest." in bob.post(f"{LIST}bulk/snooze/", rest, follow=True).content.decode()
    over = {"case": chosen[1:], "hand_over-to": f"m{nordlys.frida.pk}"}
    assert "2 cases are handed over." in bob.post(f"{LIST}bulk/hand_over/", over, follow=True).content.decode()
    assert set(Case.objects.filter(state=OPEN).values_list("owner", flat=True)) == {nordlys.frida.pk}
    assert bob.post(f"{LIST}bulk/eat/", over).status_code == 404


def test_one_touch_opens_a_case_for_the_owner_of_the_account(
    nordlys: Company, sign_in: SignIn, programme: Programme, kari: Contact, fjord: Account, now: datetime
) -> None:
    Account.objects.filter(pk=fjord.pk).update(owner=nordlys.bob)
    answer = programme.answer(8, contact=kari, verbatim="Fine, but slow")
    frida = sign_in(nordlys.frida)
    page = frida.get(f"/w/nordlys/responses/{answer.pk}/").content.decode()
    assert f'name="response" value="{answer.pk}"' in " ".join(page.split())
    gone = frida.post(f"{LIST}open/", {"response": answer.pk}, follow=True)
    assert "Bob looks after this now." in gone.content.decode()
    case = Case.objects.get()
    assert (case.response, case.contact, case.account, case.owner, case.reason) == (
        answer,
        kari,
        fjord,
        nordlys.bob,
        "hand",
    )
    # A day after Friday noon is Saturday: so until the next working day is over.
    assert case.due_at.isoformat() == "2026-11-23T22:00:00+00:00"
    bob = sign_in(nordlys.bob)
    again = bob.post(f"{LIST}open/", {"response": answer.pk})
    assert again.headers["Location"] == f"{LIST}{case.pk}/"
    assert bob.post(f"{LIST}open/", {"contact": kari.pk}).headers["Location"] == f"{LIST}{case.pk}/"
    marked = bob.get("/w/nordlys/comments/").content.decode()
    assert f'href="{LIST}{case.pk}/"' in marked
    assert "Due 24 Nov" in marked
    for page in (f"/w/nordlys/contacts/{kari.pk}/", f"/w/nordlys/accounts/{fjord.pk}/"):
        assert f'href="{LIST}{case.pk}/"' in bob.get(page).content.decode()
    assert f"{LIST}{case.pk}/" not in frida.get("/w/nordlys/comments/").content.decode()
    nobody = programme.answer(2)
    assert (
        "Nobody knows who gave this answer"
        in bob.post(f"{LIST}open/", {"response": nobody.pk}, follow=True).content.decode()
    )


def test_a_person_without_an_account_is_looked_after_by_whoever_opens(
    nordlys: Company, kari: Contact, now: datetime
) -> None:
    Contact.objects.filter(pk=kari.pk).update(account=None)
    kari.refresh_from_db()
    case, is_new = open_by_hand(subject=Subject(contact=kari), by=nordlys.frida, now=now)
    assert (case.owner, is_new) == (nordlys.frida, True)


def test_an_owner_who_may_not_work_cases_gets_none(
    nordlys: Company, kari: Contact, fjord: Account, now: datetime
) -> None:
    Account.objects.filter(pk=fjord.pk).update(owner=nordlys.vera)
    kari.refresh_from_db()
    assert open_by_hand(subject=Subject(contact=kari), by=nordlys.frida, now=now)[0].owner == nordlys.frida


def test_a_case_opened_by_hand_is_planned_as_any_other(
    nordlys: Company, kari: Contact, fjord: Account, now: datetime
) -> None:
    Account.objects.filter(pk=fjord.pk).update(owner=nordlys.bob)
    friday = {"workspace": nordlys.workspace, "first_day": now.date(), "last_day": now.date()}
    Absence.objects.create(member=nordlys.bob, stand_in=nordlys.frida, **friday)
    line = EntryTold("1", PersonRow(0, account_name=fjord.name), REVENUE, date(2026, 11, 1), Decimal(12_800), "EUR")
    record_entries(workspace=nordlys.workspace, items=[line], actor=SYSTEM, now=now)
    kari.refresh_from_db()
    case, _is_new = open_by_hand(subject=Subject(contact=kari), by=nordlys.anna, now=now)
    assert (case.owner, case.value) == (nordlys.frida, 12_800)
    assert case.weight == weight_of(Stake(value=Decimal(12_800)), day=now.date()) > 0
    assert case.look_at is not None


@given(
    st.builds(
        CaseQuery,
        inbox=st.sampled_from(INBOXES),
        show=st.sampled_from(SHOWN),
        order=st.sampled_from(ORDERS),
        reason=st.sampled_from(("", *CASE_REASONS)),
        cause=st.none() | st.integers(0, 10**17),
        account=st.none() | st.integers(0, 10**17),
    )
)
def test_a_query_stands_in_an_address_and_is_read_again(query: CaseQuery) -> None:
    assert CaseQuery.from_params(query.to_params()) == query
