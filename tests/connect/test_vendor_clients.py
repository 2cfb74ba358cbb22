"""The clients that Delighted published, unchanged but for address and key, against a Kuule as a user starts it."""

import hashlib
import hmac
import itertools
import json
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from django.db import connection

from tests.connect.live import PASSWORD, Heard, found_workspace, node_client, receiver
from tests.main_job.installation import Installation, installation, survey_links, wait_for

with warnings.catch_warnings():
    warnings.simplefilter("ignore", FutureWarning)
    import delighted
    from delighted import errors

_numbers = itertools.count(1)
UNKNOWN_ID = "987654321"
# Whole seconds, each test its own year: what others tell meanwhile is out of sight.
_years = itertools.count(1985)


@dataclass
class Shop:
    """A program that knows Delighted: the Kuule it was moved to, and its key."""

    kuule: Installation
    key: str
    heard: list[Heard]

    @property
    def base(self) -> str:
        return f"{self.kuule.url}/v1/"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, move_in: Callable[[Path], None]) -> Iterator[Shop]:
    home = tmp_path_factory.mktemp("home")
    if connection.vendor == "sqlite":
        move_in(home)
    with receiver() as (hooks, heard), installation(home, KUULE_WEBHOOK_ALLOW_INTERNAL="127.0.0.1") as kuule:
        key = found_workspace(kuule)
        # The first call makes the project; then it can be told where to send what happens.
        requests.get(f"{kuule.url}/v1/metrics.json", auth=(key, ""), timeout=30).raise_for_status()
        add_webhook(kuule, hooks)
        yield Shop(kuule, key, heard)


def add_webhook(kuule: Installation, hooks: str) -> None:
    page = f"{kuule.url}/w/skies/settings/delighted/"
    with requests.Session() as browser:
        door = f"{kuule.url}/account/login/"
        browser.get(door, timeout=30)
        form = {
            "csrfmiddlewaretoken": browser.cookies["csrftoken"],
            "login": "leena@skies.example",
            "password": PASSWORD,
        }
        browser.post(door, form, headers={"Referer": door}, timeout=30)
        shown = browser.get(page, timeout=30).text
        chosen = shown.split('name="key"')[1].split('<option value="')[1].split('"')[0]
        form = {
            "csrfmiddlewaretoken": browser.cookies["csrftoken"],
            "key": chosen,
            "url": hooks,
            "events": ["survey_response.created", "survey_response.updated", "unsubscribe.created"],
        }
        assert "/webhooks/" in browser.post(page, form, headers={"Referer": page}, timeout=30).url


@pytest.fixture(autouse=True)
def _pointed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delighted, "api_key", shop.key)
    monkeypatch.setattr(delighted, "api_base_url", shop.base)
    monkeypatch.setattr(delighted, "shared_client", None)


def address() -> str:
    return f"person{next(_numbers)}@example.com"


def year() -> int:
    return int(datetime(next(_years), 6, 1, tzinfo=UTC).timestamp())


def unasked(**said: Any) -> Any:
    return delighted.Person.create(**{"email": address(), "send": False, **said})


def told(score: int, **said: Any) -> Any:
    return delighted.SurveyResponse.create(person=unasked().id, score=score, **said)


def test_a_person_is_kept_asked_and_gets_the_mail(shop: Shop) -> None:
    email, before = address(), int(time.time())
    person = delighted.Person.create(email=email, name="Aino Virta", properties={"Plan": "pro", "locale": "fi"})
    assert person.id.isdecimal()
    assert dict(person) | {"survey_scheduled_at": 0} == {
        "id": person.id,
        "email": email,
        "name": "Aino Virta",
        "phone_number": None,
        "survey_scheduled_at": 0,
        "properties": {"Plan": "pro", "locale": "fi"},
    }
    assert before <= person.survey_scheduled_at <= time.time() + 1
    (mail, *_) = wait_for("the survey mail", lambda: shop.kuule.postbox.mails.get(email))
    assert mail["Content-Language"] == "fi" or 'lang="fi"' in mail.get_body(("html",)).get_content()
    assert len(survey_links(mail)) == 11
    again = delighted.Person.create(email=email)
    assert (again.id, again.survey_scheduled_at) == (person.id, None)
    (kept,) = delighted.Person.list(email=email).auto_paging_iter()
    assert kept.last_sent_at >= before
    assert kept.next_survey_scheduled_at is None


