"""Hooks: another system tells in its own words, proves who it is, and nothing of what is refused is kept."""

import base64
import hashlib
import hmac
import json
import re
from html import unescape

import pytest
import time_machine
from django.test import Client

from kuule.dispatch.models import InboundHook, Occurrence
from kuule.dispatch.rules.hook_mapping import found_at, items_of, occurrence_from
from tests.api.conftest import make_touchpoint
from tests.conftest import NOW

pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("touchpoint")]

MESSAGE = {
    "event": "order.delivered",
    "data": {"ref": 4711, "at": "2026-11-20T09:00:00Z", "buyer": {"mail": "kari@fjord.example", "name": "Kari"}},
    "lines": [{"sku": "pump"}],
}
FORM = {
    "name": "Shop",
    "signature": "github",
    "id": "data.ref",
    "happened_at": "data.at",
    "person_email": "data.buyer.mail",
    "person_name": "data.buyer.name",
    "properties": "article = lines.0.sku",
}


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def make(nordlys, sign_in, touchpoint):
    """Make a hook by its page; return its address and secret."""

    def by_page(**changes: str) -> tuple[str, str]:
        page = sign_in(nordlys.alice).post("/w/nordlys/hooks/new/", FORM | {"touchpoint": touchpoint.pk} | changes)
        found = re.findall(r'readonly\s+value="([^"]+)"', page.content.decode())
        assert len(found) == 2, page.context["form"].errors
        return re.sub(r"^https?://[^/]+", "", unescape(found[0])), unescape(found[1])

    return by_page


def post(address: str, secret: str, message=MESSAGE, **headers: str):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    proof = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = headers or {"X-Signature-256": proof}
    return Client().post(address, body, content_type="application/json", headers=headers)


def test_a_signed_message_is_kept_once_as_it_is_mapped(make) -> None:
    address, secret = make()
    answers = [post(address, secret).json() for _again in range(2)]
    assert [(each["created"], each["repeated"]) for each in answers] == [(1, 0), (0, 1)]
    kept = Occurrence.objects.select_related("contact").get()
    assert (kept.external_id, kept.source, kept.properties) == ("4711", "webhook", {"article": "pump"})
    assert (kept.contact.email, kept.contact.name) == ("kari@fjord.example", "Kari")
    assert kept.happened_at.isoformat() == "2026-11-20T09:00:00+00:00"


def test_a_standard_webhook_is_believed_for_five_minutes(make) -> None:
    address, secret = make(signature="standard")
    body = json.dumps(MESSAGE).encode()

    def headers(sent_at: int) -> dict[str, str]:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        proof = hmac.new(key, f"msg_1.{sent_at}.".encode() + body, hashlib.sha256).digest()
        signature = f"v1,wrong v1,{base64.b64encode(proof).decode()}"
        return {"webhook-id": "msg_1", "webhook-timestamp": str(sent_at), "webhook-signature": signature}

    moment = int(NOW.timestamp())
    assert post(address, secret, body, **headers(moment - 301)).status_code == 401
    assert post(address, secret, body, **{**headers(moment), "webhook-id": "msg_2"}).status_code == 401
    assert post(address, secret, body, **headers(moment - 200)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Nothing": "1"},
        {"X-Signature-256": ""},
        {"X-Signature-256": "sha256="},
        {"X-Signature-256": "sha256=" + "0" * 64},
        {"X-Signature-256": "ÿ"},
        {"webhook-id": "1", "webhook-timestamp": "9" * 400, "webhook-signature": "v1,x"},
    ],
    ids=str,
)
def test_a_wrong_signature_is_401_and_nothing_is_kept(make, headers) -> None:
    for signature in ("github", "standard"):
        address, secret = make(signature=signature)
        answer = post(address, secret, **headers)
        assert (answer.status_code, answer.json()["title"]) == (401, "Unauthorized")
        assert "WWW-Authenticate" in answer
    assert not Occurrence.objects.exists()


@pytest.mark.parametrize(
    ("message", "status", "field"),
    [
        (b"{", 400, None),
        (b'"text"', 422, "person"),
        (b"[1, null]", 422, "person"),
        ({"data": {"ref": 1}}, 422, "person"),
        ({"data": {"ref": 1, "buyer": {"mail": ["a@b.example"]}}}, 422, "person.email"),
        ({"data": {"ref": 1, "buyer": {"mail": "nobody"}}}, 422, "person.email"),
        ({"data": {"ref": {}, "buyer": {"mail": "a@b.example"}}}, 422, "id"),
        ({"data": {"buyer": {"mail": "a@b.example"}}}, 422, "id"),
        ({"data": {"at": "soon", "buyer": {"mail": "a@b.example"}}}, 422, "happened_at"),
    ],
    ids=str,
)
def test_a_wrong_message_is_refused_with_its_field_and_leaves_no_word(
    make, message, status, field, nordlys, sign_in, caplog
) -> None:
    address, secret = make()
    answer = post(address, secret, message)
    assert answer.status_code == status, answer.content
    assert field is None or field in {each["field"] for each in answer.json()["errors"]}
    assert not Occurrence.objects.exists()
    kept = str(InboundHook.objects.values()) + caplog.text
    assert "b.example" not in kept
    assert "nobody" not in kept
    assert "Refused" in sign_in(nordlys.alice).get("/w/nordlys/hooks/").content.decode()


