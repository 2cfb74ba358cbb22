"""Run beside Kuule's own settings: fills two workspaces with answers and times pages of them by API."""

import json
import os
import statistics
import sys
import time
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")

import django

django.setup()

from django.db import transaction
from django.test import Client
from django.utils import timezone

from kuule.lib.bulk import insert_values
from kuule.lib.places import Place, cursor_to
from kuule.responses.models import Response
from kuule.surveys.selectors import published_version
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import User, Workspace
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import found_workspace, issue_key, register_user

BATCH, TIMES, ON_A_PAGE = 20_000, 9, 100
# Every other answer is to the second survey.
SURVEYS = 2
PATH = "/api/v1/responses"
LISTS = {
    "answers": "",
    "answers of a survey": "survey={survey}",
    "answers by change": "updated_since=2000-01-01",
    "answers of a survey by change": "survey={survey}&updated_since=2000-01-01",
}
PLACES = ("first", "middle", "last")
FIELDS = ("workspace_id", "survey_id", "version_id", "channel", "language", "score", "verbatim", "answered_at")
now = timezone.now()


class Firm:
    """A workspace with answers, one each minute until now, and a key that reads them."""

    def __init__(self, owner: User, slug: str, number: int) -> None:
        self.workspace: Workspace = found_workspace(name=slug, slug=slug, owner=owner, actor=SYSTEM, now=now)
        self.versions = [self._version(f"Survey {i}") for i in range(SURVEYS)]
        self.number = number
        for start in range(0, number, BATCH):
            with transaction.atomic():
                insert_values(Response, FIELDS, [self._row(i) for i in range(start, min(start + BATCH, number))])
        scopes = ["responses:read", "personal"]
        _key, self.secret = issue_key(workspace=self.workspace, name="Bench", scopes=scopes, actor=SYSTEM, now=now)

    def seconds(self, query: str, place: str) -> float:
        """Return the median time of a page of this list, at its beginning, in its middle or at its end."""
        cursor = self._cursor(place, oldest_first="updated_since" in query)
        asked = query.format(survey=self.versions[0][0])
        address = f"{PATH}?limit={ON_A_PAGE}&cursor={cursor}&{asked}"
        times = []
        for _ in range(TIMES):
            started = time.perf_counter()
            answer = Client().get(address, headers={"Host": "localhost", "Authorization": f"Bearer {self.secret}"})
            times.append(time.perf_counter() - started)
            if answer.status_code != 200 or len(answer.json()["responses"]) != ON_A_PAGE:
                raise RuntimeError(f"{address} answers {answer.status_code}.")
        return statistics.median(times)

    def _cursor(self, place: str, *, oldest_first: bool) -> str:
        if place == "first":
            return ""
        behind = self.number // 2 if place == "middle" else self.number - SURVEYS * ON_A_PAGE - 1
        order = "answered_at" if oldest_first else "-answered_at"
        row = Response.objects.filter(workspace=self.workspace).order_by(order)[behind]
        return cursor_to(Place(row.answered_at, row.pk), of=f"{self.workspace.pk} {PATH}")

    def _version(self, name: str) -> tuple[int, int]:
        survey = create_from_starter(workspace=self.workspace, name=name, actor=SYSTEM, now=now)
        publish_survey(survey=survey, actor=SYSTEM, now=now)
        version = published_version(self.workspace, survey=survey)
        return survey.pk, version.pk

    def _row(self, i: int) -> tuple[object, ...]:
        at = now - timedelta(minutes=self.number - i)
        return (self.workspace.pk, *self.versions[i % SURVEYS], "email", "en", i % 11, "It came late.", at)


if __name__ == "__main__":
    someone = register_user(email="bench@kuule.example", name="Bench", password="kettle-lantern-42", now=now)
    firms = [Firm(someone, slug, int(number)) for slug, number in zip(("many", "few"), sys.argv[1:3], strict=True)]
    found = {
        f"{name}, {place} page by API": [firm.seconds(query, place) for firm in firms]
        for name, query in LISTS.items()
        for place in PLACES
    }
    print(json.dumps(found))
