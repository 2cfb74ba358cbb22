"""Money by API: each thing once by its id, corrected when it changes, read back in pages, never another company's."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule.economics.models import Contract, CustomerEvent, CustomerOrigin, ExchangeRate, LedgerEntry
from kuule.workspaces.models import Member
from tests.api.conftest import Program

pytestmark = pytest.mark.any_database

FJORD = {"account": {"name": "Fjord Shipping"}}
LINE = {"id": "1", "day": "2026-10-01", "amount": "1234.50", "currency": "EUR", **FJORD}
CONTRACT = {"id": "1", "starts_on": "2026-01-01", "yearly_value": 1200, "currency": "EUR", **FJORD}
EVENT = {"id": "1", "kind": "offer", "happened_at": "2026-10-01T12:00:00Z", "outcome": True, **FJORD}
ORIGIN = {"origin": "recommended", **FJORD}
RATE = {"currency": "NOK", "day": "2026-09-01", "rate": 0.085}
KINDS = [
    ("ledger", "lines", LINE, {"amount": 5}, LedgerEntry),
    ("contracts", "contracts", CONTRACT, {"outcome": "lost"}, Contract),
    ("customer-events", "events", EVENT, {"outcome": False}, CustomerEvent),
    ("origins", "origins", ORIGIN, {"origin": "selling"}, CustomerOrigin),
    ("rates", "rates", RATE, {"rate": "0.09"}, ExchangeRate),
]


def post(program: Program, name: str, body: Any) -> HttpResponse:
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"Authorization": f"Bearer {program.secret}"}
    return Client().post(f"/api/v1/{name}", content, content_type="application/json", headers=headers)


def get(program: Program, name: str, **query: Any) -> HttpResponse:
    return Client().get(f"/api/v1/{name}", query, headers={"Authorization": f"Bearer {program.secret}"})


@pytest.mark.parametrize(("name", "key", "item", "other", "model"), KINDS)
def test_each_is_kept_once_corrected_and_read_back(
    crm: Program, name: str, key: str, item: dict[str, Any], other: dict[str, Any], model: Any
) -> None:
    first, again, changed = (post(crm, name, {key: [each]}) for each in (item, item, {**item, **other}))
    assert [each.json()["items"][0]["status"] for each in (first, again, changed)] == ["created", "repeated", "changed"]
    assert model.objects.count() == 1
    (read,) = get(crm, name).json()[key]
    for field, value in {**item, **other}.items():
        if field in read and field != "account":
            assert str(read[field]) == str(value)


@pytest.mark.parametrize(
    ("name", "key", "item", "field", "code"),
    [
        ("ledger", "lines", {**LINE, "amount": "much"}, "amount", "bad_amount"),
        ("ledger", "lines", {**LINE, "amount": True}, "amount", "bad_amount"),
        ("ledger", "lines", {**LINE, "amount": 10**15}, "amount", "amount_too_large"),
        ("ledger", "lines", {**LINE, "amount": -1, "kind": "cost"}, "amount", "cost_below_zero"),
        ("ledger", "lines", {**LINE, "currency": "Eur"}, "currency", "bad_currency"),
        ("ledger", "lines", {**LINE, "day": "1.10.2026"}, "day", "bad_day"),
        ("ledger", "lines", {**LINE, "day": "2199-01-01"}, "day", "in_the_future"),
        ("ledger", "lines", {**LINE, "id": ""}, "id", "missing"),
        ("ledger", "lines", {**LINE, "account": None}, "", "no_customer"),
        ("ledger", "lines", {**LINE, "account": {}}, "", "no_customer"),
        ("ledger", "lines", {**LINE, "kind": "barter"}, "kind", "literal_error"),
        ("ledger", "lines", {**LINE, "colour": 1}, "colour", "extra_forbidden"),
        ("ledger", "lines", [], "", "model_type"),
        ("contracts", "contracts", {**CONTRACT, "ends_on": "2025-01-01"}, "ends_on", "ends_before_start"),
        ("customer-events", "events", {**EVENT, "outcome": None}, "outcome", "missing"),
        ("customer-events", "events", {**EVENT, "happened_at": "2199-01-01T00:00:00Z"}, "happened_at", "in_the_future"),
        ("rates", "rates", {**RATE, "currency": "EUR"}, "currency", "same_currency"),
        ("rates", "rates", {**RATE, "rate": 0}, "rate", "bad_rate"),
    ],
)
def test_what_is_refused_says_where_and_why(
    crm: Program, name: str, key: str, item: Any, field: str, code: str
) -> None:
    answer = post(crm, name, {key: [item]})
    (error,) = answer.json()["errors"]
    assert answer.status_code == 422
    assert (error["field"], error["code"]) == (f"{key}.0.{field}".rstrip("."), code)
    assert error["detail"]
    assert "%(" not in error["detail"]


def test_the_good_ones_are_kept_beside_the_refused(crm: Program) -> None:
    answer = post(crm, "ledger", {"lines": [LINE, {**LINE, "id": "2", "amount": "much"}, LINE]})
    assert answer.status_code == 207
    told = answer.json()
    assert [each["status"] for each in told["items"]] == ["created", "refused", "refused"]
    assert told["items"][2]["errors"][0]["code"] == "told_twice"
    assert (told["created"], told["refused"]) == (1, 2)


@pytest.mark.parametrize(
    ("body", "status"),
    [("{", 400), ([], 422), ({}, 422), ({"lines": []}, 422), ({"lines": [LINE], "x": 1}, 422), ({"lines": {}}, 422)],
)
def test_a_request_of_another_shape_is_refused(crm: Program, body: Any, status: int) -> None:
    assert post(crm, "ledger", body).status_code == status


def test_too_many_at_once_are_refused(crm: Program) -> None:
    assert post(crm, "ledger", {"lines": [{}] * 10_001}).status_code == 413


def test_pages_follow_each_other_and_a_moment_limits_them(crm: Program) -> None:
    post(crm, "ledger", {"lines": [{**LINE, "id": str(number)} for number in range(5)]})
    seen, cursor = [], ""
    while cursor is not None:
        page = get(crm, "ledger", limit=2, cursor=cursor).json()
        seen += [line["id"] for line in page["lines"]]
        cursor = page["next_cursor"]
    assert seen == ["4", "3", "2", "1", "0"]
    assert get(crm, "ledger", since="2199-01-01T00:00:00Z").json()["lines"] == []
    assert get(crm, "ledger", cursor="nonsense").status_code == 422


def test_another_company_sees_and_changes_nothing(
    crm: Program, program_of: Callable[..., Program], charlie: Member
) -> None:
    stranger = program_of(charlie.workspace)
    for name, key, item, _other, model in KINDS:
        assert post(crm, name, {key: [item]}).status_code == 200
        assert get(stranger, name).json()[key] == []
        assert post(stranger, name, {key: [item]}).json()["items"][0]["status"] == "created"
        assert model.objects.count() == 2
    assert Client().post("/api/v1/ledger", "{}", content_type="application/json").status_code == 401


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*LINE, "margin"]), inner, max_size=3),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*LINE, "margin", "kind", "person"]), ANYTHING, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_nothing_that_is_sent_breaks_it(crm: Program, odd: dict[str, Any]) -> None:
    answer = post(crm, "ledger", {"lines": [{**LINE, **odd}]})
    assert answer.status_code in (200, 400, 422)