@pytest.mark.parametrize("delay", [0, 60, 86_400, 90 * 86_400])
def test_the_delay_is_kept(delay: int) -> None:
    before = int(time.time())
    person = delighted.Person.create(email=address(), delay=delay)
    assert before + delay <= person.survey_scheduled_at <= int(time.time()) + delay + 1


def test_a_phone_number_is_enough() -> None:
    number = f"+3584012{next(_numbers):05}"
    person = delighted.Person.create(phone_number=number, channel="sms", delay=3_600)
    assert (person.email, person.phone_number) == (None, number)
    assert delighted.Person.create(phone_number=number, send=False, name="Veikko").id == person.id
    (kept,) = delighted.Person.list(phone_number=number).auto_paging_iter()
    assert kept.name == "Veikko"
    assert kept.next_survey_scheduled_at is not None


def test_what_is_told_again_changes_what_is_known() -> None:
    person = unasked(name="Before")
    new = address()
    assert delighted.Person.create(email=person.email, send=False).name == "Before"
    moved = delighted.Person.create(email=person.email, email_update=new, name="After", send=False)
    assert (moved.id, moved.email, moved.name) == (person.id, new, "After")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "email"),
        ({"email": "nobody"}, "email"),
        ({"email": "a b@example.com"}, "email"),
        ({"phone_number": "0401234567"}, "phone_number"),
        ({"phone_number": "+12 34"}, "phone_number"),
        ({"email": "x@example.com", "channel": "sms"}, "phone_number"),
        ({"email": "x@example.com", "channel": "fax"}, "channel"),
        ({"email": "x@example.com", "name": "x" * 256}, "name"),
        ({"email": "x@example.com", "delay": "soon"}, "delay"),
        ({"email": "x@example.com", "delay": -1}, "delay"),
        ({"email": "x@example.com", "send": "perhaps"}, "send"),
        ({"email": "x@example.com", "last_sent_at": "yesterday"}, "last_sent_at"),
        ({"email": "x@example.com", "properties": {"Tags": ["a", "b"]}}, "properties"),
        ({"email": "x@example.com", "properties": {"delighted_email_subject": "x" * 151}}, "properties"),
    ],
)
def test_a_person_who_cannot_be_kept_is_told_why(said: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.ResourceValidationError) as caught:
        delighted.Person.create(**said)
    body = json.loads(caught.value.response.body)
    assert (body["status"], body["message"]) == (422, "Unprocessable Entity")
    assert list(body["errors"]) == [field]
    assert all(isinstance(words, str) for words in body["errors"][field])


def test_somebody_asked_elsewhere_is_left_alone() -> None:
    lately = int(time.time()) - 86_400
    person = delighted.Person.create(email=address(), last_sent_at=lately)
    assert person.survey_scheduled_at is None
    (kept,) = delighted.Person.all(email=person.email)
    assert kept.last_sent_at == lately
    assert delighted.Person.create(email=person.email, last_sent_at=lately - 400 * 86_400).survey_scheduled_at


def test_people_are_listed_page_by_page() -> None:
    since = int(time.time())
    people = [unasked() for _ in range(5)]
    found = delighted.Person.list(per_page=2, since=since).auto_paging_iter(auto_handle_rate_limits=True)
    ids = [each.id for each in found]
    assert ids == sorted(set(ids), key=int)
    assert {each.id for each in people} <= set(ids)
    assert delighted.Person.all(email=people[0].email, until=since - 10) == []
    assert [each.id for each in delighted.Person.all(email=people[0].email.upper())] == [people[0].id]
    assert delighted.Person.all(email=address()) == []


@pytest.mark.parametrize("named", ["id", "email", "phone_number"])
def test_a_person_is_erased(named: str) -> None:
    person = unasked(phone_number=f"+3584512{next(_numbers):05}", name="Gone")
    answer = delighted.SurveyResponse.create(person=person.id, score=2, comment="I am Gone")
    assert delighted.Person.delete(**{named: person[named]}) == {"ok": True}
    assert delighted.Person.all(email=person.email) == []
    left = delighted.SurveyResponse.retrieve(answer.id)
    assert (left.person, left.comment) == (None, None)
    with pytest.raises(errors.GeneralAPIError) as caught:
        delighted.Person.delete(**{named: person[named]})
    assert caught.value.response.status_code == 404


