"""Every form in which programs are known to ask: clients in other languages, connectors, and lines written by hand."""

import base64
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kuule.connect.models import Project
from kuule.connect.rules.params import nested
from kuule.contacts.models import Contact
from kuule.responses.models import Response, ResponseRevision
from kuule.workspaces.rules import SCOPES, SYSTEM
from kuule.workspaces.services import issue_key, revoke_key
from tests.conftest import NOW, Company
from tests.connect.conftest import Program

FORM = "application/x-www-form-urlencoded"
ENDPOINTS = [
    ("GET", "people"),
    ("POST", "people"),
    ("DELETE", "people/1"),
    ("DELETE", "people/a%40example.com/survey_requests/pending"),
    ("GET", "survey_responses"),
    ("POST", "survey_responses"),
    ("GET", "survey_responses/1"),
    ("PUT", "survey_responses/1"),
    ("GET", "metrics"),
    ("GET", "unsubscribes"),
    ("POST", "unsubscribes"),
    ("GET", "bounces"),
    ("GET", "autopilot/email"),
    ("GET", "autopilot/sms/memberships"),
    ("POST", "autopilot/email/memberships"),
    ("DELETE", "autopilot/email/memberships"),
    ("GET", "nothing"),
]


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "header",
    [
        *("{key}", "{key}:", "{key}:-", "{key}:secret", "{key}::"),
        pytest.param("\n{key}:", id="newline"),
    ],
)
def test_the_key_is_known_however_it_comes(program: Program, header: str) -> None:
    said = coded(header.strip().format(key=program.secret))
    said = f"{said[:20]} {said[20:]}" if header.startswith("\n") else said
    for scheme in ("Basic", "basic", "BASIC"):
        assert program.send("GET", "metrics", Authorization=f"{scheme} {said}").status == 200


@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic !!!", f"Basic {coded('abc123:')}", "Bearer {key}", "Token {key}"]
)
def test_nothing_opens_without_a_key(program: Program, header: str) -> None:
    for method, path in ENDPOINTS:
        said = program.send(method, path, b"{", Authorization=header.format(key=program.secret), Accept="text/xml")
        assert (said.status, said.body) == (401, {"status": 401, "message": "Unauthorized"}), path
        assert said.headers["WWW-Authenticate"].startswith("Basic")


def test_a_revoked_key_and_one_without_the_scope_open_nothing(program: Program, nordlys: Company) -> None:
    scopes = [each for each in SCOPES if each != "delighted"]
    _key, secret = issue_key(workspace=nordlys.workspace, name="CRM", scopes=scopes, actor=SYSTEM, now=NOW)
    assert program.send("GET", "metrics", Authorization=f"Basic {coded(secret)}").status == 403
    revoke_key(key=program.key, actor=SYSTEM, now=NOW)
    assert program.send("GET", "metrics").status == 401


@pytest.mark.parametrize(
    ("accept", "suffix", "status"),
    [
        ("", "", 200),
        ("*/*", "", 200),
        ("application/*", "", 200),
        ("text/html, application/json;q=0.9", "", 200),
        ("application/xml", "", 406),
        ("text/html", "", 406),
        ("application/json;q=0", "", 406),
        ("application/xml", ".json", 200),
    ],
)
def test_json_is_what_there_is(program: Program, accept: str, suffix: str, status: int) -> None:
    assert program.send("GET", f"metrics{suffix}", Accept=accept).status == status


def test_every_address_has_a_twin_with_a_suffix(program: Program) -> None:
    for method, path in ENDPOINTS[:-1]:
        plain, twin = program.send(method, path), program.send(method, f"{path}.json")
        assert (plain.status, plain.body) == (twin.status, twin.body), path
        assert plain.status != 405


@pytest.mark.parametrize("method", ["PATCH", "DELETE", "PUT"])
def test_what_an_address_does_not_do_is_told_so(program: Program, method: str) -> None:
    said = program.send(method, "metrics")
    assert (said.status, said.body["status"]) == (405, 405)