def test_of_many_the_good_ones_are_kept(make) -> None:
    address, secret = make(items="events", id="n", person_email="who", person_name="", happened_at="", properties="")
    answer = post(address, secret, {"events": [{"n": 1, "who": "a@b.example"}, {"n": 2}]})
    assert answer.status_code == 207
    assert (answer.json()["created"], answer.json()["refused"]) == (1, 1)
    many = {"events": [{"n": each, "who": "a@b.example"} for each in range(10_001)]}
    assert post(address, secret, many).status_code == 413


def test_trying_shows_what_would_be_recorded_and_records_nothing(nordlys, sign_in, touchpoint) -> None:
    owner = sign_in(nordlys.alice)
    tried = FORM | {"touchpoint": touchpoint.pk, "try": "yes", "sample": json.dumps(MESSAGE)}
    page = owner.post("/w/nordlys/hooks/new/", tried).content.decode()
    for shown in ("4711", "kari@fjord.example", "pump", "data.buyer.mail"):
        assert shown in page
    wrong = owner.post("/w/nordlys/hooks/new/", tried | {"person_email": "data.nothing"}).content.decode()
    assert "Nothing: this would be refused" in wrong
    assert not InboundHook.objects.exists()
    assert not Occurrence.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"person_email": ""}, "person_email"),
        ({"id": ""}, "id"),
        ({"id": "a..b"}, "id"),
        ({"sample": "{"}, "sample"),
        ({"properties": "amount"}, "properties"),
        ({"properties": "a b = c"}, "properties"),
        ({"touchpoint": "0"}, "touchpoint"),
        ({"name": ""}, "name"),
    ],
    ids=str,
)
def test_what_cannot_be_a_mapping_is_said_at_its_field(nordlys, sign_in, touchpoint, changes, field) -> None:
    page = sign_in(nordlys.alice).post("/w/nordlys/hooks/new/", FORM | {"touchpoint": touchpoint.pk} | changes)
    assert field in page.context["form"].errors
    assert not InboundHook.objects.exists()


def test_a_hook_is_changed_and_revoked(make, nordlys, sign_in, charlie) -> None:
    address, secret = make()
    hook, owner = InboundHook.objects.get(), sign_in(nordlys.alice)
    foreign = make_touchpoint(charlie.workspace)
    changed = FORM | {"touchpoint": hook.touchpoint_id, "properties": "kind = event"}
    assert (
        "touchpoint"
        in owner.post(f"/w/nordlys/hooks/{hook.pk}/", changed | {"touchpoint": foreign.pk}).context["form"].errors
    )
    owner.post(f"/w/nordlys/hooks/{hook.pk}/", changed)
    assert "kind = event" in owner.get(f"/w/nordlys/hooks/{hook.pk}/").content.decode()
    post(address, secret)
    assert Occurrence.objects.get().properties == {"kind": "order.delivered"}
    owner.post(f"/w/nordlys/hooks/{hook.pk}/revoke/")
    assert post(address, secret).status_code == 404
    assert secret not in str(InboundHook.objects.values())


def test_neither_address_nor_secret_is_shown_again(make, nordlys, sign_in) -> None:
    address, secret = make()
    hook, owner = InboundHook.objects.get(), sign_in(nordlys.alice)
    for page in ("", f"{hook.pk}/"):
        shown = owner.get(f"/w/nordlys/hooks/{page}").content.decode()
        assert secret not in shown
        assert address.split("/")[2] not in shown


def test_the_list_of_a_touchpoint_says_what_happened_and_why_nobody_was_asked(
    make, nordlys, sign_in, touchpoint
) -> None:
    address, secret = make()
    post(address, secret)
    Occurrence.objects.update(state="left_out", rule="unsubscribed")
    page = f"/w/nordlys/touchpoints/{touchpoint.pk}/occurrences/"
    shown = sign_in(nordlys.frida).get(page).content.decode()
    for words in ("Kari", "Not asked", "Does not want to be asked", "4711"):
        assert words in shown
    assert "Kari" not in sign_in(nordlys.frida).get(page, {"show": "asked"}).content.decode()


def test_paths_lead_through_lists_and_to_nothing() -> None:
    assert found_at({"a": [{"b": 1}]}, "a.0.b") == 1
    for path in ("a.1", "a.b", "b", "a.0.b.c", "a.-1", "a.²"):
        assert found_at({"a": [{"b": 1}]}, path) is None
    assert items_of({"a": {"b": 1}}, {"items": "a"}) == [{"b": 1}]
    assert occurrence_from({}, {"id": "x"}) == {"person": {}, "properties": {}}