def test_what_is_scheduled_is_taken_back() -> None:
    person = delighted.Person.create(email=address(), delay=3_600)
    assert delighted.SurveyRequest.delete_pending(person_email=person.email) == {"ok": True}
    (kept,) = delighted.Person.all(email=person.email)
    assert kept.next_survey_scheduled_at is None
    assert delighted.SurveyRequest.delete_pending(person_email=person.email) == {"ok": True}
    assert delighted.Person.create(email=person.email, delay=3_600).survey_scheduled_at
    with pytest.raises(errors.GeneralAPIError):
        delighted.SurveyRequest.delete_pending(person_email=address())


KEYS = {
    *("id", "person", "survey_type", "score", "comment", "permalink", "created_at", "updated_at"),
    *("person_properties", "notes", "tags", "additional_answers"),
}


@pytest.mark.parametrize("score", range(11))
def test_every_score_is_kept(score: int) -> None:
    answer = told(score)
    assert set(answer) == KEYS
    assert (answer.score, answer.survey_type, answer.comment, answer.person_properties) == (score, "nps", None, None)
    assert delighted.SurveyResponse.retrieve(answer.id) == answer


def test_an_answer_of_long_ago_is_kept_whole() -> None:
    person, at = unasked(), year()
    answer = delighted.SurveyResponse.create(
        person=person.id,
        score=8,
        comment="Toimii — 好的",
        person_properties={"Purchase Experience": "Mobile App"},
        created_at=at,
    )
    assert (answer.person, answer.created_at, answer.comment) == (person.id, at, "Toimii — 好的")
    assert answer.person_properties == {"Purchase Experience": "Mobile App"}
    with_person = delighted.SurveyResponse.retrieve(answer.id, expand=["person"])
    assert isinstance(with_person.person, delighted.Person)
    assert (with_person.person.id, with_person.person.email) == (person.id, person.email)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"score": 5}, "person"),
        ({"person": UNKNOWN_ID, "score": 5}, "person"),
        ({"person": "somebody", "score": 5}, "person"),
        ({"score": None}, "score"),
        ({"score": 11}, "score"),
        ({"score": -1}, "score"),
        ({"score": 7.5}, "score"),
        ({"score": "good"}, "score"),
        ({"score": True}, "score"),
        ({"score": 5, "created_at": "today"}, "created_at"),
        ({"score": 5, "created_at": 4_000_000_000}, "created_at"),
        ({"score": 5, "person_properties": "pro"}, "person_properties"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_told_why(said: dict[str, Any], field: str) -> None:
    whole = {**({} if field == "person" else {"person": unasked().id}), **said}
    with pytest.raises(errors.ResourceValidationError) as caught:
        delighted.SurveyResponse.create(**whole)
    assert list(json.loads(caught.value.response.body)["errors"]) == [field]


@pytest.mark.parametrize("expanded", [False, True])
def test_an_answer_is_corrected_by_sending_it_back(expanded: bool) -> None:
    answer = told(3, comment="Bad", person_properties={"Plan": "pro"})
    fetched = delighted.SurveyResponse.retrieve(answer.id, **({"expand": ["person"]} if expanded else {}))
    fetched.score, fetched.comment, fetched.person_properties = 9, "Better", {"City": "Oulu"}
    saved = fetched.save()
    assert (saved.id, saved.score, saved.comment) == (answer.id, 9, "Better")
    assert saved.person_properties == {"Plan": "pro", "City": "Oulu"}
    assert saved.updated_at >= answer.created_at
    kept = delighted.SurveyResponse.retrieve(answer.id)
    assert (kept.person, kept.created_at) == (answer.person, answer.created_at)


def test_an_answer_goes_to_another_person() -> None:
    answer, other = told(6), unasked()
    answer.person = other.id
    assert answer.save().person == other.id


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("asc", [0, 1, 2]),
        ("desc", [2, 1, 0]),
        ("asc:updated_at", [1, 2, 0]),
        ("desc:updated_at", [0, 2, 1]),
    ],
)
def test_answers_are_listed_in_order(order: str, expected: list[int]) -> None:
    at = year()
    answers = [told(score, created_at=at + score) for score in range(3)]
    answers[0].comment = "Changed"
    answers[0].save()
    found = delighted.SurveyResponse.all(since=at, until=at + 2, order=order)
    assert [each.id for each in found] == [answers[place].id for place in expected]