def as_json(fields: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
    return json.dumps(fields).encode(), {}


def as_json_with_charset(fields: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
    return json.dumps(fields).encode(), {"Content-Type": "application/json; charset=utf-8"}


def as_json_without_type(fields: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
    return json.dumps(fields, ensure_ascii=False).encode(), {"Content-Type": ""}


def as_form(fields: Mapping[str, Any], kind: str = FORM) -> tuple[bytes, dict[str, str]]:
    from urllib.parse import quote_plus

    pairs = []
    for name, value in fields.items():
        inside = value.items() if isinstance(value, dict) else [("", value)]
        for key, each in inside:
            word = {True: "true", False: "false"}.get(each, each) if isinstance(each, bool) else each
            field = f"{name}[{key}]" if key else name
            pairs.append(f"{quote_plus(field, safe='[]')}={quote_plus(str(word))}")
    return "&".join(pairs).encode(), {"Content-Type": kind}


def as_form_without_type(fields: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
    return as_form(fields, kind="")


Encoding = Callable[[Mapping[str, Any]], tuple[bytes, dict[str, str]]]
BODIES: list[Encoding] = [as_json, as_json_with_charset, as_json_without_type, as_form, as_form_without_type]


@pytest.mark.parametrize("encoded", BODIES)
def test_every_body_says_the_same(program: Program, encoded: Encoding) -> None:
    body, headers = encoded(
        {
            "email": "Åke+x@example.com".replace("Å", "a"),
            "name": "Åke Öberg",
            "delay": 600,
            "send": True,
            "properties": {"Purchase Experience": "Mobile App", "City": "Åbo"},
        }
    )
    kept = program.send("POST", "people", body, **headers)
    assert kept.status == 201
    assert (kept.body["email"], kept.body["name"]) == ("ake+x@example.com", "Åke Öberg")
    assert kept.body["properties"] == {"Purchase Experience": "Mobile App", "City": "Åbo"}
    assert kept.body["survey_scheduled_at"] is not None
    body, headers = encoded({"email": "other@example.com", "send": False})
    assert program.send("POST", "people", body, **headers).body["survey_scheduled_at"] is None
    body, headers = encoded({"person": kept.body["id"], "score": 9, "person_properties": {"Plan": "pro"}})
    answer = program.send("POST", "survey_responses", body, **headers)
    assert (answer.status, answer.body["score"], answer.body["person_properties"]) == (201, 9, {"Plan": "pro"})
    body, headers = encoded({"score": 3, "comment": "a+b & c"})
    corrected = program.send("PUT", f"survey_responses/{answer.body['id']}", body, **headers)
    assert (corrected.status, corrected.body["score"], corrected.body["comment"]) == (200, 3, "a+b & c")
    body, headers = encoded({"person_email": "round@example.com", "properties": {"State": "WA"}})
    assert program.send("POST", "autopilot/email/memberships", body, **headers).status == 201
    body, headers = encoded({"person_email": "round@example.com"})
    assert program.send("DELETE", "autopilot/email/memberships", body, **headers).status == 202
    body, headers = encoded({"score": 11})
    assert program.send("PUT", f"survey_responses/{answer.body['id']}", body, **headers).status == 422


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"x"', b'{"score": NaN}', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_cannot_be_read_is_told_so(program: Program, body: bytes) -> None:
    said = program.send("POST", "survey_responses", body)
    assert (said.status, said.body["status"]) == (400, 400)


def test_a_body_of_another_kind_and_one_too_large_are_told_so(program: Program) -> None:
    assert program.send("POST", "people", b"<a/>", **{"Content-Type": "text/xml"}).status == 415
    assert program.send("POST", "people", b" " * 1_000_001).status == 413


@pytest.mark.parametrize("path", ["metrics", "people", "bounces"])
@pytest.mark.parametrize("body", [b"{}", b"{", b"since=x"])
def test_the_body_of_a_get_is_passed_over(program: Program, path: str, body: bytes) -> None:
    assert program.send("GET", path, body, **{"Content-Type": ""}).status == 200


@pytest.mark.parametrize(
    "query",
    [
        *("expand[]=person&expand[]=notes", "expand%5B%5D=person&expand%5B%5D=notes"),
        *("expand=person&expand=notes", "expand=person", "expand[]=person&auto_handle_rate_limits=True"),
    ],
)
def test_lists_in_addresses_are_read_however_they_are_written(program: Program, query: str) -> None:
    person = program.person("aino@example.com")
    program.answer(person["id"], 10)
    (told,) = program.get(f"survey_responses?{query}")
    assert told["person"]["email"] == "aino@example.com"


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("a[b][c]", "1"), ("a[b][d]", "2")], {"a": {"b": {"c": "1", "d": "2"}}}),
        ([("a", "1"), ("a", "2")], {"a": ["1", "2"]}),
        ([("a[]", "1")], {"a": ["1"]}),
        ([("a", "1"), ("a[b]", "2")], {"a": {"b": "2"}}),
        ([("a[b", "1"), ("[x]", "2")], {"a[b": "1", "[x]": "2"}),
    ],
)
def test_nested_fields(pairs: list[tuple[str, str]], expected: dict[str, Any]) -> None:
    assert nested(pairs) == expected


@pytest.mark.parametrize(
    "path",
    [
        *("people/phone_number:+17132746524", "people/phone_number%3A%2B17132746524"),
        *("people/email:a+b@example.com", "people/email%3Aa%2Bb%40example.com", "people/email:A+B@Example.com.json"),
    ],
)
def test_a_person_is_named_however_the_address_is_written(program: Program, path: str) -> None:
    program.person("a+b@example.com", phone_number="+17132746524")
    assert (program.send("DELETE", path).status, Contact.objects.count()) == (202, 0)


