"""Occurrences by API: kept once each, refused with the field and why, and never another company's."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule.contacts.models import Account, Contact
from kuule.dispatch.models import Occurrence
from kuule.dispatch.services import ask_about_occurrences
from kuule.workspaces.models import ApiKey, Workspace
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import revoke_key
from tests.api.conftest import ADDRESS, make_touchpoint
from tests.conftest import NOW

pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("touchpoint")]

ORDER = {
    "id": "order-1",
    "happened_at": "2026-11-20T09:00:00+02:00",
    "person": {"id": "c-7", "email": "Kari@Fjord.example", "name": "Kari", "language": "nb"},
    "account": {"id": "a-1", "name": "Fjord Shipping"},
    "properties": {"amount": 120.5, "express": True, "depot": "Oslo", "note": None},
}


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


def fields_of(response) -> dict[str, str]:
    return {each["field"]: each["code"] for each in response.json()["errors"]}


def test_what_is_told_is_kept_with_who_and_when(crm, nordlys) -> None:
    answer = crm.tell(ORDER)
    assert answer.status_code == 200, answer.content
    assert answer.json()["created"] == 1
    kept = Occurrence.objects.get(uid=answer.json()["occurrences"][0]["uid"])
    assert kept.properties == {"amount": 120.5, "express": True, "depot": "Oslo"}
    assert (kept.contact.email, kept.contact.external_id, kept.contact.language) == ("kari@fjord.example", "c-7", "nb")
    assert kept.account == kept.contact.account == Account.objects.get(external_id="a-1")
    assert kept.due_at - kept.happened_at == timedelta(minutes=60)
    assert kept.expires_at - kept.due_at == timedelta(days=14)
    assert kept.workspace == nordlys.workspace


def test_told_twice_is_kept_once(crm) -> None:
    first = crm.tell(ORDER, ORDER).json()
    again = crm.tell(ORDER).json()
    assert (first["created"], first["repeated"], again["repeated"]) == (1, 1, 1)
    assert first["occurrences"][0]["uid"] == first["occurrences"][1]["uid"] == again["occurrences"][0]["uid"]
    assert Occurrence.objects.count() == Contact.objects.count() == 1


def test_a_request_key_makes_it_safe_to_send_again(crm) -> None:
    nameless = {"person": {"email": "a@b.example"}, "properties": {"n": 1}}
    headers = {"Idempotency-Key": "8f14e45f"}
    first, again = (crm.tell(nameless, nameless, **headers) for _time in range(2))
    assert first.json()["created"] == 2
    assert (first.content, first.status_code) == (again.content, again.status_code)
    assert again["Idempotent-Replayed"] == "true"
    other = crm.tell({**nameless, "properties": {"n": 2}}, **headers)
    assert fields_of(other) == {"Idempotency-Key": "other_payload"}
    assert crm.tell(nameless).json()["created"] == 1
    assert fields_of(crm.tell(nameless, **{"Idempotency-Key": "not a key"})) == {"Idempotency-Key": "bad_request_key"}


def test_people_who_are_known_are_found_and_stay_as_they_are(crm, nordlys) -> None:
    crm.tell(ORDER)
    crm.tell({"id": "2", "person": {"email": "kari@fjord.example", "name": "Somebody Else"}})
    crm.tell({"id": "3", "person": {"id": "c-7"}})
    assert Contact.objects.get().name == "Kari"
    assert Occurrence.objects.filter(contact=Contact.objects.get()).count() == 3


def test_what_is_wrong_is_named_and_the_rest_is_kept(crm) -> None:
    answer = crm.tell(
        ORDER,
        {"id": "2", "person": {"email": "no address"}},
        {"id": "3", "person": {}},
        {"id": "4", "person": {"id": "9"}, "happened_at": "2027-01-01T00:00:00Z"},
        {"id": "5", "person": {"id": "9"}, "properties": {"a b": 1}},
        {"id": "6", "person": {"id": "new", "email": "kari@fjord.example"}},
        "seven",
    )
    assert answer.status_code == 207
    found = [[(error["field"], error["code"]) for error in each["errors"]] for each in answer.json()["occurrences"]]
    assert found == [
        [],
        [("person.email", "bad_email")],
        [("person", "no_identity")],
        [("happened_at", "in_the_future")],
        [("properties", "bad_property_key")],
        [("person.email", "other_id")],
        [("", "model_type")],
    ]
    assert Occurrence.objects.count() == Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ("{", 400, None),
        (b"\xff", 400, None),
        ('{"touchpoint": "delivery", "occurrences": [NaN]}', 400, None),
        ("[" * 100_000, 400, None),
        ("[]", 422, ""),
        ({"touchpoint": "delivery"}, 422, "occurrences"),
        ({"touchpoint": "delivery", "occurrences": []}, 422, "occurrences"),
        ({"touchpoint": "delivery", "occurrences": {}}, 422, "occurrences"),
        ({"touchpoint": "delivery", "occurrences": [ORDER], "more": 1}, 422, "more"),
        ({"touchpoint": "nothing", "occurrences": [ORDER]}, 422, "touchpoint"),
        ({"touchpoint": "\0", "occurrences": [ORDER]}, 422, "touchpoint"),
        ({"touchpoint": ["delivery"], "occurrences": [ORDER]}, 422, "touchpoint"),
        ({"touchpoint": "delivery", "occurrences": [{"person": {"email": 1}}]}, 422, "occurrences.0.person.email"),
        ({"touchpoint": "delivery", "occurrences": [ORDER | {"id": "\0"}]}, 422, "occurrences.0.id"),
        ({"touchpoint": "delivery", "occurrences": [ORDER | {"id": "\ud800"}]}, 422, "occurrences.0.id"),
        ({"touchpoint": "delivery", "occurrences": [ORDER | {"id": "x" * 201}]}, 422, "occurrences.0.id"),
        (
            {"touchpoint": "delivery", "occurrences": [ORDER | {"happened_at": "soon"}]},
            422,
            "occurrences.0.happened_at",
        ),
        (
            {"touchpoint": "delivery", "occurrences": [ORDER | {"happened_at": "0001-01-01T00:00:00+14:00"}]},
            422,
            "occurrences.0.happened_at",
        ),
        ({"touchpoint": "delivery", "occurrences": [ORDER | {"properties": []}]}, 422, "occurrences.0.properties"),
        ({"touchpoint": "delivery", "occurrences": [ORDER] * 10_001}, 413, None),
        (b" " * 10_000_001, 413, None),
    ],
)
def test_a_wrong_payload_is_refused_with_the_field_and_nothing_is_kept(crm, body, status, field) -> None:
    answer = crm.post(body)
    assert answer.status_code == status, answer.content[:300]
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()) >= {"type", "title", "status", "detail"}
    assert answer.json()["status"] == status
    if field is not None:
        assert field in fields_of(answer)
    assert not Occurrence.objects.exists()
    assert not Contact.objects.exists()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    item=st.fixed_dictionaries(
        {},
        optional={
            "id": JSON,
            "happened_at": JSON,
            "person": JSON | st.fixed_dictionaries({"id": JSON}, optional={"email": JSON, "name": JSON, "phone": JSON}),
            "account": JSON,
            "properties": JSON | st.dictionaries(st.from_regex(r"\A[a-z_-]{1,9}\Z"), JSON, max_size=3),
        },
    )
)
def test_whatever_is_told_is_kept_or_refused_in_words(crm, item) -> None:
    before = Occurrence.objects.count()
    answer = crm.tell(item)
    assert answer.status_code in (200, 422), answer.content
    assert Occurrence.objects.count() == before + (answer.json().get("created", 0))
    assert answer.status_code == 200 or all(each["detail"] for each in answer.json()["errors"])


def test_only_a_key_that_works_opens_the_door(crm, nordlys) -> None:
    for headers in ({}, {"Authorization": "Bearer kuule_wrong"}, {"Authorization": "Basic eDp5"}):
        for answer in (
            Client().get(ADDRESS, headers=headers),
            Client().post(ADDRESS, ORDER, content_type="application/json", headers=headers),
        ):
            assert answer.status_code == 401
            assert answer["WWW-Authenticate"].startswith("Bearer")
            assert answer["Content-Type"] == "application/problem+json"
    revoke_key(key=ApiKey.objects.get(), actor=SYSTEM, now=NOW)
    assert crm.tell(ORDER).status_code == 401


def test_another_companys_key_sees_and_changes_nothing_here(crm, charlie, program_of) -> None:
    uid = crm.tell(ORDER).json()["occurrences"][0]["uid"]
    other = program_of(charlie.workspace)
    assert fields_of(other.tell(ORDER)) == {"touchpoint": "unknown_touchpoint"}
    make_touchpoint(charlie.workspace)
    assert other.get().json() == {"occurrences": [], "next_cursor": None}
    assert other.get(f"/{uid}").status_code == 404
    assert other.tell(ORDER).json()["created"] == 1
    assert crm.get().json()["occurrences"][0]["uid"] == uid
    assert {each.contact.workspace_id for each in Occurrence.objects.all()} == set(
        Occurrence.objects.values_list("workspace_id", flat=True)
    )


def test_a_list_is_read_page_by_page(crm) -> None:
    for batch in range(3):
        with time_machine.travel(NOW + timedelta(minutes=batch), tick=False):
            crm.tell(*({"id": f"{batch}-{number}", "person": {"id": "c"}} for number in range(4)))
    seen, cursor = [], ""
    while cursor is not None:
        page = crm.get(limit=5, cursor=cursor).json()
        seen += [each["id"] for each in page["occurrences"]]
        cursor = page["next_cursor"]
    assert seen == [f"{batch}-{number}" for batch in (2, 1, 0) for number in (3, 2, 1, 0)]
    since = (NOW + timedelta(minutes=2)).isoformat()
    assert len(crm.get(since=since, touchpoint="delivery").json()["occurrences"]) == 4
    assert crm.get(touchpoint="other").json()["occurrences"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "x"},
        {"cursor": "YWJjfDE"},
        {"limit": 0},
        {"limit": 10**30},
        {"since": "soon"},
        {"since": "0001-01-01T00:00:00+14:00"},
        {"touchpoint": "\0"},
        {"cursor": "ÿ"},
    ],
)
def test_a_wrong_question_is_refused_with_the_field(crm, query) -> None:
    answer = crm.get(**query)
    assert answer.status_code == 422, answer.content
    assert set(fields_of(answer)) == set(query)


def test_why_somebody_is_asked_or_not_can_be_read(crm, nordlys) -> None:
    Workspace.objects.update(quarantine_days=7)
    uid = crm.tell(ORDER, {"id": "2", "person": {"id": "c-7"}}).json()["occurrences"][1]["uid"]
    ask_about_occurrences(workspace=nordlys.workspace, now=NOW + timedelta(hours=2))
    shown = crm.get(f"/{uid}").json()
    assert shown["state"] == "queued"
    assert shown["rule"] == "recently_asked"
    assert "7 days" in shown["reason"]
    assert [each["verdict"] for each in shown["decisions"]] == ["hold"]


def test_ten_thousand_are_told_at_once_with_few_queries(crm, django_assert_max_num_queries) -> None:
    many = [
        {"id": f"o{number}", "person": {"email": f"p{number % 4000}@x.example"}, "properties": {"n": number}}
        for number in range(10_000)
    ]
    with django_assert_max_num_queries(40):
        answer = crm.tell(*many)
    assert answer.json()["created"] == Occurrence.objects.count() == 10_000
    assert Contact.objects.count() == 4_000


def test_the_description_of_the_api_is_open_and_whole(crm) -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    body = described["paths"]["/api/v1/occurrences"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(body["properties"]["occurrences"]["items"]["properties"]) == set(ORDER)
    assert "#/components/schemas/PersonTold" not in json.dumps(described)
    assert Client().get("/api/v1/nothing").json()["status"] == 404