def test_answers_are_listed_by_page_time_and_person() -> None:
    at = year()
    answers = [told(score, created_at=at + score) for score in range(5)]
    pages = [delighted.SurveyResponse.all(since=at, until=at + 4, per_page=2, page=page) for page in (1, 2, 3, 4)]
    assert [[each.score for each in page] for page in pages] == [[0, 1], [2, 3], [4], []]
    assert [each.score for each in delighted.SurveyResponse.all(since=at + 1, until=at + 3)] == [1, 2, 3]
    (one,) = delighted.SurveyResponse.all(person_id=answers[2].person)
    (same,) = delighted.SurveyResponse.all(
        person_email=delighted.SurveyResponse.retrieve(one.id, expand=["person"]).person.email
    )
    assert one.id == same.id == answers[2].id
    assert delighted.SurveyResponse.all(person_id=UNKNOWN_ID) == []
    assert delighted.SurveyResponse.all(person_email=address()) == []
    moment = datetime.fromtimestamp(at, UTC)
    assert len(delighted.SurveyResponse.all(since=moment, until=moment + timedelta(seconds=1))) == 2


def test_what_changed_since_is_found() -> None:
    at = year()
    answers = [told(score, created_at=at + score) for score in range(3)]
    answers[1].score = 10
    changed = answers[1].save()
    found = delighted.SurveyResponse.all(updated_since=changed.updated_at, since=at, until=at + 9)
    assert [each.id for each in found] == [changed.id]
    assert len(delighted.SurveyResponse.all(updated_until=at + 9, since=at, until=at + 9)) == 2


@pytest.mark.parametrize(
    ("scores", "figures"),
    [
        ([9, 10, 9, 7, 8, 7, 2], (29, 3, 43, 3, 43, 1, 14)),
        ([9, 7, 7, 7, 7, 7, 7, 7], (13, 1, 13, 7, 88, 0, 0)),
        ([0, 7, 7, 7, 7, 7, 7, 7], (-13, 0, 0, 7, 88, 1, 13)),
        ([0, 6], (-100, 0, 0, 0, 0, 2, 100)),
        ([], (None, 0, 0, 0, 0, 0, 0)),
    ],
)
def test_figures_are_whole_numbers(scores: list[int], figures: tuple[int | None, ...]) -> None:
    at = year()
    person = unasked().id
    for place, score in enumerate(scores):
        delighted.SurveyResponse.create(person=person, score=score, created_at=at + place)
    found = delighted.Metrics.retrieve(since=at, until=at + max(len(scores) - 1, 0))
    names = (
        "nps",
        "promoter_count",
        "promoter_percent",
        "passive_count",
        "passive_percent",
        "detractor_count",
        "detractor_percent",
    )
    assert dict(found) == {**dict(zip(names, figures, strict=True)), "response_count": len(scores)}
    assert dict(delighted.Metrics.retrieve(since=at, until=at + 100, groups=["core", "kiosk", "moon"])) == dict(found)


def test_without_a_time_the_last_thirty_days_count() -> None:
    now, person = int(time.time()), unasked().id
    before = delighted.Metrics.retrieve()
    for days in (0, 29, 31):
        delighted.SurveyResponse.create(person=person, score=9, created_at=now - days * 86_400)
    assert delighted.Metrics.retrieve().response_count == before.response_count + 2
    with pytest.raises(errors.ResourceValidationError):
        delighted.Metrics.retrieve(trend="123456")


def test_whoever_unsubscribes_is_not_asked() -> None:
    person = delighted.Person.create(email=address(), name="Quiet", delay=3_600)
    since = int(time.time())
    assert delighted.Unsubscribe.create(person_email=person.email) == {"ok": True}
    assert delighted.Unsubscribe.create(person_email=person.email) == {"ok": True}
    found = delighted.Unsubscribe.all(since=since, per_page=100)
    (mine,) = [each for each in found if each.person_id == person.id]
    assert (mine.email, mine.name) == (person.email, "Quiet")
    assert mine.unsubscribed_at >= since
    assert delighted.Person.create(email=person.email).survey_scheduled_at is None
    (kept,) = delighted.Person.all(email=person.email)
    assert kept.next_survey_scheduled_at is None
    assert delighted.Unsubscribe.create(person_email=address()) == {"ok": True}
    with pytest.raises(errors.ResourceValidationError):
        delighted.Unsubscribe.create()
    assert delighted.Unsubscribe.all(until=1_000) == []
    assert delighted.Bounce.all() == []


