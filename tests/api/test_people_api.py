"""People by API: added, changed or left as they are, each known by an id or an address."""

from typing import Any

import pytest
import time_machine

from kuule.contacts.models import Account, Contact, ContactMove, PropertyDefinition
from kuule.workspaces.models import AuditEntry
from tests.api.conftest import make_key
from tests.api.world import Caller
from tests.conftest import NOW, Company

pytestmark = pytest.mark.any_database

KARI = {"id": "c-7", "email": "kari@fjord.example", "name": "Kari", "role": "user", "properties": {"tier": "gold"}}


@pytest.fixture
def caller(nordlys: Company) -> Caller:
    return Caller(make_key(nordlys.workspace))


def tell(caller: Caller, *people: dict[str, Any]) -> Any:
    return caller.call("POST", "/contacts", {"contacts": list(people)})


def outcomes(answer: Any) -> list[str]:
    return [each["status"] for each in answer.json()["contacts"]]


def test_who_is_told_is_added_changed_or_left(caller: Caller) -> None:
    first = tell(caller, {**KARI, "account": {"id": "a-1", "name": "Fjord"}})
    assert outcomes(first) == ["created"]
    assert outcomes(tell(caller, KARI)) == ["repeated"]
    moved = {"id": "c-7", "name": "Kari B.", "account": {"name": "Other"}, "properties": {"seats": 3}}
    assert outcomes(tell(caller, moved)) == ["changed"]
    kept = Contact.objects.get()
    assert (kept.pk, kept.name, kept.email) == (first.json()["contacts"][0]["contact"], "Kari B.", KARI["email"])
    assert kept.properties == {"tier": "gold", "seats": 3}
    assert (kept.account.name, Account.objects.count(), ContactMove.objects.count()) == ("Other", 2, 1)
    assert set(AuditEntry.objects.filter(object_type="contact").values_list("act", flat=True)) == {
        "contact_added",
        "contact_changed",
    }


def test_what_is_wrong_is_named_and_the_others_are_kept(caller: Caller) -> None:
    tell(caller, KARI, {"id": "c-8", "email": "anna@fjord.example"})
    answer = tell(
        caller,
        {"id": "c-9"},
        {"name": "Nobody"},
        {"email": "no address"},
        {"id": "c-8", "email": KARI["email"]},
        {"id": "c-10", "email": KARI["email"]},
        {"id": "c-7", "properties": {"tier": 5}},
        "eleven",
    )
    assert answer.status_code == 207
    found = [[(error["field"], error["code"]) for error in each["errors"]] for each in answer.json()["contacts"]]
    assert found == [
        [],
        [("", "no_identity")],
        [("email", "bad_email")],
        [("email", "taken")],
        [("email", "other_id")],
        [("properties", "bad_property_type")],
        [("", "model_type")],
    ]
    assert Contact.objects.get(external_id="c-8").email == "anna@fjord.example"
    assert Contact.objects.count() == 3


def test_somebody_told_twice_in_one_request_is_one(caller: Caller) -> None:
    assert outcomes(tell(caller, KARI, KARI, {**KARI, "name": "Kari B."})) == ["created", "repeated", "changed"]
    assert Contact.objects.get().name == "Kari B."
    assert PropertyDefinition.objects.get().kind == "text"


def test_ten_thousand_newcomers_take_few_queries(caller: Caller, django_assert_max_num_queries: Any) -> None:
    many = [
        {"id": f"c{number}", "account": {"id": f"a{number % 50}", "name": "A"}, "properties": {"seats": number}}
        for number in range(10_000)
    ]
    with django_assert_max_num_queries(150):
        assert tell(caller, *many).json()["created"] == 10_000
    page = caller.get("/contacts?limit=1000").json()
    assert (len(page["contacts"]), page["contacts"][0]["properties"]) == (1_000, {"seats": 9_999})


def test_people_are_found_by_id_by_address_and_by_account(caller: Caller) -> None:
    tell(caller, {**KARI, "account": {"name": "Fjord"}}, {"email": "bo@fjord.example"})
    account = caller.get("/accounts").json()["accounts"][0]["id"]
    for query in ("external_id=c-7", "email=KARI@fjord.example", f"account={account}"):
        assert [each["name"] for each in caller.get(f"/contacts?{query}").json()["contacts"]] == ["Kari"]


def test_who_was_added_or_changed_comes_in_that_order(caller: Caller) -> None:
    """Each page is read while others are changed; who is changed after they were read comes once more."""
    with time_machine.travel(NOW, tick=False) as clock:
        tell(caller, *({"email": f"p{i}@fjord.example"} for i in range(3)))
        path = f"/contacts?updated_since={NOW.date().isoformat()}&limit=2"
        first = caller.get(path).json()
        clock.shift(60)
        assert outcomes(tell(caller, {"email": "p0@fjord.example", "properties": {"tier": "gold"}})) == ["changed"]
        assert outcomes(tell(caller, {"email": "p1@fjord.example"})) == ["repeated"]
        second = caller.get(f"{path}&cursor={first['next_cursor']}").json()
    read = [[each["email"][:2] for each in page["contacts"]] for page in (first, second)]
    assert read == [["p0", "p1"], ["p2", "p0"]]
    assert second["contacts"][1]["updated_at"] > second["contacts"][1]["created_at"]
    assert second["next_cursor"] is None
    by_id = caller.get("/contacts?limit=1").json()["next_cursor"]
    assert caller.get(f"{path}&cursor={by_id}").json()["errors"][0]["code"] == "bad_cursor"
    assert caller.get(f"/contacts?updated_since={NOW.date().isoformat()}T10:00:30Z").json()["contacts"] == [
        second["contacts"][1]
    ]


def test_an_erased_person_is_gone(caller: Caller) -> None:
    contact = tell(caller, KARI).json()["contacts"][0]["contact"]
    assert caller.call("DELETE", f"/contacts/{contact}").status_code == 200
    assert caller.get(f"/contacts/{contact}").status_code == 404
    assert caller.call("DELETE", f"/contacts/{contact}").status_code == 404
    assert not Contact.objects.exists()
