"""The tree of root causes."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kuule.act.models import Case, RootCause
from kuule.act.rules.causes import CauseNode, in_tree_order, levels_below, within
from kuule.act.selectors.causes import cause_rows
from kuule.act.services.causes import add_cause, archive_cause, bring_back_cause, change_cause, merge_causes, move_cause
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM, Refused
from tests.act.conftest import OpenCase
from tests.conftest import Company

SignIn = Callable[[Member], Client]
Plant = Callable[..., RootCause]


@pytest.fixture
def plant(nordlys: Company, now: datetime) -> Plant:
    """How a cause comes into the tree: `plant("Wrong VAT", invoices)`."""

    def make(name: str, parent: RootCause | None = None) -> RootCause:
        return add_cause(workspace=nordlys.workspace, name=name, parent=parent, actor=SYSTEM, now=now)

    return make


def names(nordlys: Company, now: datetime) -> list[str]:
    return [
        "-" * row.depth + row.cause.name
        for row in cause_rows(nordlys.workspace, now=now)
        if row.cause.archived_at is None
    ]


def test_money_at_stake_counts_each_account_once(
    nordlys: Company, plant: Plant, case_of: OpenCase, now: datetime
) -> None:
    wide = plant("Invoices")
    narrow, other = plant("Wrong VAT", wide), plant("Late", wide)
    for cause, value in ((narrow, 500), (narrow, 700), (other, 700), (other, None)):
        case = case_of(nordlys.bob)
        Case.objects.filter(pk=case.pk).update(root_cause=cause, value=value)
    alone = case_of(nordlys.bob, account=None)
    Case.objects.filter(pk=alone.pk).update(root_cause=other, value=50, state="closed")
    rows = {row.cause.name: (row.opened, row.still_open, row.value) for row in cause_rows(nordlys.workspace, now=now)}
    assert rows == {"Invoices": (5, 4, 750), "Wrong VAT": (2, 2, 700), "Late": (3, 2, 750)}


def test_a_tree_is_kept_in_order_and_shallow(nordlys: Company, plant: Plant, now: datetime) -> None:
    first, second = plant("Invoices"), plant("Support")
    child = plant("VAT", first)
    assert plant(" vat ", first) == child
    deep = plant("Of 24 %", child)
    for cause, parent in ((first, child), (first, first), (second, deep)):
        with pytest.raises(Refused):
            change_cause(cause=cause, name=cause.name, parent=parent, actor=SYSTEM, now=now)
    with pytest.raises(Refused, match="name_taken"):
        change_cause(cause=second, name="invoices", parent=None, actor=SYSTEM, now=now)
    move_cause(cause=second, by=-1, actor=SYSTEM, now=now)
    move_cause(cause=second, by=-1, actor=SYSTEM, now=now)
    assert names(nordlys, now) == ["Support", "Invoices", "-VAT", "--Of 24 %"]
    archive_cause(cause=first, actor=SYSTEM, now=now)
    assert names(nordlys, now) == ["Support"]
    bring_back_cause(cause=RootCause.objects.get(pk=deep.pk), actor=SYSTEM, now=now)
    assert names(nordlys, now) == ["Support", "Invoices", "-VAT", "--Of 24 %"]


def test_two_causes_become_one_with_all_below_them(
    nordlys: Company, plant: Plant, case_of: OpenCase, now: datetime
) -> None:
    bills, invoices = plant("Bills"), plant("Invoices")
    old, new, only = plant("VAT", bills), plant("vat", invoices), plant("Late", bills)
    twin = plant("Bills", bills)
    cases = {case_of(nordlys.bob).pk: cause for cause in (bills, old, new, only, twin)}
    for pk, cause in cases.items():
        Case.objects.filter(pk=pk).update(root_cause=cause)
    with pytest.raises(Refused, match="below_itself"):
        merge_causes(cause=bills, into=old, actor=SYSTEM, now=now)
    merge_causes(cause=bills, into=invoices, actor=SYSTEM, now=now)
    assert names(nordlys, now) == ["Invoices", "-vat", "-Late", "-Bills"]
    merge_causes(cause=RootCause.objects.get(pk=twin.pk), into=invoices, actor=SYSTEM, now=now)
    assert names(nordlys, now) == ["Invoices", "-vat", "-Late"]
    found = dict(Case.objects.order_by("pk").values_list("pk", "root_cause__name"))
    assert list(found.values()) == ["Invoices", "vat", "vat", "Late", "Invoices"]
    assert RootCause.objects.get(pk=bills.pk).merged_into == invoices


def test_the_page_of_the_tree(nordlys: Company, sign_in: SignIn, plant: Plant) -> None:
    bob, page = sign_in(nordlys.bob), "/w/nordlys/cases/causes/"
    assert "No root cause is named yet" in bob.get(page).content.decode()
    assert "The cause is in the tree." in bob.post(page, {"name": "Invoices"}, follow=True).content.decode()
    top = RootCause.objects.get()
    bob.post(page, {"name": "VAT", "parent": top.pk})
    low = RootCause.objects.get(parent=top)
    assert bob.post(page, {"name": " "}).status_code == 422
    bob.post(f"{page}{low.pk}/", {"name": "Wrong VAT", "parent": ""})
    low.refresh_from_db()
    assert (low.name, low.parent) == ("Wrong VAT", None)
    bob.post(f"{page}{low.pk}/move/", {"to": "up"})
    bob.post(f"{page}{low.pk}/archive/")
    assert "Archived causes" in bob.get(page).content.decode()
    bob.post(f"{page}{low.pk}/archive/")
    bob.post(f"{page}{low.pk}/merge/", {"into": top.pk})
    low.refresh_from_db()
    assert low.merged_into == top
    assert sign_in(nordlys.frida).post(page, {"name": "Mine"}).status_code == 403


trees = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 5)), max_size=12).map(
    lambda rows: [
        CauseNode(number, parent if parent < number else None, position)
        for number, (parent, position) in enumerate(rows)
    ]
)


@given(trees)
def test_every_cause_stands_once_below_its_own(nodes: list[CauseNode]) -> None:
    placed = in_tree_order(nodes)
    assert sorted(each.pk for each in placed) == [node.pk for node in nodes]
    parents = {node.pk: node.parent for node in nodes}
    for each in placed:
        above = each.path[-2] if each.depth else None
        assert above == parents[each.pk]
        inside = within(each.pk, placed)
        assert inside[0] == each.pk
        assert 1 <= levels_below(each.pk, placed) <= len(inside)