@pytest.mark.parametrize("platform", ["email", "sms"])
def test_autopilot(platform: str) -> None:
    members = getattr(delighted.AutopilotMembership, "forEmail" if platform == "email" else "forSms")()
    number = f"+3585012{next(_numbers):05}"
    email = address()
    named = {"person_email": email} if platform == "email" else {"person_phone_number": number}
    joined = members.create(**named, person_name="Round", properties={"State": "WA"})
    assert joined.properties == {"State": "WA"}
    again = members.create(**named, properties={"Plan": "pro"})
    assert again.person["id"] == joined.person["id"]
    (member,) = members.list(**named).auto_paging_iter()
    assert member.person["name"] == "Round"
    assert member.next_survey_request["properties"] == {"Plan": "pro"}
    settings = delighted.AutopilotConfiguration.retrieve(platform)
    assert set(settings) == {"platform_id", "active", "frequency", "created_at", "updated_at"}
    assert (settings.platform_id, settings.active) == (platform, False)
    assert members.delete(person_id=joined.person["id"])["person"]["id"] == joined.person["id"]
    assert list(members.list(**named).auto_paging_iter()) == []
    with pytest.raises(errors.GeneralAPIError):
        members.delete(**named)
    for wrong in ({}, {"person_id": "1", **named}):
        with pytest.raises(errors.ResourceValidationError):
            members.delete(**wrong)
    with pytest.raises(errors.ResourceValidationError):
        members.create(properties={"a": "b"})


def test_members_are_listed_page_by_page() -> None:
    members = delighted.AutopilotMembership.forEmail()
    joined = [members.create(person_email=address()).person["id"] for _ in range(3)]
    found = [each.person["id"] for each in members.list(per_page=1).auto_paging_iter()]
    assert [each for each in found if each in joined] == joined


@pytest.mark.parametrize("key", ["", "abc123", "kuule_AAAAAAAAAAAAAAAAAAAAAA"])
@pytest.mark.parametrize("call", [delighted.Metrics.retrieve, delighted.Person.all, delighted.Bounce.all])
def test_a_wrong_key_opens_nothing(shop: Shop, key: str, call: Callable[..., Any]) -> None:
    with pytest.raises(errors.AuthenticationError):
        call(client=delighted.Client(api_key=key or "x", api_base_url=shop.base))


@pytest.mark.parametrize("path", ["survey_responses/987654321", "survey_responses/x", "nothing", "autopilot/fax"])
def test_what_is_not_there_is_told_so(path: str) -> None:
    client = delighted.Client()
    with pytest.raises(errors.GeneralAPIError) as caught:
        client.request_json("get", path)
    assert json.loads(caught.value.response.body) == {"status": 404, "message": "Not Found"}


def test_webhooks_tell_of_answers_and_stops(shop: Shop) -> None:
    person = unasked(name="Told")
    answer = delighted.SurveyResponse.create(person=person.id, score=4)

    def about(kind: str) -> list[dict[str, Any]]:
        found = [each for each in events(shop) if each["event_type"] == kind]
        return [each for each in found if each["event_data"].get("id") == answer.id]

    (created,) = wait_for("the new answer to be told", lambda: about("survey_response.created"))
    assert (created["event_data"]["score"], created["event_data"]["person"]["email"]) == (4, person.email)
    answer.comment = "Now with words"
    answer.save()
    (updated,) = wait_for("the change to be told", lambda: about("survey_response.updated"))
    assert updated["event_data"]["comment"] == "Now with words"
    assert len({created["event_id"], updated["event_id"]}) == 2
    delighted.Unsubscribe.create(person_email=person.email)
    stops = wait_for("the stop to be told", lambda: stops_of(shop, person.id))
    assert stops[0]["event_data"]["person"]["email"] == person.email
    for each in shop.heard:
        proof = hmac.new(shop.key.encode(), each.body, hashlib.sha256).hexdigest()
        assert each.headers["X-Delighted-Webhook-Signature"] == f"sha256={proof}"


def events(shop: Shop) -> list[dict[str, Any]]:
    return [json.loads(each.body) for each in shop.heard]


def stops_of(shop: Shop, person: str) -> list[dict[str, Any]]:
    stops = [each for each in events(shop) if each["event_type"] == "unsubscribe.created"]
    return [each for each in stops if each["event_data"]["person"]["id"] == person]


@pytest.mark.soak
def test_the_client_for_node(shop: Shop, tmp_path: Path) -> None:
    folder = node_client(tmp_path)
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    assert node
    script = Path(__file__).parent / "node" / "cases.js"
    port = shop.kuule.url.rpartition(":")[2]
    done = subprocess.run(
        [node, "--no-deprecation", str(script), str(folder / "node_modules" / "delighted"), port, shop.key],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    cases = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert len(cases) >= 40
    assert [case for case in cases if not case["ok"]] == []
