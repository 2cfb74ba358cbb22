"""What all endpoints have in common: safe to send again, versions, pace, and lists that nothing shifts."""

import base64
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule.contacts.models import Contact
from kuule.contacts.services.persons import erase_person
from kuule.responses.models import Response, ResponseRevision
from kuule.surveys.models import Survey
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import KeptAnswer, Member
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services.keys import drop_old_answers
from tests.api.conftest import make_key
from tests.api.world import Caller
from tests.conftest import NOW, Company, make_workspace

KARI = {"contacts": [{"email": "kari@fjord.example", "name": "Kari"}]}
NAMED = {"Idempotency-Key": "8f14e45f"}


@pytest.fixture
def caller(nordlys: Company) -> Caller:
    return Caller(make_key(nordlys.workspace))


@pytest.fixture
def survey(nordlys: Company) -> Survey:
    found = create_from_starter(workspace=nordlys.workspace, name="How are we doing", actor=SYSTEM, now=NOW)
    publish_survey(survey=found, actor=SYSTEM, now=NOW)
    return found


def answers(survey: Survey, *items: dict[str, Any]) -> dict[str, Any]:
    return {"survey": survey.pk, "responses": list(items)}


@pytest.mark.any_database
def test_a_named_request_is_done_once_and_answered_alike(caller: Caller, survey: Survey) -> None:
    body = answers(survey, {"score": 9})
    first, again = (caller.call("POST", "/responses", body, **NAMED) for _time in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert Response.objects.count() == 1
    other = caller.call("POST", "/responses", answers(survey, {"score": 8}), **NAMED)
    assert (other.status_code, other.json()["errors"][0]["code"]) == (422, "other_payload")
    assert caller.call("POST", "/contacts", KARI, **NAMED).json()["created"] == 1, "a name counts for its address"


@pytest.mark.any_database
def test_a_refused_request_can_be_mended_and_sent_under_the_same_name(caller: Caller, survey: Survey) -> None:
    assert caller.call("POST", "/responses", answers(survey, {"score": 11}), **NAMED).status_code == 422
    assert caller.call("POST", "/responses", answers(survey, {"score": 10}), **NAMED).json()["created"] == 1


@pytest.mark.any_database
def test_names_are_forgotten_after_a_day_and_answers_with_an_erased_person_at_once(caller: Caller) -> None:
    with time_machine.travel(NOW, tick=False):
        caller.call("POST", "/contacts", KARI, **NAMED)
    erase_person(contact=Contact.objects.get(), actor=SYSTEM, now=NOW, reason="asked_for")
    assert KeptAnswer.objects.get().body == ""
    with time_machine.travel(NOW + timedelta(hours=23), tick=False):
        assert caller.call("POST", "/contacts", KARI, **NAMED).status_code == 409
    assert not Contact.objects.exists()
    drop_old_answers(now=NOW + timedelta(hours=25))
    assert not KeptAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_request_at_the_same_moment_is_done_once() -> None:
    workspace = make_workspace("Nordlys Energy", "nordlys")
    survey = create_from_starter(workspace=workspace, name="How are we doing", actor=SYSTEM, now=NOW)
    publish_survey(survey=survey, actor=SYSTEM, now=NOW)
    caller, found, start = Caller(make_key(workspace)), [], threading.Barrier(6)

    def send() -> None:
        start.wait()
        answer = caller.call("POST", "/responses", answers(survey, {"score": 9, "comment": "once"}), **NAMED)
        found.append((answer.status_code, answer.content))
        connection.close()

    threads = [threading.Thread(target=send) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1
    assert found[0][0] == 200
    assert Response.objects.count() == 1


@pytest.mark.any_database
def test_what_is_the_same_is_not_sent_again(caller: Caller) -> None:
    caller.call("POST", "/contacts", KARI)
    first = caller.get("/contacts")
    same = caller.get("/contacts", **{"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    caller.call("POST", "/contacts", {"contacts": [{"email": "kari@fjord.example", "name": "Kari B."}]})
    assert caller.get("/contacts", **{"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.any_database
def test_an_amendment_keeps_what_was_and_writes_over_nothing_unseen(caller: Caller, survey: Survey) -> None:
    caller.call("POST", "/responses", answers(survey, {"score": 3, "comment": "Late"}))
    path = f"/responses/{Response.objects.get().pk}"
    seen = caller.get(path)
    changed = caller.call("PATCH", path, {"score": 4, "reason": "A typo"}, **{"If-Match": seen["ETag"]})
    assert (changed.status_code, changed.json()["score"], changed.json()["comment"]) == (200, 4, "Late")
    late = caller.call("PATCH", path, {"score": 5}, **{"If-Match": seen["ETag"]})
    assert (late.status_code, Response.objects.get().score) == (412, 4)
    assert caller.call("PATCH", path, {"score": 4}).status_code == 200
    revision = ResponseRevision.objects.get()
    assert (revision.score, revision.reason, revision.changed_by_kind) == (3, "A typo", "key")
    for wrong in ({"score": 11}, {"answers": {"nothing": 1}}, {"colour": 1}, {"score": "much"}):
        assert caller.call("PATCH", path, wrong).status_code == 422


@pytest.mark.any_database
def test_a_key_has_its_pace_and_says_when_it_may_go_on(caller: Caller, settings: Any) -> None:
    settings.KUULE_API_PER_MINUTE = 60
    with time_machine.travel(NOW, tick=False) as clock:
        given = [caller.get("/themes") for _number in range(61)]
        assert [each.status_code for each in given] == [200] * 60 + [429]
        assert (given[0]["RateLimit-Limit"], given[0]["RateLimit-Remaining"]) == ("60", "59")
        assert (given[-1]["Retry-After"], given[-1]["RateLimit-Reset"]) == ("1", "60")
        clock.shift(2)
        assert [caller.get("/themes").status_code for _number in range(3)] == [200, 200, 429]
    settings.KUULE_API_PER_MINUTE = 0
    assert "RateLimit-Limit" not in caller.get("/themes")


@pytest.mark.any_database
def test_a_cursor_is_of_use_in_its_own_list_alone(caller: Caller, charlie: Member) -> None:
    many = {"contacts": [{"email": f"p{number}@fjord.example"} for number in range(3)]}
    caller.call("POST", "/contacts", many)
    cursor = caller.get("/contacts?limit=1").json()["next_cursor"]
    assert caller.get(f"/contacts?limit=1&cursor={cursor}").status_code == 200
    stranger = Caller(make_key(charlie.workspace))
    forged = base64.urlsafe_b64encode(b"x" * 12 + b"2026-11-20T10:00:00+00:00|1").decode().rstrip("=")
    for answer in (
        caller.get(f"/accounts?cursor={cursor}"),
        stranger.get(f"/contacts?cursor={cursor}"),
        caller.get(f"/contacts?cursor={cursor[:-1]}"),
        caller.get(f"/contacts?cursor={forged}"),
    ):
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["code"] == "bad_cursor"


@pytest.mark.any_database
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    before=st.lists(st.integers(0, 5), min_size=1, max_size=8),
    between=st.lists(st.integers(0, 5), max_size=6),
    limit=st.integers(1, 4),
)
def test_whoever_reads_a_list_meets_each_row_once_while_others_are_written(
    caller: Caller, survey: Survey, before: list[int], between: list[int], limit: int
) -> None:
    """Hours of the day are few on purpose: many answers have the same moment."""
    Response.objects.all().delete()

    def tell(hours: list[int]) -> set[int]:
        items = [{"score": 5, "answered_at": f"2026-11-20T0{hour}:00:00Z"} for hour in hours]
        known = set(Response.objects.values_list("pk", flat=True))
        assert not items or caller.call("POST", "/responses", answers(survey, *items)).status_code == 200
        return set(Response.objects.values_list("pk", flat=True)) - known

    wanted = tell(before)
    for path in ("/responses?", "/responses?updated_since=2020-01-01T00:00:00Z&"):
        seen: list[int] = []
        cursor: str | None = ""
        while cursor is not None:
            page = caller.get(f"{path}limit={limit}&cursor={cursor}").json()
            seen += [each["id"] for each in page["responses"]]
            cursor = page["next_cursor"]
            tell(between[:1])
            between = between[1:]
        assert len(seen) == len(set(seen))
        assert wanted <= set(seen)


@pytest.mark.any_database
def test_who_reads_what_was_updated_finds_what_is_changed_meanwhile(caller: Caller, survey: Survey) -> None:
    items = [{"score": 5, "answered_at": f"2026-11-0{day}T00:00:00Z"} for day in (1, 2, 3)]
    caller.call("POST", "/responses", answers(survey, *items))
    path = "/responses?updated_since=2026-11-01T00:00:00Z&limit=2"
    first = caller.get(path).json()
    again = first["responses"][0]["id"]
    caller.call("PATCH", f"/responses/{again}", {"score": 6})
    second = caller.get(f"{path}&cursor={first['next_cursor']}").json()
    assert [each["answered_at"][:10] for each in second["responses"]] == ["2026-11-03", "2026-11-01"]
    assert second["responses"][-1]["score"] == 6


@pytest.mark.any_database
def test_a_problem_is_told_alike_wherever_it_is(caller: Caller) -> None:
    for answer, status in (
        (Client().get("/api/v1/contacts"), 401),
        (caller.get("/nothing"), 404),
        (caller.get("/contacts/999999999999999999999999"), 404),
        (caller.get("/contacts?limit=0"), 422),
        (caller.call("POST", "/contacts", {}), 422),
        (caller.call("DELETE", "/contacts"), 405),
        (caller.call("POST", "/contacts", KARI, **{"Idempotency-Key": "not a name"}), 422),
    ):
        assert answer.status_code == status, answer.content
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status
    refused = caller.call("DELETE", "/contacts", **{"Accept-Language": "fi"})
    assert refused["Allow"] == "GET, POST"
    assert "GET, POST" in refused.json()["detail"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_amend_the_same_version_one_is_told() -> None:
    workspace = make_workspace("Nordlys Energy", "nordlys")
    survey = create_from_starter(workspace=workspace, name="How are we doing", actor=SYSTEM, now=NOW)
    publish_survey(survey=survey, actor=SYSTEM, now=NOW)
    caller = Caller(make_key(workspace))
    caller.call("POST", "/responses", answers(survey, {"score": 3}))
    path = f"/responses/{Response.objects.get().pk}"
    seen, found, start = caller.get(path)["ETag"], [], threading.Barrier(4)

    def amend(score: int) -> None:
        start.wait()
        found.append(caller.call("PATCH", path, {"score": score}, **{"If-Match": seen}).status_code)
        connection.close()

    threads = [threading.Thread(target=amend, args=[score]) for score in range(4, 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200, 412, 412, 412]
    assert ResponseRevision.objects.count() == 1
