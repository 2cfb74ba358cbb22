"""Thousands of visits by scanners and people at once, against a real server: no answer is lost, and none invented."""

import http.client
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.utils import timezone

from kuule.dispatch.models import Invitation
from kuule.responses.models import Click, Response
from kuule.responses.rules import CLICKS_KEPT
from kuule.surveys.models import SurveyVersion
from tests.conftest import Company
from tests.responses.conftest import FORM, Asked, ask, published_survey
from tests.responses.test_kill import web_server

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]
PEOPLE_OF_A_KIND = 100
AT_ONCE = 6
HEADS = 12
READING_SECONDS = 2.2
PREVIEW = {"User-Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"}


@dataclass
class Visitor:
    """Whoever has a link, and the seal that the page gave them."""

    asked: Asked
    kind: str
    score: int
    seal: str = ""
    statuses: list[int] = field(default_factory=list)

    @property
    def is_person(self) -> bool:
        return self.kind.startswith("person")


class Line:
    """One connection to the server."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def look(self, visitor: Visitor, method: str = "GET", score: int | None = None, **headers: str) -> None:
        query = "" if score is None else f"?score={score}"
        self.connection.request(method, visitor.asked.path + query, headers=headers)
        page = self.connection.getresponse().read().decode()
        found = re.search(r'name="shown" value="([^"]+)"', page)
        visitor.seal = found[1] if found else visitor.seal

    def send(self, visitor: Visitor, *, signal: str = "") -> None:
        form = {"score": str(visitor.score), "why": visitor.kind, "shown": visitor.seal, "signal": signal}
        self.connection.request("POST", visitor.asked.path, urlencode(form), {"Content-Type": FORM})
        reply = self.connection.getresponse()
        reply.read()
        visitor.statuses.append(reply.status)


def scan(line: Line, visitor: Visitor) -> None:
    for score in range(11):
        line.look(visitor, score=score)


def storm(line: Line, visitor: Visitor) -> None:
    for number in range(HEADS):
        line.look(visitor, "HEAD", number % 11)


def answer_with_script(line: Line, visitor: Visitor) -> None:
    line.look(visitor, score=visitor.score)
    line.send(visitor, signal=visitor.seal[::-1])


def answer_after_a_scan(line: Line, visitor: Visitor) -> None:
    scan(line, visitor)
    answer_with_script(line, visitor)


def answer_by_script(line: Line, visitor: Visitor) -> None:
    line.look(visitor)
    line.send(visitor)


# What each does first, and what some do once time has passed.
FIRST: dict[str, Callable[[Line, Visitor], None]] = {
    "person": answer_with_script,
    "person without script": lambda line, visitor: line.look(visitor, score=visitor.score),
    "person after a scanner": answer_after_a_scan,
    "scanner of all links": scan,
    "storm of heads": storm,
    "form by script": answer_by_script,
    "form out of nothing": lambda line, visitor: line.send(visitor),
    "link preview": lambda line, visitor: line.look(visitor, score=visitor.score, **PREVIEW),
}
LATER = ("person without script", "scanner of all links")


def at_once(port: int, visitors: Sequence[Visitor], act: Callable[[Line, Visitor], None]) -> None:
    def work(part: int) -> None:
        line = Line(port)
        for visitor in visitors[part::AT_ONCE]:
            act(line, visitor)

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        for done in [crowd.submit(work, part) for part in range(AT_ONCE)]:
            done.result()


def test_no_scanner_votes_and_no_person_is_lost(nordlys: Company) -> None:
    version: SurveyVersion = published_survey(nordlys.workspace, timezone.now())
    with transaction.atomic():
        visitors = [
            Visitor(ask(version, timezone.now()), kind, (number * 7 + place) % 11)
            for number in range(PEOPLE_OF_A_KIND)
            for place, kind in enumerate(FIRST)
        ]
    with web_server() as (_process, port):
        at_once(port, visitors, lambda line, visitor: FIRST[visitor.kind](line, visitor))
        time.sleep(READING_SECONDS)
        at_once(port, [each for each in visitors if each.kind in LATER], lambda line, visitor: line.send(visitor))

    counted = dict(Response.objects.filter(verdict="person").values_list("invitation_id", "score"))
    people = {each.asked.invitation.pk: each.score for each in visitors if each.is_person}
    false_answers, lost_people = counted.keys() - people.keys(), people.keys() - counted.keys()
    print(
        f"{len(visitors)} visitors, {Click.objects.count()} visits kept: {len(people)} people, "
        f"{len(false_answers)} false answers, {len(lost_people)} people lost."
    )
    assert (len(false_answers), len(lost_people)) == (0, 0)
    assert counted == people
    assert {status for each in visitors for status in each.statuses} == {303}
    assert set(Invitation.objects.exclude(answered_at=None).values_list("pk", flat=True)) == people.keys()
    kept = Response.objects.exclude(verdict="person").count()
    assert kept == 3 * PEOPLE_OF_A_KIND, "What machines sent is kept too."
    for visitor in visitors[: len(FIRST)]:
        assert Click.objects.filter(invitation=visitor.asked.invitation).count() <= CLICKS_KEPT