def test_an_address_that_ends_as_the_suffix_does_is_an_address(program: Program) -> None:
    program.person("a@example.json")
    assert program.send("DELETE", "people/email:a@example.json").status == 202


def test_a_cursor_goes_with_what_others_send_beside_it(program: Program) -> None:
    for number in range(5):
        program.person(f"p{number}@example.com")
    first = program.send("GET", "people.json?per_page=2&since=0", Host="testserver")
    link = first.headers["Link"]
    assert link.startswith("<http://testserver/v1/people.json?")
    assert link.endswith('>; rel="next"')
    assert link.count(",") == 0
    assert link.count(";") == 1
    place = link.split("page_info=")[1].split("&")[0].split(">")[0]
    program.person("late@example.com")
    rest = program.send("GET", f"people?page_info={place}&per_page=100&since=0")
    assert [each["email"] for each in rest.body] == [
        *(f"p{number}@example.com" for number in (2, 3, 4)),
        "late@example.com",
    ]
    assert "Link" not in rest.headers
    assert program.send("GET", "people?page_info=moon").status == 422


@pytest.mark.parametrize(
    ("query", "size"),
    [("", 20), ("per_page=3", 3), ("per_page=1000", 25), ("per_page=0", 20), ("page=2", 5), ("page=9", 0)],
)
def test_pages_have_a_usual_and_a_largest_size(program: Program, query: str, size: int) -> None:
    person = program.person("aino@example.com")["id"]
    for _ in range(25):
        program.answer(person, 7)
    assert len(program.get(f"survey_responses?{query}")) == size


@pytest.mark.parametrize("query", ["page=x", "per_page=x", "since=x", "until=-1", "order=up", "trend=1", "person_id=x"])
def test_a_list_that_cannot_be_asked_for_is_told_why(program: Program, query: str) -> None:
    said = program.send("GET", f"survey_responses?{query}")
    assert (said.status, list(said.body["errors"])) == (422, [query.partition("=")[0]])


def test_another_company_sees_nothing(program: Program, charlie: Any) -> None:
    person = program.person("aino@example.com")
    answer = program.answer(person["id"], 9)
    _key, secret = issue_key(workspace=charlie.workspace, name="Spy", scopes=SCOPES, actor=SYSTEM, now=NOW)
    spy = Program(program.key, secret, program.survey)
    assert [spy.get(path) for path in ("people", "survey_responses", "unsubscribes", "bounces")] == [[], [], [], []]
    assert spy.get("metrics")["response_count"] == 0
    for method, path in [
        ("GET", f"survey_responses/{answer['id']}"),
        ("PUT", f"survey_responses/{answer['id']}"),
        ("DELETE", f"people/{person['id']}"),
        ("DELETE", "people/email:aino@example.com"),
        ("DELETE", "people/aino@example.com/survey_requests/pending"),
    ]:
        assert spy.send(method, path).status == 404
    assert spy.send("POST", "survey_responses", {"person": person["id"], "score": 1}).status == 422
    # The first call of a key without a survey makes one.
    assert Project.objects.filter(workspace=charlie.workspace).count() == 1


def test_an_answer_that_is_corrected_keeps_what_was_said_before(program: Program) -> None:
    answer = program.answer(program.person("aino@example.com")["id"], 3, comment="Bad")
    program.send("PUT", f"survey_responses/{answer['id']}", {"score": 8})
    (before,) = ResponseRevision.objects.all()
    assert (before.score, before.verbatim, before.changed_by_kind) == (3, "Bad", "key")
    kept = Response.objects.get()
    assert (kept.score, kept.verbatim, kept.channel) == (8, "Bad", "api")


def test_too_many_requests_are_told_when_to_go_on(program: Program, settings: Any) -> None:
    settings.KUULE_API_PER_MINUTE = 2
    said = [program.send("GET", "metrics") for _ in range(4)][-1]
    assert (said.status, said.body) == (429, {"status": 429, "message": "Too Many Requests"})
    assert 1 <= int(said.headers["Retry-After"]) <= 60


def test_the_longest_wait_is_kept_and_a_longer_one_refused(program: Program) -> None:
    century = int(timedelta(days=36_500).total_seconds())
    assert program.send("POST", "people", {"email": "a@example.com", "delay": century}).body["survey_scheduled_at"]
    assert program.send("POST", "people", {"email": "b@example.com", "delay": century + 1}).status == 422


def test_no_page_of_ours_is_needed(program: Program) -> None:
    # No session, no form token: a program has neither.
    checked = Client(enforce_csrf_checks=True)
    said = checked.post(
        "/v1/unsubscribes.json",
        {"person_email": "a@example.com"},
        headers={"Authorization": f"Basic {coded(program.secret)}"},
        content_type="application/json",
    )
    assert said.status_code == 200
    assert "Set-Cookie" not in said.headers
