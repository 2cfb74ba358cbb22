"""Every endpoint with every scope, without one, and as another company: made from the description of the API itself."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from kuule.workspaces.models import ApiKey, Member
from kuule.workspaces.rules import DELIGHTED, PERSONAL, SCOPES
from tests.api.conftest import make_key
from tests.api.world import MARK, Caller, furnish, operations
from tests.conftest import Company

pytestmark = pytest.mark.any_database


@pytest.fixture
def addresses(nordlys: Company) -> Callable[[str], str]:
    """How the path of an endpoint becomes an address of something that Nordlys has."""
    filled = furnish(nordlys.workspace)
    return lambda path: path.format(**filled)


def test_every_endpoint_names_its_scope_and_what_may_go_wrong() -> None:
    """Whoever adds an endpoint without a scope is told here."""
    for method, path, operation in operations():
        assert operation.get("x-scope") in set(SCOPES) - {DELIGHTED}, f"{method} {path}"
        assert operation["security"] == [{"BearerKey": [operation["x-scope"]]}]
        problems = {"401", "403", "422", "429", *(["404"] if "{" in path else [])}
        assert problems <= operation["responses"].keys(), f"{method} {path}"
        headers = {each["name"] for each in operation["parameters"] if each["in"] == "header"}
        wanted = {"get": {"If-None-Match"}, "post": {"Idempotency-Key"}, "patch": {"If-Match"}}
        assert headers == wanted.get(method, set()), f"{method} {path}"
    names = [operation["operationId"] for _method, _path, operation in operations()]
    assert len(set(names)) == len(names)


def test_only_the_right_scope_opens_an_endpoint(addresses: Callable[[str], str], nordlys: Company) -> None:
    callers = {scope: Caller(make_key(nordlys.workspace, scopes=[scope], name=scope)) for scope in SCOPES}
    for method, path, operation in operations():
        for scope, caller in callers.items():
            if scope == operation["x-scope"]:
                continue
            answer = caller.call(method, addresses(path), None if method in ("get", "delete") else {})
            assert answer.status_code == 403, f"{method} {path} with {scope}"
            assert answer["Content-Type"] == "application/problem+json"
            assert operation["x-scope"] in answer.json()["detail"]
    # What is erased is gone for the others: last.
    for method, path, operation in sorted(operations(), key=lambda each: each[0] == "delete"):
        answer = callers[operation["x-scope"]].call(
            method, addresses(path), None if method in ("get", "delete") else {}
        )
        assert answer.status_code not in (401, 403), f"{method} {path}"
        assert answer.status_code < 500, f"{method} {path}: {answer.content}"


def test_another_company_sees_and_changes_nothing(
    addresses: Callable[[str], str], nordlys: Company, charlie: Member
) -> None:
    stranger, owner = Caller(make_key(charlie.workspace)), Caller(make_key(nordlys.workspace, name="Owner"))
    before = {path: owner.get(addresses(path)).content for method, path, _ in operations() if method == "get"}
    for method, path, _operation in operations():
        answer = stranger.call(method, addresses(path), None if method in ("get", "delete") else {})
        if "{" in path:
            assert answer.status_code in ((404,) if method in ("get", "delete") else (404, 422)), f"{method} {path}"
        assert MARK.lower() not in answer.content.decode().lower(), f"{method} {path}"
    assert before == {path: owner.get(addresses(path)).content for path in before}
    assert any(MARK.encode() in content for content in before.values())


def test_nothing_personal_is_told_without_the_scope_for_it(addresses: Callable[[str], str], nordlys: Company) -> None:
    blind = Caller(make_key(nordlys.workspace, scopes=[each for each in SCOPES if each != PERSONAL], name="Blind"))
    seeing = Caller(make_key(nordlys.workspace, name="Seeing"))
    told: dict[str, Any] = {}
    lists = ("/contacts", "/responses", "/invitations", "/verbatims")
    for path in (*lists, "/contacts/{contact_id}", "/responses/{response_id}", "/invitations/{invitation_id}"):
        hidden, told[path] = (each.get(addresses(path)).content.decode() for each in (blind, seeing))
        assert f"Kari {MARK}" not in hidden
        assert f"kari@{MARK.lower()}" not in hidden
        assert f"{MARK} was late" not in hidden
        assert f"{MARK}-gold" not in hidden
    assert f"Kari {MARK}" in told["/contacts"]
    assert f"{MARK} was late" in told["/responses"]
    assert f"{MARK}-gold" in told["/invitations"]
    assert f"{MARK} was late" in told["/verbatims"]


def test_a_key_from_before_there_were_scopes_opens_what_it_opened_then(
    addresses: Callable[[str], str], nordlys: Company
) -> None:
    old = Caller(make_key(nordlys.workspace, name="Old"))
    ApiKey.objects.update(scopes=[])
    assert old.get("/ledger").status_code == 403
    import_module("kuule.workspaces.migrations.0003_api_keys").keep_what_they_had(apps, None)
    opened = {
        operation["x-scope"]
        for method, path, operation in operations()
        if old.call(method, addresses(path), None if method in ("get", "delete") else {}).status_code != 403
    }
    assert opened == {"occurrences:read", "occurrences:write", "series:write", "money:read", "money:write"}
